package vigie_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "vigie.example/vigie"

// floor returns the floor a package stands on; docs/house.md draws them. An
// import only goes down.
func floor(pkg string) int {
	rel := strings.TrimPrefix(strings.TrimPrefix(pkg, module), "/")
	top, _, _ := strings.Cut(rel, "/")
	switch top {
	case "":
		return 0
	case "text", "say", "chart":
		return 1
	case "query":
		return 2
	case "listen", "understand", "measure", "govern":
		return 3
	case "watch", "alert", "engage", "report":
		return 4
	case "store":
		if rel == "store" {
			return 5
		}
		return 6
	case "web", "api", "connect", "sim", "eval", "load":
		return 6
	case "cmd", "bench": // what stands in bench is run by hand, never shipped
		return 7
	}
	return -1
}

// beside lists the imports that stay on one floor and are wanted.
func beside(from, to string) bool {
	from, to = strings.TrimPrefix(from, module+"/"), strings.TrimPrefix(to, module+"/")
	top := func(s string) string { t, _, _ := strings.Cut(s, "/"); return t }
	switch {
	case top(from) == "connect":
		return from == to || strings.HasPrefix(to, "connect/fetch") || strings.HasPrefix(to, from+"/")
	case top(from) == "store":
		return to == "store/storetest" || strings.HasPrefix(to, from+"/") // an engine and its rooms
	case top(from) == top(to): // a verb and its rooms: understand, understand/language
		return true
	case top(from) == "watch", top(from) == "alert", top(from) == "engage", top(from) == "report":
		return top(to) == "govern" || top(to) == "measure" || top(to) == "listen"
	}
	return false
}

type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImportsGoDown(t *testing.T) {
	for _, p := range packages(t) {
		from := floor(p.ImportPath)
		if from < 0 {
			t.Errorf("%s stands on no floor: give it one in house_test.go and docs/house.md", p.ImportPath)
			continue
		}
		for _, imp := range p.Imports {
			if imp != module && !strings.HasPrefix(imp, module+"/") {
				continue
			}
			to := floor(imp)
			if to < from || beside(p.ImportPath, imp) {
				continue
			}
			t.Errorf("%s (floor %d) imports %s (floor %d): imports only go down. "+
				"Declare a small interface where it is used, or move what both need to a lower floor.",
				p.ImportPath, from, imp, to)
		}
	}
}

// TestHouseIsDrawn holds docs/house.md to the folders there are: each package's
// is named in its plan, with a stroke behind or by its whole path.
func TestHouseIsDrawn(t *testing.T) {
	b, err := os.ReadFile("docs/house.md")
	if err != nil {
		t.Fatal(err)
	}
	plan := string(b)
	for _, p := range packages(t) {
		rel := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		if rel != "" && !strings.Contains(plan, path.Base(rel)+"/") && !strings.Contains(plan, rel) {
			t.Errorf("docs/house.md does not name %s", rel)
		}
	}
}

// drivers are outside libraries that one folder alone may know, so that
// changing our mind about one stays in that folder.
var drivers = map[string]string{
	"modernc.org/sqlite":                  "store/sqlite",
	"github.com/pressly/goose":            "store/sqlite",
	"github.com/mmcdole/gofeed":           "connect/feed",
	"codeberg.org/readeck/go-readability": "connect/fetch",
	"github.com/coder/websocket":          "connect/bluesky",
	"github.com/emersion/go-imap":         "connect/imap",
	"github.com/emersion/go-message":      "connect/imap connect/mail", // reads there, writes here
	"github.com/atc0005/go-teams-notify":  "connect/hook",
	"github.com/temoto/robotstxt":         "connect/fetch",
	"github.com/alexedwards/scs":          "web",
	"github.com/alecthomas/kong":          "cmd/vigie",
	"github.com/schollz/progressbar":      "cmd/vigie",
	"github.com/prometheus/client_golang": "cmd/vigie",
	"golang.org/x/crypto/argon2":          "govern",
	"codeberg.org/go-pdf/fpdf":            "report",
	"github.com/xuri/excelize":            "report connect/file", // writes there, reads here
	"github.com/go-fonts/liberation":      "report",
}

func TestOneFolderKnowsEachDriver(t *testing.T) {
	for _, p := range packages(t) {
		rel := strings.TrimPrefix(p.ImportPath, module+"/")
		for _, imp := range p.Imports {
			for driver, home := range drivers {
				if strings.HasPrefix(imp, driver) && !slices.ContainsFunc(strings.Fields(home), func(h string) bool {
					return rel == h || strings.HasPrefix(rel, h+"/")
				}) {
					t.Errorf("%s imports %s, which belongs to %s alone", rel, imp, home)
				}
			}
			if floor(p.ImportPath) == 0 && strings.Contains(imp, ".") {
				t.Errorf("the root package imports %s: it holds nouns and knows the standard library only", imp)
			}
		}
	}
}

// TestDocumented holds every package to a doc comment and every exported name
// to a sentence that begins with it.
func TestDocumented(t *testing.T) {
	for _, p := range packages(t) {
		fset := token.NewFileSet()
		doc := false
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			doc = doc || f.Doc != nil
			for _, d := range f.Decls {
				undocumented(t, fset, d)
			}
		}
		if !doc {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

func undocumented(t *testing.T, fset *token.FileSet, d ast.Decl) {
	t.Helper()
	complain := func(n ast.Node, what string) {
		t.Errorf("%s: exported %s has no comment", fset.Position(n.Pos()), what)
	}
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && receiverExported(d) {
			complain(d, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if ts, ok := s.(*ast.TypeSpec); ok && ts.Name.IsExported() && d.Doc == nil && ts.Doc == nil {
				complain(ts, ts.Name.Name)
			}
		}
	}
}

func receiverExported(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && id.IsExported()
}

// TestNoDrawers refuses the folder names in which everything ends up.
func TestNoDrawers(t *testing.T) {
	banned := map[string]bool{"internal": true, "pkg": true, "types": true, "common": true, "utils": true, "util": true, "helpers": true, "core": true, "models": true, "mocks": true}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if path == "docs" {
			return fs.SkipDir // docs/models tells what judges are made of: no code
		}
		if d.IsDir() && banned[d.Name()] {
			t.Errorf("%s: name the noun or the verb instead", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
