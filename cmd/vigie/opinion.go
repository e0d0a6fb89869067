package main

import (
	"context"
	"sync"

	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/understand/opinion"
	"vigie.example/vigie/watch"
)

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
