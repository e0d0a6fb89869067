package watch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch/noise"
)

// sieve is the noise packs in force. Packs are asked only of what topics take.
type sieve struct {
	choice  noiseChoice
	index   *query.Index // pack i of Options.Noise as topic i+1; nil where none is in force
	brought map[vigie.Key]bool
}

// noiseChoice is what the ledger remembers of packs.
type noiseChoice struct {
	Off []string // names of packs that were switched off
	// Read is the mark of the packs by which the archive was read.
	Read string
}

// aboutNoise is the name under which noiseChoice is remembered.
const aboutNoise = "noise packs"

// PackState is a noise pack and whether it is in force.
type PackState struct {
	noise.Pack
	On bool
}

// readNoise puts the packs in force that nobody switched off. The caller holds
// inForce for writing, or is alone.
func (w *Watch) readNoise(ctx context.Context) error {
	data, err := w.Ledger.Remembered(ctx, aboutNoise)
	if err != nil {
		return fmt.Errorf("read the noise packs: %w", err)
	}
	s := sieve{brought: map[vigie.Key]bool{}}
	if data != nil {
		if err := json.Unmarshal(data, &s.choice); err != nil {
			return fmt.Errorf("read the noise packs: %w", err)
		}
	}
	keys, err := w.Archive.Brought(ctx)
	if err != nil {
		return fmt.Errorf("read what was brought back: %w", err)
	}
	for _, k := range keys {
		s.brought[k] = true
	}
	var in []query.Entry
	for i, p := range w.Noise {
		if !slices.Contains(s.choice.Off, p.Name) {
			in = append(in, query.Entry{ID: vigie.TopicID(i + 1), Version: 1, Query: p.Query})
		}
	}
	if len(in) > 0 {
		if s.index, err = query.NewIndex(in, nil); err != nil {
			return fmt.Errorf("compile the noise packs: %w", err)
		}
	}
	w.sieve = s
	return nil
}

// mark tells sets of packs in force apart.
func (w *Watch) mark() string {
	h := sha256.New()
	n := 0
	for _, p := range w.Noise {
		if !slices.Contains(w.sieve.choice.Off, p.Name) {
			fmt.Fprintf(h, "%s\x00%s\x00", p.Name, p.Text)
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// spared reports whether no pack is asked of a mention: what is the user's
// own, reviews, what came privately, and what a person brought back.
func (w *Watch) spared(m *vigie.Mention) bool {
	switch m.Channel {
	case vigie.Review, vigie.Private, vigie.Mail:
		return true
	}
	return m.Own || w.sieve.brought[m.Key]
}

// noises returns the packs that hold of a post, whatever topic takes it. The
// caller holds inForce.
func (w *Watch) noises(s *query.Scratch, post *query.Post) []noise.Pack {
	if w.sieve.index == nil || w.spared(post.Mention) {
		return nil
	}
	var out []noise.Pack
	by := w.sieve.index.Match(s, post, nil)
	for i := range w.Noise {
		if slices.ContainsFunc(by, func(k query.Key) bool { return int(k.ID) == i+1 }) {
			out = append(out, w.Noise[i])
		}
	}
	return out
}

// asideBy returns the first of packs that puts a post aside of a topic which
// asks q and takes it; nil where none does.
func asideBy(packs []noise.Pack, post *query.Post, q *query.Query) *noise.Pack {
	for i := range packs {
		if packs[i].Takes(post, q) {
			return &packs[i]
		}
	}
	return nil
}

// sift parts the topics that took a post into those that keep it and those of
// which a pack puts it aside. The caller holds inForce.
func (w *Watch) sift(s *query.Scratch, post *query.Post, took []query.Key) (stay []query.Key, aside []Aside) {
	packs := w.noises(s, post)
	if len(packs) == 0 {
		return took, nil
	}
	for _, k := range took {
		if p := asideBy(packs, post, w.queryOf(k.ID)); p != nil {
			aside = append(aside, Aside{Topic: k.ID, Pack: p.Name})
		} else {
			stay = append(stay, k)
		}
	}
	return stay, aside
}

// Packs returns the noise packs and whether each is in force.
func (w *Watch) Packs() []PackState {
	w.inForce.RLock()
	defer w.inForce.RUnlock()
	out := make([]PackState, len(w.Noise))
	for i, p := range w.Noise {
		out[i] = PackState{p, !slices.Contains(w.sieve.choice.Off, p.Name)}
	}
	return out
}

// SwitchPack puts a noise pack in force or out of it, for what arrives at once
// and, by Run, for all that is kept. NotFound where there is no such pack.
func (w *Watch) SwitchPack(ctx context.Context, name string, on bool) error {
	if !slices.ContainsFunc(w.Noise, func(p noise.Pack) bool { return p.Name == name }) {
		return vigie.Errorf(vigie.NotFound, nil, "noise-unknown", name)
	}
	w.inForce.Lock()
	defer w.inForce.Unlock()
	c := w.sieve.choice
	if off := slices.Contains(c.Off, name); off == on {
		kind := vigie.TurnNoiseOff
		if on {
			kind = vigie.TurnNoiseOn
		}
		if err := w.Ledger.SaveTurn(ctx, vigie.Turn{Kind: kind, Name: name}); err != nil {
			return err
		}
	}
	c.Off = slices.DeleteFunc(slices.Clone(c.Off), func(n string) bool { return n == name })
	if !on {
		c.Off = append(c.Off, name)
	}
	if err := w.saveNoise(ctx, c); err != nil {
		return err
	}
	if err := w.readNoise(ctx); err != nil {
		return err
	}
	w.Reread()
	return nil
}

func (w *Watch) saveNoise(ctx context.Context, c noiseChoice) error {
	data, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return w.Ledger.Remember(ctx, aboutNoise, data)
}

// sieveAgain has the archive read again for all topics where it was read by
// other packs than those in force: one was switched, or Vigie brought others.
func (w *Watch) sieveAgain(ctx context.Context) error {
	w.inForce.Lock()
	defer w.inForce.Unlock()
	mark := w.mark()
	if w.sieve.choice.Read == mark {
		return nil
	}
	topics, err := w.Ledger.Topics(ctx)
	if err != nil {
		return fmt.Errorf("read topics: %w", err)
	}
	for _, t := range topics {
		if err := w.Ledger.SaveJob(ctx, Job{Topic: t.ID, Version: t.Version, Before: math.MaxInt64, Started: w.Now().UTC()}); err != nil {
			return err
		}
	}
	c := w.sieve.choice
	c.Read = mark
	if err := w.saveNoise(ctx, c); err != nil {
		return err
	}
	w.sieve.choice = c
	return nil
}

// BringBack gives a mention that a pack put aside to the topics that want it,
// at once and for good. NotFound where it is not kept.
func (w *Watch) BringBack(ctx context.Context, id vigie.MentionID, by string) error {
	w.inForce.Lock()
	defer w.inForce.Unlock()
	k, err := w.Archive.Mention(ctx, id)
	if err != nil {
		return err
	}
	asides, err := w.Archive.AsideOf(ctx, id)
	if err != nil {
		return err
	}
	if err := w.Archive.BringBack(ctx, id, by); err != nil {
		return err
	}
	w.sieve.brought[k.Mention.Key] = true
	topics, err := w.Ledger.Topics(ctx)
	if err != nil {
		return err
	}
	post := query.NewPost(&k.Mention, k.Reading.Lang)
	post.Zone = w.zone()
	for _, a := range asides {
		r := Rematch{Topic: a.Topic, From: id, To: id + 1}
		for _, t := range topics {
			if t.ID == a.Topic {
				r.Hits = []Hit{{Mention: id, Match: w.judged(post, t, w.queryOf(t.ID), &k.Reading)}}
			}
		}
		if _, _, err := w.Archive.Rematch(ctx, r); err != nil {
			return err
		}
	}
	if k, err = w.Archive.Mention(ctx, id); err != nil {
		return err
	}
	p := w.piece(k)
	w.Reader.Complete(p)
	_, err = w.Archive.Rejudge(ctx, []Judged{{Mention: id, Intents: p.Reading.Intents, Matches: p.Matches, Maker: w.Reader.Maker()}})
	return err
}

// NoiseCounts returns how many mentions published in [from, to) each pack put
// aside.
func (w *Watch) NoiseCounts(ctx context.Context, from, to time.Time) (map[string]int64, error) {
	return w.Archive.AsideCounts(ctx, from, to)
}
