package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vigie.example/vigie"
)

// uploadTime bounds how long a file may take to arrive: 2 GB over a line of
// ten megabits take half an hour.
const uploadTime = time.Hour

// UploadPattern is what files being brought in are called in
// Options.TempDir, in the form of os.CreateTemp and filepath.Match. Those of a
// process that was killed stay: whoever owns the folder removes them (they end
// in figures).
const UploadPattern = "vigie-import-*"

// lookRows is how many rows of a file its page shows.
const lookRows = 5

// importPage is the page that takes a file, and lists what was brought in.
type importPage struct {
	Most    string // the largest file, in words
	Jobs    []importView
	Trouble string
}

// importOnePage is one file: how its columns are read, then how far it is.
type importOnePage struct {
	importView
	Fields   []mappingField // those most files have
	More     []mappingField // the others, folded away
	MoreUsed bool           // one of the others is used: do not hide it
	Rows     [][]string
	Columns  []string
	Channels []vigie.Channel
	Mapping  Mapping
	Known    string // why the columns are believed to be what they are; may be empty
	Trouble  string
}

// mappingField is one thing a column may hold.
type mappingField struct {
	Name, Label string
	Column      string // chosen
	Must        bool
}

// fields are what a column may hold, in the order the form shows them. The
// names are those of Mapping.Columns.
var fields = []string{
	"text", "title", "date", "author", "account", "url", "id", "reply",
	"channel", "site", "lang", "rating", "reactions", "replies", "reposts", "views", "followers",
}

// fieldsFirst is how many of fields are always in sight.
const fieldsFirst = 7

// importPage asks for a file.
func (s *Server) importPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.showImports(w, v, "")
}

func (s *Server) showImports(w http.ResponseWriter, v *visit, trouble string) error {
	d := importPage{Most: v.Print.Sentence(sizeSaid(s.o.UploadMost)), Trouble: trouble}
	for _, im := range s.imports.list() {
		d.Jobs = append(d.Jobs, im.view(v))
		if im.state() == importRuns {
			v.Reload = 3
		}
	}
	return v.page(w, "import", vigie.Say("menu-import"), d)
}

// upload takes a file into the data folder and looks at its beginning.
func (s *Server) upload(w http.ResponseWriter, r *http.Request, v *visit) error {
	again := func(err error) error {
		if vigie.KindOf(err) == vigie.Internal {
			return err
		}
		v.Status = status(vigie.KindOf(err))
		return s.showImports(w, v, v.Print.Error(err))
	}
	if s.o.Read == nil {
		return again(vigie.Errorf(vigie.Unavailable, nil, "import-no-reader"))
	}
	// A page's deadlines are too short for a large file.
	c := http.NewResponseController(w)
	if err := c.SetReadDeadline(time.Now().Add(uploadTime)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if err := c.SetWriteDeadline(time.Now().Add(uploadTime + time.Minute)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.o.UploadMost+formMost)
	parts, err := r.MultipartReader()
	if err != nil {
		return again(vigie.Errorf(vigie.Invalid, err, "import-no-file"))
	}
	im, err := s.receive(parts)
	if err != nil {
		return again(err)
	}
	f, err := os.Open(im.path)
	if err != nil {
		return err
	}
	im.look, err = s.o.Read.Look(im.Name, f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil && len(im.look.Columns) == 0 {
		err = vigie.Errorf(vigie.Invalid, nil, "import-no-columns", im.Name)
	}
	if err != nil {
		im.drop(s.o.Log)
		return again(err)
	}
	im.look.Rows = im.look.Rows[:min(len(im.look.Rows), lookRows)]
	if err := s.recall(r.Context(), &im.look); err != nil {
		im.drop(s.o.Log)
		return err
	}
	s.imports.add(im, s.o.Log)
	return v.to(w, "/import/"+im.ID)
}

// receive writes the first file of a form to a temporary file.
func (s *Server) receive(parts *multipart.Reader) (*bringing, error) {
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, vigie.Errorf(vigie.Invalid, nil, "import-no-file")
		}
		if err != nil {
			if err = s.tooLarge(err); vigie.KindOf(err) == vigie.Internal {
				err = vigie.Errorf(vigie.Invalid, err, "import-cut-off") // no form that a browser sends
			}
			return nil, err
		}
		if p.FormName() != "file" || p.FileName() == "" {
			continue
		}
		im := newBringing(fileName(p.FileName()), s.o.Now())
		f, err := os.CreateTemp(s.o.TempDir, UploadPattern)
		if err != nil {
			return nil, err
		}
		im.path = f.Name()
		im.Bytes, err = io.Copy(f, p)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err == nil && im.Bytes > s.o.UploadMost {
			err = &http.MaxBytesError{Limit: s.o.UploadMost}
		}
		if err == nil && im.Bytes == 0 {
			err = vigie.Errorf(vigie.Invalid, nil, "import-empty", im.Name)
		}
		if err != nil {
			im.drop(s.o.Log)
			return nil, s.tooLarge(err)
		}
		return im, nil
	}
}

// tooLarge tells an upload over the limit, or one that was cut off.
func (s *Server) tooLarge(err error) error {
	var most *http.MaxBytesError
	var told *vigie.Error
	switch {
	case errors.As(err, &most):
		return vigie.Errorf(vigie.Invalid, err, "import-too-large", sizeSaid(s.o.UploadMost))
	case errors.As(err, &told):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return vigie.Errorf(vigie.Invalid, err, "import-cut-off")
	}
	return err
}

// sizeSaid tells a number of bytes in the unit people use for files.
func sizeSaid(bytes int64) vigie.Sentence {
	switch {
	case bytes >= 1<<30:
		return vigie.Say("size-gb", float64(bytes)/(1<<30))
	case bytes >= 1<<20:
		return vigie.Say("size-mb", float64(bytes)/(1<<20))
	default:
		return vigie.Say("size-kb", float64(bytes)/(1<<10))
	}
}

// fileName keeps the last part of what a browser calls the file.
func fileName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 120 {
		name = string(r[:120])
	}
	return name
}

// importOne shows one file: its columns to be confirmed, then its progress.
func (s *Server) importOne(w http.ResponseWriter, r *http.Request, v *visit) error {
	im, ok := s.imports.get(r.PathValue("id"))
	if !ok {
		return vigie.Errorf(vigie.NotFound, nil, "import-unknown")
	}
	return s.showImport(w, v, im, im.mapping(), "")
}

func (s *Server) showImport(w http.ResponseWriter, v *visit, im *bringing, m Mapping, trouble string) error {
	d := importOnePage{
		importView: im.view(v), Rows: im.look.Rows, Columns: im.look.Columns,
		Channels: vigie.Channels, Mapping: m, Trouble: trouble,
	}
	switch {
	case im.look.Again:
		d.Known = v.Print.Say("import-again")
	case im.look.Tool != "":
		d.Known = v.Print.Say("import-tool", im.look.Tool)
	}
	for i, name := range fields {
		f := mappingField{Name: name, Label: v.Print.Say("field-map-" + name), Column: m.Columns[name], Must: name == "text"}
		if i < fieldsFirst {
			d.Fields = append(d.Fields, f)
			continue
		}
		d.More = append(d.More, f)
		d.MoreUsed = d.MoreUsed || f.Column != ""
	}
	if im.state() == importRuns {
		v.Reload = 2
	}
	return v.page(w, "importone", vigie.Say("import-title", im.Name), d)
}

// importStart begins to bring a file in, or throws it away.
func (s *Server) importStart(w http.ResponseWriter, r *http.Request, v *visit) error {
	im, ok := s.imports.get(r.PathValue("id"))
	if !ok {
		return vigie.Errorf(vigie.NotFound, nil, "import-unknown")
	}
	switch r.FormValue("do") {
	case "drop":
		im.stop()
		s.imports.remove(im.ID)
		im.drop(s.o.Log)
		v.tell(r.Context(), "import-dropped", im.Name)
		return v.to(w, "/import")
	case "stop":
		im.stop()
		return v.to(w, "/import/"+im.ID)
	}
	m := im.mapping()
	m.Columns = map[string]string{}
	for _, name := range fields {
		if c := r.FormValue("map-" + name); c != "" {
			m.Columns[name] = c
		}
	}
	m.Channel, m.Own = vigie.Channel(r.FormValue("channel")), false
	switch r.FormValue("who") {
	case "us":
		m.Own = true
	case "private":
		// A column that tells a channel would put tickets among what is public.
		m.Channel = vigie.Private
		delete(m.Columns, "channel")
	}
	m.Lang, m.Site = r.FormValue("lang"), strings.TrimSpace(r.FormValue("site"))
	if m.Columns["text"] == "" {
		v.Status = http.StatusUnprocessableEntity
		return s.showImport(w, v, im, m, v.Print.Say("import-no-text"))
	}
	if !m.Channel.Valid() {
		return vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "channel", string(m.Channel))
	}
	if err := s.begin(r.Context(), im, m); err != nil {
		return err
	}
	if err := KeepMapping(r.Context(), s.o.Ledger, im.look.Columns, m); err != nil {
		return err
	}
	return v.to(w, "/import/"+im.ID)
}
