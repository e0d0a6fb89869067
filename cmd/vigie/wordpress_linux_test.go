package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestWordPress listens to a real blog, the WordPress of Debian's packages on
// its own MariaDB: it is added by its address, its past is found, and a post,
// a comment and an answer of its search, published afterwards, are each heard
// by the one next visit.
func TestWordPress(t *testing.T) {
	if testing.Short() {
		t.Skip("the real blog is started once, without the race detector")
	}
	blog := startWordPress(t, "Carnet de chantier")
	// Twelve posts: more than the ten that a feed shows.
	for i := range 12 {
		blog.post(t, fmt.Sprintf("Semaine %d", i+1), fmt.Sprintf("<p>Journal du chantier, semaine %d. La nacelle Leroux est arrivée à l’heure.</p>", i+1), time.Now().AddDate(0, 0, -200+7*i))
	}
	e := listenTo(t, blog.at)

	said := e.do("source", "add", blog.at, "--yes", "--own")
	for _, words := range []string{"WordPress", "comments", "Semaine 12"} {
		if !strings.Contains(said, words) {
			t.Errorf("source add does not say %q:\n%s", words, said)
		}
	}
	e.do("source", "add", blog.at+"/?s=pelleteuse&feed=rss2", "--exact")
	e.do("listen")
	if got := e.search("nacelle"); len(got) != 9 {
		t.Errorf("the first visit heard %d of the posts, want nine: the tenth of the feed is WordPress's own welcome", len(got))
	}
	e.do("source", "back")
	if got := e.search("nacelle"); len(got) != 12 {
		t.Errorf("after going back %d posts are kept, want all twelve", len(got))
	}

	post := blog.post(t, "Panne", "<p>La nacelle Leroux est tombée en panne ce matin.</p>", time.Now())
	blog.comment(t, post, "Marie", "Chez nous aussi elle a calé, qui répare ?")
	blog.post(t, "Pelleteuse", "<p>La pelleteuse Leroux est revenue de révision.</p>", time.Now())
	e.visitAll()
	// The comment names no brand; it stands at the brand's own place.
	out := must(t, "search", "calé", "--topic", "Leroux", "--json", "--data", e.dir)
	if !strings.Contains(out, `{"count":1`) {
		t.Errorf("a comment on the brand's own blog is not addressed to it: %s", out)
	}
	for _, want := range []struct{ words, text, author, channel string }{
		{"tombée", "La nacelle Leroux est tombée en panne ce matin.", "lucie", "blog"},
		{"calé", "Chez nous aussi elle a calé, qui répare ?", "Marie", "comment"},
		{"pelleteuse", "La pelleteuse Leroux est revenue de révision.", "lucie", "blog"},
	} {
		got := e.search(want.words)
		if len(got) != 1 || got[0].Text != want.text || got[0].Author != want.author || string(got[0].Channel) != want.channel {
			t.Errorf("search %q = %+v, want %q by %s as %s, once", want.words, got, want.text, want.author, want.channel)
		}
	}
}

// realBlog is a WordPress that runs on loopback for one test.
type realBlog struct{ at string }

const (
	wordPressAt   = "/usr/share/wordpress"
	blogUser      = "lucie"
	blogPassword  = "les chats dorment sur le radiateur"
	wordPressSays = "WordPress of Debian's packages is missing (tools/install.sh, or: apt-get install --no-install-recommends wordpress wordpress-theme-twentytwentythree mini-httpd php-cli php-mysql php-xml mariadb-server-core)"
)

// startWordPress starts MariaDB and PHP with their files in a folder of the
// test, and installs WordPress as its first visitor does. In CI its absence is
// a failure; by hand the test is skipped and says what to install.
func startWordPress(t *testing.T, title string) *realBlog {
	t.Helper()
	// Debian keeps servers out of a user's path.
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin:/usr/local/sbin")
	for _, need := range []string{"mariadbd", "mariadb-install-db", "php"} {
		if _, err := exec.LookPath(need); err != nil {
			noWordPress(t, err)
		}
	}
	if _, err := os.Stat(filepath.Join(wordPressAt, "wp-load.php")); err != nil {
		noWordPress(t, err)
	}
	// A socket's address is short: the test's own folder may be too deep.
	dir, err := os.MkdirTemp("", "vigie-wp")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	socket := filepath.Join(dir, "sql")
	startMariaDB(t, dir, socket)

	root := filepath.Join(dir, "www")
	if err := os.MkdirAll(filepath.Join(root, "wp-content"), 0o700); err != nil {
		t.Fatal(err)
	}
	// The files of the package stay where they are; only the configuration and
	// what the blog writes are the test's.
	for link, to := range map[string]string{
		"wp-admin": "wp-admin", "wp-includes": "wp-includes", "wp-settings.php": "wp-settings.php", "wp-content/themes": "wp-content/themes",
	} {
		if err := os.Symlink(filepath.Join(wordPressAt, to), filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	blog := &realBlog{at: "http://" + freePort(t)}
	config := fmt.Sprintf(`<?php
define('DB_NAME', 'blog'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:%s');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '%s'); define('WP_SITEURL', '%[2]s'); define('WP_CONTENT_DIR', '%s/wp-content');
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
`, socket, blog.at, root)
	before := fmt.Sprintf("<?php defined('ABSPATH') || define('ABSPATH', '%s/');", root)
	// Addresses without a file are WordPress's own, as a rewriting rule makes
	// them. What is prepended is not prepended to the router.
	router := fmt.Sprintf(`<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path !== '/' && is_file('%s' . $path)) return false;
require '%s/before.php';
unset($_SERVER['PATH_INFO']);
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
require '%[1]s/index.php';
`, wordPressAt, dir)
	for name, text := range map[string]string{"www/wp-config.php": config, "before.php": before, "router.php": router} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	php := exec.Command("php", "-d", "auto_prepend_file="+filepath.Join(dir, "before.php"), "-d", "sendmail_path=/bin/true", "-d", "opcache.enable_cli=1",
		"-S", strings.TrimPrefix(blog.at, "http://"), "-t", wordPressAt, filepath.Join(dir, "router.php"))
	php.Env = append(os.Environ(), "PHP_CLI_SERVER_WORKERS=3") // it asks itself while it is installed
	runServer(t, php, func() error {
		c, err := net.Dial("tcp", strings.TrimPrefix(blog.at, "http://"))
		if err == nil {
			err = c.Close()
		}
		return err
	})
	answer := blog.send(t, "/wp-admin/install.php?step=2", "application/x-www-form-urlencoded", url.Values{
		"weblog_title": {title}, "user_name": {blogUser}, "admin_password": {blogPassword}, "admin_password2": {blogPassword},
		"pw_weak": {"on"}, "admin_email": {"lucie@carnet.example"}, "blog_public": {"1"}, "Submit": {"Install"},
	}.Encode())
	if !strings.Contains(answer, "wp-login.php") || !strings.Contains(answer, blogUser) {
		t.Fatalf("WordPress was not installed:\n%s", answer)
	}
	return blog
}

func noWordPress(t *testing.T, err error) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s: %v", wordPressSays, err)
	}
	t.Skipf("%s: %v", wordPressSays, err)
}

// startMariaDB starts a database server over a folder, on a socket alone.
func startMariaDB(t *testing.T, dir, socket string) {
	t.Helper()
	data := filepath.Join(dir, "db")
	small := []string{"--innodb-log-file-size=4M", "--innodb-buffer-pool-size=32M"}
	as := []string{}
	if os.Getuid() == 0 {
		as = []string{"--user=root"} // it does not run as root unless told
	}
	args := append([]string{"--no-defaults", "--datadir=" + data, "--auth-root-authentication-method=normal", "--skip-test-db"}, append(as, small...)...)
	if out, err := exec.Command("mariadb-install-db", args...).CombinedOutput(); err != nil {
		t.Fatalf("mariadb-install-db: %v\n%s", err, out)
	}
	// The server makes the database itself, as it starts.
	first := filepath.Join(dir, "first.sql")
	if err := os.WriteFile(first, []byte("CREATE DATABASE IF NOT EXISTS blog CHARACTER SET utf8mb4;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args = append([]string{"--no-defaults", "--datadir=" + data, "--socket=" + socket, "--skip-networking", "--pid-file=" + filepath.Join(dir, "pid"), "--init-file=" + first}, append(as, small...)...)
	runServer(t, exec.Command("mariadbd", args...), func() error {
		c, err := net.Dial("unix", socket)
		if err == nil {
			err = c.Close()
		}
		return err
	})
}

// runServer starts a server, waits until it is there and stops it with the test.
func runServer(t *testing.T, cmd *exec.Cmd, there func() error) {
	t.Helper()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // its workers end with it
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) // it may have ended by itself
		late := time.AfterFunc(20*time.Second, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
		defer late.Stop()
		<-ended
	})
	for deadline := time.Now().Add(patience); ; {
		err := there()
		if err == nil {
			return
		}
		select {
		case end := <-ended:
			ended <- end
			t.Fatalf("%s ended (%v):\n%s", cmd.Path, end, &said)
		case <-time.After(20 * time.Millisecond): // it is at work; only its being there is awaited
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s is not there (%v)", cmd.Path, err)
		}
	}
}

// freePort returns an address of loopback that nobody listens at.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// send posts a form or a document to the blog and returns its answer.
func (b *realBlog) send(t *testing.T, path, kind, body string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.at+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode >= 400 {
		t.Fatalf("%s answers %s\n%s", path, res.Status, answer)
	}
	return string(answer)
}

var (
	postID    = regexp.MustCompile(`<string>(\d+)</string>`)
	commentID = regexp.MustCompile(`comment_id</name>\s*<value>\s*<string>(\d+)</string>`)
)

// call asks WordPress's interface for writing programs (XML-RPC), as its owner,
// and returns what it answers. args are values in XML.
func (b *realBlog) call(t *testing.T, method string, args ...string) string {
	t.Helper()
	var doc strings.Builder
	fmt.Fprintf(&doc, `<?xml version="1.0"?><methodCall><methodName>%s</methodName><params>`, method)
	for _, a := range append([]string{"<int>1</int>", "<string>" + blogUser + "</string>", "<string>" + blogPassword + "</string>"}, args...) {
		fmt.Fprintf(&doc, "<param><value>%s</value></param>", a)
	}
	doc.WriteString("</params></methodCall>")
	answer := b.send(t, "/xmlrpc.php", "text/xml", doc.String())
	if strings.Contains(answer, "<fault>") {
		t.Fatalf("%s answers %s", method, answer)
	}
	return answer
}

// fields writes a struct of XML-RPC; values that begin with < are XML already.
func fields(pairs ...string) string {
	var s strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		v := pairs[i+1]
		if !strings.HasPrefix(v, "<dateTime") {
			var text strings.Builder
			_ = xml.EscapeText(&text, []byte(v)) // a Builder does not fail
			v = "<string>" + text.String() + "</string>"
		}
		fmt.Fprintf(&s, "<member><name>%s</name><value>%s</value></member>", pairs[i], v)
	}
	return "<struct>" + s.String() + "</struct>"
}

// post publishes a post and returns its id.
func (b *realBlog) post(t *testing.T, title, html string, at time.Time) string {
	t.Helper()
	answer := b.call(t, "wp.newPost", fields("post_title", title, "post_content", html, "post_status", "publish", "comment_status", "open",
		"post_date_gmt", "<dateTime.iso8601>"+at.UTC().Format("20060102T15:04:05")+"</dateTime.iso8601>"))
	m := postID.FindStringSubmatch(answer)
	if m == nil {
		t.Fatalf("wp.newPost answers %s", answer)
	}
	return m[1]
}

// comment writes a comment as a visitor does; the owner lets it through.
func (b *realBlog) comment(t *testing.T, post, who, words string) {
	t.Helper()
	b.send(t, "/wp-comments-post.php", "application/x-www-form-urlencoded", url.Values{
		"comment_post_ID": {post}, "author": {who}, "email": {strings.ToLower(who) + "@ailleurs.example"}, "comment": {words},
	}.Encode())
	held := b.call(t, "wp.getComments", fields("status", "hold"))
	m := commentID.FindStringSubmatch(held)
	if m == nil {
		t.Fatalf("no comment waits: %s", held)
	}
	b.call(t, "wp.editComment", "<int>"+m[1]+"</int>", fields("status", "approve"))
}
