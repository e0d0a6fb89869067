package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed static
var staticFiles embed.FS

// staticFile is one file ready to be sent.
type staticFile struct {
	kind          string // media type
	plain, zipped []byte
	etag          string
}

// statics reads and compresses the files once; they cannot fail to be there.
var statics = sync.OnceValue(func() map[string]staticFile {
	files := map[string]staticFile{}
	err := fs.WalkDir(staticFiles, "static", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := staticFiles.ReadFile(p)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		f := staticFile{kind: kindOf(p), plain: b, etag: hex.EncodeToString(sum[:6])}
		var z bytes.Buffer
		w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if z.Len() < len(b) {
			f.zipped = z.Bytes()
		}
		files[strings.TrimPrefix(p, "static/")] = f
		return nil
	})
	if err != nil {
		return map[string]staticFile{} // TestStaticFiles sees it
	}
	return files
})

// Style is the style sheet of the pages, for reports that carry it with them.
func Style() string { return string(statics()["vigie.css"].plain) }

// kindOf names the media types we serve; the system's own table differs from
// machine to machine.
func kindOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".webmanifest":
		return "application/manifest+json"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// asset returns the address of a static file, which changes with its content.
func asset(name string) string {
	return "/static/" + name + "?" + statics()[name].etag
}

// static serves the files. They may be kept for a year, since asset changes
// their address.
func (s *Server) static() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := statics()[strings.TrimPrefix(r.URL.Path, "/static/")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.kind)
		h.Set("ETag", `"`+f.etag+`"`)
		h.Set("Vary", "Accept-Encoding")
		h.Set("Cache-Control", "public, no-cache")
		if r.URL.RawQuery == f.etag {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		b := f.plain
		if f.zipped != nil && takesGzip(r) {
			h.Set("Content-Encoding", "gzip")
			h.Set("ETag", `"`+f.etag+`z"`)
			b = f.zipped
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
	})
}

func takesGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" && strings.ReplaceAll(q, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

// zipLeast: below this a compressed page saves no packet.
const zipLeast = 1400

// send writes a finished page, compressed where the browser takes it. Pages
// hold no secret beside what a stranger can have repeated in them (there is
// no token against cross-site requests to guess), so compression tells nothing.
func (v *visit) send(w http.ResponseWriter, page []byte) error {
	status := v.Status
	if status == 0 {
		status = http.StatusOK
	}
	w.Header().Add("Vary", "Accept-Encoding")
	if len(page) < zipLeast || !takesGzip(v.r) {
		w.WriteHeader(status)
		_, err := w.Write(page)
		return sent(err)
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(w)
	if _, err := z.Write(page); err != nil {
		return sent(err)
	}
	return sent(z.Close())
}

var zippers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}
