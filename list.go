package vigie

import "time"

// List is a named, reusable list of terms that queries ask for as list:name.
// Its Terms are one a line, in the language of package query.
type List struct {
	Name    string // unique; case and accents do not tell names apart
	Terms   string
	Changed time.Time
}
