package file

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
)

// jsonRows reads lines of JSON objects as rows. A column is a name of the
// object, or a path into it joined by dots ("author.name"); a list becomes its
// values joined by commas.
type jsonRows struct {
	w       *window
	columns map[string]int
	names   []string
	learn   bool // new names become columns; else they are passed over

	row  []byte
	span [][2]int // of each column in row; [0,0] where the line lacks it
}

// next reads one line; see csvRows.next.
func (j *jsonRows) next() (line int, f fault, err error) {
	for {
		n, whole := j.w.firstLine()
		line = j.w.line
		if n == 0 {
			if err := j.w.failed(); err != nil {
				return line, sound, err
			}
			return line, sound, io.EOF
		}
		if !whole {
			return line, tooLong, j.w.skipLine()
		}
		text := bytes.TrimSpace(j.w.bytes()[:n])
		f = sound
		if len(text) > 0 {
			f = j.parse(text)
		}
		j.w.take(n)
		if len(text) > 0 {
			return line, f, nil
		}
	}
}

func (j *jsonRows) cell(i int) []byte {
	if i >= len(j.span) {
		return nil
	}
	return j.row[j.span[i][0]:j.span[i][1]]
}

func (j *jsonRows) parse(text []byte) fault {
	j.row = j.row[:0]
	j.span = j.span[:0]
	if text[0] != '{' || !json.Valid(text) {
		return notJSON
	}
	s := scanner{b: text}
	j.object(&s, "", 0)
	return sound
}

// maxDepth: what is nested deeper is not a column.
const maxDepth = 4

// object reads an object whose opening brace is next. The text is valid JSON.
func (j *jsonRows) object(s *scanner, prefix string, depth int) {
	s.skip() // {
	for s.peek() != '}' {
		if s.peek() == ',' {
			s.skip()
		}
		name := prefix + s.text()
		s.peek()
		s.skip() // :
		j.value(s, name, depth)
	}
	s.skip()
}

func (j *jsonRows) value(s *scanner, name string, depth int) {
	switch c := s.peek(); {
	case c == '{' && depth < maxDepth:
		j.object(s, name+".", depth+1)
	case c == '{' || c == '[':
		j.put(name, list(s.raw()))
	case c == '"':
		j.put(name, s.text())
	default:
		if v := s.raw(); string(v) != "null" {
			j.put(name, string(v))
		}
	}
}

func (j *jsonRows) put(name, value string) {
	i, known := j.columns[name]
	if !known {
		if !j.learn || len(j.names) >= maxColumns {
			return
		}
		i = len(j.names)
		j.columns[name] = i
		j.names = append(j.names, name)
	}
	for len(j.span) <= i {
		j.span = append(j.span, [2]int{})
	}
	from := len(j.row)
	j.row = append(j.row, value...)
	j.span[i] = [2]int{from, len(j.row)}
}

// maxColumns is more than any export has; what comes after is not read.
const maxColumns = 1000

// list prints a list of plain values joined by commas, and anything else as
// nothing: it is no cell.
func list(raw []byte) string {
	var values []any
	if raw[0] != '[' || json.Unmarshal(raw, &values) != nil {
		return ""
	}
	var out []byte
	for _, v := range values {
		if len(out) > 0 {
			out = append(out, ',')
		}
		switch v := v.(type) {
		case string:
			out = append(out, v...)
		case float64:
			out = strconv.AppendFloat(out, v, 'f', -1, 64)
		case bool:
			out = strconv.AppendBool(out, v)
		}
	}
	return string(slices.Clip(out))
}

// scanner walks valid JSON.
type scanner struct {
	b []byte
	i int
}

// peek returns the next byte that is not white space.
func (s *scanner) peek() byte {
	for s.b[s.i] <= ' ' {
		s.i++
	}
	return s.b[s.i]
}

func (s *scanner) skip() { s.i++ }

// text reads a string.
func (s *scanner) text() string {
	raw := s.raw()
	inner := raw[1 : len(raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return string(inner)
	}
	var v string
	if err := json.Unmarshal(raw, &v); err != nil {
		return string(inner) // cannot be: the line is valid JSON
	}
	return v
}

// raw returns the next value as it is written.
func (s *scanner) raw() []byte {
	s.peek()
	from := s.i
	depth := 0
	for s.i < len(s.b) {
		switch s.b[s.i] {
		case '"':
			for s.i++; s.b[s.i] != '"'; s.i++ {
				if s.b[s.i] == '\\' {
					s.i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return bytes.TrimSpace(s.b[from:s.i])
			}
			depth--
		case ',':
			if depth == 0 {
				return bytes.TrimSpace(s.b[from:s.i])
			}
		case ':':
			if depth == 0 {
				return bytes.TrimSpace(s.b[from:s.i])
			}
		}
		s.i++
		if depth == 0 && (s.b[s.i-1] == '"' || s.b[s.i-1] == '}' || s.b[s.i-1] == ']') {
			break
		}
	}
	return s.b[from:s.i]
}
