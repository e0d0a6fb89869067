package chart

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
)

// SVG writes a drawing as one svg element without a viewBox: positions in per
// cent, text in pixels. Paths go into an inner svg that is stretched, their
// strokes not (vector-effect in the style sheet). Every string is escaped and
// no style attribute is written, so that a strict content policy holds.
func SVG(d Drawing) template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg height="%s"`, px(d.Height))
	opens := false
	for _, s := range d.Shapes {
		if _, ok := s.(Target); ok {
			opens = true
		}
	}
	role := "img"
	if opens {
		role = "group" // an image has no links inside
	}
	switch {
	case d.LabelledBy != "":
		fmt.Fprintf(&b, ` role="%s" aria-labelledby="%s"`, role, esc(d.LabelledBy))
	case d.Label != "":
		fmt.Fprintf(&b, ` role="%s" aria-label="%s"`, role, esc(d.Label))
	default:
		b.WriteString(` aria-hidden="true"`)
	}
	b.WriteByte('>')
	for _, s := range d.Shapes {
		write(&b, s, d)
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) // written above from numbers and escaped strings
}

func write(b *strings.Builder, s Shape, d Drawing) {
	switch s := s.(type) {
	case Rect:
		fmt.Fprintf(b, `<rect class="%s"%s width="%s"%s height="%s"/>`, esc(string(s.Class)), at("x", pc(s.X)), pc(s.W), at("y", px(s.Y)), px(s.H))
	case Rule:
		fmt.Fprintf(b, `<line class="%s"%s%s%s%s/>`, esc(string(s.Class)), at("x1", pc(s.X1)), at("x2", pc(s.X2)), at("y1", px(s.Y1)), at("y2", px(s.Y2)))
	case Dot:
		fmt.Fprintf(b, `<circle class="%s" cx="%s" cy="%s" r="%s"/>`, esc(string(s.Class)), pc(s.X), px(s.Y), px(s.R))
	case Path:
		name := "polyline"
		if s.Closed {
			name = "polygon"
		}
		// Across, a thousandth of the width is finer than a pixel of any screen
		// the page fits; down, one unit is one pixel.
		fmt.Fprintf(b, `<svg width="100%%" height="%s" viewBox="0 0 1000 %s" preserveAspectRatio="none" aria-hidden="true"><%s class="%s" points="`,
			px(d.Height), px(d.Height), name, esc(string(s.Class)))
		for i, p := range s.Points {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(px(p.X*1000) + "," + px(p.Y))
		}
		b.WriteString(`"/></svg>`)
	case Text:
		writeText(b, s)
	case Target:
		fmt.Fprintf(b, `<a href="%s" tabindex="-1" aria-label="%s"><rect class="hit"%s width="%s"%s height="%s"/></a>`,
			esc(s.Href), esc(s.Say), at("x", pc(s.X)), pc(s.W), at("y", px(s.Y)), px(s.H))
	}
}

func writeText(b *strings.Builder, t Text) {
	// The words of a picture are told by its table and targets; read aloud
	// without their places they would only confuse.
	b.WriteString(`<text aria-hidden="true"`)
	if t.Class != "" {
		fmt.Fprintf(b, ` class="%s"`, esc(string(t.Class)))
	}
	fmt.Fprintf(b, `%s%s%s`, at("x", pc(t.X)), at("dx", px(t.DX)), at("y", px(t.Y)))
	if t.Anchor != "" && t.Anchor != Start {
		fmt.Fprintf(b, ` text-anchor="%s"`, esc(string(t.Anchor)))
	}
	b.WriteByte('>')
	if len(t.Lines) == 1 {
		b.WriteString(esc(t.Lines[0]))
	} else {
		for i, line := range t.Lines {
			dy := ""
			if i > 0 {
				dy = fmt.Sprintf(` dy="%d"`, lineHeight)
			}
			fmt.Fprintf(b, `<tspan x="%s"%s%s>%s</tspan>`, pc(t.X), at("dx", px(t.DX)), dy, esc(line))
		}
	}
	b.WriteString("</text>")
}

// at writes an attribute, and nothing where it is nought, its value by default.
func at(name, value string) string {
	if value == "0" || value == "0%" {
		return ""
	}
	return " " + name + `="` + value + `"`
}

func pc(share float64) string { return px(share*100) + "%" }

// px writes at most two decimals. What is not a number is nought: a broken
// figure must not break the page around it.
func px(v float64) string {
	if v != v || v > 1e7 || v < -1e7 {
		return "0"
	}
	s := strconv.FormatFloat(v, 'f', 2, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}

func esc(s string) string { return template.HTMLEscapeString(s) }
