package measure

import (
	"testing"
	"time"

	"vigie.example/vigie"
)

const year = 8766 * time.Hour // 365.25 days

func TestAdvise(t *testing.T) {
	alive := Ground{Over: year, Visited: year, Theme: 1900, Ours: 31, Published: 4, Read: true, Asked: 46, Open: 29}
	with := func(change func(*Ground)) Ground {
		g := alive
		change(&g)
		return g
	}
	part := func(k, n int64) *Part { p, _ := PartOf(k, n); return &p }
	tests := []struct {
		name   string
		g      Ground
		want   Posture
		why    Argument
		margin int64
		narrow bool
	}{
		{"a month of listening decides nothing", with(func(g *Ground) { g.Over = 30 * 24 * time.Hour }), Undecided, TooShort, 0, false},
		{"refused: away, whatever is asked", with(func(g *Ground) { g.Admission = Refused }), StayAway, IsRefused, 0, false},
		{"nobody speaks of the theme", with(func(g *Ground) { g.Theme = 3 }), StayAway, IsQuiet, -21, false},
		{"a file holds nobody who speaks of it", with(func(g *Ground) { g.Theme, g.Visited = 3, 24*time.Hour }), Undecided, TooFew, 0, false},
		{"perhaps nobody speaks of it", with(func(g *Ground) { g.Theme = 20 }), Undecided, TooFew, 0, false},
		{"absent and silent", with(func(g *Ground) { g.Ours, g.Published = 0, 0 }), ExistFirst, IsAbsent, 0, false},
		{"nobody looked for questions", with(func(g *Ground) { g.Read = false }), Listen, NotRead, 0, false},
		{"open questions", alive, InformReply, IsAskedSome, 18, false},
		{"open questions, barely", with(func(g *Ground) { g.Open = 14 }), InformReply, IsAskedSome, 3, true},
		{"questions, and others answer them", with(func(g *Ground) { g.Open = 2 }), Listen, IsSelfHelped, -10, false},
		{"talk only", with(func(g *Ground) { g.Asked, g.Open = 0, 0 }), Listen, IsTalkOnly, -12, false},
		{"nobody has the time", with(func(g *Ground) { g.Ready = No }), Listen, IsUnready, 0, false},
		{"the product is at fault", with(func(g *Ground) { g.Product = part(60, 80) }), Listen, IsProduct, 0, false},
		{"many open questions, welcome and ready", with(func(g *Ground) { g.Open, g.Asked, g.Admission, g.Ready = 90, 120, Welcome, Yes }), Serve, IsAsking, 43, false},
		{"many, but nobody asked whether we are welcome", with(func(g *Ground) { g.Open, g.Asked, g.Ready = 90, 120, Yes }), InformReply, IsAskedSome, 79, false},
		{"a community", with(func(g *Ground) { g.Admission, g.Belonging, g.Returning = Welcome, part(80, 100), part(45, 100) }), Animate, IsCommunity, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := Advise(tt.g)
			if a.Posture != tt.want || a.Argument != tt.why || a.Margin != tt.margin || a.Narrow != tt.narrow {
				t.Errorf("Advise(%+v) = %+v, want %s (%s), margin %d, narrow %t", tt.g, a, tt.want, tt.why, tt.margin, tt.narrow)
			}
		})
	}
}

func TestReady(t *testing.T) {
	tests := []struct {
		name          string
		n             int64
		hands         Hands
		ready, august Verdict
	}{
		{"two a week against two hours, nobody in August", 104, Hands{2, 0}, Yes, No},
		{"nobody said how many hours", 104, Hands{-1, -1}, CannotTell, CannotTell},
		{"just enough on average", 104, Hands{0.7, 5}, Tight, Yes},
		{"none heard", 0, Hands{0.1, 0}, Yes, No},
	}
	for _, tt := range tests {
		r, ok := Ready(tt.n, 52*7*24*time.Hour, MinutesEach, tt.hands)
		if tt.n == 0 {
			tt.august = Tight // nothing on average, perhaps something
		}
		if !ok || r.Ready != tt.ready || r.InAugust != tt.august {
			t.Errorf("%s: Ready = %+v, want %d, in August %d", tt.name, r, tt.ready, tt.august)
		}
	}
	if _, ok := Ready(5, 0, 20, Hands{}); ok {
		t.Error("ready after no time")
	}
}

func TestDemandOf(t *testing.T) {
	ask := func(id int64, intents ...vigie.Intent) Saying {
		s := said(1, int(id), int(id), vigie.Forum)
		s.Mention, s.Intents, s.IntentsRead = vigie.MentionID(id), intents, true
		return s
	}
	all := []Saying{ask(1, vigie.Question), ask(2, vigie.Request), ask(3, vigie.Question), ask(3, vigie.Question), ask(4), ask(5, vigie.Question)}
	d := DemandOf(all, map[vigie.MentionID]Answer{1: Unheard, 2: ByOthers, 3: ByUs})
	if len(d.Asked) != 4 || d.Open != 1 || d.ByOthers != 1 || d.ByUs != 1 || d.Untraced != 1 || !d.Read {
		t.Errorf("DemandOf = %+v, want four asked, one of each answer", d)
	}
	if d.OpenPart != nil {
		t.Error("a percentage of three questions")
	}
	if d.Asked[0].Mention != 5 {
		t.Errorf("first is %d, want the newest", d.Asked[0].Mention)
	}
	var many []Saying
	answers := map[vigie.MentionID]Answer{}
	for i := range int64(40) {
		many = append(many, ask(i+1, vigie.Question))
		answers[vigie.MentionID(i+1)] = []Answer{Unheard, ByOthers}[i%2]
	}
	if d := DemandOf(many, answers); d.OpenPart == nil || d.OpenPart.K != 20 || d.OpenPart.N != 40 {
		t.Errorf("OpenPart of forty = %+v, want 20 of 40", d.OpenPart)
	}
	if d := DemandOf([]Saying{said(1, 1, 1, vigie.Forum)}, nil); d.Read {
		t.Error("nobody looked for intents, and it is said that somebody did")
	}
}

func TestCharismas(t *testing.T) {
	var all []Saying
	for v := range 40 {
		for topic := 1; topic <= 2; topic++ {
			for k := range topic {
				s := said(topic, 1000*topic+100*k+v, 1000*topic+100*k+v, vigie.Forum)
				s.Site = []string{"a.example", "b.example", "c.example"}[v%3]
				s.Opinion, s.IntentsRead = vigie.Positive, true
				if v%4 == 0 {
					s.Intents = []vigie.Intent{vigie.Question}
				}
				all = append(all, s)
			}
		}
	}
	all = append(all, said(3, 1, 1, vigie.Forum))
	got := Charismas([]vigie.TopicID{1, 2, 3}, all, nil)
	if a := got[0].Appetite; a == nil || !alike(a.Voices, 40.0/60) || a.RarefiedTo != 40 {
		t.Errorf("appetite of the first %+v, want 40 over the median 60, rarefied to 40", a)
	}
	if a := got[1].Appetite; a == nil || rounded(a.Places) != 3 {
		t.Errorf("appetite of the second %+v, want 3 places", a)
	}
	if r := got[0].Register; r == nil || r.K != 30 || r.N != 40 {
		t.Errorf("register %+v, want 30 of 40", r)
	}
	if got[2].Appetite != nil || got[2].Register != nil {
		t.Errorf("one voice has charisma %+v", got[2])
	}
	left := Charismas([]vigie.TopicID{1, 2}, all, map[vigie.TopicID][]Period{1: {{january.From, january.From.AddDate(1, 0, 0)}}})
	if left[0].Appetite != nil {
		t.Error("voices of a campaign count as appetite")
	}
}

func rounded(x float64) int { return int(x + 0.01) }
