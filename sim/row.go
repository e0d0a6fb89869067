package sim

import (
	"encoding/csv"
	"io"
	"iter"
	"strconv"
	"time"

	"vigie.example/vigie"
)

// Row is one line of the history, in the words of the import's columns.
type Row struct {
	Key     vigie.Key
	ID      string // native id on Network; a number of ours elsewhere
	Date    time.Time
	Channel vigie.Channel
	Site    string
	URL     string
	Author  string // display name
	Account string // on Network; empty elsewhere
	Title   string
	Text    string
	Lang    string
	Network string
	ReplyTo string // address, or native id on Network, of what it answers
	Thread  string
	Rating  int // stars out of five; 0 for none
	Own     bool

	path  string
	at    int // index of the place
	truth Truth
}

// Truth is what the generator knows of a row and no page shows: the answer
// sheet of later evaluations.
type Truth struct {
	Brand   string   // name of the brand it is chiefly about; empty for none
	Others  []string // further brands it names
	Opinion vigie.Opinion
	Intent  vigie.Intent // empty for none
	Story   string       // copies of one text and parts of one event share it
	Noise   string       // "train", "recipe", "town", "job", "advert", "photo", "talk"; empty for true mentions
	Theme   bool         // speaks of small diggers without naming a brand
}

// Columns are the heads of the history file, in order. The import proposes the
// right mapping for them by itself.
var Columns = []string{
	"id", "date", "channel", "site", "url", "author_name", "account", "title", "text", "lang", "network", "reply_to", "thread_id", "rating",
}

// History returns the 30,000 rows of the eighteen months before the sector's
// now, oldest first. Addresses of served places are those of Serve once it has
// returned.
func (s *Sector) History() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for i := range s.rows {
			if !yield(s.addressed(&s.rows[i])) {
				return
			}
		}
	}
}

// WriteHistory writes History as a CSV file in UTF-8 with a head line.
func (s *Sector) WriteHistory(w io.Writer) error {
	return s.WriteBetween(w, time.Time{}, time.Time{})
}

// WriteBetween writes, in the same form, those rows of History that were said
// in [from, to); a zero time is open. A demo that brings the latest weeks in
// first is of use before it has read everything.
func (s *Sector) WriteBetween(w io.Writer, from, to time.Time) error {
	return writeCSV(w, func(yield func(Row) bool) {
		for r := range s.History() {
			if !r.Date.Before(from) && (to.IsZero() || r.Date.Before(to)) && !yield(r) {
				return
			}
		}
	})
}

// WriteOwn writes, in the same form, those rows of History that the own brand
// published itself. A file is the organisation's own as a whole or not at all,
// so this one is imported first and as own: WriteHistory then brings nothing
// new of them.
func (s *Sector) WriteOwn(w io.Writer) error {
	return writeCSV(w, func(yield func(Row) bool) {
		for r := range s.History() {
			if r.Own && !yield(r) {
				return
			}
		}
	})
}

func writeCSV(w io.Writer, rows iter.Seq[Row]) error {
	out := csv.NewWriter(w)
	if err := out.Write(Columns); err != nil {
		return err
	}
	line := make([]string, 0, len(Columns))
	for r := range rows {
		id, rating := "", ""
		if r.Network != "" {
			id = r.ID // elsewhere the address tells rows apart
		}
		if r.Rating > 0 {
			rating = strconv.Itoa(r.Rating)
		}
		line = append(line[:0], id, r.Date.Format(time.RFC3339), string(r.Channel), r.Site, r.URL, r.Author, r.Account,
			r.Title, r.Text, r.Lang, r.Network, r.ReplyTo, r.Thread, rating)
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Truth returns what the generator knows of the mention with a key, history
// and living part alike.
func (s *Sector) Truth(key vigie.Key) (Truth, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.truths == nil {
		s.truths = make(map[vigie.Key]Truth, len(s.rows))
		for i := range s.rows {
			s.truths[s.addressed(&s.rows[i]).Key] = s.rows[i].truth
		}
	}
	t, ok := s.truths[key]
	return t, ok
}

// addressed fills what depends on where a place is served.
func (s *Sector) addressed(r *Row) Row {
	full := *r
	host := places[r.at].host
	full.URL = s.base(host) + r.path
	full.Site = s.site(host)
	if r.ReplyTo != "" && r.Network == "" {
		full.ReplyTo = s.base(host) + r.ReplyTo
	}
	native := ""
	if r.Network != "" {
		native = r.ID
	}
	full.Key = vigie.NewKey(r.Network, native, full.URL)
	return full
}

// site is the name of a host as its addresses give it.
func (s *Sector) site(host string) string {
	if s.bases[host] != "" {
		return servedHost(host)
	}
	return host
}

// base is the beginning of the addresses of a host.
func (s *Sector) base(host string) string {
	if b := s.bases[host]; b != "" {
		return b
	}
	return "https://" + host
}
