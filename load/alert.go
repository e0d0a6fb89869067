package load

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
)

// AlertTopics returns n brands of one's own, each with an invented name that no
// other post bears.
func AlertTopics(n int) []vigie.Topic {
	out := make([]vigie.Topic, n)
	for i := range out {
		out[i] = vigie.Topic{Name: alertBrand(i), Kind: vigie.OwnBrand, Sector: "load-alerts", Query: alertBrand(i)}
	}
	return out
}

func alertBrand(n int) string {
	s := func(k int) string { return syllables[k%len(syllables)] }
	return "zw" + s(n) + s(n/7+3) + "x" + strconv.Itoa(n)
}

// angry are words of complaints: in another order each time, so that no two
// posts tell one story.
var angry = strings.Fields(`honte scandale arnaque furieux inadmissible scandaleux déçu horrible catastrophe lamentable mensonge décevant
	minable ridicule colère inacceptable voleurs incompétents dégoûté exaspéré médiocre nul pire détestable affreux pitoyable`)

// AlertPosts returns three complaints of three people about the nth brand, each
// in words of its own, the last published at an instant and the others some
// minutes before: the least that opens an alert on a brand without a past.
func AlertPosts(n int, seed uint64, at time.Time) []vigie.Mention {
	rng := rand.New(rand.NewPCG(seed, uint64(n)))
	out := make([]vigie.Mention, 3)
	for i := range out {
		said := []string{alertBrand(n)}
		for _, k := range rng.Perm(len(angry))[:14] {
			said = append(said, angry[k])
		}
		when := at.Add(time.Duration(i-len(out)+1) * 10 * time.Minute)
		id := fmt.Sprintf("alert-%d-%d-%d", n, i, at.UnixNano())
		out[i] = vigie.Mention{
			Key: vigie.NewKey("load", id, ""), Network: "load", Channel: vigie.Social, Site: "load.example",
			URL: "https://load.example/" + id, Text: strings.Join(said, " "), Author: vigie.Author{Account: "@" + id, Name: id},
			Declared: "fr", Published: when, Heard: at, Version: 1,
		}
	}
	return out
}

// Leaves gives the percentiles and the worst of how long alerts took from the
// arrival of the mention that opened them until they were told.
func Leaves(name string, took []time.Duration, settings map[string]any) []Result {
	out := spread(name, took, settings)
	return append(out, Result{Name: name + ".max", Value: milliseconds(Percentile(took, 1)), Unit: "ms", Settings: out[0].Settings})
}
