package file

import (
	"io"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
)

// Sniffed is what the beginning of a file tells.
type Sniffed struct {
	Format     Format     `json:"format"`
	Delimiter  string     `json:"delimiter,omitempty"` // of a CSV: "," ";" "|" or a tab
	Charset    Charset    `json:"charset"`
	Compressed bool       `json:"compressed,omitempty"` // gzip
	Header     bool       `json:"header"`               // the first row names the columns; else they are called "1", "2" ...
	Columns    []string   `json:"columns"`
	Rows       [][]string `json:"rows"` // the first few, a cell for each column
	Mapping    Mapping    `json:"mapping"`
	// DatesUnsure says that day and month could be the other way round in every
	// date seen: Mapping.DateLayout is a guess that a person should look at.
	DatesUnsure bool `json:"datesUnsure,omitempty"`
	// Tool is the product whose export this is, where its columns tell.
	Tool string `json:"tool,omitempty"`
}

// shownRows is how many rows Sniff hands out, and learnRows how many it
// learns from.
const (
	shownRows = 5
	learnRows = 4000
)

// Sniff reads up to a megabyte from the beginning of a file and says how it is
// written and which column is probably what. The name only helps. Errors are
// vigie.Errors: Invalid where this is no table or no lines of JSON, Unavailable
// where r failed.
func Sniff(r io.Reader, name string) (Sniffed, error) {
	t, err := open(r, name)
	if err != nil {
		return Sniffed{}, err
	}
	defer t.close()
	s := Sniffed{Format: t.format, Charset: t.charset, Compressed: t.compressed, Header: t.header || t.format == JSONL, Columns: t.columns}
	if t.format == CSV {
		s.Delimiter = string(t.delim)
	}
	sample := t.sample(learnRows)
	s.Rows = sample[:min(len(sample), shownRows)]
	s.Mapping, s.DatesUnsure = propose(t.columns, sample)
	squeezed := make([]string, len(t.columns))
	for i, c := range t.columns {
		squeezed[i] = squeeze(c)
	}
	if e, ok := exportOf(squeezed); ok {
		s.Tool = e.tool
	}
	return s, nil
}

// propose maps columns by their names, and where names do not tell, by what
// stands in them.
func propose(columns []string, sample [][]string) (m Mapping, datesUnsure bool) {
	fields := m.fields()
	squeezed := make([]string, len(columns))
	for i, c := range columns {
		squeezed[i] = squeeze(c)
	}
	taken := make([]bool, len(columns))
	// Columns are given out in this order, so that a name two roles know goes to
	// the one that needs it more.
	for r := range roles {
	names:
		for _, known := range columnNames[r] {
			for i, c := range squeezed {
				if c == known && !taken[i] && fits(r, column(sample, i)) {
					*fields[r] = columns[i]
					taken[i] = true
					break names
				}
			}
		}
	}
	known, isExport := exportOf(squeezed)
	if isExport {
		known.mapped(columns, squeezed, &m)
	}
	if m.Text == "" {
		if i := longest(sample, taken); i >= 0 {
			m.Text = columns[i]
			taken[i] = true
		}
	}
	if m.Date == "" {
		for i := range columns {
			if !taken[i] && often(sample, i, func(s string) bool {
				_, ok := (&dates{zone: time.UTC}).parse(s)
				_, err := strconv.ParseFloat(s, 64)
				return ok && err != nil // bare numbers are rather counts
			}) {
				m.Date, taken[i] = columns[i], true
				break
			}
		}
	}
	if m.URL == "" {
		for i := range columns {
			if !taken[i] && often(sample, i, func(s string) bool { return vigie.CanonicalURL(s) != "" }) {
				m.URL, taken[i] = columns[i], true
				break
			}
		}
	}
	if m.Date != "" {
		layout, sure := learn(column(sample, indexOf(columns, m.Date)))
		m.DateLayout, datesUnsure = layout, !sure
	}
	if m.URL != "" {
		urls := column(sample, indexOf(columns, m.URL))
		m.SharedURL = 100*distinct(urls) < 95*len(urls)
		if m.ID != "" {
			m.SharedURL = shared(sample, indexOf(columns, m.URL), indexOf(columns, m.ID))
		}
	}
	if m.Rating != "" {
		m.Best = bestOf(column(sample, indexOf(columns, m.Rating)))
	}
	m.DefaultNetwork = networkOf(squeezed, m, sample, columns)
	m.DefaultChannel = channelOf(m)
	if isExport {
		m.DefaultChannel = known.channel
	}
	return m, datesUnsure
}

// fits refuses a column whose name promises what it does not hold.
func fits(r role, values []string) bool {
	if len(values) == 0 {
		return true
	}
	switch r {
	case roleID:
		n := distinct(values) // an id may come back: that is an edit
		return 10*n >= 9*len(values) || n >= 3 && len(values)-n == 1
	case roleText:
		return !mostly(values, func(s string) bool { _, ok := decimal(s); return ok })
	case roleDate:
		return mostly(values, func(s string) bool {
			for _, layout := range []string{"dmy", "mdy"} {
				if _, ok := (&dates{layout: layout, zone: time.UTC}).parse(s); ok {
					return true
				}
			}
			return false
		})
	case roleURL:
		return mostly(values, func(s string) bool { return vigie.CanonicalURL(s) != "" })
	case roleRating, roleReactions, roleReplies, roleReposts, roleViews, roleFollowers:
		return mostly(values, func(s string) bool { _, ok := decimal(s); return ok })
	case roleLang:
		return mostly(values, func(s string) bool { return langOf(s) != "" })
	case roleChannel:
		return mostly(values, func(s string) bool { return channelNamed(s) != "" })
	}
	return true
}

// column returns the values of a column, those that stand for "none" left out.
func column(sample [][]string, i int) []string {
	out := make([]string, 0, len(sample))
	for _, row := range sample {
		if v := strings.TrimSpace(row[i]); !isNone(v) {
			out = append(out, v)
		}
	}
	return out
}

func mostly(values []string, is func(string) bool) bool {
	n := 0
	values = values[:min(len(values), 200)]
	for _, v := range values {
		if is(v) {
			n++
		}
	}
	return n > 0 && n*10 >= len(values)*7
}

// often is mostly for a column that is filled in at least every second row.
func often(sample [][]string, i int, is func(string) bool) bool {
	values := column(sample, i)
	return 2*len(values) >= len(sample) && mostly(values, is)
}

// shared reports whether two rows with different ids stand at one address.
func shared(sample [][]string, address, id int) bool {
	first := map[string]string{}
	for _, row := range sample {
		a := vigie.CanonicalURL(row[address])
		if a == "" {
			continue
		}
		if before, ok := first[a]; ok && before != row[id] {
			return true
		}
		first[a] = row[id]
	}
	return false
}

func distinct(values []string) int {
	seen := make(map[string]struct{}, len(values))
	for _, v := range values {
		seen[v] = struct{}{}
	}
	return len(seen)
}

// longest finds the column that reads like texts: the longest on the mean, if
// it has several words.
func longest(sample [][]string, taken []bool) int {
	best, most := -1, 15
	for i := range taken {
		if taken[i] {
			continue
		}
		bytes, words := 0, 0
		values := column(sample, i)
		for _, v := range values {
			bytes += len(v)
			words += strings.Count(v, " ")
		}
		if n := max(1, len(values)); words >= n && bytes/n > most {
			best, most = i, bytes/n
		}
	}
	return best
}

// bestOf guesses the best mark from the highest given.
func bestOf(values []string) float64 {
	high := 0.0
	for _, v := range values {
		if f, ok := decimal(v); ok {
			high = max(high, f)
		}
	}
	for _, best := range []float64{5, 10, 20, 100} {
		if high <= best {
			return best
		}
	}
	return high
}

func networkOf(squeezed []string, m Mapping, sample [][]string, columns []string) string {
	if m.Network != "" {
		return ""
	}
	for _, c := range squeezed {
		if strings.HasPrefix(c, "tweet") || c == "idtweet" || strings.Contains(c, "retweet") {
			return "twitter"
		}
	}
	if m.ID != "" && mostly(column(sample, indexOf(columns, m.ID)), func(s string) bool { return strings.HasPrefix(s, "at://") }) {
		return "bluesky"
	}
	return ""
}

func channelOf(m Mapping) vigie.Channel {
	switch {
	case m.Channel != "":
		return ""
	case m.Rating != "":
		return vigie.Review
	case m.DefaultNetwork != "" || m.Network != "" || m.Reposts != "" || m.Author != "" && m.Title == "":
		return vigie.Social
	case m.Author != "" && m.Replies != "":
		return vigie.Forum
	case m.Title != "":
		return vigie.Press
	}
	return vigie.Social
}
