package words

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// parts holds a segment in memory.
type parts struct{ blocks, docs [][]byte }

func (p *parts) Block(n int) ([]byte, error) {
	if n >= len(p.blocks) {
		return nil, fmt.Errorf("no block %d", n)
	}
	return p.blocks[n], nil
}

func (p *parts) Docs(n int) ([]byte, error) {
	if n >= len(p.docs) {
		return nil, fmt.Errorf("no ids %d", n)
	}
	return p.docs[n], nil
}

// kept takes the parts of a segment being written.
type kept struct{ *parts }

func (k kept) Block(n int, data []byte) error { return put(&k.blocks, n, data) }
func (k kept) Docs(n int, data []byte) error  { return put(&k.docs, n, data) }

func put(to *[][]byte, n int, data []byte) error {
	if n != len(*to) {
		return fmt.Errorf("part %d written after %d", n, len(*to)-1)
	}
	*to = append(*to, slices.Clone(data))
	return nil
}

// doc is a mention as the tests know it.
type doc struct {
	id    int64
	words []string // position i holds words[i]; "" holds nothing
	bare  []string
}

func build(t testing.TB, b *Builder, docs []doc) *Segment {
	t.Helper()
	slices.SortFunc(docs, func(a, b doc) int { return int(min(max(b.id-a.id, -1), 1)) })
	b.Reset()
	for _, d := range docs {
		b.Doc(d.id)
		for pos, w := range d.words {
			if w != "" {
				b.At(b.Number(w), pos)
			}
		}
		for _, w := range d.bare {
			b.Has(b.Number(w))
		}
	}
	p := &parts{}
	m, err := b.Write(kept{p})
	if err != nil {
		t.Fatal(err)
	}
	return reopened(t, m, p)
}

// reopened is the segment with its Meta as stored and read again.
func reopened(t testing.TB, m *Meta, p *parts) *Segment {
	t.Helper()
	again, err := ReadMeta(m.Append(nil))
	if err != nil {
		t.Fatal(err)
	}
	return &Segment{Meta: again, In: p, Gone: map[int64]struct{}{}}
}

func (d *doc) meets(e Expr) bool {
	has := func(ok func(string) bool) bool {
		return slices.ContainsFunc(d.words, ok) || slices.ContainsFunc(d.bare, ok)
	}
	switch e := e.(type) {
	case Term:
		return has(func(w string) bool { return w != "" && w == string(e) })
	case Prefix:
		return has(func(w string) bool { return w != "" && strings.HasPrefix(w, string(e)) })
	case Phrase:
		for i := 0; i+len(e) <= len(d.words); i++ {
			if slices.Equal(d.words[i:i+len(e)], e) {
				return len(e) > 0
			}
		}
	case All:
		for _, p := range e {
			if !d.meets(p) {
				return false
			}
		}
		return len(e) > 0
	case Any:
		return slices.ContainsFunc(e, d.meets)
	case Except:
		return d.meets(e.Of) && !d.meets(e.Not)
	}
	return false
}

// vocabulary has words that every mention holds and words that few do.
func word(rng *rand.Rand) string {
	n := int(math.Exp(rng.Float64()*7)) - 1
	return string(rune('a'+n%7)) + fmt.Sprint(n)
}

func randomDoc(rng *rand.Rand, id int64) doc {
	d := doc{id: id, bare: []string{"\x04fr"}}
	for range rng.IntN(14) {
		d.words = append(d.words, word(rng))
		if rng.IntN(9) == 0 {
			d.words = append(d.words, "") // where the title ends
		}
	}
	for range rng.IntN(3) {
		d.bare = append(d.bare, word(rng))
	}
	return d
}

func randomExpr(rng *rand.Rand, deep int) Expr {
	kind := rng.IntN(7)
	if deep == 0 {
		kind = rng.IntN(3)
	}
	list := func() (out []Expr) {
		n := 1 + rng.IntN(3)
		if rng.IntN(4) == 0 {
			n = anyFew + 3
		}
		for range n {
			out = append(out, randomExpr(rng, deep-1))
		}
		return out
	}
	switch kind {
	case 0:
		return Term(word(rng))
	case 1:
		return Prefix(word(rng)[:1+rng.IntN(2)])
	case 2:
		var p Phrase
		for range 1 + rng.IntN(3) {
			p = append(p, fmt.Sprintf("%c%d", 'a'+len(p), len(p)))
		}
		if rng.IntN(2) == 0 {
			return Phrase{word(rng), word(rng)}
		}
		return p
	case 3, 4:
		return All(list())
	case 5:
		return Any(list())
	}
	return Except{randomExpr(rng, deep-1), randomExpr(rng, deep-1)}
}

// check asks segments and holds the answers to what the mentions say.
func check(t *testing.T, rng *rand.Rand, segments []*Segment, alive map[int64]doc, asks int) {
	t.Helper()
	ids := slices.Sorted(maps.Keys(alive))
	slices.Reverse(ids)
	for range asks {
		e := randomExpr(rng, 2)
		from, to := int64(math.MinInt64), int64(math.MaxInt64)
		if rng.IntN(2) == 0 && len(ids) > 0 {
			from, to = ids[rng.IntN(len(ids))]-int64(rng.IntN(2)), ids[rng.IntN(len(ids))]+int64(rng.IntN(2))
		}
		var want []int64
		for _, id := range ids {
			if d := alive[id]; id >= from && id < to && d.meets(e) {
				want = append(want, id)
			}
		}
		var got []int64
		if err := Walk(segments, e, from, to, func(id int64) (bool, error) { got = append(got, id); return true, nil }); err != nil {
			t.Fatalf("Walk(%#v) = %v", e, err)
		}
		if !slices.Equal(got, want) {
			for _, id := range got {
				if !slices.Contains(want, id) {
					t.Errorf("%d was found and does not meet it: %+v", id, alive[id])
				}
			}
			t.Fatalf("Walk(%#v, %d, %d) = %d ids, want %d", e, from, to, len(got), len(want))
		}
		n, err := Count(segments, e, from, to, math.MaxInt, func() error { return nil })
		if err != nil || n != len(want) {
			t.Fatalf("Count(%#v) = %d, %v; want %d", e, n, err, len(want))
		}
		if n, err := Count(segments, e, from, to, 3, func() error { return nil }); err != nil || n != min(3, len(want)) {
			t.Fatalf("Count(%#v, most 3) = %d, %v; want %d", e, n, err, min(3, len(want)))
		}
	}
}

// TestModel writes, forgets, enters again and merges at random, and asks what
// a walk over the mentions themselves answers.
func TestModel(t *testing.T) {
	rounds := 40
	if testing.Short() {
		rounds = 8
	}
	for seed := range uint64(rounds) {
		rng := rand.New(rand.NewPCG(seed, 9))
		many := []int{5, 60, 3000}[seed%3]
		var b Builder
		var segments []*Segment
		alive := map[int64]doc{}
		for range 6 {
			var docs []doc
			for range rng.IntN(many) {
				id := rng.Int64N(int64(8 * many))
				if rng.IntN(50) == 0 {
					id = -id // before 1970
				}
				if _, ok := alive[id]; ok || slices.ContainsFunc(docs[max(0, len(docs)-50):], func(d doc) bool { return d.id == id }) {
					continue
				}
				d := randomDoc(rng, id)
				docs = append(docs, d)
				alive[id] = d
			}
			// An id may have been drawn twice further apart: the last counts.
			docs = slices.DeleteFunc(docs, func(d doc) bool {
				return !slices.Equal(alive[d.id].words, d.words) || !slices.Equal(alive[d.id].bare, d.bare)
			})
			seen := map[int64]bool{}
			docs = slices.DeleteFunc(docs, func(d doc) bool { twice := seen[d.id]; seen[d.id] = true; return twice })
			segments = append(segments, build(t, &b, docs))
			for id := range alive { // some leave
				if rng.IntN(10) > 0 {
					continue
				}
				held := 0
				for _, s := range segments {
					has, err := s.Has(id)
					if err != nil {
						t.Fatal(err)
					}
					if has {
						s.Gone[id] = struct{}{}
						held++
					}
				}
				if held != 1 {
					t.Fatalf("id %d counts in %d segments", id, held)
				}
				delete(alive, id)
			}
			check(t, rng, segments, alive, 20)
			if rng.IntN(2) == 0 {
				p := &parts{}
				m, err := Merge(segments, kept{p})
				if err != nil {
					t.Fatal(err)
				}
				segments = []*Segment{reopened(t, m, p)}
				check(t, rng, segments, alive, 20)
			}
		}
		p := &parts{}
		m, err := Merge(segments, kept{p})
		if err != nil {
			t.Fatal(err)
		}
		held := map[string]int{}
		if err := reopened(t, m, p).Terms(func(term string, n int) error { held[term] = n; return nil }); err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		for _, d := range alive {
			all := append(slices.Clone(d.words), d.bare...)
			slices.Sort(all)
			for _, w := range slices.Compact(all) {
				if w != "" {
					want[w]++
				}
			}
		}
		if !maps.Equal(held, want) {
			t.Fatalf("seed %d: %d terms, want %d", seed, len(held), len(want))
		}
	}
}

// TestLongLists: a term of every mention takes many blocks, and a walk along
// with a rare one leaps over most of them.
func TestLongLists(t *testing.T) {
	var b Builder
	var docs []doc
	for i := range 60_000 {
		d := doc{id: int64(i), words: []string{"the", "quick"}}
		if i%20_000 == 777 {
			d.words = append(d.words, "fox")
		}
		docs = append(docs, d)
	}
	s := build(t, &b, docs)
	if s.Blocks() < 6 {
		t.Fatalf("%d blocks: nothing to leap over", s.Blocks())
	}
	counted := &counting{In: s.In}
	s.In = counted
	var got []int64
	err := Walk([]*Segment{s}, All{Term("the"), Phrase{"quick", "fox"}}, 0, math.MaxInt64, func(id int64) (bool, error) { got = append(got, id); return true, nil })
	if err != nil || !slices.Equal(got, []int64{40_777, 20_777, 777}) {
		t.Errorf("Walk = %v, %v", got, err)
	}
	if counted.blocks > 12 {
		t.Errorf("%d blocks were read of %d, want 12 at most", counted.blocks, s.Blocks())
	}
}

type counting struct {
	In     Input
	blocks int
}

func (c *counting) Block(n int) ([]byte, error) { c.blocks++; return c.In.Block(n) }
func (c *counting) Docs(n int) ([]byte, error)  { return c.In.Docs(n) }

// FuzzDamage: bytes that are not a segment are an error, or a segment, but no
// panic and no endless walk.
func FuzzDamage(f *testing.F) {
	var b Builder
	s := build(f, &b, []doc{{id: 5, words: []string{"a", "b", "a"}}, {id: 3, words: []string{"b"}, bare: []string{"c"}}})
	p := s.In.(*parts)
	f.Add(s.Append(nil), p.blocks[0], p.docs[0])
	f.Fuzz(func(t *testing.T, meta, block, docs []byte) {
		m, err := ReadMeta(meta)
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("ReadMeta = %v", err)
			}
			return
		}
		if m.Many > 10_000 {
			return
		}
		s := &Segment{Meta: m, In: &parts{blocks: [][]byte{block}, docs: [][]byte{docs}}}
		e := All{Prefix("a"), Any{Term("b"), Phrase{"a", "b"}}}
		_ = Walk([]*Segment{s}, e, math.MinInt64, math.MaxInt64, func(int64) (bool, error) { return true, nil })
		_, _ = Merge([]*Segment{s}, kept{&parts{}})
		_ = s.Terms(func(string, int) error { return nil })
	})
}

func BenchmarkBuild(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	var docs []doc
	for i := range 4000 {
		docs = append(docs, randomDoc(rng, int64(i)))
	}
	var into Builder
	for b.Loop() {
		build(b, &into, docs)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4000, "ns/doc")
}
