package sqlite

import (
	"context"
	"database/sql/driver"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/measure/sample"
)

const sampleColumns = `id, topic, version, "from", "to", frame, drawn, seed, made, author`

func scanSample(v []driver.Value) sample.Sample {
	return sample.Sample{
		ID: sample.ID(num(v[0])), Topic: vigie.TopicID(num(v[1])), Version: int(num(v[2])),
		Period: measure.Period{From: instant(num(v[3])), To: instant(num(v[4]))}, Frame: num(v[5]), Drawn: int(num(v[6])),
		Seed: uint64(num(v[7])), Made: instant(num(v[8])), By: str(v[9]),
	}
}

// SaveSample implements sample.Store.
func (s *Store) SaveSample(ctx context.Context, one sample.Sample, cards []sample.Card) (sample.Sample, error) {
	err := s.change(ctx, func(w *writer) error {
		id, err := w.insert(`INSERT INTO sample (topic, version, "from", "to", frame, drawn, seed, made, author) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			int64(one.Topic), one.Version, millis(one.Period.From), millis(one.Period.To), one.Frame, one.Drawn, int64(one.Seed), millis(one.Made), one.By)
		if err != nil {
			return err
		}
		one.ID = sample.ID(id)
		for i, c := range cards {
			if _, err := w.exec("INSERT INTO sample_card (sample, n, mention, read) VALUES (?, ?, ?, ?)", id, i, int64(c.Mention), int64(c.Read)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return sample.Sample{}, err
	}
	return s.Sample(ctx, one.ID)
}

// Samples implements sample.Store.
func (s *Store) Samples(ctx context.Context, topic vigie.TopicID) (out []sample.Sample, err error) {
	err = s.read(ctx, func(h *hand) error {
		out = nil
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, scanSample(v))
			return nil
		}, "SELECT "+sampleColumns+" FROM sample WHERE ?1 = 0 OR topic = ?1 ORDER BY id DESC", int64(topic))
	})
	return out, err
}

// Sample implements sample.Store.
func (s *Store) Sample(ctx context.Context, id sample.ID) (out sample.Sample, err error) {
	err = s.read(ctx, func(h *hand) error {
		v, err := h.one("SELECT "+sampleColumns+" FROM sample WHERE id = ?", int64(id))
		if err != nil {
			return err
		}
		if v == nil {
			return vigie.Errorf(vigie.NotFound, nil, "sample-unknown", int64(id))
		}
		out = scanSample(v)
		return nil
	})
	return out, err
}

// SampleCards implements sample.Store.
func (s *Store) SampleCards(ctx context.Context, id sample.ID) (out []sample.Card, err error) {
	err = s.read(ctx, func(h *hand) error {
		out = nil
		return h.each(ctx, func(v []driver.Value) error {
			c := sample.Card{Mention: vigie.MentionID(num(v[0])), Read: vigie.Opinion(num(v[1])), Held: v[2] != nil, Fixed: v[3] != nil}
			if c.Held {
				c.Now = vigie.Opinion(num(v[2]))
			}
			out = append(out, c)
			return nil
		}, `SELECT c.mention, c.read, m.opinion, l.opinion FROM sample_card c CROSS JOIN sample s ON s.id = c.sample
			LEFT JOIN match m ON m.topic = s.topic AND m.mention = c.mention
			LEFT JOIN label l ON l.mention = c.mention AND l.topic = s.topic
			WHERE c.sample = ? ORDER BY c.n`, int64(id))
	})
	return out, err
}

// Judge implements sample.Store.
func (s *Store) Judge(ctx context.Context, id sample.ID, j sample.Judgement) error {
	return s.change(ctx, func(w *writer) error {
		v, err := w.one("SELECT 1 FROM sample_card WHERE mention = ? AND sample = ?", int64(j.Mention), int64(id))
		if err != nil {
			return err
		}
		if v == nil {
			return vigie.Errorf(vigie.NotFound, nil, "sample-no-card")
		}
		_, err = w.exec("INSERT OR REPLACE INTO sample_said (sample, mention, author, verdict, at) VALUES (?, ?, ?, ?, ?)",
			int64(id), int64(j.Mention), j.By, string(j.Verdict), millis(j.At))
		return err
	})
}

// Unjudge implements sample.Store.
func (s *Store) Unjudge(ctx context.Context, id sample.ID, m vigie.MentionID, by string) error {
	return s.change(ctx, func(w *writer) error {
		_, err := w.exec("DELETE FROM sample_said WHERE sample = ? AND mention = ? AND author = ?", int64(id), int64(m), by)
		return err
	})
}

// Judgements implements sample.Store.
func (s *Store) Judgements(ctx context.Context, id sample.ID) (out []sample.Judgement, err error) {
	err = s.read(ctx, func(h *hand) error {
		out = nil
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, sample.Judgement{Mention: vigie.MentionID(num(v[0])), By: str(v[1]), Verdict: sample.Verdict(str(v[2])), At: instant(num(v[3]))})
			return nil
		}, "SELECT mention, author, verdict, at FROM sample_said WHERE sample = ? ORDER BY at, mention, author", int64(id))
	})
	return out, err
}

// DeleteSample implements sample.Store.
func (s *Store) DeleteSample(ctx context.Context, id sample.ID) error {
	return s.change(ctx, func(w *writer) error {
		n, err := w.exec("DELETE FROM sample WHERE id = ?", int64(id))
		if err == nil && n == 0 {
			err = vigie.Errorf(vigie.NotFound, nil, "sample-unknown", int64(id))
		}
		return err
	})
}
