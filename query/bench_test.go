package query

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

var benchPosts = []string{
	"Livraison prévue lundi, toujours rien vendredi. Merci @enseigne pour le silence, on ira chez le voisin la prochaine fois.",
	"@airline my flight was delayed again and nobody at the desk could tell us when the next one would leave #fail",
	"Très bon accueil au magasin de Saint-Gobain, le vendeur connaît son rayon et m'a fait gagner du temps 👍",
	"does anyone know if the new mixer works with 12 bags a day? ours broke down after two weeks on site",
	"RT @btp_info: L'usine de #Rennes ferme ses portes, 240 salariés concernés https://www.btp.example/usine-rennes",
}

// sixTopics are as people follow themselves and their rivals.
var sixTopics = []string{
	"@airline OR #airline", `"leroy merlin" OR leroymerlin.fr`, `saint-gobain NOT (bourse OR cac40)`,
	"(usine OR site) NEAR/8 (ferme OR fermeture)", "mixer OR bétonnière OR malaxeur", `@enseigne (retard OR livraison OR "service client")`,
}

func makeIndex(b *testing.B, queries []string) *Index {
	var entries []Entry
	for i, s := range queries {
		q, err := Parse(s)
		if err != nil {
			b.Fatal(err)
		}
		entries = append(entries, Entry{vigie.TopicID(i + 1), 1, q})
	}
	ix, err := NewIndex(entries, nil)
	if err != nil {
		b.Fatal(err)
	}
	return ix
}

// benchIndex matches posts from their text, or where cut is set from words that
// were cut before, as whoever keeps the posts does.
func benchIndex(b *testing.B, ix *Index, cut bool) {
	var posts []*Post
	for _, s := range benchPosts {
		posts = append(posts, &Post{Doc: text.Cut("", s), Lang: "fr"})
	}
	var dst []Key
	var s Scratch
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		p := posts[i%len(posts)]
		if cut {
			dst = ix.Match(&s, p, dst[:0])
		} else {
			dst = ix.MatchText(&s, "", p.Doc.Body.Text, p, dst[:0])
		}
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "posts/s")
}

func BenchmarkIndexCut6(b *testing.B)     { benchIndex(b, makeIndex(b, sixTopics), true) }
func BenchmarkIndexText6(b *testing.B)    { benchIndex(b, makeIndex(b, sixTopics), false) }
func BenchmarkIndexText1000(b *testing.B) { benchIndex(b, makeIndex(b, brandQueries(1000)), false) }

func BenchmarkParse12Terms(b *testing.B) {
	s := brandQueries(1)[0]
	for b.Loop() {
		if _, err := Parse(s); err != nil {
			b.Fatal(err)
		}
	}
}

// brandQueries are of a dozen terms as brands write them: names and their
// spellings, a context, exclusions.
func brandQueries(n int) []string {
	r := rand.New(rand.NewPCG(5, 6))
	context := []string{"livraison", "retard", "magasin", "vendeur", "prix", "usine", "service", "delayed", "flight", "site", "day", "weeks"}
	name := func() string {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString([]string{"ba", "lo", "mi", "ka", "ter", "son", "dex", "vi", "ro", "cen"}[r.IntN(10)])
		}
		return b.String()
	}
	var out []string
	for range n {
		a, b := name(), name()
		c := func() string { return context[r.IntN(len(context))] }
		out = append(out, fmt.Sprintf(`("%s %s" OR #%s%s OR @%s OR %s.fr) (%s OR %s OR "%s %s") NOT (%s NEAR/5 emploi OR %s)`, a, b, a, b, a, a, c(), c(), c(), c(), c(), name()))
	}
	return out
}

// TestHostile bounds the time of queries and texts made to take long: without
// the bounds each would take minutes.
func TestHostile(t *testing.T) {
	body := strings.Repeat("a ", 10_000)
	compound := strings.Repeat("client·e·s ", 5_000)
	sentences := strings.Repeat("A a. ", 5_000)
	for _, s := range []string{
		"a NEAR/1000 a NEAR/1000 a", "a NEAR/1000 b", `"a a a a a a a a a a"~1000`, `"a b a b a b"~1000`, `"a a a a a a a a b"~500`, "*a*a*a*a*", `"client·e·s client·e·s client·e·s client·e·s client·e·s client·e·s client·e·s client·e·s client·e·s b"`,
		"SENTENCE(a NOT a)", "SENTENCE(SENTENCE(SENTENCE(a NEAR/1000 b)))", "PARA(SENTENCE(PARA(SENTENCE(b))))", "ATLEAST/1000(a OR a OR a)", "FIRST/100000(a NEAR/1000 a NEAR/1000 b)",
		"ANY/2(a NEAR/1000 b, SENTENCE(b), b)", "aaaa~1", "case:(a NEAR/1000 A)", `raw:"a a a a a a a a b"`, `accent:"a a a a b"~1000`, "title:(a NEAR/1000 b) OR body:SENTENCE(a OR b*)", "words:>9999999 OR links:*a*b*c*",
		"(a OR a OR a OR a) NEAR/1000 (a OR a OR b)", `"* * * * * * * * * b"`,
	} {
		q, err := Parse(s)
		if err != nil {
			continue
		}
		for _, b := range []string{body, compound, sentences} {
			p := NewPost(&vigie.Mention{Text: b}, "")
			q.Match(p)
			q.Spans(p)
			q.Explain(p)
		}
		q.Need()
	}
}
