package feed

import (
	"regexp"
	"strings"

	"vigie.example/vigie"
)

// maxDepth is how deep the elements of a feed, or the values of a JSON one, may
// be nested. Real feeds stay under 20; XHTML inside Atom adds its own.
const maxDepth = 200

// checkXML looks over an XML document before anything parses it. It refuses
// what defines entities (none of our parsers expands them, and no honest feed
// needs them) and what is nested deeper than maxDepth.
//
// It is not a parser: it only knows comments, CDATA, instructions, the DOCTYPE
// and tags, well enough to count.
func checkXML(s string) error {
	depth, seenRoot := 0, false
	for i := 0; i < len(s); {
		j := strings.IndexByte(s[i:], '<')
		if j < 0 {
			return nil
		}
		i += j
		rest := s[i:]
		switch {
		case strings.HasPrefix(rest, "<!--"):
			i += until(rest, "-->")
		case strings.HasPrefix(rest, "<![CDATA["):
			i += until(rest, "]]>")
		case strings.HasPrefix(rest, "<?"):
			i += until(rest, "?>")
		case len(rest) > 9 && strings.EqualFold(rest[:9], "<!DOCTYPE"):
			n, err := checkDoctype(rest)
			if err != nil && !seenRoot {
				return err
			}
			i += n
		case strings.HasPrefix(rest, "</"):
			depth = max(depth-1, 0)
			i += 2
		case len(rest) > 1 && nameStart(rest[1]):
			seenRoot = true
			n := tagEnd(rest)
			if !strings.HasSuffix(rest[:n], "/>") {
				if depth++; depth > maxDepth {
					return vigie.Errorf(vigie.Invalid, nil, "feed-too-deep", maxDepth)
				}
			}
			i += n
		default:
			i++
		}
	}
	return nil
}

func nameStart(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b == ':' || b >= 0x80
}

// until returns the length of s up to and with end; all of it when there is
// none.
func until(s, end string) int {
	if n := strings.Index(s, end); n >= 0 {
		return n + len(end)
	}
	return len(s)
}

// tagEnd returns the length of the tag s begins with; a ">" in a quoted value
// does not end it.
func tagEnd(s string) int {
	var quote byte
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		case c == '<':
			return i // the tag was never closed
		}
	}
	return len(s)
}

// general finds the definition of an entity that text could use. A parameter
// entity that points to an outside list (RSS 0.91 asks for one) is never
// fetched and so does no harm; one that holds a value is refused.
var general = regexp.MustCompile(`<!ENTITY\s+(?:[^%\s]|%\s+\S+\s+["'])`)

// checkDoctype looks at the DOCTYPE s begins with, and returns its length.
func checkDoctype(s string) (int, error) {
	open := strings.IndexAny(s, "[>")
	if open < 0 {
		return len(s), nil
	}
	if s[open] == '>' {
		return open + 1, nil
	}
	end := strings.Index(s[open:], "]")
	// An entity's value may hold a "]": what matters comes before it anyway.
	n := len(s)
	if end >= 0 {
		n = open + end + until(s[open+end:], ">")
	}
	if general.MatchString(s[open:n]) {
		return n, vigie.Errorf(vigie.Invalid, nil, "feed-entities")
	}
	return n, nil
}

// checkJSON refuses values nested deeper than maxDepth.
func checkJSON(s string) error {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return vigie.Errorf(vigie.Invalid, nil, "feed-too-deep", maxDepth)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}
