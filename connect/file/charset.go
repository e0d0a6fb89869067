package file

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// Charset is how the letters of a file are written.
type Charset string

// The charsets. A file that begins as UTF-8 may still hold rows in
// Windows1252 (files glued together): those rows are read as such.
const (
	UTF8        Charset = "utf-8"
	UTF16LE     Charset = "utf-16le"
	UTF16BE     Charset = "utf-16be"
	Windows1252 Charset = "windows-1252"
)

// charsetOf judges by the beginning of a file, and says how long its byte
// order mark is.
func charsetOf(head []byte, whole bool) (c Charset, mark int) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return UTF8, 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return UTF16LE, 2
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return UTF16BE, 2
	}
	// Without a mark, UTF-16 of any European text has a zero in every second byte.
	var zero [2]int
	for i, b := range head[:min(len(head), 4096)] {
		if b == 0 {
			zero[i%2]++
		}
	}
	if half := min(len(head), 4096) / 2; half > 8 {
		if zero[1] > half*2/5 && zero[0] < half/20 {
			return UTF16LE, 0
		}
		if zero[0] > half*2/5 && zero[1] < half/20 {
			return UTF16BE, 0
		}
	}
	if !whole { // the last character may be cut
		for n := 1; n < utf8.UTFMax && n <= len(head); n++ {
			if utf8.RuneStart(head[len(head)-n]) {
				if !utf8.FullRune(head[len(head)-n:]) {
					head = head[:len(head)-n]
				}
				break
			}
		}
	}
	if utf8.Valid(head) {
		return UTF8, 0
	}
	return Windows1252, 0
}

// utf16Reader turns UTF-16 into UTF-8. Halves of pairs and a last odd byte
// become U+FFFD.
type utf16Reader struct {
	r     io.Reader
	order binary.ByteOrder
	in    []byte // not yet turned
	out   []byte // turned, not yet read
	buf   [32 << 10]byte
	made  []byte
	err   error
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		n := copy(u.buf[:], u.in)
		var m int
		m, u.err = u.r.Read(u.buf[n:])
		u.turn(u.buf[:n+m], u.err != nil)
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

func (u *utf16Reader) turn(b []byte, last bool) {
	u.made = u.made[:0]
	for len(b) >= 2 {
		r := rune(u.order.Uint16(b))
		size := 2
		if utf16.IsSurrogate(r) {
			if len(b) < 4 && !last {
				break
			}
			pair := utf8.RuneError
			if len(b) >= 4 {
				pair = utf16.DecodeRune(r, rune(u.order.Uint16(b[2:])))
			}
			if pair != utf8.RuneError {
				size = 4
			}
			r = pair
		}
		u.made = utf8.AppendRune(u.made, r)
		b = b[size:]
	}
	if last && len(b) > 0 {
		u.made = utf8.AppendRune(u.made, utf8.RuneError)
		b = nil
	}
	u.in, u.out = b, u.made
}

// from1252 appends s, read as windows-1252, to dst. The five bytes that the
// charset leaves out become U+FFFD.
func from1252(dst, s []byte) []byte {
	for _, b := range s {
		switch {
		case b < 0x80:
			dst = append(dst, b)
		case b < 0xa0:
			dst = utf8.AppendRune(dst, high1252[b-0x80])
		default:
			dst = utf8.AppendRune(dst, rune(b))
		}
	}
	return dst
}

// high1252 is 0x80 to 0x9f as in the WHATWG Encoding Standard, but for the
// controls it keeps for unused bytes.
var high1252 = [32]rune{
	'€', utf8.RuneError, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', utf8.RuneError, 'Ž', utf8.RuneError,
	utf8.RuneError, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', utf8.RuneError, 'ž', 'Ÿ',
}
