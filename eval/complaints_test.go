package eval

import (
	"fmt"
	"strings"
	"testing"

	"vigie.example/vigie"
)

func TestComplaints(t *testing.T) {
	var b strings.Builder
	b.WriteString("tweet_id,text,is_complaint,domain\n")
	for i := range 20 {
		d := []string{"cars", "food"}[i%2]
		fmt.Fprintf(&b, "1,@shop%d still waiting for my order this is terrible,1,%s\n2,nice day in the park %d,0,%s\n", i, d, i, d)
	}
	got := map[string]float64{}
	if err := Complaints(file(t, "a.csv", b.String()), "en", 1, func(r Result) { got[r.Name] = r.Value }); err != nil {
		t.Fatal(err)
	}
	for _, by := range []string{"rules", "read", "ngrams", "classifier"} {
		for _, figure := range []string{"macro_f1", "accuracy", "macro_f1_within"} {
			if v := got["complaints/"+by+"/"+figure]; v < 0.9 || v > 1 {
				t.Errorf("%s/%s = %.2f of texts that a child can tell", by, figure, v)
			}
		}
	}
	if err := Complaints(file(t, "a.csv", "text,label\na,1\n"), "en", 1, func(Result) {}); vigie.Tell(err).ID != "eval-no-columns" {
		t.Errorf("without its columns: %v", err)
	}
}
