// Package page turns bytes from outside into plain text: the character set
// first, then HTML to text, the main text of a page, and what a page says of
// itself (title, author, date, language, address, feeds, links).
//
// It fetches nothing and keeps no HTML. Everything in it works in time linear
// in its input, or cuts the input; nothing panics on data.
package page

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Decode returns body as UTF-8, and the name of the character set it was in.
// hint is the charset parameter of the Content-Type header, empty when there
// was none.
//
// A byte order mark is believed first. Then: what is valid UTF-8 is UTF-8,
// whatever is declared, because texts in other sets are practically never valid
// by chance while declarations are often wrong (49 of 269 real pages). Only
// then the XML declaration, the header and the <meta> of the page count, and at
// last windows-1252. Bytes that mean nothing become U+FFFD.
func Decode(body []byte, hint string) (text, name string) {
	if e, n, skip := marked(body); e != nil {
		return decode(e, body[skip:]), n
	} else if skip > 0 {
		return strings.ToValidUTF8(string(body[skip:]), "\ufffd"), "utf-8"
	}
	declared := declarations(body, hint)
	if utf8.Valid(body) {
		// ISO-2022-JP is made of ASCII: only its escapes give it away.
		if bytes.IndexByte(body, 0x1b) >= 0 {
			for _, label := range declared {
				if e, n := charset.Lookup(label); n == "iso-2022-jp" {
					return decode(e, body), n
				}
			}
		}
		return string(body), "utf-8"
	}
	if mostlyUTF8(body) {
		return strings.ToValidUTF8(string(body), "\ufffd"), "utf-8"
	}
	for _, label := range declared {
		e, n := charset.Lookup(label)
		// It was just seen not to be UTF-8, and UTF-16 or "replacement" would make
		// nonsense of what has no byte order mark.
		if e == nil || n == "utf-8" || strings.HasPrefix(n, "utf-16") || n == "replacement" {
			continue
		}
		return decode(e, body), n
	}
	e, n := charset.Lookup("windows-1252")
	return decode(e, body), n
}

// marked looks for a byte order mark, or for the shape of "<x" in UTF-16. skip
// without encoding means UTF-8 with a mark of that many bytes.
func marked(b []byte) (e encoding.Encoding, name string, skip int) {
	switch {
	case bytes.HasPrefix(b, []byte{0xef, 0xbb, 0xbf}):
		return nil, "", 3
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "utf-32le", 4
	case bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "utf-32be", 4
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le", 2
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16be", 2
	case len(b) >= 4 && b[0] == '<' && b[1] == 0 && b[2] != 0 && b[3] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le", 0
	case len(b) >= 4 && b[0] == 0 && b[1] == '<' && b[2] == 0 && b[3] != 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16be", 0
	}
	return nil, "", 0
}

func decode(e encoding.Encoding, b []byte) string {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(out)
}

var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']`)

// declarations returns what a document and its header call their character
// set, the most trusted first.
func declarations(b []byte, hint string) []string {
	head := b[:min(len(b), 64<<10)]
	var out []string
	if m := xmlEncoding.FindSubmatch(head[:min(len(head), 512)]); m != nil {
		out = append(out, string(m[1]))
	}
	if hint != "" {
		out = append(out, strings.Trim(hint, `"' `))
	}
	if _, n, _ := charset.DetermineEncoding(head, ""); n != "" {
		out = append(out, n)
	}
	return out
}

// mostlyUTF8 reports whether b is UTF-8 but for some spoilt bytes: at least
// four letters beyond ASCII for each byte that means nothing. A text in another
// set has at most one in five right by chance (GBK).
func mostlyUTF8(b []byte) bool {
	var right, wrong int
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		switch {
		case r != utf8.RuneError || n > 1:
			right++
		case len(b) >= utf8.UTFMax || !utf8.RuneStart(b[0]):
			wrong++ // a rune cut at the very end is no sign
		}
		b = b[n:]
	}
	return right > 0 && right >= 4*wrong
}
