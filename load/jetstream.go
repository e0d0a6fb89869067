package load

import (
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
)

// StreamTopics returns n topics for a stream of everything: the six brands, and
// invented ones of two rare words each, as phrases and near each other.
func StreamTopics(n int, seed uint64) []vigie.Topic {
	out := Topics()
	w := words(seed)
	for i := len(out); i < n; i++ {
		at := 3000 + 7*i
		a, b, c := w[at%len(w)], w[(at+1)%len(w)], w[(at+2)%len(w)]
		out = append(out, vigie.Topic{
			Name: "topic " + strconv.Itoa(i), Kind: vigie.Theme, Sector: "load",
			Query: fmt.Sprintf(`"%s %s" OR (%s NEAR/5 %s AND NOT "offre d'emploi")`, a, b, b, c),
		})
	}
	return out[:n]
}

// wantedOf is of how many posts of the stream one names a brand: in a stream of
// everything hardly anybody speaks of us.
const wantedOf = 100

// StreamEvents yields posts as a Jetstream tells them, one JSON object each,
// with the microseconds from at on; of a hundred one names a brand.
func StreamEvents(seed uint64, at time.Time) iter.Seq[[]byte] {
	var none []string
	for _, b := range brands {
		none = append(none, b.name, "quelque chose", b.handle, "@personne")
	}
	bland := strings.NewReplacer(none...)
	return func(yield func([]byte) bool) {
		n := 0
		for m := range Posts(seed) {
			said := m.Text
			if n%wantedOf != 0 {
				said = bland.Replace(said)
			}
			line, err := json.Marshal(map[string]any{
				"did": "did:plc:" + m.Author.Account, "time_us": at.UnixMicro() + int64(n), "kind": "commit",
				"commit": map[string]any{
					"rev": "3l" + strconv.Itoa(n), "operation": "create", "collection": "app.bsky.feed.post", "rkey": "3k" + strconv.Itoa(n),
					"record": map[string]any{"$type": "app.bsky.feed.post", "createdAt": at.Format(time.RFC3339), "langs": []string{"fr"}, "text": said},
					"cid":    "bafyrei" + strconv.Itoa(n),
				},
			})
			if err != nil || !yield(line) {
				return
			}
			n++
		}
	}
}
