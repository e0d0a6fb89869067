package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
)

// TestSetupKeepsWhatWasWritten: a store begun at the command line keeps its
// queries and sectors when the pages ask who it is for.
func TestSetupKeepsWhatWasWritten(t *testing.T) {
	h := build(t, nil)
	ctx := t.Context()
	hash, err := hashed()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.SaveUser(ctx, govern.User{Name: "Lucie", Login: "lucie@btp.example", Hash: hash, Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	kept, err := h.watch.SaveTopic(ctx, vigie.Topic{Name: "United", Kind: vigie.OwnBrand, Query: `@united OR "united airlines"`, Sector: "airlines"})
	if err != nil {
		t.Fatal(err)
	}
	if r := h.signedIn().post("/setup", url.Values{"name": {"United"}, "site": {""}, "rival1": {"Terrapic"}}); r.status != http.StatusSeeOther {
		t.Fatalf("setup = %d: %s", r.status, r.text())
	}
	topics, err := h.store.Topics(ctx)
	if err != nil || len(topics) != 2 {
		t.Fatalf("topics %+v, %v", topics, err)
	}
	if topics[0].Query != kept.Query || topics[0].Sector != "airlines" || topics[0].Version != kept.Version || topics[1].Sector != "airlines" {
		t.Errorf("topics %+v; want the query and the sector as they were written, and the rival beside it", topics)
	}
}
