package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/understand/opinion"
	"vigie.example/vigie/watch"
)

// judgeOf judges opinions by the shipped models, and by those that the owner
// trained and put into the folder models of the data.
func judgeOf(dir string) (*opinion.Judge, error) {
	in := filepath.Join(dir, "models")
	all, err := os.ReadDir(in)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var own []string // in the order of their names
	for _, e := range all {
		if filepath.Ext(e.Name()) == ".model" {
			own = append(own, filepath.Join(in, e.Name()))
		}
	}
	j := opinion.New()
	return j, j.OpenOwn(own)
}

// opinions is web.Opinions over the watch and its reader.
type opinions struct {
	*watch.Watch
	reader *understand.Reader

	mu      sync.Mutex
	maker   string // whose effects they are
	effects []opinion.Effect
}

// Why implements web.Opinions.
func (o *opinions) Why(p *understand.Piece, i, n int) understand.Because {
	return o.reader.Why(p, i, n)
}

// IntentEffects implements web.Opinions.
func (o *opinions) IntentEffects() []intent.Effect { return o.reader.IntentEffects() }

// Effects implements web.Opinions. Measuring takes a second at most; what was
// measured holds until the judge learns again.
func (o *opinions) Effects(ctx context.Context) ([]opinion.Effect, error) {
	cs, err := o.Corrections(ctx)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if maker := o.reader.Maker(); o.effects == nil || maker != o.maker {
		effects, err := o.reader.Effects(cs)
		if err != nil {
			return nil, err
		}
		o.maker, o.effects = maker, effects
	}
	return o.effects, nil
}
