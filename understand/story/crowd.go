package story

// often counts in how many stories runs of words were seen lately, so that a
// site's furniture is known for what it is. It is a count-min sketch (Cormode
// and Muthukrishnan 2005) of two rows, whose counts are halved now and then: a
// megabyte, whatever the stream.
type often struct {
	rows  [2][]uint8
	added int
}

const (
	oftenSize = 1 << 19
	// halve is after how many stories counts are halved: with some 30 runs each,
	// what one slot gathers by chance stays near four.
	halve = 1 << 16
	// usual is the count of a run that says nothing.
	usual = 16
)

func (o *often) slots(key uint32) (a, b uint32) {
	h := uint64(key) * prime2
	return uint32(h>>45) % oftenSize, uint32(h>>20) % oftenSize
}

// touch reads the counts of a run.
func (o *often) touch(key uint32) uint32 {
	if o.rows[0] == nil {
		return 0
	}
	a, b := o.slots(key)
	return uint32(o.rows[0][a] ^ o.rows[1][b])
}

// isUsual reports whether many stories have a run.
func (o *often) isUsual(key uint32) bool {
	if o.rows[0] == nil {
		return false
	}
	a, b := o.slots(key)
	return min(o.rows[0][a], o.rows[1][b]) >= usual
}

// count notes the runs of a text that are not of the one it is a copy of.
func (o *often) count(s, of *Sketch) {
	if o.rows[0] == nil {
		o.rows[0], o.rows[1] = make([]uint8, oftenSize), make([]uint8, oftenSize)
	}
	i := 0
	for _, k := range s.Keys[:s.N] {
		for i < int(of.N) && of.Keys[i] < k {
			i++
		}
		if i < int(of.N) && of.Keys[i] == k {
			continue
		}
		a, b := o.slots(k)
		// Only the smaller count tells: the larger one grew by others' runs.
		x, y := &o.rows[0][a], &o.rows[1][b]
		switch {
		case *x < *y:
			*x++
		case *y < *x:
			*y++
		case *x < 255:
			*x++
			*y++
		}
	}
	if o.added++; o.added == halve {
		o.added = 0
		for _, row := range o.rows {
			for i := range row {
				row[i] >>= 1
			}
		}
	}
}
