package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/watch"
)

// exampleLeast is how long a part of what somebody said must be, in characters,
// to be known as theirs: "en panne" is anybody's.
const exampleLeast = 20

// quotes reports whether an example was taken from one of said: it is the whole,
// or a part of some length.
func quotes(said []string, example string) bool {
	example = strings.Join(strings.Fields(example), " ")
	return example != "" && slices.ContainsFunc(said, func(s string) bool {
		return s == example || utf8.RuneCountInString(example) >= exampleLeast && strings.Contains(s, example)
	})
}

// forgetExamples takes what was said out of the examples of topics and of the
// rules of intents, which were copied from mentions. said is title and text in
// one, with single spaces.
func (w *writer) forgetExamples(said []string) error {
	if len(said) == 0 {
		return nil
	}
	type row struct{ topic, n int64 }
	var gone []row
	err := w.each(context.Background(), func(v []driver.Value) error {
		if quotes(said, str(v[2])) {
			gone = append(gone, row{num(v[0]), num(v[1])})
		}
		return nil
	}, "SELECT topic, n, text FROM topic_example")
	if err != nil {
		return err
	}
	for _, r := range gone {
		if _, err := w.exec("DELETE FROM topic_example WHERE topic = ? AND n = ?", r.topic, r.n); err != nil {
			return err
		}
	}
	changed := map[string]string{}
	err = w.each(context.Background(), func(v []driver.Value) error {
		var versions []watch.IntentVersion
		if err := json.Unmarshal(blob(v[1]), &versions); err != nil {
			return fmt.Errorf("%s: %w", str(v[0]), err)
		}
		cut := false
		for i := range versions {
			n := len(versions[i].Examples)
			versions[i].Examples = slices.DeleteFunc(versions[i].Examples, func(e intent.Example) bool { return quotes(said, e.Text) })
			cut = cut || len(versions[i].Examples) < n
		}
		if !cut {
			return nil
		}
		data, err := json.Marshal(versions)
		changed[str(v[0])] = string(data)
		return err
	}, "SELECT about, data FROM remembered WHERE about >= ?1 AND about < ?1 || char(0x10ffff)", watch.AboutIntentRules)
	if err != nil {
		return err
	}
	for about, data := range changed {
		if _, err := w.exec("UPDATE remembered SET data = ? WHERE about = ?", data, about); err != nil {
			return err
		}
	}
	return nil
}
