package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigie.example/vigie/api"
	"vigie.example/vigie/web"
)

// asProgram makes the test binary be the program itself: the tests that kill a
// process need one.
const asProgram = "VIGIE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(context.Background(), os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// testEnv keeps the machine's own settings out.
var testEnv = []string{"VIGIE_CONFIG=" + os.DevNull, "VIGIE_LANG=en"}

// ended is how a run of the program ended.
type ended struct {
	code      int
	out, errs string
}

// vigieWith runs the program.
func vigieWith(t *testing.T, stdin io.Reader, args ...string) ended {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, testEnv, stdin, &out, &errs)
	return ended{code, out.String(), errs.String()}
}

// must runs the program, which must succeed, and returns what it printed.
func must(t *testing.T, args ...string) string {
	t.Helper()
	e := vigieWith(t, strings.NewReader(""), args...)
	if e.code != exitDone {
		t.Fatalf("vigie %q = %d, want 0\n%s%s", args, e.code, e.out, e.errs)
	}
	return e.out
}

// readLines reads one JSON value a line.
func readLines[T any](t *testing.T, s string) []T {
	t.Helper()
	var out []T
	dec := json.NewDecoder(strings.NewReader(s))
	for dec.More() {
		var v T
		if err := dec.Decode(&v); err != nil {
			t.Fatalf("line of JSON: %v in\n%s", err, s)
		}
		out = append(out, v)
	}
	return out
}

// serveAt starts vigie serve over a folder; stop ends it as a signal would and
// returns its exit code.
func serveAt(t *testing.T, dir string, more ...string) (at string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	pr, pw := io.Pipe()
	var errs bytes.Buffer
	code := make(chan int, 1)
	go func() {
		args := append([]string{"serve", "--json", "--data", dir, "--addr", "127.0.0.1:0"}, more...)
		code <- run(ctx, args, testEnv, nil, pw, &errs)
		_ = pw.Close()
	}()
	var first struct {
		Address string `json:"address"`
	}
	line, err := bufio.NewReader(pr).ReadString('\n')
	if err == nil {
		err = json.Unmarshal([]byte(line), &first)
	}
	if err != nil {
		cancel()
		t.Fatalf("serve printed %q (%v), and failed with %d: %s", line, err, <-code, &errs)
	}
	go func() { _, _ = io.Copy(io.Discard, pr) }()
	var got *int
	stop = func() int {
		if got == nil {
			cancel()
			c := <-code
			got = &c
			if c != 0 {
				t.Errorf("serve ended with %d: %s", c, &errs)
			}
		}
		return *got
	}
	t.Cleanup(func() { stop() })
	return first.Address, stop
}

// posts is a small file of a forum.
const posts = `id,url,title,text,author,published,channel
p1,https://forum.example/t/1,La grue Leroux,"La grue Leroux est en panne depuis mardi, qui a une idée ?",marie,2026-11-02T09:00:00Z,forum
p2,https://forum.example/t/2,Mini-pelle,"Je cherche une mini-pelle d’occasion, plutôt pas une Leroux.",jean,2026-11-03T10:00:00Z,forum
p3,https://forum.example/t/3,Recette,"Le pain se cuit à four chaud.",ana,2026-11-04T11:00:00Z,forum
p4,https://forum.example/t/4,,"=HYPERLINK(""http://mal.example"") Leroux",eve,2026-11-05T12:00:00Z,forum
`

// TestChain carries a file through import, search, trace, export, backup and
// restore, alone and beside a running server.
func TestChain(t *testing.T) {
	for _, served := range []bool{false, true} {
		t.Run(map[bool]string{false: "alone", true: "beside serve"}[served], func(t *testing.T) {
			tmp := t.TempDir()
			dir, file := filepath.Join(tmp, "data"), filepath.Join(tmp, "posts.csv")
			if err := os.WriteFile(file, []byte(posts), 0o600); err != nil {
				t.Fatal(err)
			}
			if served {
				serveAt(t, dir)
			}
			do := func(args ...string) string { t.Helper(); return must(t, append(args, "--data", dir)...) }

			do("topic", "add", "Leroux", "leroux", "--kind", "own")
			steps := readLines[imported](t, do("import", file, "--json"))
			if len(steps) == 0 || !steps[len(steps)-1].Done || steps[len(steps)-1].New != 4 {
				t.Fatalf("import = %+v, want a last line done with 4 new", steps)
			}
			again := readLines[imported](t, do("import", file, "--json"))
			if last := again[len(again)-1]; last.New != 0 || last.Known != 4 {
				t.Errorf("importing again = %+v, want 4 known and none new", last)
			}

			found := readLines[api.Mention](t, strings.Replace(do("search", "grue", "OR", "\"mini-pelle\"", "--topic", "leroux", "--json"), `{"count":2}`, "", 1))
			if len(found) != 2 || found[0].Title != "Mini-pelle" || found[1].Title != "La grue Leroux" {
				t.Errorf("search = %+v, want Mini-pelle then La grue Leroux", found)
			}
			if text := do("search", "grue"); !strings.Contains(text, "La grue Leroux") || !strings.Contains(text, "1 mention") {
				t.Errorf("search prints\n%s\nwant the mention and its count", text)
			}

			tr := readLines[api.Trace](t, do("trace", "https://forum.example/t/3", "--json"))
			if len(tr) != 1 || tr[0].Verdict != "kept" || len(tr[0].Topics) != 1 || tr[0].Topics[0].Matched {
				t.Errorf("trace = %+v, want kept and not matched", tr)
			}
			if tr := readLines[api.Trace](t, do("trace", "https://forum.example/none", "--json")); tr[0].Verdict != "unheard" {
				t.Errorf("trace of nothing = %q, want unheard", tr[0].Verdict)
			}

			csv := do("export", "--format", "csv", "--topic", "Leroux")
			if n := strings.Count(csv, "https://forum.example/t/"); n != 3 {
				t.Errorf("export holds %d mentions, want 3:\n%s", n, csv)
			}
			if strings.Contains(csv, ",\"=HYPERLINK") || !strings.Contains(csv, "'=HYPERLINK") {
				t.Errorf("export does not defuse a formula:\n%s", csv)
			}
			before := do("export")
			if n := len(readLines[api.Mention](t, before)); n != 4 {
				t.Errorf("export = %d mentions, want 4", n)
			}

			copied := filepath.Join(tmp, "copy.backup")
			do("backup", copied)
			other := filepath.Join(tmp, "other")
			must(t, "restore", copied, "--data", other)
			if after := must(t, "export", "--data", other); after != before {
				t.Errorf("after restore, export =\n%s\nwant\n%s", after, before)
			}
			if e := vigieWith(t, nil, "restore", copied, "--data", other); e.code != exitConflict {
				t.Errorf("restore over data = %d, want %d: %s", e.code, exitConflict, e.errs)
			}
			must(t, "restore", copied, "--data", other, "--force")
			if served {
				if e := vigieWith(t, nil, "restore", copied, "--data", dir, "--force"); e.code != exitBusy {
					t.Errorf("restore under a server = %d, want %d: %s", e.code, exitBusy, e.errs)
				}
			}

			gone := readLines[api.Erased](t, do("erase", found[1].AuthorKey, "--yes", "--json"))
			if gone[0].Erased != 1 {
				t.Errorf("erase = %+v, want 1", gone)
			}
			do("doctor", "--recount")
		})
	}
}

func TestExitCodes(t *testing.T) {
	tmp := t.TempDir()
	dir := filepath.Join(tmp, "data")
	must(t, "topic", "add", "Leroux", "leroux", "--data", dir)
	none := filepath.Join(tmp, "none")
	// What a check finds is told as its answer, and in how it ends.
	for query, code := range map[string]int{"(grue": exitFailed, "grue AND flexible": exitDone} {
		if e := vigieWith(t, strings.NewReader(""), "topic", "check", query, "--data", dir); e.code != code || e.out == "" {
			t.Errorf("vigie topic check %q = %d, want %d and its remarks\n%s%s", query, e.code, code, e.out, e.errs)
		}
	}
	for name, c := range map[string]struct {
		args []string
		code int
	}{
		"version":            {[]string{"version"}, exitDone},
		"version, as most":   {[]string{"--version"}, exitDone},
		"nothing":            {nil, exitUsage},
		"unknown command":    {[]string{"dance"}, exitUsage},
		"unknown flag":       {[]string{"search", "--blue"}, exitUsage},
		"eval of nothing":    {[]string{"eval", "language"}, exitUsage},
		"eval of no texts":   {[]string{"eval", "language", "--data", tmp}, exitNotFound},
		"missing argument":   {[]string{"trace"}, exitUsage},
		"bad value":          {[]string{"bench", "dance"}, exitUsage},
		"bad query":          {[]string{"search", "(grue", "--data", dir}, exitUsage},
		"bad date":           {[]string{"search", "--from", "hier", "--data", dir}, exitUsage},
		"topic too wide":     {[]string{"topic", "add", "Tout", "NOT grue", "--data", dir}, exitUsage},
		"no data":            {[]string{"search", "grue", "--data", none}, exitNotFound},
		"no such topic":      {[]string{"topic", "rm", "Autre", "--data", dir}, exitNotFound},
		"no such file":       {[]string{"import", filepath.Join(tmp, "none.csv"), "--data", dir}, exitNotFound},
		"help of a command":  {[]string{"help", "topic", "add"}, exitDone},
		"erase without yes":  {[]string{"erase", "x:@y", "--data", dir}, exitForbidden},
		"backup that is not": {[]string{"restore", "program_test.go", "--data", none}, exitUsage},
	} {
		t.Run(name, func(t *testing.T) {
			e := vigieWith(t, strings.NewReader("no\n"), c.args...)
			if e.code != c.code {
				t.Errorf("vigie %q = %d, want %d\n%s%s", c.args, e.code, c.code, e.out, e.errs)
			}
			if e.code != exitDone && strings.TrimSpace(e.errs) == "" {
				t.Errorf("vigie %q failed without a word", c.args)
			}
		})
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("commands that only read made a data folder")
	}
}

func TestServe(t *testing.T) {
	// A folder whose socket would not fit in a socket address.
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 25))
	at, stop := serveAt(t, dir)
	get := func(path string, header ...string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(header) == 2 {
			r.Header.Set(header[0], header[1])
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(b)
	}
	if code, body := get("/healthz"); code != http.StatusOK {
		t.Errorf("/healthz = %d %q, want 200", code, body)
	}
	_, body := get("/metrics")
	for _, name := range []string{
		"vigie_mentions_saved_total", "vigie_items_heard_total", "vigie_source_errors_total", "vigie_ingest_lag_seconds",
	} {
		if !strings.Contains(body, "\n"+name) {
			t.Errorf("/metrics lacks %s", name)
		}
	}
	if code, _ := get("/metrics", "X-Forwarded-For", "203.0.113.5"); code != http.StatusNotFound {
		t.Errorf("/metrics through a proxy = %d, want 404", code)
	}
	if code, body := get("/api/v1/status"); code == http.StatusOK && strings.Contains(body, `"kept"`) {
		t.Errorf("/api/v1/status over TCP without a session = %d %q, want a refusal", code, body)
	}
	i, err := os.Stat(socketOf(dir))
	if err != nil {
		t.Fatal(err)
	}
	if perm := i.Mode().Perm(); perm != 0o600 {
		t.Errorf("socket has mode %o, want 600", perm)
	}
	if e := vigieWith(t, nil, "serve", "--data", dir, "--addr", "127.0.0.1:0"); e.code != exitBusy {
		t.Errorf("a second serve = %d, want %d: %s", e.code, exitBusy, e.errs)
	}
	if code := stop(); code != exitDone {
		t.Errorf("stop = %d, want 0", code)
	}
	if _, err := os.Stat(socketOf(dir)); err == nil {
		t.Error("the socket stays after a stop")
	}
	must(t, "doctor", "--data", dir)
}

// TestBehindTLS: the setting reaches the cookies, from the environment too.
func TestBehindTLS(t *testing.T) {
	for _, args := range [][]string{nil, {"--behind-tls"}} {
		at, stop := serveAt(t, filepath.Join(t.TempDir(), "data"), args...)
		resp, err := http.PostForm(at+"/lang", url.Values{"lang": {"en"}, "to": {"/login"}})
		if err != nil {
			t.Fatal(err)
		}
		if err := resp.Body.Close(); err != nil {
			t.Fatal(err)
		}
		for ; resp.Request.Response != nil; resp = resp.Request.Response {
		}
		for _, c := range resp.Cookies() {
			if c.Secure != (args != nil) {
				t.Errorf("serve %q: cookie %s secure %v", args, c.Name, c.Secure)
			}
		}
		if len(resp.Cookies()) == 0 {
			t.Errorf("serve %q: no cookie to look at", args)
		}
		stop()
	}
}

// TestImportAcknowledges: progress comes while the file is read, not at its end.
func TestImportAcknowledges(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	var file strings.Builder
	writeRows(&file, 0, 3000)
	e := vigieWith(t, strings.NewReader(file.String()), "import", "-", "--name", "rows.csv", "--json", "--data", dir)
	if e.code != 0 {
		t.Fatalf("import = %d: %s", e.code, e.errs)
	}
	steps := readLines[imported](t, e.out)
	var last int64
	for _, p := range steps {
		if p.Rows < last {
			t.Errorf("rows go back from %d to %d", last, p.Rows)
		}
		last = p.Rows
	}
	if len(steps) < 3 || last != 3000 {
		t.Errorf("%d acknowledgements up to %d, want several up to 3000", len(steps), last)
	}
}

// writeRows writes a CSV file of n posts with ids from first on.
func writeRows(w io.Writer, first, n int) {
	fmt.Fprintln(w, "id,text,author,published")
	for i := first; i < first+n; i++ {
		fmt.Fprintf(w, "k%d,\"La grue numéro %d a été livrée au chantier %d\",auteur%d,2026-0%d-1%dT0%d:00:00Z\n", i, i, i%97, i%31, 1+i%9, i%10, i%10)
	}
}

// TestSweep: what a killed process left half done goes, and nothing else.
func TestSweep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	must(t, "topic", "add", "Leroux", "leroux", "--data", dir)
	for name, stays := range map[string]bool{
		strings.ReplaceAll(web.UploadPattern, "*", "123"): false, "backup-456/vigie.db": false, "restore-7/vigie.db": false,
		"backup-2026-11-22.db": true, "backup-mine/x": true, "notes.txt": true,
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		must(t, "topic", "list", "--data", dir)
		if _, err := os.Stat(path); (err == nil) != stays {
			t.Errorf("%s after opening: %v, want it there %v", name, err, stays)
		}
	}
}
