package file

import (
	"html"
	"math"
	"strconv"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

// isNone reports whether a cell says that there is nothing: what R, Python and
// databases write for it. A text may be any of these words, and is never asked.
func isNone(s string) bool {
	switch s {
	case "", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "none", "undefined", "-", `\N`:
		return true
	}
	return false
}

// unescape undoes what exports of web services do to their texts: "&amp;" for
// "&". Only where a reference of theirs stands in it, so that "AT&T;" stays.
func unescape(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	for _, ref := range [...]string{"&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "&#"} {
		if strings.Contains(s, ref) {
			return html.UnescapeString(s)
		}
	}
	return s
}

// idOf gives ids one form: numbers that went through a spreadsheet or a data
// frame end in ".0".
func idOf(s string) string {
	if isNone(s) {
		return ""
	}
	if whole, ok := strings.CutSuffix(s, ".0"); ok {
		if _, n := number(whole, len(whole)); n == len(whole) && n > 0 {
			return whole
		}
	}
	return s
}

// decimal reads a number as people write it: decimal comma, spaces between
// thousands, "4/5" and "4 étoiles" by what stands first.
func decimal(s string) (float64, bool) {
	if s == "" {
		return 0, false
	}
	s = asDecimal.Replace(s)
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' || end == 0 && s[end] == '-') {
		end++
	}
	f, err := strconv.ParseFloat(s[:end], 64)
	return f, err == nil && !math.IsInf(f, 0)
}

var asDecimal = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".")

// countOf reads a count; -1, which says "not told", for anything else.
func countOf(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		f, ok := decimal(s)
		if !ok || f >= 1e15 {
			return -1
		}
		n = int64(f)
	}
	return max(n, -1)
}

// langOf returns the ISO 639-1 code of what a source claims ("fr", "fr-FR",
// "pt_BR", the first of a list), else nothing.
func langOf(s string) string {
	if i := strings.IndexAny(s, "-_,"); i == 2 {
		s = s[:2]
	}
	s = strings.ToLower(s)
	if len(s) != 2 || s[0] < 'a' || s[0] > 'z' || s[1] < 'a' || s[1] > 'z' {
		return ""
	}
	return s
}

// channelNamed returns the channel that a cell names, in English or French.
func channelNamed(s string) vigie.Channel {
	s = text.Fold(strings.TrimSpace(s))
	if c := vigie.Channel(s); c.Valid() {
		return c
	}
	// Tools join kind and network: "SOCIALMEDIA_TWITTER", "ONLINENEWS_AGENCY".
	switch {
	case strings.HasPrefix(s, "socialmedia_youtube"):
		return vigie.Video
	case strings.HasPrefix(s, "socialmedia"):
		return vigie.Social
	case strings.HasPrefix(s, "onlinenews"), strings.HasPrefix(s, "newspaper"), strings.HasPrefix(s, "magazine"):
		return vigie.Press
	case strings.HasPrefix(s, "messageboard"):
		return vigie.Forum
	}
	switch strings.TrimSuffix(s, "s") {
	case "twitter", "x", "facebook", "instagram", "linkedin", "tiktok", "mastodon", "bluesky":
		return vigie.Social
	case "youtube":
		return vigie.Video
	case "reddit":
		return vigie.Forum
	case "presse", "new", "media", "article":
		return vigie.Press
	case "blog":
		return vigie.Blog
	case "forum":
		return vigie.Forum
	case "commentaire", "comment":
		return vigie.Comment
	case "avi", "review":
		return vigie.Review
	case "reseau", "reseaux", "reseaux sociaux", "social media", "tweet", "post":
		return vigie.Social
	case "video":
		return vigie.Video
	case "podcast", "radio":
		return vigie.Podcast
	case "wiki":
		return vigie.Wiki
	case "courrier", "mail", "email", "e-mail":
		return vigie.Mail
	case "prive", "ticket", "appel", "sondage", "call", "survey":
		return vigie.Private
	}
	return ""
}
