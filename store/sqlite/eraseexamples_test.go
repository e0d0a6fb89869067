package sqlite

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/watch"
)

// TestErasureReachesExamples: what was copied from a person's mention into the
// examples of a topic and of a rule goes with the person; what others wrote
// stays, and so does what anybody says.
func TestErasureReachesExamples(t *testing.T) {
	ctx := t.Context()
	s, err := Open(ctx, t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	topic, err := s.SaveTopic(ctx, vigie.Topic{Name: "Leroux", Kind: vigie.OwnBrand, Query: "leroux"})
	if err != nil {
		t.Fatal(err)
	}
	said := "Chez Leroux ma nacelle est en panne depuis lundi, c'est xylogravé"
	m := vigie.Mention{Key: "net:1", Network: "net", Channel: vigie.Social, Title: "Un titre", Text: said, Author: vigie.Author{Account: "ana"}, Published: time.Now().UTC(), Heard: time.Now().UTC()}
	if _, err := s.Save(ctx, watch.Saving{Source: 1, Items: []watch.Item{{Mention: m, Doc: text.Cut(m.Title, m.Text), Keep: true, Matches: []vigie.Match{{Topic: topic.ID}}}}}); err != nil {
		t.Fatal(err)
	}
	examples := []watch.Example{{Must: true, Text: "Un titre\n\n" + said}, {Must: true, Text: "ma nacelle est en panne depuis lundi"}, {Text: "en panne"}, {Text: "Tout va bien chez Leroux"}}
	if err := s.SaveExamples(ctx, topic.ID, examples); err != nil {
		t.Fatal(err)
	}
	versions, err := json.Marshal([]watch.IntentVersion{{Version: 1, Text: "nacelle", Examples: []intent.Example{{Text: said, Is: true}, {Text: "Ouverture d'une agence"}}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Remember(ctx, watch.AboutIntentRules+"fr complaint", versions); err != nil {
		t.Fatal(err)
	}
	if gone, err := s.Erase(ctx, m.Author.Key("net", "")); err != nil || gone != 1 {
		t.Fatalf("Erase = %d, %v; want 1", gone, err)
	}
	left, err := s.Examples(ctx, topic.ID)
	if err != nil || len(left) != 2 || left[0].Text != "en panne" || left[1].Text != "Tout va bien chez Leroux" {
		t.Errorf("Examples = %+v, %v; want the two that are nobody's", left, err)
	}
	data, err := s.Remembered(ctx, watch.AboutIntentRules+"fr complaint")
	if err != nil || strings.Contains(string(data), "xylograv") || !strings.Contains(string(data), "Ouverture") {
		t.Errorf("the rule keeps %s, %v", data, err)
	}
}
