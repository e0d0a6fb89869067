package report

import (
	"context"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

// rang says the same level of a topic in every month.
type rang map[vigie.TopicID]int

func (r rang) Gravest(_ context.Context, periods []measure.Period) ([]map[vigie.TopicID]int, error) {
	out := make([]map[vigie.TopicID]int, len(periods))
	for i := range out {
		out[i] = r
	}
	return out, nil
}

// An alert of level 4 is a crisis in the barometer and in the monthly report;
// one of level 3 changes no state and is told beside it. A crisis is told in the
// first words of both: who reads on no further must not take it for success.
func TestAlarmsReachTheState(t *testing.T) {
	old := now.AddDate(-3, 0, 0)
	m := maker((&memory{sources: []vigie.Source{feed(old)}}).say(1, 1000, nil).say(2, 2500, nil))
	for level, want := range map[int]string{0: "", 3: "alerte de niveau 3", 4: "crise"} {
		m.Alarms = rang{1: level}
		b, err := m.Barometer(context.Background(), "", 0)
		if err != nil {
			t.Fatal(err)
		}
		st := b.Months[b.Last].Brands[0].State
		if st.Alert != level || (st.Mood == measure.Crisis) != (level == 4) {
			t.Errorf("level %d: barometer %+v", level, st)
		}
		r, err := m.Monthly(context.Background(), MonthlyOf{Brand: 1, Rivals: []vigie.TopicID{2}})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Attention.Brands[0].State; got != st {
			t.Errorf("level %d: monthly %+v, barometer %+v", level, got, st)
		}
		for name, answer := range map[string]string{
			"barometer": b.Document(say.In("fr"), Options{}).Pages[0].Answer,
			"monthly":   r.Document(say.In("fr"), Options{}).Pages[0].Answer,
		} {
			if strings.Contains(answer, "est en crise.") != (level == 4) {
				t.Errorf("level %d: the %s begins with %q", level, name, answer)
			}
		}
		if got := (speaker{say.In("fr")}).mood(st); !strings.Contains(got, want) || level == 0 && strings.Contains(got, "alerte") {
			t.Errorf("level %d is said %q", level, got)
		}
	}
}
