package report

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

var (
	now   = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	brand = vigie.Topic{ID: 1, Name: "Leroux", Kind: vigie.OwnBrand, Sector: "BTP"}
	rival = vigie.Topic{ID: 2, Name: "Bertin", Kind: vigie.Rival, Sector: "BTP"}
	theme = vigie.Topic{ID: 3, Name: "minipelle", Kind: vigie.Theme, Sector: "BTP"}
	// elsewhere is the same brand in another sector.
	elsewhere = vigie.Topic{ID: 4, Name: "Leroux", Kind: vigie.OwnBrand, Sector: "Location"}
)

// memory is an archive and a ledger of a few sayings.
type memory struct {
	sayings []measure.Saying
	texts   map[vigie.MentionID]string
	answers map[vigie.MentionID]measure.Answer
	titles  map[vigie.MentionID]string
	sources []vigie.Source
	gaps    []vigie.Gap
	kept    int64
}

func (m *memory) Sayings(_ context.Context, f vigie.Filter, yield func(*measure.Saying) bool) error {
	for _, s := range m.sayings {
		for _, t := range f.Topics {
			if s.Topic == t && !s.At.Before(f.From) && s.At.Before(f.To) && !yield(&s) {
				return nil
			}
		}
	}
	return nil
}

func (m *memory) Answered(context.Context, []vigie.MentionID) (map[vigie.MentionID]measure.Answer, error) {
	return m.answers, nil
}

func (m *memory) Mention(_ context.Context, id vigie.MentionID) (vigie.Kept, error) {
	text, ok := m.texts[id]
	if !ok {
		return vigie.Kept{}, vigie.Errorf(vigie.NotFound, nil, "store-no-mention")
	}
	return vigie.Kept{Mention: vigie.Mention{ID: id, Title: m.titles[id], Text: text, Site: "forum.example", URL: "https://forum.example/" + fmt.Sprint(id)}}, nil
}

func (m *memory) Extent(context.Context) (e vigie.Extent, err error) {
	for _, s := range m.sayings {
		if e.Oldest.IsZero() || s.At.Before(e.Oldest) {
			e.Oldest = s.At
		}
		if s.At.After(e.Newest) {
			e.Newest = s.At
		}
	}
	e.Kept = max(m.kept, int64(len(m.sayings)))
	return e, nil
}

// Count counts voices by month.
func (m *memory) Count(_ context.Context, q measure.Question) ([]measure.Point, error) {
	seen, n := map[string]bool{}, map[time.Time]int64{}
	for _, s := range m.sayings {
		at := measure.Months(s.At, time.UTC, 1)[0].From
		if k := fmt.Sprint(at, s.Voice); s.Topic == q.Filter.Topics[0] && !s.Own && !seen[k] && !s.At.Before(q.Filter.From) && s.At.Before(q.Filter.To) {
			seen[k] = true
			n[at]++
		}
	}
	var out []measure.Point
	for at, k := range n {
		out = append(out, measure.Point{Topic: q.Filter.Topics[0], At: at, N: k})
	}
	return out, nil
}

func (m *memory) Topics(context.Context) ([]vigie.Topic, error) {
	return []vigie.Topic{brand, rival, theme, elsewhere}, nil
}
func (m *memory) Sources(context.Context) ([]vigie.Source, error) { return m.sources, nil }
func (m *memory) Gaps(context.Context, vigie.SourceID, time.Time, time.Time) ([]vigie.Gap, error) {
	return m.gaps, nil
}

func (m *memory) Workspace(context.Context) (vigie.Workspace, error) {
	return vigie.Workspace{Name: "Leroux"}, nil
}

// say adds n mentions of a topic, by as many voices, on days apart.
func (m *memory) say(topic vigie.TopicID, n int, change func(i int, s *measure.Saying)) *memory {
	if m.texts == nil {
		m.texts, m.answers = map[vigie.MentionID]string{}, map[vigie.MentionID]measure.Answer{}
	}
	for i := range n {
		id := vigie.MentionID(1000*int(topic) + len(m.sayings) + 1)
		s := measure.Saying{
			Topic: topic, Mention: id, At: now.AddDate(0, 0, -1-i%350), Voice: uint64(id), Story: uint64(id),
			Channel: vigie.Forum, Site: "forum.example", Followers: -1, Views: -1, IntentsRead: true, Opinion: vigie.Neutral,
		}
		if change != nil {
			change(i, &s)
		}
		m.sayings = append(m.sayings, s)
		m.texts[id] = fmt.Sprintf("La minipelle numéro %d a tenu deux hivers sans une panne, je la garde.", i)
	}
	return m
}

func feed(added time.Time) vigie.Source {
	return vigie.Source{ID: 1, Kind: vigie.FeedSource, Name: "Forum", Channel: vigie.Forum, Added: added}
}

func maker(m *memory) *Maker {
	return &Maker{Archive: m, Ledger: m, Now: func() time.Time { return now }, Zone: time.UTC}
}

// broken is what no sentence may hold: a figure that is none, a message or an
// argument that is missing, punctuation that met itself.
var broken = regexp.MustCompile(`NaN|\bInf\b|\[[a-z]|%!|\.\.|  | ,| \.|«  |, ,|\?\.|!\.|:\.`)

func sound(t *testing.T, d *Document, pages int) {
	t.Helper()
	if len(d.Pages) != pages {
		t.Errorf("%d pages, want %d", len(d.Pages), pages)
	}
	check := func(where, s string) {
		if at := broken.FindString(s); at != "" {
			t.Errorf("%s: %q in %q", where, at, s)
		}
	}
	for _, p := range d.Pages {
		if p.Name == "" || p.Answer == "" {
			t.Errorf("page %q has no answer", p.Name)
		}
		check(p.Name, p.Answer)
		for _, s := range p.Sections {
			check(p.Name, s.Kicker)
			check(p.Name, s.Finding)
			for _, b := range s.Blocks {
				for _, text := range wordsOf(b) {
					check(p.Name, text)
				}
			}
		}
	}
	var out bytes.Buffer
	for name, draw := range map[string]func(io.Writer, *Document) error{"PDF": PDF, "XLSX": XLSX, "HTML": func(w io.Writer, d *Document) error { return HTML(w, d, "") }} {
		out.Reset()
		if err := draw(&out, d); err != nil || out.Len() < 500 {
			t.Errorf("%s: %v, %d bytes", name, err, out.Len())
		}
		if strings.Contains(out.String(), "NaN") && name == "HTML" {
			t.Errorf("%s holds NaN", name)
		}
		if at := strings.Index(out.String(), "&lt;"); at >= 0 && name == "HTML" {
			t.Errorf("%s shows markup as text: %.80s", name, out.String()[at:])
		}
	}
}

// wordsOf returns every sentence of a block.
func wordsOf(b Block) []string {
	var out []string
	switch b := b.(type) {
	case Para:
		out = append(out, b.Text)
	case Points:
		for _, p := range b {
			out = append(out, p.Head+" "+p.Text)
		}
	case Reasons:
		for _, p := range b {
			out = append(out, p.Head, p.Text)
		}
	case Table:
		out = append(out, b.Heads...)
		for _, r := range b.Rows {
			for _, c := range r {
				out = append(out, c.Text)
			}
		}
	case Rows:
		for _, r := range b.Rows {
			out = append(out, r.Label, r.Figure)
		}
	case Ladder:
		out = append(out, b.Steps...)
	}
	return out
}

func TestAudit(t *testing.T) {
	old := now.AddDate(-2, 0, 0)
	whole := func() *memory {
		m := (&memory{sources: []vigie.Source{feed(old)}}).say(brand.ID, 60, func(i int, s *measure.Saying) {
			s.Opinion = []vigie.Opinion{vigie.Positive, vigie.Negative, vigie.Neutral}[i%3]
		}).say(rival.ID, 80, nil).say(theme.ID, 300, func(i int, s *measure.Saying) {
			if i < 40 {
				s.Intents = []vigie.Intent{vigie.Question}
			}
			s.Site = []string{"forum.example", "pelles.example"}[i%2]
		})
		for i, s := range m.sayings {
			if s.Has(vigie.Question) {
				m.answers[s.Mention] = []measure.Answer{measure.Unheard, measure.ByOthers}[i%2]
			}
		}
		return m
	}
	ask := AuditOf{Brand: 1, Rivals: []vigie.TopicID{2}, Themes: []vigie.TopicID{3}, Hands: measure.Hands{Hours: 2}}
	one := func(_ int, s *measure.Saying) { s.Voice = 7 }
	tests := []struct {
		name    string
		m       *memory
		ask     AuditOf
		posture measure.Posture
		first   string // part of the French answer
	}{
		{"a year of listening", whole(), ask, measure.InformReply, "20 questions posées sur ce sujet n’ont pas reçu"},
		{"no data", &memory{}, ask, measure.Undecided, "Nous n’avons encore rien entendu"},
		{"one mention", (&memory{sources: []vigie.Source{feed(old)}}).say(brand.ID, 1, nil), ask, measure.StayAway, "Une voix a parlé de vous en douze mois"},
		{"a brand nobody talks about", (&memory{sources: []vigie.Source{feed(old)}}).say(theme.ID, 200, nil), ask, measure.ExistFirst, "Personne n’a parlé de vous en douze mois, tandis que 200 voix ont parlé"},
		{"all from one author", (&memory{sources: []vigie.Source{feed(old)}}).say(brand.ID, 90, one).say(rival.ID, 50, one), ask, measure.StayAway, "Une voix a parlé de vous"},
		{"listened to for three weeks", (&memory{sources: []vigie.Source{feed(now.AddDate(0, 0, -21))}}).say(brand.ID, 12, nil), ask, measure.Undecided, "Écoutons encore six semaines"},
		{"intents not read", func() *memory {
			m := whole()
			for i := range m.sayings {
				m.sayings[i].IntentsRead, m.sayings[i].Intents = false, nil
			}
			return m
		}(), ask, measure.Listen, "d’écouter, sans intervenir"},
		{"a theme that swallows everything", (&memory{sources: []vigie.Source{feed(old)}}).say(theme.ID, 400, nil).say(brand.ID, 10, nil), ask, measure.Listen, "On parle peu de vous"},
		{"no rival, no theme", whole(), AuditOf{Brand: 1, Hands: measure.Hands{Hours: -1, August: -1}}, measure.Listen, "60 voix ont parlé de vous"},
		{"a month missing", func() *memory {
			m := whole()
			m.gaps = []vigie.Gap{{Source: 1, From: now.AddDate(0, -5, 0), To: now.AddDate(0, -4, 0)}}
			return m
		}(), ask, measure.InformReply, "60 voix"},
		{"a brand of two sectors", whole(), AuditOf{Brand: 4, Rivals: []vigie.TopicID{2}}, measure.StayAway, "Personne n’a parlé de vous"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := maker(tt.m).Audit(context.Background(), tt.ask)
			if err != nil {
				t.Fatal(err)
			}
			if a.Advice.Posture != tt.posture {
				t.Errorf("posture %s (%s), want %s", a.Advice.Posture, a.Advice.Argument, tt.posture)
			}
			for _, lang := range say.Languages {
				d := a.Document(say.In(lang), Options{})
				sound(t, d, 8)
				if lang == "fr" && !strings.Contains(plainSpaces(d.Pages[0].Answer), tt.first) {
					t.Errorf("answer %q, want %q in it", d.Pages[0].Answer, tt.first)
				}
			}
		})
	}
}

// TestWhoLacksHoursIsToldToFindThem: where questions wait and the hours do not
// suffice, it is not one question a month that would change the advice.
func TestWhoLacksHoursIsToldToFindThem(t *testing.T) {
	m := (&memory{sources: []vigie.Source{feed(now.AddDate(-2, 0, 0))}}).say(brand.ID, 300, func(_ int, s *measure.Saying) { s.Intents = []vigie.Intent{vigie.Question} })
	for _, s := range m.sayings {
		m.answers[s.Mention] = measure.Unheard
	}
	a, err := maker(m).Audit(t.Context(), AuditOf{Brand: 1, Hands: measure.Hands{Hours: 0.1, August: 0}})
	if err != nil {
		t.Fatal(err)
	}
	got := spoken(a.Document(say.In("en"), Options{}))
	if a.Advice.Argument != measure.IsUnready || strings.Contains(got, "One question a month") || !strings.Contains(got, "The hours that are missing") || !strings.Contains(got, "Find the hours") {
		t.Errorf("argument %s; it says\n%s", a.Advice.Argument, got)
	}
}

// TestNoPaceOfADay: of less than a week no number of requests a week is drawn.
func TestNoPaceOfADay(t *testing.T) {
	for days, told := range map[int]bool{1: false, 6: false, 21: true} {
		m := (&memory{sources: []vigie.Source{feed(now.AddDate(0, 0, -days))}}).say(brand.ID, 12, func(_ int, s *measure.Saying) { s.Intents = []vigie.Intent{vigie.Question} })
		a, err := maker(m).Audit(t.Context(), AuditOf{Brand: 1})
		if err != nil {
			t.Fatal(err)
		}
		early := false
		for _, s := range a.Document(say.In("fr"), Options{}).Pages[0].Sections {
			for _, b := range s.Blocks {
				p, ok := b.(Para)
				early = early || ok && strings.Contains(plainSpaces(p.Text), "Moins d’une semaine a été écoutée")
			}
		}
		if told != (a.Readiness != nil) || told == early {
			t.Errorf("after %d days: a pace is told: %v, said to be too early: %v", days, a.Readiness != nil, early)
		}
	}
}

func plainSpaces(s string) string {
	return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s)
}

func TestAuditRefuses(t *testing.T) {
	m := maker((&memory{sources: []vigie.Source{feed(now)}}).say(1, 5, nil))
	for _, tt := range []struct {
		name string
		ask  AuditOf
		id   string
	}{
		{"a rival equal to the brand", AuditOf{Brand: 1, Rivals: []vigie.TopicID{2, 1}}, "report-own-rival"},
		{"a future period", AuditOf{Brand: 1, From: now.AddDate(0, 1, 0), To: now.AddDate(0, 2, 0)}, "report-future"},
		{"an end before the beginning", AuditOf{Brand: 1, From: now.AddDate(0, -1, 0), To: now.AddDate(0, -2, 0)}, "report-empty-period"},
		{"a topic that is not there", AuditOf{Brand: 99}, "report-no-topic"},
	} {
		_, err := m.Audit(context.Background(), tt.ask)
		var e *vigie.Error
		if !errors.As(err, &e) || vigie.Tell(err).ID != tt.id {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.id)
		}
	}
}

func TestDefuse(t *testing.T) {
	for _, s := range []string{"=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"} {
		if got := Defuse(s); got != "'"+s {
			t.Errorf("Defuse(%q) = %q", s, got)
		}
	}
	for _, s := range []string{"", "a=b", "−3", "é"} {
		if got := Defuse(s); got != s {
			t.Errorf("Defuse(%q) = %q, want it untouched", s, got)
		}
	}
}

// TestLogo: a consultant's mark, and files that are none.
func TestLogo(t *testing.T) {
	a, err := maker((&memory{sources: []vigie.Source{feed(now)}}).say(1, 5, nil)).Audit(context.Background(), AuditOf{Brand: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, logo := range []string{"GIF89a", "\x89PNG\r\n\x1a\nrest is missing", "<svg/>"} {
		var out bytes.Buffer
		_, err := Write(&out, Order{Format: "pdf", Facts: a, Compose: a.Document, Print: say.In("fr"), Options: Options{From: Signature{Name: "Cabinet", Logo: []byte(logo)}}})
		if vigie.Tell(err).ID != "report-bad-logo" {
			t.Errorf("logo %q: %v, want report-bad-logo", logo, err)
		}
	}
}

// BenchmarkPDF20Pages draws twenty pages with tables and pictures.
func BenchmarkPDF20Pages(b *testing.B) {
	m := (&memory{sources: []vigie.Source{feed(now.AddDate(-2, 0, 0))}}).say(1, 60, nil).say(2, 80, nil).say(3, 300, nil)
	a, err := maker(m).Audit(context.Background(), AuditOf{Brand: 1, Rivals: []vigie.TopicID{2}, Themes: []vigie.TopicID{3}})
	if err != nil {
		b.Fatal(err)
	}
	d := a.Document(say.In("fr"), Options{})
	d.Pages = append(append(append([]Page{}, d.Pages...), d.Pages...), d.Pages[:4]...)
	for b.Loop() {
		if err := PDF(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}
