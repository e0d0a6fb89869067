package sqlite

import (
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

func TestMoved(t *testing.T) {
	s := openStore(t, t.TempDir())
	defer s.Close()
	called := func(c <-chan struct{}) bool {
		select {
		case <-c:
			return true
		default:
			return false
		}
	}
	moved := s.Moved()
	if _, err := s.SaveTopic(t.Context(), vigie.Topic{Name: "Leroux", Kind: vigie.OwnBrand, Query: "leroux"}); err != nil {
		t.Fatal(err)
	}
	if called(moved) {
		t.Error("called by a commit that adds nothing to the change log")
	}
	m := vigie.Mention{Key: "net:1", Network: "net", Text: "leroux", Published: time.Now(), Heard: time.Now()}
	if _, err := s.Save(t.Context(), watch.Saving{Items: []watch.Item{{Mention: m, Keep: true}}}); err != nil {
		t.Fatal(err)
	}
	if !called(moved) || called(s.Moved()) {
		t.Error("the commit of a mention calls once whoever waits")
	}
}
