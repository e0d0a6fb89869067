package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"vigie.example/vigie"
)

// Turns gathers from a ledger every day that one must know of to read a course:
// days written down, changed queries, sources added, and what the ledger keeps
// itself; oldest first. The sources of the first day are the beginning of the
// listening and no turn; nor is the first version known of anything.
func Turns(ctx context.Context, l Ledger) ([]vigie.Turn, error) {
	kept, err := l.Turns(ctx)
	if err != nil {
		return nil, err
	}
	var out []vigie.Turn
	known := map[string]bool{}
	for _, t := range kept {
		if of, _ := t.Version(); t.Kind == vigie.TurnVersion && !known[of] {
			known[of] = true
			continue
		}
		out = append(out, t)
	}
	settings, err := l.AlertSettings(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range settings.Events {
		out = append(out, vigie.Turn{Kind: vigie.TurnDay, At: e.From, Until: e.To, Topic: e.Topic, Name: e.Name})
	}
	topics, err := l.Topics(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range topics {
		if t.Version < 2 {
			continue
		}
		all, err := l.TopicVersions(ctx, t.ID)
		if err != nil {
			return nil, err
		}
		for _, v := range all {
			if v.Version > 1 {
				out = append(out, vigie.Turn{Kind: vigie.TurnQuery, At: v.At, Topic: t.ID, Name: t.Name})
			}
		}
	}
	sources, err := l.Sources(ctx)
	if err != nil {
		return nil, err
	}
	sources = slices.DeleteFunc(sources, func(s vigie.Source) bool { return !s.Kind.Visited() })
	slices.SortStableFunc(sources, func(a, b vigie.Source) int { return a.Added.Compare(b.Added) })
	for _, s := range sources {
		if s.Added.Sub(sources[0].Added) >= 24*time.Hour {
			out = append(out, vigie.Turn{Kind: vigie.TurnSource, At: s.Added, Name: cmp.Or(s.Name, s.Address)})
		}
	}
	slices.SortStableFunc(out, func(a, b vigie.Turn) int { return a.At.Compare(b.At) })
	return out, nil
}

// NoteVersions keeps those of the versions ("barometer/2") that differ from the
// last ones kept of the same things.
func NoteVersions(ctx context.Context, l Ledger, versions []string) error {
	kept, err := l.Turns(ctx)
	if err != nil {
		return err
	}
	last := map[string]string{}
	for _, t := range kept {
		if t.Kind == vigie.TurnVersion {
			of, _ := t.Version()
			last[of] = t.Name
		}
	}
	for _, v := range versions {
		t := vigie.Turn{Kind: vigie.TurnVersion, Name: v}
		of, _ := t.Version()
		if last[of] == v {
			continue
		}
		if err := l.SaveTurn(ctx, t); err != nil {
			return err
		}
		last[of] = v
	}
	return nil
}
