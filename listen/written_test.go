package listen

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"vigie.example/vigie"
)

// slowBooks is a Store that writes visits down only when it is told to.
type slowBooks struct {
	due     []Due
	written chan struct{}

	mu   sync.Mutex
	kept map[vigie.SourceID]int
}

func (s *slowBooks) Due(context.Context, time.Time, int) ([]Due, error) { return s.due, nil }

func (s *slowBooks) Visited(_ context.Context, v Visit) error {
	<-s.written
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[v.Source]++
	return nil
}

type nothingNew struct{ begun chan<- struct{} }

func (n nothingNew) Next(context.Context, []byte) (Batch, error) {
	n.begun <- struct{}{}
	return Batch{Unchanged: true}, nil
}

// A worker goes on to the next source while its visit is written down; the
// source and its host stay taken until then, and so many visits may wait.
func TestVisitsAreWrittenBesideOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slowBooks{written: make(chan struct{}), kept: map[vigie.SourceID]int{}}
		for i, host := range []string{"a", "b", "c", "d", "d"} {
			s.due = append(s.due, Due{Source: vigie.Source{ID: vigie.SourceID(i + 1), Address: "http://" + host + ".example/"}})
		}
		begun := make(chan struct{}, 10)
		l := &Listener{Store: s, Workers: 1, Open: func(vigie.Source) (Source, error) { return nothingNew{begun}, nil }}
		ended := make(chan Summary)
		go func() {
			sum, err := l.Once(t.Context())
			if err != nil {
				t.Error(err)
			}
			ended <- sum
		}()
		synctest.Wait()
		if n := len(begun); n != 3 {
			t.Errorf("%d sources visited while nothing is written down, want 3: as many as may wait", n)
		}
		s.written <- struct{}{}
		synctest.Wait()
		if n := len(begun); n != 4 {
			t.Errorf("%d sources visited once one is written down, want 4", n)
		}
		close(s.written)
		if sum := <-ended; sum.Visited != 5 || len(s.kept) != 5 {
			t.Errorf("visited %d sources and wrote down %d, want all 5", sum.Visited, len(s.kept))
		}
		for id, n := range s.kept {
			if n != 1 {
				t.Errorf("source %d written down %d times, want once", id, n)
			}
		}
	})
}
