package chart

import (
	"strings"
	"unicode/utf8"
)

// narrow is the width in pixels that labels must fit without meeting: a phone
// of 320 less its margins and the room of the scale.
const narrow = 254

// Sizes of small text in pixels: a letter of a system font at 14 px is 7 wide
// on average.
const (
	letter     = 7.0
	textHeight = 14
	lineHeight = 18
)

// box is a place taken on a picture of the narrowest width, in pixels.
type box struct{ left, top, right, bottom float64 }

func (a box) meets(b box) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

// boxOf returns the place a text takes.
func boxOf(t Text) box {
	wide := 0.0
	for _, l := range t.Lines {
		wide = max(wide, letter*float64(utf8.RuneCountInString(l)))
	}
	x := t.X*narrow + t.DX
	b := box{top: t.Y - textHeight + 3, bottom: t.Y + 3 + float64(lineHeight*(len(t.Lines)-1))}
	switch t.Anchor {
	case Middle:
		b.left, b.right = x-wide/2, x+wide/2
	case End:
		b.left, b.right = x-wide, x
	default:
		b.left, b.right = x, x+wide
	}
	return b
}

// places remembers what is taken.
type places struct{ taken []box }

func (p *places) take(b box) { p.taken = append(p.taken, b) }

func (p *places) free(b box) bool {
	for _, t := range p.taken {
		if b.meets(t) {
			return false
		}
	}
	return true
}

// room is how far a label may reach over the sides of the plot: the margin of
// the page is free on the right, the scale stands on the left.
const room = 16

// put takes the first candidate that is free and inside, and reports whether
// there was one.
func (p *places) put(candidates ...Text) (Text, bool) {
	for _, t := range candidates {
		b := boxOf(t)
		if b.left >= -2 && b.right <= narrow+room && p.free(b) {
			p.take(b)
			return t, true
		}
	}
	return Text{}, false
}

// wrap parts a name into at most two lines of about equal length.
func wrap(s string) []string {
	if utf8.RuneCountInString(s) <= 14 {
		return []string{s}
	}
	best, gap := -1, len(s)
	for i, r := range s {
		if r != ' ' {
			continue
		}
		if g := max(i, len(s)-i); g < gap {
			best, gap = i, g
		}
	}
	if best < 0 {
		return []string{s}
	}
	return []string{s[:best], strings.TrimSpace(s[best:])}
}

// shortMost is how long a name may be over a picture, in characters.
const shortMost = 24

// Short cuts a name that stands over a picture.
func Short(name string) string {
	if r := []rune(name); len(r) > shortMost {
		return string(r[:shortMost-1]) + "…"
	}
	return name
}
