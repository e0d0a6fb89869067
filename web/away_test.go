package web_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestTablesAreTakenAway: what a page shows as tables leaves as files with the
// same figures, as numbers.
func TestTablesAreTakenAway(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	b.get("/topic/1").wants(t, 200, "Les tableaux de cette page")
	r := b.get("/topic/1?tables=xlsx")
	book, err := excelize.OpenReader(bytes.NewReader([]byte(r.body)))
	if err != nil {
		t.Fatalf("status %d: %v", r.status, err)
	}
	if sheets := book.GetSheetList(); len(sheets) == 0 || sheets[0] == "Sheet1" {
		t.Errorf("sheets %q", sheets)
	}
	if err := book.Close(); err != nil {
		t.Error(err)
	}
	if r := b.get("/topic/1?tables=csv"); r.status != 200 || !strings.HasPrefix(r.header.Get("Content-Type"), "text/csv") || strings.Count(r.body, "\n") < 5 {
		t.Errorf("csv = %d: %s", r.status, r.body)
	}
	if r := b.get("/topic/1?tables=jsonl"); r.status != 200 || !strings.HasPrefix(r.body, `{"`) {
		t.Errorf("jsonl = %d: %s", r.status, r.body)
	}
	b.get("/topic/1?tables=doc").wants(t, http.StatusUnprocessableEntity)
	if r := b.get("/settings?tables=csv"); !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
		t.Error("a page of settings was taken away as tables")
	}
}

// TestAListIsTakenAway: the whole of a list, with its conditions as they are
// said elsewhere.
func TestAListIsTakenAway(t *testing.T) {
	h := furnished(t)
	r := h.signedIn().get("/stream?topic=1&noted=no")
	for _, want := range []string{"/api/v1/export?format=xlsx&amp;noted=false&amp;topic=1", "/api/v1/export?format=jsonl&amp;"} {
		if !strings.Contains(r.body, want) {
			t.Errorf("no link %q", want)
		}
	}
}
