package say

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// message is a parsed entry: texts and placeholders in order.
type message []part

// part is a piece of text, or a placeholder where arg is not negative.
type part struct {
	text  string
	arg   int // -1 for plain text
	verb  string
	forms []string // by number: [zero,] one, other; empty for plain placeholders
	zero  bool     // forms[0] is for zero
}

// parsed returns every message of a language, parsed once.
func parsed(l *language) map[string]message {
	l.once.Do(func() {
		l.messages = map[string]message{}
		for _, c := range catalogs {
			for id, e := range c {
				m, err := parse(l.typeset(l.pick(e)))
				if err != nil {
					// Shown as it stands; TestCatalogParses refuses it.
					m = message{{text: l.pick(e), arg: -1}}
				}
				l.messages[id] = m
			}
		}
	})
	return l.messages
}

// parse reads an entry.
func parse(s string) (message, error) {
	var m message
	for s != "" {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			return append(m, part{text: s, arg: -1}), nil
		}
		if open > 0 {
			m = append(m, part{text: s[:open], arg: -1})
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			return nil, fmt.Errorf("brace opened at %d is never closed", open)
		}
		p, err := placeholder(s[open+1 : open+end])
		if err != nil {
			return nil, err
		}
		m = append(m, p)
		s = s[open+end+1:]
	}
	return m, nil
}

// placeholder reads what stands between braces.
func placeholder(s string) (part, error) {
	head, rest, plural := strings.Cut(s, "|")
	num, verb, _ := strings.Cut(head, ":")
	n, err := strconv.Atoi(num)
	if err != nil || n < 0 {
		return part{}, fmt.Errorf("placeholder {%s} does not begin with the number of an argument", s)
	}
	p := part{arg: n, verb: strings.TrimSpace(verb)}
	if plural {
		p.forms = strings.Split(rest, "|")
		if f, ok := strings.CutPrefix(p.forms[0], "0:"); ok {
			p.forms[0], p.zero = f, true
		}
		if want := 2; len(p.forms) != want && (!p.zero || len(p.forms) != want+1) {
			return part{}, fmt.Errorf("placeholder {%s} has %d forms", s, len(p.forms))
		}
	}
	return p, nil
}

func (p part) print(b *strings.Builder, pr *Printer, args []any) {
	switch {
	case p.arg < 0:
		b.WriteString(p.text)
	case p.arg >= len(args):
		b.WriteString("…") // a sentence is better told with a hole than not at all
	case p.forms == nil:
		b.WriteString(pr.print(args[p.arg], p.verb))
	default:
		n, _ := whole(args[p.arg])
		b.WriteString(strings.ReplaceAll(p.form(pr.lang, n), "#", pr.Number(n)))
	}
}

// form chooses by number.
func (p part) form(l *language, n int64) string {
	forms := p.forms
	if p.zero {
		if n == 0 {
			return forms[0]
		}
		forms = forms[1:]
	}
	if l.singular(n) {
		return forms[0]
	}
	return forms[1]
}

// language is what differs between French and English.
type language struct {
	code                string
	pick                func(Entry) string
	typeset             func(string) string
	singular            func(int64) bool
	thousands, decimal  string
	percent, and        string
	open, close         string
	days, months, short []string

	once     sync.Once
	messages map[string]message
}

const (
	nnbsp = "\u202f" // narrow no-break space
	nbsp  = "\u00a0"
)

var french = &language{
	code:     "fr",
	pick:     func(e Entry) string { return e.FR },
	typeset:  typesetFrench,
	singular: func(n int64) bool { return n > -2 && n < 2 },
	// Imprimerie nationale, Lexique des règles typographiques (2002): thousands
	// apart by a narrow no-break space, which also stands before ; ! ? and %.
	thousands: nnbsp, decimal: ",", percent: nnbsp + "%", and: "et",
	open: "«" + nnbsp, close: nnbsp + "»",
	days:   []string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
	months: []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	short:  []string{"janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
}

var english = &language{
	code:      "en",
	pick:      func(e Entry) string { return e.EN },
	typeset:   typesetEnglish,
	singular:  func(n int64) bool { return n == 1 },
	thousands: ",", decimal: ".", percent: "%", and: "and",
	open: "“", close: "”",
	days:   []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	months: []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	short:  []string{"Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."},
}

// frenchSpaces are the places where French wants a space that does not break.
var frenchSpaces = strings.NewReplacer(
	" ;", nnbsp+";", " !", nnbsp+"!", " ?", nnbsp+"?", " %", nnbsp+"%",
	"« ", "«"+nnbsp, " »", nnbsp+"»", " :", nbsp+":",
	"# ", "#"+nbsp, "'", "’",
)

func typesetFrench(s string) string { return frenchSpaces.Replace(s) }

func typesetEnglish(s string) string {
	return strings.NewReplacer("# ", "#"+nbsp, "'", "’").Replace(s)
}
