package storetest

import (
	"testing"

	"vigie.example/vigie/store"
)

// remembered holds the ledger to what people chose once.
func remembered(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	if b, err := l.Remembered(ctx, "columns a,b"); b != nil || err != nil {
		t.Errorf("Remembered before anything = %q, %v", b, err)
	}
	for _, want := range []string{`{"text":"a"}`, `{"text":"b"}`} {
		if err := l.Remember(ctx, "columns a,b", []byte(want)); err != nil {
			t.Fatal(err)
		}
		if b, err := l.Remembered(ctx, "columns a,b"); string(b) != want || err != nil {
			t.Errorf("Remembered = %q, %v, want %q", b, err, want)
		}
	}
}
