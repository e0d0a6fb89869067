package vigie

import (
	"encoding/json"
	"fmt"
	"time"
)

// Sentence is something to tell a person, before it is put into their
// language: the id of a message in package say, and its arguments. Arguments
// are strings, integers, floats, times, durations, ratios and sentences; their
// types survive JSON, so that a fault can be kept today and told next week.
type Sentence struct {
	ID   string
	Args []any
}

// Ratio is a share or a change, printed as per cent: 0.12 is 12 %.
type Ratio float64

// IsZero reports whether there is nothing to say.
func (s Sentence) IsZero() bool { return s.ID == "" }

// Say makes a Sentence.
func Say(id string, args ...any) Sentence { return Sentence{ID: id, Args: args} }

// wireSentence and wireArg are the kept form: each argument under the name of
// its type.
type wireSentence struct {
	ID   string    `json:"id"`
	Args []wireArg `json:"args,omitempty"`
}

type wireArg struct {
	Text     *string        `json:"text,omitempty"`
	Whole    *int64         `json:"whole,omitempty"`
	Float    *float64       `json:"float,omitempty"`
	Ratio    *float64       `json:"ratio,omitempty"`
	Time     *time.Time     `json:"time,omitempty"`
	Duration *time.Duration `json:"duration,omitempty"`
	Sentence *Sentence      `json:"sentence,omitempty"`
}

// MarshalJSON keeps the types of the arguments. An argument of another type is
// kept as the text that fmt gives it.
func (s Sentence) MarshalJSON() ([]byte, error) {
	w := wireSentence{ID: s.ID}
	for _, a := range s.Args {
		w.Args = append(w.Args, toWire(a))
	}
	return json.Marshal(w)
}

func toWire(a any) wireArg {
	whole := func(n int64) wireArg { return wireArg{Whole: &n} }
	switch v := a.(type) {
	case string:
		return wireArg{Text: &v}
	case int:
		return whole(int64(v))
	case int32:
		return whole(int64(v))
	case int64:
		return whole(v)
	case float64:
		return wireArg{Float: &v}
	case Ratio:
		f := float64(v)
		return wireArg{Ratio: &f}
	case time.Time:
		return wireArg{Time: &v}
	case time.Duration:
		return wireArg{Duration: &v}
	case Sentence:
		return wireArg{Sentence: &v}
	default:
		s := fmt.Sprint(v)
		return wireArg{Text: &s}
	}
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Sentence) UnmarshalJSON(b []byte) error {
	var w wireSentence
	if err := json.Unmarshal(b, &w); err != nil {
		return fmt.Errorf("read sentence: %w", err)
	}
	*s = Sentence{ID: w.ID}
	for i, a := range w.Args {
		switch {
		case a.Text != nil:
			s.Args = append(s.Args, *a.Text)
		case a.Whole != nil:
			s.Args = append(s.Args, *a.Whole)
		case a.Float != nil:
			s.Args = append(s.Args, *a.Float)
		case a.Ratio != nil:
			s.Args = append(s.Args, Ratio(*a.Ratio))
		case a.Time != nil:
			s.Args = append(s.Args, *a.Time)
		case a.Duration != nil:
			s.Args = append(s.Args, *a.Duration)
		case a.Sentence != nil:
			s.Args = append(s.Args, *a.Sentence)
		default:
			return fmt.Errorf("read sentence %s: argument %d has no known type", w.ID, i)
		}
	}
	return nil
}
