package alert

import (
	"fmt"
	"testing"
	"time"

	"vigie.example/vigie"
)

var now = time.Date(2026, 11, 20, 14, 0, 0, 0, time.UTC)

// said makes a mention of topic 1, so many minutes before now.
func said(id int, minutes int, channel vigie.Channel, site, who string, story int, opinion vigie.Opinion) vigie.Kept {
	at := now.Add(-time.Duration(minutes) * time.Minute)
	return vigie.Kept{
		Mention: vigie.Mention{ID: vigie.FirstMentionID(at) + vigie.MentionID(id), Channel: channel, Site: site, Author: vigie.Author{Name: who}, Published: at},
		Reading: vigie.Reading{Story: vigie.StoryID(story)},
		Matches: []vigie.Match{{Topic: 1, Opinion: opinion}},
	}
}

func TestDraw(t *testing.T) {
	var kept []vigie.Kept
	for i := range 12 { // one agency text in twelve titles
		kept = append(kept, said(i, 30+i, vigie.Press, fmt.Sprintf("titre%d.example", i), "AFP", 7, vigie.Neutral))
	}
	kept = append(
		kept,
		said(20, 200, vigie.Forum, "forum.example", "léa", 0, vigie.Negative),
		said(21, 190, vigie.Forum, "forum.example", "léa", 0, vigie.Negative), // the same voice again
		said(22, 90, vigie.Social, "net.example", "omar", 0, vigie.OpinionUnknown),
	)
	own := said(30, 10, vigie.Social, "net.example", "nous", 0, vigie.OpinionUnknown)
	own.Mention.Own = true
	noted := said(32, 4, vigie.Social, "ferme.example", "paul", 0, vigie.Negative) // a person told of it: it counts nowhere
	noted.Mention.Noted = true
	kept = append(kept, noted, own, said(31, 5, vigie.Private, "", "client", 0, vigie.Negative))

	p := Draw(kept, 1, []vigie.Channel{vigie.Forum}, now)
	if p.Mentions != 15 || p.Stories != 4 || p.Copies() != 11 || p.Voices != 14 || p.PressTitles != 12 || p.Largest != 12 {
		t.Errorf("counts %+v", p)
	}
	if p.First != kept[12].Mention.ID || p.Own != own.Mention.ID {
		t.Errorf("first %d, own %d", p.First, p.Own)
	}
	if p.Judged != 14 || p.Negative != 2 {
		t.Errorf("negative %d of %d, want 2 of 14", p.Negative, p.Judged)
	}
	if fmt.Sprint(p.Channels) != "[forum social press]" || fmt.Sprint(p.NewChannels) != "[social press]" {
		t.Errorf("channels %v, new %v", p.Channels, p.NewChannels)
	}
	if len(p.Jumps) != 2 || p.Jumps[0].After != 110*time.Minute {
		t.Errorf("jumps %+v", p.Jumps)
	}
	if len(p.Verbatims) != 3 || p.Verbatims[0] != kept[11].Mention.ID {
		t.Errorf("verbatims %v: the first of the largest story speaks first", p.Verbatims)
	}
	if p := Draw(nil, 1, nil, now); p.Mentions != 0 || p.First != 0 {
		t.Errorf("of nothing: %+v", p)
	}
}

func TestGrade(t *testing.T) {
	storm := Picture{
		Voices: 60, Channels: []vigie.Channel{vigie.Forum, vigie.Social, vigie.Press}, PressTitles: 4,
		Judged: 40, Negative: 35, LastHour: 20, Before: 5,
	}
	change := func(f func(p *Picture)) *Picture {
		p := storm
		f(&p)
		return &p
	}
	for _, c := range []struct {
		name  string
		p     *Picture
		over  float64
		level int
	}{
		{"everything at once", &storm, 5, 4},
		{"as loud, and not negative", change(func(p *Picture) { p.Negative = 3 }), 5, 3},
		{"as loud, opinion not judged", change(func(p *Picture) { p.Judged, p.Negative = 0, 0 }), 5, 3},
		{"negative and rare, in one place", &Picture{Voices: 12, Channels: []vigie.Channel{vigie.Forum}, Judged: 10, Negative: 10}, 5, 2},
		{"rare only", &Picture{Voices: 12, Channels: []vigie.Channel{vigie.Forum}}, 5, 1},
		{"nothing but the ring", &Picture{Voices: 12, Channels: []vigie.Channel{vigie.Forum}}, 0.1, 1},
		{"one shout is not a storm", &Picture{Voices: 1, Mentions: 9, Channels: []vigie.Channel{vigie.Social}, Judged: 9, Negative: 9}, 9, 0},
		{"four of five negative are too few to tell", &Picture{Voices: 12, Channels: []vigie.Channel{vigie.Forum}, Judged: 5, Negative: 4}, 0, 1},
	} {
		level, reasons := Grade(c.p, c.over)
		if level != c.level {
			t.Errorf("%s: level %d, want %d (%v)", c.name, level, c.level, reasons)
		}
	}
}

func TestSame(t *testing.T) {
	ids := func(from, n int) (out []vigie.MentionID) {
		for i := range n {
			out = append(out, vigie.MentionID(from+i))
		}
		return out
	}
	for _, c := range []struct {
		name string
		a, b Picture
		want bool
	}{
		{"half of the smaller is in the other", Picture{Members: ids(0, 10)}, Picture{Members: ids(7, 6)}, true},
		{"a third", Picture{Members: ids(0, 10)}, Picture{Members: ids(8, 6)}, false},
		{"nothing", Picture{}, Picture{}, false},
	} {
		if got := c.a.Same(&c.b); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestQuietHours(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 30, 0, 0, paris) }
	for _, c := range []struct {
		name string
		q    Quiet
		t    time.Time
		want time.Time
	}{
		{"none", Quiet{}, at(20, 3), at(20, 3)},
		{"over midnight, before it", Quiet{From: 21, To: 7}, at(20, 23), time.Date(2026, 11, 21, 7, 0, 0, 0, paris)},
		{"over midnight, after it", Quiet{From: 21, To: 7}, at(20, 3), time.Date(2026, 11, 20, 7, 0, 0, 0, paris)},
		{"by day", Quiet{From: 21, To: 7}, at(20, 12), at(20, 12)},
		{"a siesta", Quiet{From: 12, To: 14}, at(20, 12), time.Date(2026, 11, 20, 14, 0, 0, 0, paris)},
	} {
		if got := c.q.Until(c.t, paris); !got.Equal(c.want) {
			t.Errorf("%s: until %v, want %v", c.name, got, c.want)
		}
	}
}

func TestOnlyWhatASeriesRangTeachesNothing(t *testing.T) {
	span := func(a Alert) Alert {
		a.Topic, a.Verdict, a.Began, a.Last = 1, Real, now.Add(-7*24*time.Hour), now
		return a
	}
	if got := judged([]Alert{span(Alert{Kind: Waits}), span(Alert{Kind: Buzz, Stream: Voices})}, 1); len(got) != 1 {
		t.Errorf("%d stretches are real bursts, want that of the series alone", len(got))
	}
	if got := judged([]Alert{span(Alert{Kind: Waits})}, 1); got.at(now.Add(-time.Hour)) {
		t.Error("a week in which a question waited is taken for a burst")
	}
}
