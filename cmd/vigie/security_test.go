//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// logged is what a server wrote to its log, safe to read meanwhile.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// fortress is a real vigie serve over a new folder, with everything logged.
type fortress struct {
	dir, at, token string
	log            *logged
}

func newFortress(t *testing.T) *fortress {
	t.Helper()
	f := &fortress{dir: filepath.Join(t.TempDir(), "data"), log: &logged{}}
	ctx, cancel := context.WithCancel(context.Background())
	pr, pw := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"serve", "--json", "--log-level", "debug", "--data", f.dir, "--addr", "127.0.0.1:0"}, testEnv, nil, pw, f.log)
		_ = pw.Close()
	}()
	t.Cleanup(func() {
		cancel()
		if c := <-code; c != 0 {
			t.Errorf("serve ended with %d: %s", c, f.log)
		}
	})
	line, err := bufio.NewReader(pr).ReadBytes('\n')
	var greeting struct{ Address, First string }
	if err == nil {
		err = json.Unmarshal(line, &greeting)
	}
	if err != nil {
		t.Fatalf("serve printed %q, %v: %s", line, err, f.log)
	}
	go func() { _, _ = io.Copy(io.Discard, pr) }()
	u, err := url.Parse(greeting.First)
	if err != nil {
		t.Fatal(err)
	}
	f.at, f.token = greeting.Address, u.Query().Get("token")
	return f
}

// caller is a browser, or what passes for one.
type caller struct {
	t *testing.T
	f *fortress
	c *http.Client
}

func (f *fortress) caller(t *testing.T) *caller {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &caller{t, f, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// ask sends a request with headers given as name, value, name, value.
func (c *caller) ask(method, path, body string, header ...string) (*http.Response, string) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.f.at+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := c.c.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return resp, string(b)
}

// post sends a form as our own pages do.
func (c *caller) post(path string, form url.Values, header ...string) (*http.Response, string) {
	c.t.Helper()
	return c.ask(http.MethodPost, path, form.Encode(), append([]string{"Sec-Fetch-Site", "same-origin"}, header...)...)
}

func (c *caller) session() string {
	u, err := url.Parse(c.f.at)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, k := range c.c.Jar.Cookies(u) {
		if k.Name == "vigie_session" {
			return k.Value
		}
	}
	return ""
}

const (
	fortressLogin    = "lucie@btp.example"
	fortressPassword = "une phrase que personne ne devine"
)

// first makes the first user and leaves them signed in.
func (f *fortress) first(t *testing.T) *caller {
	t.Helper()
	c := f.caller(t)
	if resp, body := c.post("/first", url.Values{"token": {f.token}, "name": {"Lucie"}, "login": {fortressLogin}, "password": {fortressPassword}}); resp.StatusCode != http.StatusSeeOther {
		t.Fatalf("POST /first = %d: %s", resp.StatusCode, body)
	}
	if resp, body := c.post("/setup", url.Values{"name": {"Leroux"}}); resp.StatusCode != http.StatusSeeOther {
		t.Fatalf("POST /setup = %d: %s", resp.StatusCode, body)
	}
	return c
}

// routesOf reads the routes of a face from its source, so that none is
// forgotten here when one is added there.
func routesOf(t *testing.T, file, before string) (routes [][2]string) {
	t.Helper()
	b, err := os.ReadFile(filepath.FromSlash(file))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)(?:"(GET|POST|PUT|PATCH|DELETE) |^\s*(read)\("|^\s*change\((?:http\.Method|")([A-Za-z]+)"?, ")(/[^"]*)"`).FindAllStringSubmatch(string(b), -1) {
		method := strings.ToUpper(m[1] + m[3])
		if m[2] != "" {
			method = http.MethodGet
		}
		routes = append(routes, [2]string{method, before + strings.NewReplacer("{$}", "", "{id}", "1").Replace(m[4])})
	}
	if len(routes) < 10 {
		t.Fatalf("%s: only %d routes found: %v", file, len(routes), routes)
	}
	return routes
}

// TestDoorsAreShut asks every route of the pages and of the api as a stranger,
// and every one that changes something as another site's page would in the
// user's own browser.
func TestDoorsAreShut(t *testing.T) {
	f := newFortress(t)
	user := f.first(t)
	pages, programs := routesOf(t, "../../web/server.go", ""), routesOf(t, "../../api/api.go", "/api/v1")

	stranger := f.caller(t)
	for _, r := range programs {
		for _, cookie := range []string{"", "vigie_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
			resp, body := stranger.ask(r[0], r[1], "", "Cookie", cookie)
			if resp.StatusCode != http.StatusUnauthorized || !strings.Contains(body, "api-sign-in") {
				t.Errorf("%s %s by a stranger = %d %q, want 401", r[0], r[1], resp.StatusCode, body)
			}
		}
	}
	open := map[string]bool{"/login": true, "/logout": true, "/enter": true, "/first": true, "/lang": true, "/definitions": true, "/static/": true, "/healthz": true}
	for _, r := range pages {
		if open[r[1]] {
			continue
		}
		// Shut unless the owner names a sector, or gave the link.
		if strings.HasPrefix(r[1], "/public/") || strings.HasPrefix(r[1], "/shared/") {
			if resp, _ := stranger.ask(r[0], r[1], ""); resp.StatusCode != http.StatusNotFound {
				t.Errorf("%s %s by a stranger = %d, want 404", r[0], r[1], resp.StatusCode)
			}
			continue
		}
		resp, _ := stranger.ask(r[0], r[1], "")
		if to := resp.Header.Get("Location"); resp.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/login") {
			t.Errorf("%s %s by a stranger = %d to %q, want to /login", r[0], r[1], resp.StatusCode, to)
		}
	}

	for _, r := range append(pages, programs...) {
		if r[0] == http.MethodGet {
			continue
		}
		for _, header := range [][]string{
			{"Sec-Fetch-Site", "cross-site"},
			{"Sec-Fetch-Site", "same-site"},
			{"Origin", "https://evil.example"},
			{"Origin", "null"},
		} {
			if resp, _ := user.ask(r[0], r[1], "lang=en&do=delete&sure=yes", header...); resp.StatusCode != http.StatusForbidden {
				t.Errorf("%s %s with %v = %d, want 403", r[0], r[1], header, resp.StatusCode)
			}
		}
	}
	if resp, _ := user.ask(http.MethodGet, "/api/v1/status", ""); resp.StatusCode != http.StatusOK {
		t.Errorf("the user's own api = %d after all that, want 200", resp.StatusCode)
	}
}

// TestSessionsEnd: a session gets a new name when somebody signs in, its old
// one is worth nothing, and after leaving neither is.
func TestSessionsEnd(t *testing.T) {
	f := newFortress(t)
	c := f.first(t)
	worth := func(session string) bool {
		t.Helper()
		resp, _ := f.caller(t).ask(http.MethodGet, "/api/v1/status", "", "Cookie", "vigie_session="+session)
		return resp.StatusCode == http.StatusOK
	}
	before := c.session()
	if !worth(before) {
		t.Fatal("the session of the first user does not open the api")
	}
	resp, body := c.post("/login", url.Values{"login": {fortressLogin}, "password": {fortressPassword}})
	if resp.StatusCode != http.StatusSeeOther {
		t.Fatalf("POST /login = %d: %s", resp.StatusCode, body)
	}
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if k := resp.Header.Get("Set-Cookie"); !strings.Contains(k, want) {
			t.Errorf("cookie %q lacks %s", k, want)
		}
	}
	after := c.session()
	if after == before || worth(before) || !worth(after) {
		t.Errorf("after signing in again: renewed %v, the old one is worth something %v, the new one %v; want true, false, true", after != before, worth(before), worth(after))
	}
	if resp, _ := c.post("/logout", nil); resp.StatusCode != http.StatusSeeOther {
		t.Fatalf("POST /logout = %d", resp.StatusCode)
	}
	if worth(before) || worth(after) {
		t.Error("a session is worth something after leaving")
	}
	planted := f.caller(t)
	resp, _ = planted.post("/login", url.Values{"login": {fortressLogin}, "password": {fortressPassword}}, "Cookie", "vigie_session=planted")
	if planted.session() == "planted" || worth("planted") {
		t.Errorf("a planted session was taken: %q", resp.Header.Get("Set-Cookie"))
	}
}

// TestWhatIsSaidByProxies: headers that anybody can send change nothing.
func TestWhatIsSaidByProxies(t *testing.T) {
	f := newFortress(t)
	f.first(t)
	c := f.caller(t)
	for i := range 6 {
		resp, _ := c.post("/login", url.Values{"login": {fortressLogin}, "password": {"no"}},
			"X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i), "X-Real-IP", fmt.Sprintf("203.0.113.%d", i), "Forwarded", fmt.Sprintf("for=203.0.113.%d", i))
		if want := map[bool]int{true: http.StatusUnprocessableEntity, false: http.StatusTooManyRequests}[i < 5]; resp.StatusCode != want {
			t.Errorf("wrong password %d = %d, want %d", i+1, resp.StatusCode, want)
		}
	}
	for _, header := range []string{"X-Forwarded-For", "Forwarded"} {
		if resp, _ := c.ask(http.MethodGet, "/metrics", "", header, "127.0.0.1"); resp.StatusCode != http.StatusNotFound {
			t.Errorf("/metrics with %s = %d, want 404", header, resp.StatusCode)
		}
	}
	resp, body := c.ask(http.MethodGet, "/stream?q=x", "", "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https", "X-Forwarded-Prefix", "//evil.example", "X-Original-URL", "/settings")
	if to := resp.Header.Get("Location"); to != "/login?back=%2Fstream%3Fq%3Dx" || strings.Contains(body, "evil") {
		t.Errorf("told of another host, it sends to %q", to)
	}
}

// TestNothingLeadsElsewhere: what is asked for never becomes a header, and no
// way back leads to another site.
func TestNothingLeadsElsewhere(t *testing.T) {
	f := newFortress(t)
	c := f.first(t)
	for _, back := range []string{
		"https://evil.example/", "//evil.example", `/\evil.example`, `\\evil.example`, "/\t/evil.example", "/\n/evil.example", "///evil.example", "http:evil.example",
		"javascript:alert(1)", "data:text/html,x", "/x\r\nSet-Cookie: a=b", "/x\r\n\r\n<script>", "", "stream", "?x", "/%0d%0aSet-Cookie:a=b", "/.//evil.example", "https:///evil.example",
	} {
		resp, _ := c.post("/lang", url.Values{"lang": {"en"}, "back": {back}})
		to, err := resp.Request.URL.Parse(resp.Header.Get("Location"))
		if err != nil || "http://"+to.Host != f.at {
			t.Errorf("back %q leads to %q", back, resp.Header.Get("Location"))
		}
		for _, k := range resp.Cookies() {
			if k.Name == "a" {
				t.Errorf("back %q sets a cookie", back)
			}
		}
	}
	resp, _ := c.ask(http.MethodGet, "/stream?q=a%0d%0aX-Evil:%201", "")
	if resp.Header.Get("X-Evil") != "" {
		t.Error("a search became a header")
	}
}

// TestUploadsStayInside: whatever a file calls itself, it is written nowhere
// but under a name of ours in the data folder, and shown as text.
func TestUploadsStayInside(t *testing.T) {
	f := newFortress(t)
	c := f.first(t)
	for _, name := range []string{
		"../../../evil.csv", `..\..\evil.csv`, "/etc/evil.csv", "evil.csv\x00.txt", strings.Repeat("a", 5000) + ".csv", "<img src=x onerror=alert(1)>.csv", "..", ".", "vigie.db", "CON", "a\r\nX-Evil: 1.csv",
	} {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(part, posts) // a bytes.Buffer does not fail
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		resp, page := c.ask(http.MethodPost, "/import", body.String(), "Sec-Fetch-Site", "same-origin", "Content-Type", w.FormDataContentType())
		if resp.StatusCode >= 500 {
			t.Errorf("upload of %.40q = %d: %.300s", name, resp.StatusCode, page)
		}
		if to := resp.Header.Get("Location"); to != "" {
			if _, page := c.ask(http.MethodGet, to, ""); strings.Contains(page, "<img src=x") {
				t.Errorf("the page of %.40q shows its name as HTML", name)
			}
		}
		if resp.Header.Get("X-Evil") != "" {
			t.Errorf("the name %.40q became a header", name)
		}
	}
	mine := regexp.MustCompile(`^(vigie\.(db|db-wal|db-shm|lock|sock)|vigie-import-\d+)$`)
	err := filepath.WalkDir(filepath.Dir(f.dir), func(path string, d os.DirEntry, err error) error {
		if err == nil && path != filepath.Dir(f.dir) && path != f.dir && !mine.MatchString(d.Name()) {
			t.Errorf("a file was written as %s", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestOwnersAlone: under the loosest umask, nobody else can read what we hold.
func TestOwnersAlone(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	f := newFortress(t)
	f.first(t)
	backup := filepath.Join(t.TempDir(), "copy.backup")
	must(t, "backup", backup, "--data", f.dir)
	modes := map[string]os.FileMode{f.dir: 0o700, backup: 0o600, socketOf(f.dir): 0o600}
	for _, name := range []string{"vigie.db", "vigie.db-wal", "vigie.db-shm", "vigie.lock"} {
		modes[filepath.Join(f.dir, name)] = 0o600
	}
	for path, want := range modes {
		i, err := os.Stat(path)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := i.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", filepath.Base(path), got, want)
		}
	}
}

// TestSecretsStayOut: what opens a door is neither in the log, at its most
// talkative, nor in what the doctor says.
func TestSecretsStayOut(t *testing.T) {
	f := newFortress(t)
	c := f.first(t)
	c.post("/login", url.Values{"login": {fortressLogin}, "password": {"mauvais mot de passe"}})
	c.post("/login", url.Values{"login": {fortressLogin}, "password": {fortressPassword}})
	c.ask(http.MethodGet, "/enter?token="+f.token, "")
	c.ask(http.MethodGet, "/first?token="+f.token, "")
	c.ask(http.MethodGet, "/stream?q=chose+intime", "")
	said := f.log.String() + must(t, "doctor", "--data", f.dir)
	if !strings.Contains(said, "/first") {
		t.Fatalf("the log does not tell of requests: nothing is tested\n%s", said)
	}
	for name, secret := range map[string]string{
		"the first token": f.token, "a password": fortressPassword, "a wrong password": "mauvais mot", "a session": c.session(), "a hash": "argon2", "a search": "intime",
	} {
		if secret == "" || strings.Contains(said, secret) {
			t.Errorf("%s (%q) is in the log or in what the doctor says", name, secret)
		}
	}
}
