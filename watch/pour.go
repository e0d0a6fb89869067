package watch

import (
	"cmp"
	"context"
	"iter"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// Progress is how far a Pour has come. Everything it counts is durable.
type Progress struct {
	listen.Outcome
	Rows     int64            // rows dealt with, refused ones among them
	Problems []vigie.Sentence // what could not be used, since the last call
}

// Pour takes a long run of batches (a file that is brought in) through to the
// archive, preparing the next while one is being saved, and calls progress,
// which may be nil, after each commit. Rows that a batch could not use are
// told in Progress.Problems. It stops at the first error of the run, the
// archive or the context; what was counted until then is kept.
func (w *Watch) Pour(ctx context.Context, batches iter.Seq2[listen.Batch, error], progress func(Progress)) (Progress, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// One batch waits while one is saved: more would only hold memory.
	ready := make(chan poured, 1)
	var broken error // of the run; read once ready is closed
	go func() {
		defer close(ready)
		broken = w.pump(ctx, batches, ready)
	}()
	var total Progress
	var failed error // of the archive
	for p := range ready {
		if failed == nil {
			var out listen.Outcome
			if out, failed = w.save(ctx, p.prepared); failed != nil {
				stop()
			} else {
				total.add(out, p)
				if progress != nil {
					step := total
					step.Problems = p.problems
					progress(step)
				}
			}
		}
		w.inForce.RUnlock() // taken by pump
	}
	return total, cmp.Or(failed, broken)
}

// poured is a prepared batch and what could not be used of it.
type poured struct {
	prepared
	problems []vigie.Sentence
}

// pump prepares batches and hands them on, each with inForce held for reading,
// which whoever receives it gives back.
func (w *Watch) pump(ctx context.Context, batches iter.Seq2[listen.Batch, error], ready chan<- poured) error {
	for b, err := range batches {
		if err != nil {
			return err
		}
		w.inForce.RLock()
		p, err := w.prepare(ctx, b)
		if err != nil {
			w.inForce.RUnlock()
			return err
		}
		select {
		case ready <- poured{p, b.Problems}:
		case <-ctx.Done():
			w.inForce.RUnlock()
			return ctx.Err()
		}
	}
	return ctx.Err()
}

func (p *Progress) add(o listen.Outcome, from poured) {
	p.Rows += int64(len(from.saving.Items) + from.refused + len(from.problems))
	p.New += o.New
	p.Edited += o.Edited
	p.Known += o.Known
	p.Buffered += o.Buffered
	p.Refused += o.Refused
}
