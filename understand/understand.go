// Package understand makes readings: what Vigie makes of a mention, apart from
// what was said. It takes a mention and gives the fields of a vigie.Reading; it
// changes no mention and keeps nothing. Each kind of reading is a folder of its
// own: language/ today; opinion/, intent/, story/, influence/ and rising/ as
// they come. Until then opinions and intents are unknown, and no value is made
// up for them. Package watch calls it for what matched only.
package understand

import (
	"vigie.example/vigie"
	"vigie.example/vigie/understand/language"
)

// Reader reads mentions in the order in which readings need one another. It is
// safe for several goroutines.
type Reader struct {
	language *language.Detector
}

// New returns a Reader that names languages by d.
func New(d *language.Detector) *Reader { return &Reader{language: d} }

// Maker names the versions of all that reads; another Maker means that another
// reading may come out.
func (r *Reader) Maker() string { return language.Maker }

// Language returns the ISO 639-1 code of the language m is written in and how
// sure that is (0 to 1), or "" and 0 where it cannot be told. The text decides;
// the title is read where the text is too short to, and what the source
// declares tips the scales of short ones.
func (r *Reader) Language(m *vigie.Mention) (lang string, sure float64) {
	if lang, sure = r.language.DetectWith(m.Text, m.Declared); lang == "" && m.Title != "" && len(m.Text) < shortBytes {
		lang, sure = r.language.DetectWith(m.Title+"\n"+m.Text, m.Declared)
	}
	return lang, sure
}

// shortBytes: a text under it may leave room for the title to help; over it,
// "undetermined" means what it says.
const shortBytes = 200
