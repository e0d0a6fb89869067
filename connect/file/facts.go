package file

import (
	"strings"
	"unicode"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

// facts fills what few files tell: bio, country, addressees, what is answered,
// links, pictures and films.
func (mk *maker) facts(m *vigie.Mention, r rows) {
	m.Author.Bio = mk.value(r, roleBio)
	m.Country = countryOf(mk.value(r, roleCountry))
	m.To = several(mk.value(r, roleTo), func(s string) bool { return true })
	if parent := text.Clean(unescape(mk.plain(r, roleParent))); !isNone(parent) {
		m.Parent = shortened(parent)
	}
	m.Links = several(mk.value(r, roleLinks), func(s string) bool { return webAddress(s) != "" && s != m.URL })
	if len(several(mk.value(r, roleImages), isMedia)) > 0 {
		m.Media |= vigie.MediaImage
	}
	if len(several(mk.value(r, roleVideos), isMedia)) > 0 {
		m.Media |= vigie.MediaVideo
	}
	m.Repost = isYes(mk.value(r, roleRepost))
}

// shortened cuts a parent's text at vigie.ParentMost, between characters.
func shortened(s string) string {
	if len(s) <= vigie.ParentMost {
		return s
	}
	end := vigie.ParentMost
	for end > 0 && s[end]&0xC0 == 0x80 {
		end--
	}
	return s[:end]
}

// countryOf returns a country code of two letters, in capitals; nothing for
// names and anything else.
func countryOf(s string) string {
	if len(s) != 2 || strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	if s = strings.ToUpper(s); s == "UK" {
		return "GB"
	}
	return s
}

// factsMost bounds the addresses and accounts of one row.
const factsMost = 50

// several reads a cell that holds several values, as exports write lists: with
// commas, bars, semicolons or spaces, in brackets and quotes or not.
func several(s string, good func(string) bool) (list []string) {
	if s == "" {
		return nil
	}
	for _, v := range strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;|[]{}\"'", r)
	}) {
		if len(list) < factsMost && !isNone(v) && good(v) {
			list = append(list, v)
		}
	}
	return list
}

// isMedia tells what stands for a picture: an address, or the name of a file.
func isMedia(s string) bool { return webAddress(s) != "" || strings.Contains(s, ".") }

func isYes(s string) bool {
	switch strings.ToLower(s) {
	case "true", "yes", "oui", "vrai", "1", "1.0", "t":
		return true
	}
	return false
}
