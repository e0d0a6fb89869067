package query_test

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
)

// bruteField decides one value of a field.
func bruteField(name, v string, p *query.Post) bool {
	star := func(v, s string) bool {
		return bruteLike([]rune(strings.ReplaceAll(v, "*", "\uA7F7")), []rune(s))
	}
	m := p.Mention
	switch name {
	case "lang":
		return p.Lang == v || p.Lang == "" && v == "und"
	case "channel":
		return string(p.Channel) == v
	case "site":
		return star(v, p.Site) || star("*."+v, p.Site)
	case "country":
		return m.Country == v
	case "thread":
		return m.Thread != "" && star(v, m.Thread)
	case "url":
		return bruteAddress(m.URL, v)
	case "links":
		return slices.ContainsFunc(query.Links(m), func(l string) bool { return bruteAddress(l, v) })
	case "is":
		return map[string]bool{"reply": m.ReplyTo != "", "repost": m.Repost || strings.HasPrefix(m.Text, "RT @"), "own": m.Own}[v]
	case "has":
		return map[string]bool{
			"link": len(query.Links(m)) > 0, "image": m.Media&vigie.MediaImage > 0, "video": m.Media&vigie.MediaVideo > 0, "sound": m.Media&vigie.MediaSound > 0,
			"title": m.Title != "", "rating": m.Rating.Best > 0, "date": !m.Published.IsZero(),
		}[v]
	}
	if p.Read == nil {
		return false
	}
	switch name {
	case "opinion":
		return slices.ContainsFunc(p.Read.Opinions, func(o vigie.Opinion) bool { return o.String() == v })
	case "intent":
		return slices.Contains(p.Read.Intents, vigie.Intent(v))
	case "theme":
		return slices.ContainsFunc(p.Read.Themes, func(s string) bool { return star(text.Fold(v), text.Fold(s)) })
	}
	return slices.ContainsFunc(p.Read.Entities, func(s string) bool { return star(text.Fold(v), text.Fold(s)) })
}

// bruteAddress tries every place of an address.
func bruteAddress(address, v string) bool {
	if address == "" {
		return false
	}
	address = strings.ToLower(address)
	_, address, _ = strings.Cut(address, "://")
	a, w := []rune(strings.TrimPrefix(address, "www.")), []rune(v)
	if slices.Contains(w, '*') {
		return bruteLike([]rune(strings.ReplaceAll("*"+v+"*", "*", "\uA7F7")), a)
	}
	for i := 0; i+len(w) <= len(a); i++ {
		if string(a[i:i+len(w)]) == v && !bruteJoined(a, i) && !bruteJoined(a, i+len(w)) {
			return true
		}
	}
	return false
}

// bruteJoined reports whether a word goes on over the place before rune i.
func bruteJoined(s []rune, i int) bool {
	in := func(r rune) bool { return unicode.In(r, unicode.L, unicode.Nd, unicode.M) }
	return i > 0 && i < len(s) && in(s[i-1]) && in(s[i])
}

func bruteRange(n *query.Range, p *query.Post) bool {
	var v float64
	known := false
	m := p.Mention
	switch n.Name {
	case "words":
		v, known = float64(len(p.Doc.Title.Words)+len(p.Doc.Body.Words)), true
	case "rating":
		if m.Rating.Best > 0 {
			v, known = 5*m.Rating.Value/m.Rating.Best, true
		}
	case "published":
		if !m.Published.IsZero() {
			zone := p.Zone
			if zone == nil {
				zone = time.UTC
			}
			y, mo, d := m.Published.In(zone).Date()
			v, known = float64(10000*y+100*int(mo)+d), true
		}
	default:
		for _, x := range m.Metrics {
			k := map[string]int64{"followers": x.Followers, "reactions": x.Reactions, "replies": x.Replies, "reposts": x.Reposts, "views": x.Views}[n.Name]
			if k >= 0 {
				v, known = float64(k), true
			}
		}
	}
	return known && (!n.Low.Given || v > n.Low.Value || v == n.Low.Value && !n.Low.Excluding) &&
		(!n.High.Given || v < n.High.Value || v == n.High.Value && !n.High.Excluding)
}

// cropped returns the words of f in [from, to) as a field of their own.
func cropped(f *text.Field, from, to int) text.Field {
	to = min(to, len(f.Words))
	c := text.Field{Text: f.Text}
	if from >= to {
		return c
	}
	for _, w := range f.Words[from:to] {
		w.Pos -= int32(from)
		c.Words = append(c.Words, w)
	}
	for _, w := range f.Also {
		if int(w.Pos) >= from && int(w.Pos+w.Len) <= to {
			w.Pos -= int32(from)
			c.Also = append(c.Also, w)
		}
	}
	for _, e := range f.Ends {
		if int(e) > from {
			c.Ends = append(c.Ends, min(e, int32(to))-int32(from))
		}
	}
	for _, e := range f.Paras {
		if int(e) > from {
			c.Paras = append(c.Paras, min(e, int32(to))-int32(from))
		}
	}
	return c
}

func bruteStretches(n *query.Within, p *query.Post) (out []*query.Post) {
	if n.Stretch == query.FirstWords {
		return []*query.Post{{Doc: &text.Doc{Title: cropped(&p.Doc.Title, 0, n.Most), Body: cropped(&p.Doc.Body, 0, n.Most)}}}
	}
	for k, f := range []*text.Field{&p.Doc.Title, &p.Doc.Body} {
		ends := f.Ends
		if n.Stretch == query.OneParagraph {
			ends = f.Paras
		}
		from := 0
		for _, e := range ends {
			d := new(text.Doc)
			*[]*text.Field{&d.Title, &d.Body}[k] = cropped(f, from, int(e))
			out = append(out, &query.Post{Doc: d})
			from = int(e)
		}
	}
	return out
}

func bruteIn(n *query.In, p *query.Post) bool {
	d := new(text.Doc)
	at := func(s string) string {
		if s == "" || s[0] == '@' {
			return s
		}
		return "@" + s
	}
	switch m := p.Mention; n.Field {
	case "title":
		d.Title = p.Doc.Title
	case "body":
		d.Body = p.Doc.Body
	case "lead":
		if len(p.Doc.Body.Paras) == 0 {
			return false
		}
		d.Body = cropped(&p.Doc.Body, 0, int(p.Doc.Body.Paras[0]))
	case "author":
		d = text.Cut(m.Author.Name, at(m.Author.Account))
	case "bio":
		d = text.Cut("", m.Author.Bio)
	case "to":
		d = text.Cut("", strings.Join(query.Addressees(m), "\n\n"))
	case "parent":
		d = text.Cut("", m.Parent)
	case "source":
		d = text.Cut("", p.Source)
	}
	return bruteMatch(n.Part, &query.Post{Doc: d})
}

// bruteMost tries every choice of places that do not overlap.
func bruteMost(list []placed) int {
	slices.SortFunc(list, func(a, b placed) int {
		if a.field != b.field {
			return a.field - b.field
		}
		return a.to - b.to
	})
	most := make([]int, len(list)) // with this place as the last
	best := 0
	for i, x := range list {
		most[i] = 1
		for k, y := range list[:i] {
			if y.field != x.field || y.to <= x.from {
				most[i] = max(most[i], most[k]+1)
			}
		}
		best = max(best, most[i])
	}
	return best
}

// bruteOff is the optimal string alignment distance, by its table.
func bruteOff(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// bruteWritten reports whether the bytes [from, to) of s are written as asked.
func bruteWritten(s string, from, to int, written string, strict query.Strict) bool {
	switch strict {
	case query.Folded:
		return true
	case query.Raw:
		for i := 0; i+len(written) <= len(s); i++ {
			inside := i <= from && i+len(written) >= to
			if to-from > len(written) {
				inside = i >= from && i+len(written) <= to
			}
			r := []rune(s[:i])
			if inside && s[i:i+len(written)] == written && !bruteJoined([]rune(s), len(r)) && !bruteJoined([]rune(s), len(r)+len([]rune(written))) {
				return true
			}
		}
		return false
	}
	return bruteLike(bruteLetters(written, strict, true), bruteLetters(s[from:to], strict, false))
}

// bruteLetters keeps the letters of s, with their case or their accents.
func bruteLetters(s string, strict query.Strict, pattern bool) (out []rune) {
	s = strings.NewReplacer("œ", "oe", "Œ", "OE", "æ", "ae", "Æ", "AE", "ß", "ss").Replace(s)
	if strict == query.AccentsKept {
		s = norm.NFC.String(strings.ToLower(s))
	} else {
		s = norm.NFKD.String(s)
	}
	for _, r := range s {
		switch {
		case pattern && r == '*':
			out = append(out, '\uA7F7')
		case pattern && r == '?':
			out = append(out, '\uA7FB')
		case unicode.In(r, unicode.L, unicode.Nd), strict == query.AccentsKept && unicode.Is(unicode.M, r):
			out = append(out, r)
		}
	}
	return out
}
