package sim

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

var testNow = time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)

// sector one is made once: every test only reads it.
var one = sync.OnceValue(func() *Sector { return New(1, testNow) })

func TestGrammar(t *testing.T) {
	g, err := readGrammar()
	if err != nil {
		t.Fatal(err)
	}
	sc := newScene(chance(1, 1), &brands[0])
	sc.answered = "manu"
	var check func(section string, p phrase)
	check = func(section string, p phrase) {
		for _, one := range p {
			if one.ref != "" {
				if _, ok := sc.slot(one.ref); !ok && len(g[one.ref]) == 0 {
					t.Errorf("[%s] uses {%s}, which nothing fills", section, one.ref)
				}
			}
			for _, c := range one.choice {
				check(section, c)
			}
		}
	}
	for section, lines := range g {
		for _, p := range lines {
			check(section, p)
		}
	}
	for _, aspect := range append(append([]string{}, commonAspects...), "conso", "chenilles", "force", "levage", "beton") {
		for _, end := range []string{"-neg", "-pos", "-neu", "-q"} {
			if len(g[aspect+end]) == 0 {
				t.Errorf("section [%s%s] is missing", aspect, end)
			}
		}
		for _, start := range []string{"titre-", "titre-calme-"} {
			if len(g[start+aspect]) == 0 {
				t.Errorf("section [%s%s] is missing", start, aspect)
			}
		}
	}
	for _, kind := range append(append([]string{}, pressKinds...), "fuite") {
		for _, end := range []string{"-titre", "-chapo", "-corps"} {
			if len(g[kind+end]) == 0 {
				t.Errorf("section [%s%s] is missing", kind, end)
			}
		}
	}
}

func TestGrammarRefuses(t *testing.T) {
	for _, line := range []string{"a {b", "a } b", "a | b", "{#3}", "{#9-3}", "{#1-9/0}", "{#1-"} {
		if err := (grammar{}).read("[x]\n" + line); err == nil {
			t.Errorf("read(%q) = nil, want an error", line)
		}
	}
}

func TestTidy(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"bonjour,  à tous", "Bonjour, à tous"},
		{"un. deux ! trois", "Un. Deux ! Trois"},
		{" 3 flexibles ", "3 flexibles"},
		{"« la machine est bonne »", "« La machine est bonne »"},
	} {
		if got := tidy(c.in); got != c.want {
			t.Errorf("tidy(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestHistoryIsDeterministic(t *testing.T) {
	var a, b bytes.Buffer
	if err := one().WriteHistory(&a); err != nil {
		t.Fatal(err)
	}
	if err := New(1, testNow).WriteHistory(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Fatal("the same seed gave two histories")
	}
	sum := sha256.Sum256(a.Bytes())
	// Changes whenever a sentence or a weight does: copy the new one then.
	const want = "1d87ced864fe173b"
	if got := hex.EncodeToString(sum[:8]); got != want {
		t.Errorf("history of seed 1 = %s, want %s", got, want)
	}
	lines, err := csv.NewReader(&a).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != Rows+1 || len(lines[0]) != len(Columns) {
		t.Errorf("file has %d lines of %d columns, want %d of %d", len(lines), len(lines[0]), Rows+1, len(Columns))
	}
}

func TestOwnFile(t *testing.T) {
	var b bytes.Buffer
	if err := one().WriteOwn(&b); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(lines) < 200 {
		t.Fatalf("own file has %d lines, %v", len(lines), err)
	}
	for _, line := range lines[1:] {
		if !strings.Contains(line[5], "Engins & Co") {
			t.Errorf("own row by %q", line[5])
		}
	}
}

func TestHistoryIsWellMade(t *testing.T) {
	s := one()
	keys := map[vigie.Key]bool{}
	var last time.Time
	for r := range s.History() {
		if r.Key == "" || keys[r.Key] {
			t.Fatalf("key %q of %q is empty or used twice", r.Key, r.Text)
		}
		keys[r.Key] = true
		if r.Date.Before(last) || r.Date.After(testNow) || r.Date.Before(testNow.AddDate(0, -18, -1)) {
			t.Fatalf("date %v of %s is out of order or of range", r.Date, r.Key)
		}
		last = r.Date
		if !r.Channel.Valid() || r.Text == "" || r.Author == "" || r.Site == "" || r.Lang == "" {
			t.Fatalf("row %+v lacks something", r)
		}
		if !utf8.ValidString(r.Title+r.Text) || strings.ContainsAny(r.Title+r.Text, "{}|") {
			t.Fatalf("row %q %q is not clean", r.Title, r.Text)
		}
		if (r.Network != "") != (r.Account != "") {
			t.Fatalf("row %+v has a network without an account, or the reverse", r)
		}
		if truth, ok := s.Truth(r.Key); !ok || (truth.Brand == "") == (truth.Noise == "" && !truth.Theme) {
			t.Fatalf("Truth(%q) = %+v, %v, want a brand, the theme or a noise", r.Key, truth, ok)
		}
	}
	if len(keys) != Rows {
		t.Errorf("history has %d rows, want %d", len(keys), Rows)
	}
}

func TestHistoryShares(t *testing.T) {
	subjects, channels, langs := map[string]int{}, map[vigie.Channel]int{}, map[string]int{}
	own, recent, silent, leak := 0, 0, 0, 0
	voices := map[string]int{}
	texts, counted := map[string]bool{}, 0
	for r := range one().History() {
		switch {
		case r.truth.Noise != "":
			subjects["noise"]++
		case r.truth.Theme:
			subjects["theme"]++
		default:
			subjects[r.truth.Brand]++
		}
		channels[r.Channel]++
		langs[r.Lang]++
		if r.Own {
			own++
		}
		if r.truth.Brand == "Engins & Co" && r.Date.After(testNow.AddDate(0, 0, -2)) {
			recent++
		}
		day := r.Date.In(paris())
		if r.Site == forumHost && !day.Before(time.Date(2026, 10, 19, 0, 0, 0, 0, paris())) && day.Before(time.Date(2026, 10, 26, 0, 0, 0, 0, paris())) {
			silent++
		}
		if r.truth.Story == "fuite-ec18" {
			leak++
		}
		voices[vigie.Author{Account: r.Account, Name: r.Author}.Key(r.Network, r.Site)]++
		if r.truth.Story == "" {
			counted++
			texts[strings.ToLower(unaccent(r.Title+" "+r.Text))] = true
		}
	}
	for _, c := range []struct {
		what      string
		got       int
		low, high int
	}{
		{"noise", subjects["noise"], 3600, 3600},
		{"theme", subjects["theme"], 4000, 4800},
		{"Engins & Co", subjects["Engins & Co"], 4200, 4500},
		{"Groupe Bétor", subjects["Bétor"], 4700, 5000},
		{"Malaxa", subjects["Malaxa"], 3400, 3600},
		{"Grutec", subjects["Grutec"], 1850, 2050},
		{"Terrapic", subjects["Terrapic"], 7200, 7500},
		{"forums", channels[vigie.Forum], 15000, 19500},
		{"social", channels[vigie.Social], 5000, 8000},
		{"reviews", channels[vigie.Review], 2200, 3200},
		{"press", channels[vigie.Press], 2200, 3200},
		{"blogs", channels[vigie.Blog], 600, 1800},
		{"comments", channels[vigie.Comment], 1200, 1900},
		{"French", langs["fr"], 28500, 29600},
		{"own", own, 200, 260},
		{"own brand in two days", recent, 30, 70},
		{"posts of the silent forum in its week", silent, 0, 0},
		{"leak", leak, 330, 400},
		{"voices", len(voices), 10000, 19000},
		{"distinct texts of a hundred", 100 * len(texts) / counted, 95, 100},
	} {
		t.Logf("%-40s %d", c.what, c.got)
		if c.got < c.low || c.got > c.high {
			t.Errorf("%s = %d, want %d to %d", c.what, c.got, c.low, c.high)
		}
	}
	once := 0
	for _, n := range voices {
		if n == 1 {
			once++
		}
	}
	if share := float64(once) / float64(len(voices)); share < .5 || share > .9 {
		t.Errorf("%.2f of voices speak once, want 0.5 to 0.9", share)
	}
}

// TestTopics holds the queries of the demo to the truth: they must find what
// speaks of the brand and leave the planted noise.
func TestTopics(t *testing.T) {
	if testing.Short() {
		t.Skip("matches every row")
	}
	s := one()
	type score struct{ hit, missed, wrong int }
	topics := s.Topics()
	queries := make([]*query.Query, len(topics))
	for i, topic := range topics {
		q, err := query.Parse(topic.Query)
		if err != nil {
			t.Fatalf("Parse(%s) = %v", topic.Query, err)
		}
		queries[i] = q
	}
	scores := make([]score, len(topics))
	unmatched, i := 0, 0
	for r := range s.History() {
		m := vigie.Mention{Channel: r.Channel, Site: r.Site, URL: r.URL, Title: r.Title, Text: r.Text, Network: r.Network}
		post := query.NewPost(&m, r.Lang)
		any := false
		for k := range topics {
			found := queries[k].Match(post)
			any = any || found
			if topics[k].Kind == vigie.Theme {
				continue
			}
			name := strings.TrimPrefix(topics[k].Name, "Groupe ")
			about := r.truth.Brand == name
			for _, o := range r.truth.Others {
				about = about || o == name
			}
			switch {
			case about && found:
				scores[k].hit++
			case about:
				if scores[k].missed++; scores[k].missed <= 3 {
					t.Logf("missed by %s: %q %q", name, r.Title, r.Text)
				}
			case found:
				if scores[k].wrong++; scores[k].wrong <= 3 {
					t.Logf("wrongly found by %s: %q %q %+v", name, r.Title, r.Text, r.truth)
				}
			}
		}
		if !any {
			unmatched++
		}
		i++
	}
	for k, c := range scores {
		if topics[k].Kind == vigie.Theme {
			continue
		}
		precision := float64(c.hit) / float64(c.hit+c.wrong)
		recall := float64(c.hit) / float64(c.hit+c.missed)
		t.Logf("%s: %d found, precision %.3f, recall %.3f", topics[k].Name, c.hit, precision, recall)
		if precision < .97 || recall < .95 {
			t.Errorf("%s: precision %.3f, recall %.3f, want 0.97 and 0.95", topics[k].Name, precision, recall)
		}
	}
	if share := float64(unmatched) / Rows; share < .10 || share > .15 {
		t.Errorf("%.3f of the rows match nothing, want about 0.12", share)
	} else {
		t.Logf("%.3f of the rows match nothing", share)
	}
}

func BenchmarkHistory30000(b *testing.B) {
	for b.Loop() {
		New(1, testNow)
	}
}
