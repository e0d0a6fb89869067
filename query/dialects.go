package query

import "strings"

// space says what a tool makes of two words with nothing between them.
type space uint8

const (
	spaceAnd      space = iota
	spacePhrase         // a phrase
	spaceOptional       // the second is optional
	spaceUnsaid         // the documentation does not say
)

// dialect is what differs between tools. What is said of operators is from their
// operator pages as read for docs/query.md (November 2026). The tables of fields
// were in part written from memory and not all held against those pages: they
// name usual spellings, some may be wrong or missing, and a conversion that uses
// one says so (convert-fields).
type dialect struct {
	space     space
	near      int    // what NEAR means without a number
	nearShift int    // what n of theirs lacks to words between
	loose     string // what to say of "..."~n
	lines     bool   // bracketed lines are alternatives
	plus      bool   // +word is required
	anyCase   bool   // operators may be in small letters
	accents   bool   // some of its searches tell accents apart
	fields    map[string]target
}

// target is what becomes of a field: another field, before whose value prefix
// is put; exact words; or nothing.
type target struct {
	to     string
	prefix string
	around string // put before and after the value: *
	strict Strict
	within string // In field around a strict word
	say    string // note, where the meaning changes
	values map[string]string
}

var dialects = map[Dialect]*dialect{
	// NEAR/x: at most x words between; NEAR/xf in that order.
	Brandwatch: {space: spacePhrase, near: 5, loose: "convert-loose", fields: map[string]target{
		"raw": {strict: Raw}, "title": {to: "title"}, "author": {to: "author"}, "site": {to: "site"}, "url": {to: "url"}, "links": {to: "links"},
		"country": {to: "country"}, "language": {to: "lang"}, "authorfollowers": {to: "followers"}, "rating": {to: "rating"},
		"hashtags": {to: "", prefix: "#"}, "at_mentions": {to: "", prefix: "@"},
	}},
	// "a b"~5 counts jumps; word~1 is spelling, word~ the compound.
	Talkwalker: {space: spaceUnsaid, near: 5, loose: "convert-loose-jumps", fields: map[string]target{
		"title": {to: "title"}, "content": {to: "body"}, "author": {to: "author"}, "site": {to: "site"}, "domain_url": {to: "site"}, "host_url": {to: "site"}, "url": {to: "url"},
		"lang": {to: "lang"}, "sourcecountry": {to: "country"},
	}},
	// NEAR alone is NEAR/4; term^9 picks the excerpt.
	Meltwater: {space: spaceUnsaid, near: 4, loose: "convert-loose", anyCase: true, fields: map[string]target{
		"title": {to: "title"}, "ingress": {to: "lead"}, "lead": {to: "lead"}, "author": {to: "author"},
	}},
	// exact...: is case-sensitive.
	Sprinklr: {space: spaceUnsaid, near: 5, loose: "convert-loose", fields: map[string]target{
		"title": {to: "title"}, "message": {to: "body"}, "parentmessage": {to: "parent"}, "parenttitle": {to: "parent", say: "convert-parent-title"},
		"author": {to: "author"}, "authorcontaining": {to: "author", around: "*"}, "userbio": {to: "bio"}, "site": {to: "site"}, "url": {to: "url"},
		"language": {to: "lang"}, "country": {to: "country"}, "followers": {to: "followers"},
		"exactmessage": {strict: Raw, within: "body"}, "exacttitle": {strict: Raw, within: "title"}, "exactauthor": {strict: Raw, within: "author"},
	}},
	// A bare term is optional, +term required; a <<n b is ordered; "a b c"/2 a
	// quorum; raw: keeps signs and folds case, rawer: keeps case.
	Radarly: {space: spaceOptional, near: 5, loose: "convert-loose", plus: true, fields: map[string]target{
		"raw": {to: "", say: "convert-raw-folded"}, "rawer": {strict: CaseKept}, "title": {to: "title"}, "text": {to: "body"},
	}},
	// Bracketed lines are alternatives; a space is AND.
	Visibrain: {space: spaceAnd, near: 5, loose: "convert-loose", lines: true, fields: map[string]target{
		"from": {to: "author", prefix: "@"}, "to": {to: "to", prefix: "@"}, "lang": {to: "lang"}, "url": {to: "links"},
	}},
	X: {space: spaceAnd, near: 5, accents: true, loose: "convert-loose", fields: map[string]target{
		"from": {to: "author", prefix: "@"}, "to": {to: "to", prefix: "@"}, "lang": {to: "lang"}, "url": {to: "links"}, "conversation_id": {to: "thread"},
		"bio": {to: "bio"}, "bio_name": {to: "author"}, "place_country": {to: "country"}, "profile_country": {to: "country"},
		"followers_count": {to: "followers"}, "min_faves": {to: "reactions", prefix: ">="}, "min_retweets": {to: "reposts", prefix: ">="}, "min_replies": {to: "replies", prefix: ">="},
		"since": {to: "published", prefix: ">="}, "until": {to: "published", prefix: "<"},
		"is":     {to: "is", values: map[string]string{"retweet": "repost", "reply": "reply"}},
		"has":    {to: "has", values: map[string]string{"links": "link", "images": "image", "videos": "video", "video_link": "video", "media": "(image,video)"}},
		"filter": {to: "", values: map[string]string{"links": "has:link", "images": "has:image", "videos": "has:video", "media": "has:(image,video)", "replies": "is:reply", "retweets": "is:repost", "nativeretweets": "is:repost"}},
	}},
}

// field makes the node of a field.
func (c *converter) field(t piece) Node {
	to, ok := c.dialect.fields[t.field]
	if !ok {
		if t.field == "http" || t.field == "https" {
			return c.leaf(t, t.field+":"+t.text, false)
		}
		c.note(t, true, "convert-no-field", t.field)
		return nil
	}
	c.once(t, "convert-fields")
	if to.say != "" {
		c.once(t, to.say)
	}
	value := t.text
	if to.values != nil {
		if value, ok = to.values[strings.ToLower(t.text)]; !ok {
			c.note(t, true, "convert-no-value", t.field, t.text)
			return nil
		}
	}
	source := value
	switch {
	case to.strict != Folded:
		source = to.strict.prefix() + quoted(value)
		if to.within != "" {
			source = to.within + ":" + source
		}
	case to.to == "" && t.kind == piecePhrase:
		source = quoted(to.prefix + value)
	case to.to == "":
		source = to.prefix + value
	default:
		if fieldKinds[to.to] == rangeField {
			value = bracketed(value)
		}
		value = to.around + strings.TrimPrefix(to.prefix, leading(value)) + value + to.around
		if t.kind == piecePhrase {
			value = quoted(value)
		}
		source = to.to + ":" + value
	}
	return c.own(t, source)
}

// leading returns the first character of a value, so that from:@x does not get
// its sign twice.
func leading(v string) string {
	if strings.HasPrefix(v, "@") || strings.HasPrefix(v, "#") {
		return v[:1]
	}
	return "\x00"
}

// bracketed writes [10 TO 50] as 10..50.
func bracketed(v string) string {
	inner, ok := strings.CutPrefix(v, "[")
	if !ok {
		return v
	}
	from, to, _ := strings.Cut(strings.TrimSuffix(inner, "]"), " TO ")
	return strings.Trim(from, "* ") + ".." + strings.Trim(to, "* ")
}

// own parses a piece written in our language, and notes what it refuses.
func (c *converter) own(t piece, source string) Node {
	q, err := Parse(source)
	if err != nil {
		c.note(t, true, "convert-refused", reason(err))
		return nil
	}
	return q.Root
}

// fieldGroup reads field:( ... ), whose parenthesis was read.
func (c *converter) fieldGroup(t piece) Node {
	group := c.or()
	end := t.pos.End
	if c.peek(pieceClose) {
		end = c.tokens[c.at].pos.End
		c.at++
	}
	t.pos.End = end
	to, ok := c.dialect.fields[t.field]
	switch {
	case !ok:
		c.note(t, true, "convert-no-field", t.field)
		return nil
	case group == nil:
		return nil
	}
	c.once(t, "convert-fields")
	if to.say != "" {
		c.once(t, to.say)
	}
	if fieldKinds[to.to] == textField && to.prefix == "" && to.around == "" {
		if conditionIn(group) != "" || !hasPositive(group) {
			c.note(t, true, "convert-refused", reason(fault("", Pos{}, "query-scope-field", t.field)))
			return nil
		}
		return &In{Field: to.to, Part: group}
	}
	// Each word of the group gets the field.
	return c.spread(t, group)
}

// spread puts the field of t before each word of a group.
func (c *converter) spread(t piece, n Node) Node {
	each := func(parts []Node) []Node {
		var out []Node
		for _, p := range parts {
			out = append(out, c.spread(t, p))
		}
		return out
	}
	switch n := n.(type) {
	case *Or:
		return orOf(each(n.Parts))
	case *And:
		return andOf(each(n.Parts))
	case *Not:
		if part := c.spread(t, n.Part); part != nil {
			return &Not{Part: part}
		}
		return nil
	case *Word:
		return c.field(piece{kind: pieceWord, field: t.field, text: n.Written, n: -1, pos: t.pos})
	case *Phrase:
		return c.field(piece{kind: piecePhrase, field: t.field, text: n.Written, n: -1, pos: t.pos})
	}
	c.note(t, true, "convert-not-read")
	return nil
}
