package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
)

// plain makes a text of the outside safe for a terminal: control characters,
// which could move the cursor or recolour what follows, and direction marks
// become spaces.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, s)
}

// clip returns the beginning of s in one line of at most n characters.
func clip(s string, n int) string {
	s = strings.Join(strings.Fields(plain(s)), " ")
	for i := range s {
		if n--; n < 0 {
			return strings.TrimSpace(s[:i]) + "…"
		}
	}
	return s
}

// line prints one line of text.
func (s *session) line(id string, args ...any) error {
	_, err := fmt.Fprintln(s.out, plain(noBreak.Replace(s.p.Say(id, args...))))
	return err
}

// object prints one JSON object on a line.
func (s *session) object(v any) error {
	return json.NewEncoder(s.out).Encode(v)
}

// objects prints one JSON object a line.
func objects[T any](s *session, all []T) error {
	for i := range all {
		if err := s.object(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

// mention prints one mention in a few lines.
func (s *session) mention(w io.Writer, m *api.Mention) error {
	var b strings.Builder
	when := m.Published
	if when.IsZero() {
		when = m.Heard
	}
	parts := []string{s.p.Published(when), s.p.Say("channel-" + string(m.Channel))}
	for _, p := range []string{m.Site, m.Author, m.Lang} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	for _, t := range m.Topics {
		parts = append(parts, "["+t.Name+"]")
	}
	b.WriteString(clip(noBreak.Replace(strings.Join(parts, "  ")), 200) + "\n")
	for _, t := range []string{m.Title, m.Text} {
		if t != "" {
			b.WriteString("  " + clip(t, 240) + "\n")
		}
	}
	if !m.Withdrawn.IsZero() {
		b.WriteString("  " + clip(noBreak.Replace(s.p.Say("withdrawn", m.Withdrawn)), 240) + "\n")
	}
	if m.URL != "" {
		b.WriteString("  " + plain(m.URL) + "\n")
	}
	_, err := io.WriteString(w, b.String()+"\n")
	return err
}

// agree asks a question once where a person sits at the other end, and fails
// with what declined says unless the answer is yes. Where nobody can answer
// (a script, JSON) it asks nothing.
func (s *session) agree(ask, declined string, args ...any) error {
	f, ok := s.in.(*os.File)
	if !ok || s.cli.JSON || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	if _, err := fmt.Fprintln(s.err, plain(noBreak.Replace(s.p.Say(ask, args...)))); err != nil {
		return err
	}
	said, err := bufio.NewReader(f).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if yes := s.p.Say("cli-yes"); !strings.EqualFold(strings.TrimSpace(said), yes) && !strings.EqualFold(strings.TrimSpace(said), yes[:1]) {
		return vigie.Errorf(vigie.Forbidden, nil, declined, yes)
	}
	return nil
}
