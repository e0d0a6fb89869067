package sqlite

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestBloom(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 7))
	for _, many := range []int{1, 10, 4000, 100_000} {
		b := newBloom(many)
		in := make([]int64, many)
		for i := range in {
			in[i] = int64(rng.Uint64())
			b.add(in[i])
		}
		for _, h := range in {
			if !b.has(h) {
				t.Fatalf("of %d: has(%d) = false", many, h)
			}
		}
		if many < 4000 {
			continue
		}
		wrong := 0
		for range 100_000 {
			if b.has(int64(rng.Uint64())) {
				wrong++
			}
		}
		if wrong > 1000 {
			t.Errorf("of %d: %d of 100,000 strangers are let in, want 1,000 at most", many, wrong)
		}
	}
}

// TestRuns: keys are found through any number of merges, equal hashes too,
// which stand in one part.
func TestRuns(t *testing.T) {
	s := openStore(t, t.TempDir())
	defer s.Close()
	err := s.change(t.Context(), func(w *writer) error {
		rng := rand.New(rand.NewPCG(2, 7))
		want := map[keyAt]bool{}
		for run := range 70 {
			var keys []keyAt
			for range rng.IntN(900) {
				k := keyAt{int64(rng.Uint64()), rng.Int64N(1 << 40)}
				if rng.IntN(4) == 0 {
					k.hash = int64(rng.IntN(3)) // shared by hundreds
				}
				if !want[k] {
					want[k] = true
					keys = append(keys, k)
				}
			}
			if err := w.writeRun(keys); err != nil {
				return err
			}
			if run%9 == 0 {
				runs, err := w.keyRuns()
				if err != nil {
					return err
				}
				if pick := runsToMerge(runs); pick != nil {
					if err := w.mergeRuns(pick, func(keyAt) bool { return true }); err != nil {
						return err
					}
				}
			}
		}
		runs, err := w.keyRuns()
		if err != nil {
			return err
		}
		found := map[keyAt]bool{}
		asked := map[int64]bool{}
		for k := range want {
			if asked[k.hash] {
				continue
			}
			asked[k.hash] = true
			for _, r := range runs {
				if err := w.inRun(r.id, k.hash, func(m int64) { found[keyAt{k.hash, m}] = true }); err != nil {
					return err
				}
			}
		}
		if len(found) != len(want) {
			return fmt.Errorf("%d keys are found of %d in %d runs", len(found), len(want), len(runs))
		}
		for _, r := range runs { // no mention has them: away with them before the store is checked
			if err := w.mergeRuns([]keyRun{r}, func(keyAt) bool { return false }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
