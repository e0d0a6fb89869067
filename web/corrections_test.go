package web_test

import (
	"context"
	"net/url"
	"regexp"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/understand/opinion"
	"vigie.example/vigie/watch"
	"vigie.example/vigie/web"
)

// learner is what the pages need of a judge that learnt one intent.
type learner struct{ *watch.Watch }

func (learner) Why(*understand.Piece, int, int) understand.Because { return understand.Because{} }
func (learner) Effects(context.Context) ([]opinion.Effect, error)  { return nil, nil }
func (learner) IntentEffects() []intent.Effect {
	return []intent.Effect{{Lang: "fr", Intent: vigie.Complaint, Labels: 120, Yes: 40, Before: 0.5, After: 0.75, Low: 0.1, High: 0.4, Used: true}}
}

// TestIntentCorrections: what was corrected is listed with what it taught, and
// is taken back from there.
func TestIntentCorrections(t *testing.T) {
	l := &learner{}
	h := settled(t, func(o *web.Options) { l.Watch = o.Watch.(*watch.Watch); o.Opinions = l })
	b := h.signedIn()
	b.get("/corrections").wants(t, 200, "Rien n’a été corrigé")
	note := b.post("/note", url.Values{"text": {"Engins & Co ne répond jamais"}})
	note.wants(t, 303)
	id := regexp.MustCompile(`^/mention/(\d+)$`).FindStringSubmatch(note.header.Get("Location"))
	if id == nil {
		t.Fatalf("kept at %q", note.header.Get("Location"))
	}
	b.post("/mention/"+id[1]+"/intents", url.Values{"intent": {"complaint"}}).wants(t, 303)
	b.get("/corrections").wants(t, 200, "Une correction de ce à quoi servent les mentions", "Intentions, avant et après", "entre 10 et 40", "ce qui est appris", "Les dernières corrections d’intentions", "Reprendre")
	undone := b.post("/mention/"+id[1]+"/intents", url.Values{"intent": {"undo"}, "from": {"corrections"}})
	if undone.wants(t, 303); undone.header.Get("Location") != "/corrections" {
		t.Errorf("taken back, one comes to %q", undone.header.Get("Location"))
	}
	b.get("/corrections").wants(t, 200, "Rien n’a été corrigé")
}
