package words

// phrase walks the mentions in which terms stand in a row.
type phrase struct {
	all   all
	terms []*cursor // in the order of the phrase
	at    [2][]int32
}

func (s *Segment) phrase(p Phrase) (walker, error) {
	w := &phrase{}
	var parts []walker
	for _, t := range p {
		c, err := s.newCursor(t)
		if err != nil || c == nil {
			return none{}, err
		}
		w.terms = append(w.terms, c)
		parts = append(parts, c)
	}
	if len(parts) == 0 {
		return none{}, nil
	}
	w.all = all(parts)
	for i := range parts { // the rarest leads
		if parts[i].cost() < parts[0].cost() {
			parts[0], parts[i] = parts[i], parts[0]
		}
	}
	return w, nil
}

func (w *phrase) cost() int { return w.all.cost() }

func (w *phrase) seek(to int32) (int32, error) {
	for {
		at, err := w.all.seek(to)
		if err != nil || at == end {
			return end, err
		}
		if w.inRow() {
			return at, nil
		}
		to = at + 1
	}
}

// inRow reports whether the terms stand in a row in the mention they are at.
func (w *phrase) inRow() bool {
	begun := appendPositions(w.at[0][:0], w.terms[0].kind, w.terms[0].pos)
	for i, c := range w.terms[1:] {
		next := appendPositions(w.at[1][:0], c.kind, c.pos)
		w.at[1] = next
		// Keep the beginnings that go on: both lists ascend.
		kept, k := begun[:0], 0
		for _, b := range begun {
			for k < len(next) && next[k] < b+int32(i)+1 {
				k++
			}
			if k < len(next) && next[k] == b+int32(i)+1 {
				kept = append(kept, b)
			}
		}
		if begun = kept; len(begun) == 0 {
			break
		}
	}
	w.at[0] = begun[:0]
	return len(begun) > 0
}
