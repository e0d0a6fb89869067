package text

import "unicode/utf8"

// stop deals with the run of sentence signs at i and returns its end.
func (c *cutter) stop(i int) int {
	s := c.s
	only := true // nothing but one full stop
	e := i
	wide := false // 。 and its like need no space after them
	for e < len(s) {
		k, n := classOf(s, e)
		if k != stop {
			break
		}
		if n > 1 && s[e] != 0xE2 {
			wide = true
		}
		if s[e] != '.' || e > i {
			only = false
		}
		e += n
	}
	if wide || c.sentenceAfter(e) && !(only && c.abbreviated(i)) {
		c.endSentence()
	}
	return e
}

// sentenceAfter reports whether what follows a sentence sign may start a
// sentence: the end of the text, or a space and then no small letter.
func (c *cutter) sentenceAfter(i int) bool {
	s := c.s
	const ahead = 32 // quotes and brackets close, spaces follow; more is no prose
	most := min(len(s), i+ahead)
	gap := false
	for i < most {
		k, n := classOf(s, i)
		switch {
		case k == space:
			gap = true
		case k == lower:
			return false
		case k.isWord() || k == dense || k == pict || k == tag:
			return gap
		}
		i += n
	}
	return true
}

// abbreviated reports whether the full stop at i belongs to the word before it.
func (c *cutter) abbreviated(i int) bool {
	n := len(c.f.Words)
	if n == 0 || int(c.f.Words[n-1].End) != i {
		return false
	}
	w := c.norm(n - 1)
	if utf8.RuneCountInString(w) == 1 && c.s[c.f.Words[n-1].Start] >= 'A' && c.s[c.f.Words[n-1].Start] <= 'Z' {
		return true // M. Dupont, J. Martin
	}
	switch w {
	case "mm", "mme", "mmes", "mlle", "mlles", "mgr", "dr", "pr", "me", "st", "ste", "etc", "ex", "p", "pp", "cf", "vs", "av", "bd", "env",
		"art", "chap", "fig", "vol", "no", "tel", "boul", "hab", "apr", "ch", "ed", "coll", "ibid", "op", "cit", "resp", "min", "max", "janv", "fevr", "juil", "sept", "oct", "nov", "dec",
		"mr", "mrs", "ms", "jr", "sr", "prof", "inc", "ltd", "co", "corp", "approx", "dept", "est", "gov", "gen", "hon", "rev", "jan", "feb", "aug",
		"bzw", "usw", "nr", "str", "z", "d", "ca", "evtl", "ggf", "inkl", "sra", "srta", "ud", "uds", "sig", "ecc", "dott", "pag":
		return w != "est" && w != "co" && w != "me" && w != "no" && w != "max" && w != "min" || c.s[c.f.Words[n-1].Start] < 'a'
	}
	return false
}

// lineBreak deals with the line feed at i: an empty line ends the paragraph.
// It returns the end of the white space.
func (c *cutter) lineBreak(i int) int {
	s := c.s
	feeds := 0
	for i < len(s) {
		if s[i] == '\n' {
			feeds++
		} else if s[i] != ' ' && s[i] != '\t' && s[i] != '\r' {
			break
		}
		i++
	}
	if feeds > 1 {
		c.endSentence()
		c.endParagraph()
	}
	return i
}

func (c *cutter) endSentence() { c.f.Ends = endAt(c.f.Ends, len(c.f.Words)) }

func (c *cutter) endParagraph() { c.f.Paras = endAt(c.f.Paras, len(c.f.Words)) }

// endAt notes an end after n words, unless there is none between the end
// before and this one.
func endAt(ends []int32, n int) []int32 {
	if n == 0 || len(ends) > 0 && ends[len(ends)-1] == int32(n) {
		return ends
	}
	return append(ends, int32(n))
}
