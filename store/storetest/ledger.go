package storetest

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

// Ledger runs the contract of store.Ledger. open returns an empty ledger that
// ends with the test and takes its time from now.
func Ledger(t *testing.T, open func(t *testing.T, now func() time.Time) store.Ledger) {
	for _, c := range []struct {
		name string
		try  func(t *testing.T, l store.Ledger)
	}{
		{"topics", topics},
		{"versions and examples of topics", versionsAndExamples},
		{"lists", lists},
		{"jobs", jobs},
		{"sources", sources},
		{"who is due", due},
		{"health, visits and gaps", health},
		{"a source that has moved", moved},
		{"going back in time", back},
		{"what was chosen once", remembered},
		{"samples", samples},
		{"workspace", workspace},
		{"users", users},
		{"shares", shares},
		{"alerts", alerts},
		{"what is to be told", messages},
	} {
		t.Run(c.name, func(t *testing.T) { c.try(t, open(t, func() time.Time { return noon })) })
	}
	t.Run("sessions", func(t *testing.T) {
		now := noon
		sessions(t, open(t, func() time.Time { return now }), &now)
	})
}

func topics(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	if list, err := l.Topics(ctx); err != nil || len(list) != 0 {
		t.Errorf("Topics of an empty ledger = %v, %v", list, err)
	}
	one, err := l.SaveTopic(ctx, vigie.Topic{Name: "Grues", Kind: vigie.OwnBrand, Sector: "btp", Query: "grue"})
	if err != nil || one.ID == 0 || one.Version != 1 || !one.Created.Equal(noon) || !one.Changed.Equal(noon) {
		t.Fatalf("SaveTopic = %+v, %v", one, err)
	}
	renamed := one
	renamed.Name, renamed.Version = "Les grues", 77
	if got, err := l.SaveTopic(ctx, renamed); err != nil || got.Version != 1 || got.Name != "Les grues" {
		t.Errorf("SaveTopic with another name = %+v, %v; want version 1", got, err)
	}
	renamed.Query = "grue OR grutier"
	got, err := l.SaveTopic(ctx, renamed)
	if err != nil || got.Version != 2 {
		t.Errorf("SaveTopic with another query = %+v, %v; want version 2", got, err)
	}
	two, err := l.SaveTopic(ctx, vigie.Topic{Name: "Rival", Kind: vigie.Rival, Query: "rival"})
	if err != nil {
		t.Fatal(err)
	}
	if list, err := l.Topics(ctx); err != nil || !reflect.DeepEqual(list, []vigie.Topic{got, two}) {
		t.Errorf("Topics = %+v, %v; want %+v and %+v", list, err, got, two)
	}
	if err := l.DeleteTopic(ctx, two.ID); err != nil {
		t.Errorf("DeleteTopic = %v", err)
	}
	wantKind(t, "DeleteTopic again", l.DeleteTopic(ctx, two.ID), vigie.NotFound)
	_, err = l.SaveTopic(ctx, two)
	wantKind(t, "SaveTopic of a deleted topic", err, vigie.NotFound)
	three, err := l.SaveTopic(ctx, vigie.Topic{Name: "Autre", Kind: vigie.Theme, Query: "x"})
	if err != nil || three.ID == two.ID {
		t.Errorf("a new topic has id %d, %v: that of a deleted one", three.ID, err)
	}
}

func versionsAndExamples(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	topic, err := l.SaveTopic(ctx, vigie.Topic{Name: "Grues", Kind: vigie.OwnBrand, Query: "grue", By: "ana"})
	if err != nil {
		t.Fatal(err)
	}
	topic.Query, topic.By = "grue OR pelle", "bob"
	if topic, err = l.SaveTopic(ctx, topic); err != nil {
		t.Fatal(err)
	}
	want := []watch.TopicVersion{{Version: 2, Query: "grue OR pelle", At: noon, By: "bob"}, {Version: 1, Query: "grue", At: noon, By: "ana"}}
	if got, err := l.TopicVersions(ctx, topic.ID); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("TopicVersions = %+v, %v; want %+v", got, err, want)
	}
	examples := []watch.Example{{Must: true, Text: "Titre\n\nune grue"}, {Text: "un oiseau"}}
	for _, want := range [][]watch.Example{examples, examples[1:], nil} {
		if err := l.SaveExamples(ctx, topic.ID, want); err != nil {
			t.Fatal(err)
		}
		if got, err := l.Examples(ctx, topic.ID); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("Examples = %+v, %v; want %+v", got, err, want)
		}
	}
	wantKind(t, "SaveExamples of no topic", l.SaveExamples(ctx, topic.ID+9, examples), vigie.NotFound)
	if err := l.SaveExamples(ctx, topic.ID, examples); err != nil {
		t.Fatal(err)
	}
	if err := l.DeleteTopic(ctx, topic.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := l.Examples(ctx, topic.ID); err != nil || len(got) > 0 {
		t.Errorf("Examples of a deleted topic = %+v, %v", got, err)
	}
}

func lists(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	for _, x := range []vigie.List{{Name: "Rivaux", Terms: "x"}, {Name: "marques", Terms: "a\nb"}, {Name: "RIVAUX", Terms: "leroy merlin\ncasto"}} {
		if err := l.SaveList(ctx, x); err != nil {
			t.Fatal(err)
		}
	}
	want := []vigie.List{{Name: "marques", Terms: "a\nb", Changed: noon}, {Name: "RIVAUX", Terms: "leroy merlin\ncasto", Changed: noon}}
	if got, err := l.Lists(ctx); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Lists = %+v, %v; want %+v", got, err, want)
	}
	if err := l.DeleteList(ctx, "rivaux"); err != nil {
		t.Error(err)
	}
	wantKind(t, "DeleteList again", l.DeleteList(ctx, "rivaux"), vigie.NotFound)
	if got, err := l.Lists(ctx); err != nil || len(got) != 1 {
		t.Errorf("Lists = %+v, %v", got, err)
	}
}

func jobs(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	j := watch.Job{Topic: 3, Version: 2, Before: math.MaxInt64, Looked: 5, Joined: 2, Left: 1, Started: noon, Share: 0.25}
	if err := l.SaveJob(ctx, j); err != nil {
		t.Fatal(err)
	}
	j.Ended, j.Share, j.Before = noon.Add(time.Minute), 1, 0
	if err := l.SaveJob(ctx, j); err != nil {
		t.Fatal(err)
	}
	if list, err := l.Jobs(ctx); err != nil || !reflect.DeepEqual(list, []watch.Job{j}) {
		t.Errorf("Jobs = %+v, %v; want %+v", list, err, j)
	}
}

func feed(address string) vigie.Source {
	return vigie.Source{Kind: vigie.FeedSource, Address: address, Channel: vigie.Press, Site: "presse.example"}
}

func sources(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	src, err := l.SaveSource(ctx, feed("https://presse.example/rss"))
	if err != nil || src.ID == 0 || !src.Added.Equal(noon) || !src.Health.NextVisit.Equal(noon) {
		t.Fatalf("SaveSource = %+v, %v; want an id, and due at once", src, err)
	}
	_, err = l.SaveSource(ctx, feed("https://presse.example/rss"))
	wantKind(t, "SaveSource of the same address", err, vigie.Conflict)
	file, err := l.SaveSource(ctx, vigie.Source{Kind: vigie.FileSource, Address: "avis.csv", Channel: vigie.Review, Own: true, KeepAll: true})
	if err != nil || !file.Health.NextVisit.IsZero() {
		t.Errorf("SaveSource of a file = %+v, %v; want never due", file, err)
	}
	if err := l.Visited(ctx, listen.Visit{Source: src.ID, At: noon, Next: noon.Add(time.Hour), Every: time.Hour, Items: 4, Title: "La Presse", Home: "https://presse.example/"}); err != nil {
		t.Fatal(err)
	}
	src.Name, src.Paused, src.Health, src.Brand = "Ma presse", true, vigie.Health{Failures: 9}, 7
	got, err := l.SaveSource(ctx, src)
	if err != nil || got.Brand != 7 || got.Name != "Ma presse" || !got.Paused || got.Health.Failures != 0 || got.Health.Items != 0 {
		t.Errorf("SaveSource = %+v, %v; want the name changed and the health not", got, err)
	}
	if again, err := l.Source(ctx, src.ID); err != nil || !reflect.DeepEqual(again, got) {
		t.Errorf("Source = %+v, %v; want %+v", again, err, got)
	}
	if list, err := l.Sources(ctx); err != nil || len(list) != 2 || list[0].ID != src.ID || !list[1].Own || !list[1].KeepAll {
		t.Errorf("Sources = %+v, %v", list, err)
	}
	if err := l.DeleteSource(ctx, src.ID); err != nil {
		t.Errorf("DeleteSource = %v", err)
	}
	_, err = l.Source(ctx, src.ID)
	wantKind(t, "Source deleted", err, vigie.NotFound)
	wantKind(t, "DeleteSource again", l.DeleteSource(ctx, src.ID), vigie.NotFound)
	wantKind(t, "Wake of a deleted source", l.Wake(ctx, src.ID), vigie.NotFound)
	if err := l.Visited(ctx, listen.Visit{Source: src.ID, At: noon}); err != nil {
		t.Errorf("Visited of a deleted source = %v, want nothing", err)
	}
	// Paused, changed without more, resumed, removed; a file goes without a word.
	if err := l.SaveTurn(ctx, vigie.Turn{Kind: vigie.TurnVersion, Name: "net/1"}); err != nil {
		t.Fatal(err)
	}
	other, err := l.SaveSource(ctx, feed("https://forum.example/rss"))
	for _, paused := range []bool{true, true, false} {
		if other.Paused = paused; err == nil {
			other, err = l.SaveSource(ctx, other)
		}
	}
	if err := errors.Join(err, l.DeleteSource(ctx, other.ID), l.DeleteSource(ctx, file.ID)); err != nil {
		t.Fatal(err)
	}
	turns, err := l.Turns(ctx)
	var told []string
	for _, turn := range turns {
		if turn.At.IsZero() || turn.Topic != 0 {
			t.Errorf("turn %+v, want when, of no topic", turn)
		}
		told = append(told, string(turn.Kind)+" "+turn.Name)
	}
	want := []string{"paused Ma presse", "removed Ma presse", "version net/1", "paused https://forum.example/rss", "resumed https://forum.example/rss", "removed https://forum.example/rss"}
	if err != nil || !slices.Equal(told, want) {
		t.Errorf("Turns = %q, %v; want %q", told, err, want)
	}
}

func due(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	var ids []vigie.SourceID
	for i := range 5 {
		src, err := l.SaveSource(ctx, feed(fmt.Sprint("https://presse.example/", i)))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, src.ID)
		// The third is most overdue, the fifth comes later.
		next := noon.Add(time.Duration([]int{-2, -3, -9, -1, 60}[i]) * time.Minute)
		if err := l.Visited(ctx, listen.Visit{Source: src.ID, At: noon.Add(-time.Hour), Next: next}); err != nil {
			t.Fatal(err)
		}
	}
	paused, err := l.Source(ctx, ids[1])
	if err != nil {
		t.Fatal(err)
	}
	paused.Paused = true
	if _, err := l.SaveSource(ctx, paused); err != nil {
		t.Fatal(err)
	}
	order := func(limit int) (got []vigie.SourceID) {
		list, err := l.Due(ctx, noon, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			got = append(got, d.Source.ID)
		}
		return got
	}
	if got, want := order(10), []vigie.SourceID{ids[2], ids[0], ids[3]}; !reflect.DeepEqual(got, want) {
		t.Errorf("Due = %v, want %v", got, want)
	}
	if got := order(1); len(got) != 1 || got[0] != ids[2] {
		t.Errorf("Due(1) = %v, want %d", got, ids[2])
	}
	// A clock that ran a year ahead planned a visit, and was set back.
	if err := l.Visited(ctx, listen.Visit{Source: ids[3], At: noon.AddDate(1, 0, 0), Next: noon.AddDate(1, 0, 1)}); err != nil {
		t.Fatal(err)
	}
	if got, want := order(10), []vigie.SourceID{ids[2], ids[0], ids[3]}; !reflect.DeepEqual(got, want) {
		t.Errorf("Due after the clock jumped = %v, want %v", got, want)
	}
	if err := l.Visited(ctx, listen.Visit{Source: ids[3], At: noon, Next: noon.Add(-time.Minute)}); err != nil {
		t.Fatal(err)
	}
	if err := l.Wake(ctx, ids[4]); err != nil {
		t.Fatal(err)
	}
	if got := order(10); len(got) != 4 || got[3] != ids[4] {
		t.Errorf("Due after Wake = %v, want %d last", got, ids[4])
	}
}

func health(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	src, err := l.SaveSource(ctx, feed("https://presse.example/rss"))
	if err != nil {
		t.Fatal(err)
	}
	at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	fault := vigie.Say("fetch-timeout", "presse.example", 30*time.Second, at(9))
	visit := func(h int, fault vigie.Sentence) listen.Visit {
		return listen.Visit{Source: src.ID, At: at(h), Took: time.Second, Next: at(h + 1), Every: time.Hour, Items: 2, New: 1, Fault: fault, Title: "Titre", Home: "https://presse.example/", PerWeek: 3.5, Delay: 7 * time.Minute}
	}
	for h, f := range []vigie.Sentence{{}, {}, fault, fault, {}, {}, fault} {
		if err := l.Visited(ctx, visit(h, f)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := l.Source(ctx, src.ID)
	want := vigie.Health{LastVisit: at(6), LastSuccess: at(5), NextVisit: at(7), Failures: 1, Fault: fault, Every: time.Hour, Delay: 7 * time.Minute, PerWeek: 3.5}
	if err != nil || !reflect.DeepEqual(got.Health, want) {
		t.Errorf("Health = %+v, %v; want %+v", got.Health, err, want)
	}
	if got.Name != "Titre" || got.Home != "https://presse.example/" {
		t.Errorf("the source calls itself %q at %q", got.Name, got.Home)
	}
	all := []vigie.Gap{{Source: src.ID, From: at(1), To: at(4), Why: fault}, {Source: src.ID, From: at(5), Why: fault}}
	for _, c := range []struct {
		id       vigie.SourceID
		from, to int
		want     []vigie.Gap
	}{
		{src.ID, 0, 100, all},
		{0, 0, 100, all},
		{src.ID + 1, 0, 100, nil},
		{src.ID, 3, 5, all[:1]},
		{src.ID, 4, 5, nil},
		{src.ID, 0, 1, nil},
		{src.ID, 90, 91, all[1:]},
	} {
		gaps, err := l.Gaps(ctx, c.id, at(c.from), at(c.to))
		if err != nil || !reflect.DeepEqual(gaps, c.want) {
			t.Errorf("Gaps(%d, %d h, %d h) = %+v, %v; want %+v", c.id, c.from, c.to, gaps, err, c.want)
		}
	}
	visits, err := l.Visits(ctx, src.ID, 2)
	if wanted := []listen.Visit{visit(6, fault), visit(5, vigie.Sentence{})}; err != nil || !reflect.DeepEqual(visits, wanted) {
		t.Errorf("Visits = %+v, %v; want %+v", visits, err, wanted)
	}
	for h := range 60 {
		if err := l.Visited(ctx, visit(10+h, vigie.Sentence{})); err != nil {
			t.Fatal(err)
		}
	}
	if visits, err := l.Visits(ctx, src.ID, 100); err != nil || len(visits) != 50 || !visits[0].At.Equal(at(69)) {
		t.Errorf("%d visits are kept, %v; want the last 50", len(visits), err)
	}
	// A source that never answered has been unheard since it was added.
	other, err := l.SaveSource(ctx, feed("https://presse.example/muet"))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Visited(ctx, listen.Visit{Source: other.ID, At: at(2), Fault: fault}); err != nil {
		t.Fatal(err)
	}
	if gaps, err := l.Gaps(ctx, other.ID, at(0), at(9)); err != nil || len(gaps) != 1 || !gaps[0].From.Equal(noon) || !gaps[0].To.IsZero() {
		t.Errorf("Gaps of a source never heard = %+v, %v; want one since it was added", gaps, err)
	}
}

func moved(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	const was, now, third = "http://presse.example/rss", "https://presse.example/flux", "https://autre.example/rss"
	src, err := l.SaveSource(ctx, feed(was))
	if err != nil {
		t.Fatal(err)
	}
	other, err := l.SaveSource(ctx, vigie.Source{Kind: vigie.FeedSource, Address: third, Name: "Autre"})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct {
		name, from, to, want string
		said                 vigie.Sentence
	}{
		{"to the address of another", was, third, was, vigie.Say("source-moved-twice", was, third, "Autre")},
		{"for good", was, now, now, vigie.Say("source-moved", was, now)},
		{"from an address that a person changed meanwhile", was, "https://presse.example/ailleurs", now, vigie.Say("feed-moved", was, "https://presse.example/ailleurs")},
		{"not at all", "", "", now, vigie.Say("p")},
	} {
		v := listen.Visit{Source: src.ID, At: noon.Add(time.Duration(i) * time.Hour), Problems: []vigie.Sentence{vigie.Say("p")}, Moved: c.to, From: c.from}
		if err := l.Visited(ctx, v); err != nil {
			t.Errorf("%s: Visited = %v", c.name, err)
		}
		if got, err := l.Source(ctx, src.ID); err != nil || got.Address != c.want || !got.Health.LastVisit.Equal(v.At) {
			t.Errorf("%s: the source is at %s, %v; want %s", c.name, got.Address, err, c.want)
		}
		visits, err := l.Visits(ctx, src.ID, 1)
		if err != nil || len(visits) != 1 || !reflect.DeepEqual(visits[0].Problems[len(visits[0].Problems)-1], c.said) {
			t.Errorf("%s: visits = %+v, %v; want told %v", c.name, visits, err, c.said)
		}
	}
	if got, err := l.Source(ctx, other.ID); err != nil || got.Address != third {
		t.Errorf("the other source is at %s, %v; want %s", got.Address, err, third)
	}
}

func workspace(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	if w, err := l.Workspace(ctx); err != nil || w != (vigie.Workspace{}) {
		t.Errorf("Workspace of an empty ledger = %+v, %v", w, err)
	}
	want := vigie.Workspace{Name: "Grues & Cie", Site: "grues.example", Sector: "btp", Customers: 1200, Zone: "America/Martinique", Lang: "fr"}
	if err := l.SaveWorkspace(ctx, want); err != nil {
		t.Fatal(err)
	}
	bad := want
	bad.Zone = "Mars/Olympus"
	wantKind(t, "SaveWorkspace with an unknown zone", l.SaveWorkspace(ctx, bad), vigie.Invalid)
	if got, err := l.Workspace(ctx); err != nil || got != want {
		t.Errorf("Workspace = %+v, %v; want %+v", got, err, want)
	}
}

func users(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	u, err := l.SaveUser(ctx, govern.User{Name: "Ana, veille", Login: "ana@grues.example", Hash: "$argon2id$x", Lang: "fr"})
	if err != nil || u.ID == 0 || !u.Created.Equal(noon) {
		t.Fatalf("SaveUser = %+v, %v", u, err)
	}
	_, err = l.SaveUser(ctx, govern.User{Login: "ana@grues.example"})
	wantKind(t, "SaveUser with a login taken", err, vigie.Conflict)
	u.LastSeen = noon.Add(time.Hour)
	if _, err := l.SaveUser(ctx, u); err != nil {
		t.Fatal(err)
	}
	for name, find := range map[string]func() (govern.User, error){
		"User":        func() (govern.User, error) { return l.User(ctx, u.ID) },
		"UserByLogin": func() (govern.User, error) { return l.UserByLogin(ctx, u.Login) },
	} {
		if got, err := find(); err != nil || got != u {
			t.Errorf("%s = %+v, %v; want %+v", name, got, err, u)
		}
	}
	if list, err := l.Users(ctx); err != nil || len(list) != 1 || list[0] != u {
		t.Errorf("Users = %+v, %v", list, err)
	}
	_, err = l.User(ctx, u.ID+1)
	wantKind(t, "User unknown", err, vigie.NotFound)
	_, err = l.UserByLogin(ctx, "eve@grues.example")
	wantKind(t, "UserByLogin unknown", err, vigie.NotFound)
	_, err = l.SaveUser(ctx, govern.User{ID: u.ID + 1, Login: "zoe@grues.example"})
	wantKind(t, "SaveUser of an unknown user", err, vigie.NotFound)
}

func sessions(t *testing.T, l store.Ledger, now *time.Time) {
	want := func(token, data string) {
		t.Helper()
		b, found, err := l.Find(token)
		if err != nil || found != (data != "") || string(b) != data {
			t.Errorf("Find(%s) = %q, %v, %v; want %q", token, b, found, err, data)
		}
	}
	want("a", "")
	for _, data := range []string{"one", "two"} {
		if err := l.Commit("a", []byte(data), now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		want("a", data)
	}
	if err := l.Commit("b", []byte("three"), now.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(time.Hour)
	want("a", "")
	want("b", "three")
	for range 2 {
		if err := l.Delete("b"); err != nil {
			t.Fatal(err)
		}
		want("b", "")
	}
}

func shares(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	one, token, err := govern.NewShare("/compare?weeks=13", "Bilan", 30, 7, noon)
	if err != nil {
		t.Fatal(err)
	}
	one, err = l.SaveShare(ctx, one)
	if err != nil || one.ID == 0 {
		t.Fatalf("SaveShare = %+v, %v", one, err)
	}
	two, _, err := govern.NewShare("/topic/3", "Leroux", 7, 7, noon)
	if err != nil {
		t.Fatal(err)
	}
	if two, err = l.SaveShare(ctx, two); err != nil {
		t.Fatal(err)
	}
	if got, err := l.ShareByHash(ctx, govern.ShareHash(token)); err != nil || got != one {
		t.Errorf("ShareByHash = %+v, %v; want %+v", got, err, one)
	}
	_, err = l.ShareByHash(ctx, govern.ShareHash("else"))
	wantKind(t, "ShareByHash unknown", err, vigie.NotFound)
	if all, err := l.Shares(ctx); err != nil || len(all) != 2 || all[0] != two || all[1] != one {
		t.Errorf("Shares = %+v, %v; want the newest first", all, err)
	}
	if err := l.EndShare(ctx, one.ID); err != nil {
		t.Fatal(err)
	}
	_, err = l.ShareByHash(ctx, one.Hash)
	wantKind(t, "ShareByHash of an ended one", err, vigie.NotFound)
	wantKind(t, "EndShare twice", l.EndShare(ctx, one.ID), vigie.NotFound)
}
