package query

import (
	"runtime"
	"slices"

	"vigie.example/vigie"
)

// inlineMost is how many queries may be compiled again while a change waits:
// a quarter of a millisecond. Larger merges are made in the background.
const inlineMost = 64

// breath lets others work between short pieces of a long work. Readers wait for
// no lock; but where all cores are busy whoever compiles or merges holds one for
// a slice of the scheduler, ten milliseconds, and the reader that it pushed
// aside waits so long. It counts steps of some twenty nanoseconds.
type breath int

// A breath every millisecond: readers are well below five, also where two of
// those who change and merge come one after the other, and whoever merges still
// gets a tenth of a core that it shares with one of them.
const (
	breathSteps  = 40_000
	breathQuery  = 100   // to compile or copy one, and again to file it
	breathChange = 2_000 // whatever a change is of: parsing it, and what it allocates
)

func (b *breath) take(steps int) {
	if b.due(steps) {
		runtime.Gosched()
	}
}

func (b *breath) due(steps int) bool {
	if *b += breath(steps); *b < breathSteps {
		return false
	}
	*b = 0
	return true
}

// layersMost is how many layers a post is read against before they are merged.
const layersMost = 4

// Put adds queries, or replaces those of the same IDs. Once it returns, every
// Match that begins sees all of them and nothing of those they replace; a
// Match under way sees either all or nothing of the change. Where several have
// the same ID the last one counts. An Entry without a query is refused with
// kind Invalid, and then nothing changed.
func (ix *Index) Put(entries ...Entry) error {
	seg, err := compileSegment(entries, ix.seen)
	if err != nil || len(seg.keys) == 0 {
		return err
	}
	ix.change(len(seg.keys), func(now *layers) layers { return append(now.without(seg.keys), layer{segment: seg}) })
	return nil
}

// change puts in force what f makes of the layers, and takes a breath where
// many changes follow one another.
func (ix *Index) change(queries int, f func(now *layers) layers) {
	ix.write.Lock()
	queries += ix.settle(f(ix.now.Load()))
	tired := ix.breath.due(breathChange + 2*breathQuery*queries)
	ix.write.Unlock()
	if tired {
		runtime.Gosched()
	}
}

// Remove takes queries out. What is not there is left alone.
func (ix *Index) Remove(ids ...vigie.TopicID) {
	keys := make([]Key, len(ids))
	for i, id := range ids {
		keys[i].ID = id
	}
	ix.change(0, func(now *layers) layers { return now.without(keys) })
}

// Settle waits until nothing is merged in the background any more.
func (ix *Index) Settle() { ix.merges.Wait() }

// without returns a copy of ls in which keys are dead.
func (ls *layers) without(keys []Key) layers {
	out := slices.Clone(*ls)
	for i := range out {
		l := &out[i]
		fresh := false
		for _, k := range keys {
			q, ok := l.at(k.ID)
			if !ok || l.isDead(q) {
				continue
			}
			if !fresh {
				fresh = true
				if l.dead = slices.Clone(l.dead); l.dead == nil {
					l.dead = make([]uint64, (len(l.keys)+63)/64)
				}
			}
			l.dead[q/64] |= 1 << (q % 64)
			l.gone++
		}
	}
	return slices.DeleteFunc(out, func(l layer) bool { return l.alive() == 0 })
}

// settle puts ls in force, the small layers at its end merged, and starts a
// merge of larger ones where it is due. It returns how many queries it compiled
// again. The caller holds write.
func (ix *Index) settle(ls layers) (again int) {
	from, size := len(ls), 0
	for from > 0 && size+ls[from-1].alive() <= inlineMost {
		from--
		size += ls[from].alive()
	}
	if len(ls)-from > 1 {
		merged := layer{segment: merge(ls[from:], ix.seen)}
		ls = append(slices.Clone(ls[:from]), merged)
		again = size
	}
	ix.now.Store(&ls)
	if from := ls.due(); from >= 0 {
		ix.mergeLater(ls[from:])
	}
	return again
}

// mergeLater merges layers in the background, unless a merge is under way. The
// caller holds write.
func (ix *Index) mergeLater(ls layers) {
	if ix.merging {
		return
	}
	ix.merging = true
	ix.merges.Add(1)
	go ix.merge(slices.Clone(ls))
}

// An Index learns from one post in learnOne, in learnLater once it knows what
// is rare, and files all queries anew, in the
// background, once it has learnt from refileFirst posts and then each time that
// it has learnt refileGrowth times as much. Below refileLeast queries that would
// change little.
const (
	learnOne     = 16
	learnLater   = 64
	refileFirst  = 2_000
	refileGrowth = 32
	refileLeast  = 1_000
)

// learn counts the words of the post in s, now and then.
func (ix *Index) learn(s *Scratch) {
	if s.posts++; s.posts%learnOne != 0 {
		return
	}
	if s.posts%learnLater != 0 && ix.seen.posts.Load() > refileFirst {
		return
	}
	ix.seen.Learn(&s.own.tokens)
	n := ix.seen.posts.Load()
	if n < ix.refileAt.Load() || !ix.write.TryLock() { // who is reading waits for nobody; the next post will do
		return
	}
	defer ix.write.Unlock()
	if n < ix.refileAt.Load() || ix.merging {
		return
	}
	ix.refileAt.Store(refileGrowth * n)
	if ix.Len() >= refileLeast {
		ix.mergeLater(*ix.now.Load())
	}
}

// due returns from which layer on all should be merged, or -1: where the
// layers behind one are together an eighth of it or more, where there are too
// many, and where half of one is dead.
func (ls layers) due() int {
	behind := 0
	from := -1
	for i := len(ls) - 1; i >= 0; i-- {
		l := &ls[i]
		if behind > inlineMost && behind*8 >= l.alive() || l.gone > inlineMost && l.gone*2 > len(l.keys) {
			from = i
		}
		behind += l.alive()
	}
	if from < 0 && len(ls) > layersMost {
		return len(ls) - layersMost
	}
	return from
}

// merge makes one layer of old ones that are in force, and puts it in their
// place. What was removed meanwhile is dead in the new one too.
func (ix *Index) merge(old layers) {
	defer ix.merges.Done()
	seg := merge(old, ix.seen)
	ix.write.Lock()
	defer ix.write.Unlock()
	ix.merging = false
	now := *ix.now.Load()
	var keep layers
	var dead []Key
	at := -1
	for i := range now {
		k := slices.IndexFunc(old, func(o layer) bool { return o.segment == now[i].segment })
		if k < 0 {
			keep = append(keep, now[i])
			continue
		}
		if at < 0 {
			at = len(keep)
		}
		for q := range now[i].keys {
			if now[i].isDead(uint32(q)) && !old[k].isDead(uint32(q)) {
				dead = append(dead, now[i].keys[q])
			}
		}
		old = slices.Delete(old, k, k+1)
	}
	// A layer that is not there any more died whole.
	for k := range old {
		for q, key := range old[k].keys {
			if !old[k].isDead(uint32(q)) {
				dead = append(dead, key)
			}
		}
	}
	if at < 0 {
		return
	}
	merged := layers{{segment: seg}}
	if len(dead) > 0 {
		merged = merged.without(dead)
	}
	ix.settle(slices.Insert(keep, at, merged...))
}
