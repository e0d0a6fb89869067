package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/query"
)

// TestCompareTellsOpinions: each brand's opinions stand beside the others',
// with intervals and what was not judged, and lead to their mentions; nothing
// is told of a brand of which nothing was judged.
func TestCompareTellsOpinions(t *testing.T) {
	h := sown(t)
	b := h.signedIn()
	b.get("/compare").wants(t, http.StatusOK, "Aucune mention n’a été jugée", "Rien n’a été jugé : aucune opinion n’est affichée")

	of := map[string][4]int{ // negative, neutral, positive, not judged
		"Engins & Co": {5, 10, 45, 3}, "Bétor": {45, 10, 5, 0}, "Malaxa": {2, 1, 0, 0},
	}
	ctx := t.Context()
	topics, err := h.store.Topics(ctx)
	if err != nil {
		t.Fatal(err)
	}
	sources, err := h.store.Sources(ctx)
	if err != nil {
		t.Fatal(err)
	}
	batch := listen.Batch{Source: sources[0].ID}
	n := 0
	var said []vigie.Opinion
	var about []vigie.TopicID
	for _, topic := range topics {
		counts, ok := of[topic.Name]
		if !ok {
			continue
		}
		for i, k := range counts {
			for range k {
				n++
				at := sunday.AddDate(0, 0, -1)
				batch.Mentions = append(batch.Mentions, vigie.Mention{
					Key: vigie.Key(fmt.Sprintf("judged:%d", n)), Channel: vigie.Forum, Site: "forum.example", URL: fmt.Sprintf("https://forum.example/j%d", n),
					Published: at, Heard: at, Text: fmt.Sprintf("Jugé %d, %s", n, topic.Name), Author: vigie.Author{Name: fmt.Sprintf("juge %d", n)},
				})
				o := vigie.OpinionUnknown
				if i < 3 {
					o = vigie.Negative + vigie.Opinion(i)
				}
				said, about = append(said, o), append(about, topic.ID)
			}
		}
	}
	if _, err := h.watch.Handle(ctx, batch); err != nil {
		t.Fatal(err)
	}
	ids := map[string]vigie.MentionID{}
	for after := ""; ; {
		page, err := h.store.Search(ctx, query.Search{After: after, Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range page.Kept {
			ids[k.Mention.Text] = k.Mention.ID
		}
		if after = page.Next; after == "" {
			break
		}
	}
	for i, o := range said {
		if o == vigie.OpinionUnknown {
			continue
		}
		if err := h.watch.Correct(ctx, vigie.Label{Mention: ids[batch.Mentions[i].Text], Topic: about[i], Opinion: o, By: "test"}); err != nil {
			t.Fatal(err)
		}
	}
	page := b.get("/compare?weeks=4")
	page.wants(t, http.StatusOK, "L’opinion sur vous est meilleure que sur Bétor", "opinion nette 67 points (entre", "60 mentions jugées", "3 mentions jugées : trop peu pour une opinion nette", "ne sont pas jugées et ne comptent pas ici", "sept fois sur dix")
	link := regexp.MustCompile(`href="(/stream\?[^"]*opinion=negative[^"]*)"`).FindStringSubmatch(page.body)
	if link == nil {
		t.Fatal("no way from the figure to its mentions")
	}
}

// TestCompareCountsOthers: what the brand itself publishes is in no share, by
// voices, mentions or stories, as what a rival publishes is not.
func TestCompareCountsOthers(t *testing.T) {
	h := sown(t)
	b := h.signedIn()
	before := b.get("/compare").body
	ctx := t.Context()
	sources, err := h.store.Sources(ctx)
	if err != nil {
		t.Fatal(err)
	}
	batch := listen.Batch{Source: sources[0].ID}
	for i := range 30 {
		batch.Mentions = append(batch.Mentions, vigie.Mention{
			Key: vigie.Key(fmt.Sprintf("ours:%d", i)), Channel: vigie.Forum, Site: "forum.example", URL: fmt.Sprintf("https://forum.example/o%d", i), Own: true,
			Published: sunday.AddDate(0, 0, -1), Heard: sunday, Text: fmt.Sprintf("Engins & Co vous répond, numéro %d", i), Author: vigie.Author{Name: "Lucie, Engins & Co"},
		})
	}
	if _, err := h.watch.Handle(ctx, batch); err != nil {
		t.Fatal(err)
	}
	after := b.get("/compare").body
	for _, section := range []string{"voices-t", "mentions-t", "stories-t"} {
		shares := regexp.MustCompile(`(?s)id="` + section + `".*?</section>`)
		if was, is := shares.FindString(before), shares.FindString(after); was == "" || was != is {
			t.Errorf("thirty of our own publications moved a share:\n%s\nbecame\n%s", was, is)
		}
	}
}

// TestNetCountsVoices: thirty people who say the same each week for twelve weeks
// leave as much to chance as thirty mentions, not as 360.
func TestNetCountsVoices(t *testing.T) {
	opinionated(t, 3).signedIn().get("/topic/1").wants(t, http.StatusOK, "opinion nette −10 points (−21 à 2)")
}
