package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/connect/file"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/web"
)

// rowsPerCommit is how many rows of a file become durable together: enough for
// waiting for the disk not to count, few enough for progress to be seen.
const rowsPerCommit = 1000

// readRows reads a file of mentions for a source. change alters the mapping
// that was guessed from the file's beginning. Times that name no zone are read
// in the workspace's: that is where spreadsheets are written.
func (p *program) readRows(ctx context.Context, r io.Reader, name string, src vigie.Source, change func(*file.Sniffed) error) iter.Seq2[listen.Batch, error] {
	return func(yield func(listen.Batch, error) bool) {
		// What was looked at is read again: a pipe cannot be rewound.
		var head bytes.Buffer
		looked, err := file.Sniff(io.TeeReader(r, &head), name)
		if err == nil {
			err = change(&looked)
		}
		if err == nil {
			var ws vigie.Workspace
			ws, err = p.store.Workspace(ctx)
			looked.Mapping.House = ws.Location()
		}
		if err != nil {
			yield(listen.Batch{}, err)
			return
		}
		for b, err := range file.Read(ctx, io.MultiReader(&head, r), name, looked.Mapping, rowsPerCommit) {
			b.Source = src.ID
			if !yield(b, err) {
				return
			}
		}
	}
}

// brought is a file that the api was given, on its way in.
type brought struct {
	p   *program
	in  api.Import
	src vigie.Source
	// how is the columns as a person chose them for such a file before; nil
	// Columns where nobody did. It is set before the first batch comes.
	how web.Mapping
}

// batches reads the file.
func (f *brought) batches(ctx context.Context, r io.Reader) iter.Seq2[listen.Batch, error] {
	name := f.in.Name
	if f.in.Format != "" {
		name += "." + f.in.Format
	}
	return filled(f.p.readRows(ctx, r, name, f.src, func(s *file.Sniffed) error { return f.choose(ctx, s) }), &f.how)
}

// choose decides which column is what: as was asked, else as was chosen for the
// same columns before, else as it was guessed. What was asked is remembered.
func (f *brought) choose(ctx context.Context, s *file.Sniffed) error {
	in, m := f.in, &s.Mapping
	if !in.Guess {
		how, ok, err := web.RecallMapping(ctx, f.p.store, s.Columns)
		if err != nil {
			return err
		}
		if ok {
			f.how = how
			if err := lay(m, how); err != nil {
				return err
			}
		}
	}
	if in.Channel != "" {
		m.DefaultChannel = in.Channel
	}
	if in.Network != "" {
		m.DefaultNetwork = in.Network
	}
	m.Own = m.Own || in.Own
	var asked file.Mapping
	if in.Mapping != "" {
		if unknown := unknownField([]byte(in.Mapping)); unknown != "" {
			return vigie.Errorf(vigie.Invalid, nil, "import-unknown-field", unknown, strings.Join(mappingFields(), ", "))
		}
		dec := json.NewDecoder(bytes.NewReader([]byte(in.Mapping)))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&asked); err != nil {
			return vigie.Errorf(vigie.Invalid, err, "import-bad-mapping", err.Error())
		}
		if err := overlay(m, []byte(in.Mapping)); err != nil {
			return err
		}
	}
	if m.DefaultChannel == vigie.Private && asked.Channel == "" {
		m.Channel = "" // it would put tickets among what is public
	}
	if in.Site != "" {
		f.how.Site = "" // the source has it
	}
	if in.Mapping == "" && in.Channel == "" && in.Network == "" && in.Site == "" {
		return nil
	}
	if err := m.Check(s.Columns); err != nil {
		return err
	}
	how := web.Mapping{
		Columns: map[string]string{}, Channel: m.DefaultChannel, Network: m.DefaultNetwork,
		Site: cmp.Or(vigie.SiteOf(in.Site), f.how.Site), Lang: f.how.Lang, More: f.how.More,
	}
	for name, column := range pageFields(m) {
		if *column != "" {
			how.Columns[name] = *column
		}
	}
	for _, column := range pageFields(&asked) {
		*column = ""
	}
	asked.Own, asked.DefaultChannel, asked.DefaultNetwork = false, "", ""
	if asked != (file.Mapping{}) {
		var err error
		if how.More, err = json.Marshal(asked); err != nil {
			return err
		}
	}
	return web.KeepMapping(ctx, f.p.store, s.Columns, how)
}

// lay puts what a person chose over a guess.
func lay(m *file.Mapping, how web.Mapping) error {
	m.Clock = keepIf(m.Clock, how.Columns["date"] == m.Date)
	for field, column := range pageFields(m) {
		*column = how.Columns[field]
	}
	m.DefaultNetwork, m.Own = how.Network, how.Own
	if how.Channel != "" {
		m.DefaultChannel = how.Channel
	}
	if how.More == nil {
		return nil
	}
	return overlay(m, how.More)
}

// mappingFields names what a mapping can say, as --map and the API write it.
func mappingFields() (names []string) {
	for f := range reflect.TypeFor[file.Mapping]().Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "-" {
			names = append(names, name)
		}
	}
	return names
}

// unknownField returns the first name in a mapping, by the alphabet, that is
// none of its fields; nothing where all are or where it is no JSON object.
func unknownField(asked []byte) string {
	var wanted map[string]any
	if json.Unmarshal(asked, &wanted) != nil {
		return "" // told with what is wrong by who reads it whole
	}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		if !slices.Contains(mappingFields(), name) {
			return name
		}
	}
	return ""
}

// overlay puts what was asked over what was guessed. A column that was asked
// for one field is no longer the guess of another.
func overlay(m *file.Mapping, asked []byte) error {
	var guessed, wanted map[string]any
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, &guessed); err != nil {
		return err
	}
	if err := json.Unmarshal(asked, &wanted); err != nil {
		return err
	}
	for _, column := range wanted {
		for name, was := range guessed {
			if was == column {
				delete(guessed, name)
			}
		}
	}
	for name, column := range wanted {
		guessed[name] = column
	}
	if b, err = json.Marshal(guessed); err != nil {
		return err
	}
	*m = file.Mapping{}
	return json.Unmarshal(b, m)
}

// pageFiles is the web's reader of files.
type pageFiles struct{ p *program }

// Look reads the beginning of a file and guesses which column is which.
func (pageFiles) Look(name string, r io.Reader) (web.Look, error) {
	s, err := file.Sniff(r, name)
	if err != nil {
		return web.Look{}, err
	}
	out := web.Look{Columns: s.Columns, Rows: s.Rows, Tool: s.Tool}
	out.Guess = web.Mapping{Columns: map[string]string{}, Channel: s.Mapping.DefaultChannel, Network: s.Mapping.DefaultNetwork}
	for name, column := range pageFields(&s.Mapping) {
		if *column != "" {
			out.Guess.Columns[name] = *column
		}
	}
	return out, nil
}

// Batches reads a whole file by the mapping of the page. What the page does
// not ask (the order of day and month, the best mark) is learnt from the file.
func (f pageFiles) Batches(name string, r io.Reader, m web.Mapping, src vigie.Source) iter.Seq2[listen.Batch, error] {
	return filled(f.p.readRows(context.Background(), r, name, src, func(s *file.Sniffed) error {
		return lay(&s.Mapping, m)
	}), &m)
}

// filled gives rows the site and the language that hold for all of a file.
func filled(rows iter.Seq2[listen.Batch, error], m *web.Mapping) iter.Seq2[listen.Batch, error] {
	return func(yield func(listen.Batch, error) bool) {
		for b, err := range rows {
			for i := range b.Mentions {
				if p := &b.Mentions[i]; p.Declared == "" {
					p.Declared = m.Lang
				}
				if p := &b.Mentions[i]; p.Site == "" {
					p.Site = m.Site
				}
			}
			if !yield(b, err) {
				return
			}
		}
	}
}

func keepIf(s string, keep bool) string {
	if keep {
		return s
	}
	return ""
}

// pageFields are the fields that the page of imports asks for, by the names it
// gives them.
func pageFields(m *file.Mapping) map[string]*string {
	return map[string]*string{
		"text": &m.Text, "title": &m.Title, "date": &m.Date, "author": &m.AuthorName, "account": &m.Author,
		"url": &m.URL, "id": &m.ID, "reply": &m.ReplyTo, "channel": &m.Channel, "site": &m.Site, "lang": &m.Lang,
		"rating": &m.Rating, "reactions": &m.Reactions, "replies": &m.Replies, "reposts": &m.Reposts,
		"views": &m.Views, "followers": &m.Followers,
	}
}
