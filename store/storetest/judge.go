package storetest

import (
	"math"
	"slices"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

// byOpinion counts what is under topic 1 by opinion.
func byOpinion(t *testing.T, a store.Archive) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	for _, p := range count(t, a, measure.Question{Filter: vigie.Filter{Topics: []vigie.TopicID{1}}, Split: measure.ByOpinion}) {
		out[p.Group] = p.N
	}
	return out
}

func opinionOf(t *testing.T, a store.Archive, id vigie.MentionID) vigie.Opinion {
	t.Helper()
	k := kept(t, a, id)
	for _, m := range k.Matches {
		if m.Topic == 1 {
			return m.Opinion
		}
	}
	return vigie.OpinionUnknown
}

// judging: what is judged again changes figures with it, and what a person
// said stands above it, over edits and over other queries, until it is taken
// back.
func judging(t *testing.T, a store.Archive) {
	ctx := t.Context()
	items, _ := save(t, a, 1, said("1", "un", "ana", noon, 1, 2), said("2", "deux", "bob", noon, 1), said("3", "trois", "eve", noon))
	one, two := items[0].Mention.ID, items[1].Mention.ID
	verdict := func(id vigie.MentionID, o vigie.Opinion) watch.Judged {
		return watch.Judged{
			Mention: id, Maker: "test/2", Intents: []vigie.Intent{vigie.Question},
			Matches: []vigie.Match{{Topic: 1, Opinion: o, Sure: 0.5}, {Topic: 7, Opinion: o}},
		}
	}
	var seen []vigie.MentionID
	bound, err := a.Matched(ctx, math.MaxInt64, 10, func(k vigie.Kept) bool {
		seen = append(seen, k.Mention.ID)
		if len(k.Matches) == 0 {
			t.Errorf("mention %d comes without its matches", k.Mention.ID)
		}
		return true
	})
	if err != nil || bound != 0 || len(seen) != 2 || seen[0] != two || seen[1] != one {
		t.Errorf("Matched gives %v, bound %d, %v; want the two that matched, newest first", seen, bound, err)
	}
	if bound, err := a.Matched(ctx, math.MaxInt64, 1, func(vigie.Kept) bool { return true }); bound != two || err != nil {
		t.Errorf("Matched of one covers down to %d, %v; want %d", bound, err, two)
	}
	seq, err := a.Last(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := a.Rejudge(ctx, []watch.Judged{verdict(one, vigie.Negative), verdict(two, vigie.Positive), verdict(99, vigie.Negative)}); n != 2 || err != nil {
		t.Errorf("Rejudge changes %d, %v; want 2", n, err)
	}
	if n, err := a.Rejudge(ctx, []watch.Judged{verdict(one, vigie.Negative)}); n != 0 || err != nil {
		t.Errorf("the same again changes %d, %v; want 0", n, err)
	}
	if log, err := a.Since(ctx, seq, 10); err != nil || len(log) != 2 || log[0].Kind != vigie.Reread {
		t.Errorf("the change log has %v, %v; want two rereads", log, err)
	}
	if got := byOpinion(t, a); got["negative"] != 1 || got["positive"] != 1 || len(got) != 2 {
		t.Errorf("opinions are counted %v", got)
	}
	if k := kept(t, a, one); k.Reading.Maker != "test/2" || len(k.Reading.Intents) != 1 {
		t.Errorf("the reading says %+v", k.Reading)
	}
	sound(t, a)

	label := vigie.Label{Mention: one, Topic: 1, Opinion: vigie.Positive, By: "ana", At: noon}
	if err := a.Correct(ctx, label); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "Correct under a topic that has not taken it", a.Correct(ctx, vigie.Label{Mention: one, Topic: 9, Opinion: vigie.Positive, At: noon}), vigie.NotFound)
	if got := byOpinion(t, a); got["positive"] != 2 {
		t.Errorf("once corrected, opinions are counted %v", got)
	}
	if list, err := a.Labels(ctx); err != nil || len(list) != 1 || list[0] != label {
		t.Errorf("Labels = %v, %v; want %v", list, err, label)
	}
	sticks := func(after string) {
		t.Helper()
		if got := opinionOf(t, a, one); got != vigie.Positive {
			t.Errorf("after %s the corrected opinion is %v", after, got)
		}
		sound(t, a)
	}
	if _, err := a.Rejudge(ctx, []watch.Judged{verdict(one, vigie.Negative)}); err != nil {
		t.Fatal(err)
	}
	sticks("judging again")
	edited := said("1", "un autre texte", "ana", noon, 1)
	edited.Matches[0].Opinion = vigie.Negative
	save(t, a, 1, edited)
	sticks("an edit")
	for _, hits := range [][]watch.Hit{nil, {{Mention: one, Match: vigie.Match{Version: 3, Opinion: vigie.Negative}}}} {
		if _, _, err := a.Rematch(ctx, watch.Rematch{Topic: 1, To: math.MaxInt64, Hits: hits}); err != nil {
			t.Fatal(err)
		}
	}
	sticks("leaving and joining")
	if err := a.Uncorrect(ctx, one, 1); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "Uncorrect twice", a.Uncorrect(ctx, one, 1), vigie.NotFound)
	if _, err := a.Rejudge(ctx, []watch.Judged{verdict(one, vigie.Negative)}); err != nil {
		t.Fatal(err)
	}
	if got := opinionOf(t, a, one); got != vigie.Negative {
		t.Errorf("once taken back, the opinion is %v", got)
	}
	sound(t, a)
	if err := a.Correct(ctx, label); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Erase(ctx, "net:ana"); err != nil {
		t.Fatal(err)
	}
	if list, err := a.Labels(ctx); err != nil || len(list) != 0 {
		t.Errorf("after erasure Labels = %v, %v; want none", list, err)
	}
}

// intentLabels: what a person said that a mention is for stands above readers,
// over edits and other queries, until it is taken back; figures follow.
func intentLabels(t *testing.T, a store.Archive) {
	ctx := t.Context()
	items, _ := save(t, a, 1, said("1", "un", "ana", noon, 1), said("2", "deux", "bob", noon, 1))
	one := items[0].Mention.ID
	label := vigie.IntentLabel{Mention: one, Intents: []vigie.Intent{vigie.Complaint, vigie.Request}, By: "ana", At: noon}
	wantKind(t, "CorrectIntents of what is not kept", a.CorrectIntents(ctx, vigie.IntentLabel{Mention: 99, At: noon}), vigie.NotFound)
	if err := a.CorrectIntents(ctx, label); err != nil {
		t.Fatal(err)
	}
	sticks := func(after string) {
		t.Helper()
		if got := kept(t, a, one).Reading.Intents; !slices.Equal(got, label.Intents) {
			t.Errorf("after %s the mention is for %v, want %v", after, got, label.Intents)
		}
		n := int64(0)
		for _, p := range count(t, a, measure.Question{Filter: vigie.Filter{Topics: []vigie.TopicID{1}, Intents: []vigie.Intent{vigie.Complaint}}}) {
			n += p.N
		}
		if n != 1 {
			t.Errorf("after %s %d complaints are counted, want 1", after, n)
		}
		sound(t, a)
	}
	sticks("it was told")
	if list, err := a.IntentLabels(ctx); err != nil || len(list) != 1 || !slices.Equal(list[0].Intents, label.Intents) || list[0].By != "ana" || !list[0].At.Equal(noon) {
		t.Errorf("IntentLabels = %v, %v; want %v", list, err, label)
	}
	other := watch.Judged{Mention: one, Maker: "test/2", Intents: []vigie.Intent{vigie.Question}, Matches: []vigie.Match{{Topic: 1, Opinion: vigie.Negative}}}
	if _, err := a.Rejudge(ctx, []watch.Judged{other}); err != nil {
		t.Fatal(err)
	}
	sticks("judging again")
	edited := said("1", "un autre texte", "ana", noon, 1)
	edited.Reading.Intents = []vigie.Intent{vigie.Question}
	save(t, a, 1, edited)
	sticks("an edit")
	if err := a.UncorrectIntents(ctx, one); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "UncorrectIntents twice", a.UncorrectIntents(ctx, one), vigie.NotFound)
	if _, err := a.Rejudge(ctx, []watch.Judged{other}); err != nil {
		t.Fatal(err)
	}
	if got := kept(t, a, one).Reading.Intents; !slices.Equal(got, other.Intents) {
		t.Errorf("once taken back the mention is for %v", got)
	}
	if err := a.CorrectIntents(ctx, vigie.IntentLabel{Mention: one, At: noon}); err != nil {
		t.Fatal(err)
	}
	if got := kept(t, a, one).Reading.Intents; len(got) != 0 {
		t.Errorf("told that it is for nothing, it is for %v", got)
	}
	sound(t, a)
	if _, err := a.Erase(ctx, "net:ana"); err != nil {
		t.Fatal(err)
	}
	if list, err := a.IntentLabels(ctx); err != nil || len(list) != 0 {
		t.Errorf("after erasure IntentLabels = %v, %v; want none", list, err)
	}
}

// intents: filters and splits by what a mention is for agree.
func intents(t *testing.T, a store.Archive) {
	of := func(key string, own bool, in ...vigie.Intent) watch.Item {
		it := said(key, "texte "+key, "a"+key, noon, 1)
		it.Mention.Own = own
		it.Reading.Intents = in
		return it
	}
	save(t, a, 1,
		of("1", false, vigie.Question), of("2", false, vigie.Question, vigie.Complaint), of("3", false, vigie.Promotion, vigie.Question),
		of("4", true, vigie.Question), of("5", false))
	want := map[vigie.Intent]int{vigie.Question: 4, vigie.Complaint: 1, vigie.Promotion: 1, vigie.Solicitation: 2, vigie.Job: 0}
	split := map[string]int64{}
	for _, p := range count(t, a, measure.Question{Filter: vigie.Filter{Topics: []vigie.TopicID{1}}, Split: measure.ByIntent}) {
		split[p.Group] = p.N
	}
	for in, n := range want {
		f := vigie.Filter{Topics: []vigie.TopicID{1}, Intents: []vigie.Intent{in}}
		if got := len(find(t, a, query.Search{Filter: f})); got != n {
			t.Errorf("%s: %d found, want %d", in, got, n)
		}
		var sum int64
		for _, p := range count(t, a, measure.Question{Filter: f}) {
			sum += p.N
		}
		if sum != int64(n) || split[string(in)] != int64(n) {
			t.Errorf("%s: counted %d, split %d, want %d", in, sum, split[string(in)], n)
		}
	}
	two := vigie.Filter{Topics: []vigie.TopicID{1}, Intents: []vigie.Intent{vigie.Question, vigie.Complaint}}
	if p := count(t, a, measure.Question{Filter: two}); len(p) != 1 || p[0].N != 4 {
		t.Errorf("a question or a complaint: %v, want 4", p)
	}
	if p := count(t, a, measure.Question{Filter: vigie.Filter{Topics: two.Topics, Intents: []vigie.Intent{vigie.Solicitation}}, Unit: measure.Voices}); len(p) != 1 || p[0].N != 2 {
		t.Errorf("voices that wait: %v, want 2", p)
	}
	_, err := a.Count(t.Context(), measure.Question{Filter: vigie.Filter{Topics: two.Topics, Channels: []vigie.Channel{vigie.Social}}, Split: measure.ByIntent})
	wantKind(t, "intents split under two conditions", err, vigie.Invalid)
	sound(t, a)
}
