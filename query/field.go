package query

import (
	"strings"
	"unicode"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

// fieldKind says what follows the name of a field.
type fieldKind uint8

const (
	noField     fieldKind = iota
	valueField            // one value or a list
	textField             // words, phrases and groups
	rangeField            // a number or a day
	strictField           // a word, phrase or group taken to the letter
	listField             // the name of a list
)

// fieldKinds are the fields of the language.
var fieldKinds = map[string]fieldKind{
	"lang": valueField, "country": valueField, "channel": valueField, "is": valueField, "has": valueField,
	"site": valueField, "url": valueField, "links": valueField, "thread": valueField,
	"opinion": valueField, "intent": valueField, "theme": valueField, "entity": valueField,
	"title": textField, "lead": textField, "body": textField,
	"author": textField, "bio": textField, "to": textField, "source": textField, "parent": textField,
	"rating": rangeField, "followers": rangeField, "reactions": rangeField, "replies": rangeField,
	"reposts": rangeField, "views": rangeField, "words": rangeField, "published": rangeField,
	"raw": strictField, "case": strictField, "accent": strictField,
	"list": listField,
}

// fieldAliases are the names that people of other tools and other languages
// type, folded.
var fieldAliases = map[string]string{
	"langue": "lang", "language": "lang", "pays": "country", "canal": "channel", "est": "is", "avec": "has",
	"lien": "links", "liens": "links", "link": "links", "fil": "thread", "intention": "intent", "entite": "entity", "adresse": "url",
	"titre": "title", "chapo": "lead", "chapeau": "lead", "texte": "body", "corps": "body", "text": "body",
	"auteur": "author", "from": "author", "reponsea": "parent",
	"note": "rating", "abonnes": "followers", "vues": "views", "mots": "words", "publie": "published", "date": "published",
	"casse": "case", "brut": "raw", "liste": "list",
}

// fieldNamed returns the field that a written name stands for.
func fieldNamed(name string) (string, fieldKind) {
	name = text.Fold(name)
	if other, ok := fieldAliases[name]; ok {
		name = other
	}
	return name, fieldKinds[name]
}

// isFieldName reports whether what stands before a colon could only be meant
// as a field: letters, at least two.
func isFieldName(name string) bool {
	letters := 0
	for _, r := range name {
		if !unicode.IsLetter(r) || r > 0x24F {
			return false
		}
		letters++
	}
	return letters >= 2
}

// understood are the fields about what Vigie made of a post. A topic may not
// ask for them: they are read of what topics matched.
func understood(field string) bool {
	switch field {
	case "opinion", "intent", "theme", "entity":
		return true
	}
	return false
}

// fieldValue returns the canonical form of one value; the value itself and
// false where it can mean nothing.
func fieldValue(name, v string) (string, bool) {
	v = strings.TrimSpace(v)
	low := strings.ToLower(v)
	switch name {
	case "lang":
		return low, isCode(low, 2, 3)
	case "country":
		if low == "uk" {
			low = "gb"
		}
		return strings.ToUpper(low), isCode(low, 2, 2)
	case "channel":
		return named(low, channelsInFrench, func(s string) bool { return vigie.Channel(s).Valid() })
	case "is":
		return named(low, isInFrench, func(s string) bool { return s == "reply" || s == "repost" || s == "own" })
	case "has":
		return named(low, hasInFrench, func(s string) bool {
			switch s {
			case "link", "image", "video", "sound", "title", "rating", "date":
				return true
			}
			return false
		})
	case "opinion":
		return named(low, opinionsInFrench, func(s string) bool {
			for o := vigie.OpinionUnknown; o <= vigie.Unsure; o++ {
				if o.String() == s {
					return true
				}
			}
			return false
		})
	case "intent":
		return named(low, intentsInFrench, func(s string) bool {
			switch vigie.Intent(s) {
			case vigie.Question, vigie.Complaint, vigie.Request, vigie.Recommendation, vigie.Purchase, vigie.Job, vigie.Release, vigie.Promotion:
				return true
			}
			return false
		})
	case "site":
		return siteValue(low, v)
	case "url", "links":
		v = strings.TrimSuffix(bareAddress(v), "/")
		return v, strings.Trim(v, "*/.:") != ""
	}
	return v, strings.Trim(v, "* ") != "" // thread, theme, entity
}

func isCode(s string, least, most int) bool {
	return len(s) >= least && len(s) <= most && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

// named returns a value by its own name or its French one.
func named(low string, french map[string]string, valid func(string) bool) (string, bool) {
	folded := text.Fold(low)
	if other, ok := french[folded]; ok {
		return other, valid(other)
	}
	return folded, valid(folded)
}

func siteValue(low, v string) (string, bool) {
	low = strings.TrimPrefix(strings.TrimPrefix(low, "https://"), "http://")
	low = vigie.SiteOf(strings.TrimSuffix(low, "/"))
	low = strings.TrimPrefix(low, "*.")
	for _, r := range low {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-' && r != '_' && r != '*' {
			return v, false
		}
	}
	return low, strings.Trim(low, ".-_") == low && strings.Trim(low, "*.") != "" && vigie.SiteOf(low) == low
}

// bareAddress returns an address as url: and links: compare it: in small
// letters, without scheme and "www.".
func bareAddress(s string) string { return bare(strings.ToLower(s)) }

// bare takes scheme and "www." off an address in small letters.
func bare(s string) string {
	if i := strings.Index(s, "://"); i >= 0 && i < 8 {
		s = s[i+3:]
	}
	return strings.TrimPrefix(s, "www.")
}

// channelsInFrench and the tables after it are the names that French pages
// show, for who types them.
var channelsInFrench = map[string]string{
	"presse": "press", "commentaire": "comment", "commentaires": "comment", "avis": "review", "reseaux": "social",
	"prive": "private", "courriel": "mail", "recherche": "search",
}

var isInFrench = map[string]string{"reponse": "reply", "partage": "repost", "notre": "own", "propre": "own"}

var hasInFrench = map[string]string{"lien": "link", "photo": "image", "son": "sound", "titre": "title", "note": "rating"}

var opinionsInFrench = map[string]string{
	"negatif": "negative", "neutre": "neutral", "positif": "positive", "incertain": "unsure", "incertaine": "unsure", "inconnue": "unknown",
}

var intentsInFrench = map[string]string{
	"plainte": "complaint", "demande": "request", "recommandation": "recommendation", "achat": "purchase", "emploi": "job", "communique": "press",
}
