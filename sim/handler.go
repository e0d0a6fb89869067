package sim

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"vigie.example/vigie"
)

// Handler serves one host of the living part. Hosts that do not exist answer
// 404. It is used by Serve, which must have begun for links to be right.
func (w *Web) Handler(host string) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if in.Method != http.MethodGet && in.Method != http.MethodHead {
			http.Error(out, "méthode refusée", http.StatusMethodNotAllowed)
			return
		}
		now := w.Now()
		switch host {
		case movedFrom:
			target := w.Sector.base(movedHost)
			if in.URL.Path == "/rss.xml" {
				target += w.sites[movedHost].feed
			} else {
				target += in.URL.RequestURI()
			}
			http.Redirect(out, in, target, http.StatusMovedPermanently)
			return
		case slowHost:
			// Its lists are slow to make, its articles are ready.
			if in.URL.Path == "/" || in.URL.Path == w.sites[host].feed {
				select {
				case <-time.After(w.Slow):
				case <-in.Context().Done():
					return
				}
			}
		case failingHost:
			if in.URL.Path != "/robots.txt" && w.fails(now) {
				http.Error(out, "Erreur interne du serveur", http.StatusInternalServerError)
				return
			}
		}
		w.mu.Lock()
		w.advance(now)
		a, ok := w.answer(host, in, now)
		w.mu.Unlock()
		if !ok {
			http.Error(out, "Page introuvable", http.StatusNotFound)
			return
		}
		a.send(out, in)
	})
}

// fails reports whether the failing site fails: at first always, then every
// other quarter of the time of trouble, then never.
func (w *Web) fails(now time.Time) bool {
	since := now.Sub(w.opened)
	if since < w.Trouble {
		return true
	}
	return since < 2*w.Trouble && int(4*(since-w.Trouble)/w.Trouble)%2 == 1
}

// answer is a page or feed ready to be sent.
type answer struct {
	kind     string // media type
	body     string
	modified time.Time
	latin    bool // windows-1252
}

// send answers conditional requests by tag first, then by date (RFC 9110, 13).
func (a answer) send(out http.ResponseWriter, in *http.Request) {
	body := []byte(a.body)
	charset := "utf-8"
	if a.latin {
		charset = "windows-1252"
		encoded, err := encoding.HTMLEscapeUnsupported(charmap.Windows1252.NewEncoder()).Bytes(body)
		if err != nil {
			http.Error(out, "Erreur d’encodage", http.StatusInternalServerError)
			return
		}
		body = encoded
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	h := out.Header()
	h.Set("Content-Type", a.kind+"; charset="+charset)
	h.Set("ETag", tag)
	if !a.modified.IsZero() {
		h.Set("Last-Modified", a.modified.UTC().Format(http.TimeFormat))
	}
	known := in.Header.Get("If-None-Match")
	since, err := http.ParseTime(in.Header.Get("If-Modified-Since"))
	if strings.Contains(known, tag) || known == "" && err == nil && !a.modified.IsZero() && !a.modified.Truncate(time.Second).After(since) {
		out.WriteHeader(http.StatusNotModified)
		return
	}
	if in.Method == http.MethodHead {
		return
	}
	// An error here means that the reader has gone: there is nobody to tell.
	_, _ = out.Write(body)
}

// answer finds what stands at an address; the caller holds mu.
func (w *Web) answer(host string, in *http.Request, now time.Time) (answer, bool) {
	st := w.sites[host]
	if st == nil {
		return answer{}, false
	}
	path := in.URL.Path
	a := answer{latin: host == latinBlog}
	posts := st.latest(now, func(r *Row) bool { return r.Channel != vigie.Comment })
	if len(posts) > 0 {
		a.modified = posts[0].Date
	}
	f := feedMaker{w: w, st: st}
	switch {
	case path == "/robots.txt":
		return answer{kind: "text/plain", body: "User-agent: *\nDisallow: /recherche\nDisallow: /compte\nAllow: /\n"}, true
	case path == "/":
		a.kind, a.body = "text/html", f.front(posts)
	case path == st.feed && host == reviewHost:
		a.kind, a.body = "application/feed+json", f.json(posts)
	case path == st.feed && (host == blogHost || host == latinBlog):
		a.kind, a.body = "application/atom+xml", f.atom(st.name, posts)
	case path == st.feed:
		a.kind, a.body = "application/rss+xml", f.rss(st.name, posts)
	case path == "/commentaires.xml" && (host == blogHost || host == latinBlog):
		comments := st.latest(now, func(r *Row) bool { return r.Channel == vigie.Comment })
		if len(comments) > 0 {
			a.modified = comments[0].Date
		}
		a.kind, a.body = "application/atom+xml", f.atom(st.name+", commentaires", comments)
	case strings.HasPrefix(path, "/t/") && strings.HasSuffix(path, "/flux.xml"):
		posts := st.thread(threadOf(path))
		if len(posts) == 0 {
			return a, false
		}
		a.kind, a.body, a.modified = "application/rss+xml", f.rss(posts[0].Title, posts), posts[len(posts)-1].Date
	case strings.HasPrefix(path, "/t/") && !strings.Contains(path, "/p/"):
		posts := st.thread(threadOf(path))
		if len(posts) == 0 {
			return a, false
		}
		a.kind, a.body, a.modified = "text/html", f.threadPage(posts), posts[len(posts)-1].Date
	default:
		r := st.byPath[path]
		if q := in.URL.RawQuery; q != "" && st.byPath[path+"?"+q] != nil {
			r = st.byPath[path+"?"+q]
		}
		if r == nil {
			return a, false
		}
		a.kind, a.body, a.modified = "text/html", f.page(r, posts), r.Date
	}
	return a, true
}

// threadOf returns the id in "/t/123-title/...".
func threadOf(path string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(path, "/t/"), "-")
	return id
}

// thread returns the posts of a conversation, oldest first.
func (st *site) thread(id string) []*Row {
	var out []*Row
	for _, r := range st.rows {
		if r.Thread == id && r.Channel == vigie.Forum {
			out = append(out, r)
		}
	}
	return out
}
