package storetest

import (
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/measure/sample"
	"vigie.example/vigie/store"
)

// samples holds the ledger to samples and what people said of their cards.
func samples(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	topic, err := l.SaveTopic(ctx, vigie.Topic{Name: "Grues", Kind: vigie.OwnBrand, Query: "grue"})
	if err != nil {
		t.Fatal(err)
	}
	want := sample.Sample{
		Topic: topic.ID, Version: 1, Period: measure.Period{From: noon.AddDate(0, -1, 0), To: noon}, Frame: 9, Drawn: 2,
		Seed: 1<<63 + 5, Made: noon, By: "ana",
	}
	one, err := l.SaveSample(ctx, want, []sample.Card{{Mention: 12, Read: vigie.Negative}, {Mention: 11, Read: vigie.Unsure}})
	want.ID = one.ID
	if err != nil || one != want || one.ID == 0 {
		t.Fatalf("SaveSample = %+v, %v; want %+v", one, err, want)
	}
	cards, err := l.SampleCards(ctx, one.ID)
	if err != nil || len(cards) != 2 || cards[0] != (sample.Card{Mention: 12, Read: vigie.Negative}) || cards[1].Mention != 11 {
		t.Errorf("SampleCards = %+v, %v; want 12 then 11, no longer held", cards, err)
	}
	for _, v := range []sample.Verdict{sample.NotAbout, sample.SaidMixed} {
		if err := l.Judge(ctx, one.ID, sample.Judgement{Mention: 11, By: "bob", Verdict: v, At: noon}); err != nil {
			t.Fatal(err)
		}
	}
	wantKind(t, "Judge of another mention", l.Judge(ctx, one.ID, sample.Judgement{Mention: 10, At: noon}), vigie.NotFound)
	if said, err := l.Judgements(ctx, one.ID); err != nil || len(said) != 1 || said[0] != (sample.Judgement{Mention: 11, By: "bob", Verdict: sample.SaidMixed, At: noon}) {
		t.Errorf("Judgements = %+v, %v; want what bob said last", said, err)
	}
	if err := l.Unjudge(ctx, one.ID, 11, "bob"); err != nil {
		t.Fatal(err)
	}
	if said, err := l.Judgements(ctx, one.ID); err != nil || len(said) != 0 {
		t.Errorf("once taken back, Judgements = %+v, %v", said, err)
	}
	two, err := l.SaveSample(ctx, want, nil)
	if err != nil {
		t.Fatal(err)
	}
	if all, err := l.Samples(ctx, topic.ID); err != nil || len(all) != 2 || all[0].ID != two.ID {
		t.Errorf("Samples = %+v, %v; want the newest first", all, err)
	}
	if err := l.DeleteSample(ctx, two.ID); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "DeleteSample twice", l.DeleteSample(ctx, two.ID), vigie.NotFound)
	if err := l.DeleteTopic(ctx, topic.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Sample(ctx, one.ID); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("a sample outlives its topic: %v", err)
	}
	if cards, err := l.SampleCards(ctx, one.ID); err != nil || len(cards) != 0 {
		t.Errorf("cards outlive their sample: %v, %v", cards, err)
	}
}
