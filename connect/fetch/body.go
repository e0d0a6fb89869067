package fetch

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"vigie.example/vigie"
)

// acceptEncoding names exactly what body decodes.
const acceptEncoding = "gzip, deflate"

// ratioFrom is the decoded size from which the compression ratio is watched: a
// small page of blanks may well be squeezed a thousand times.
const ratioFrom = 1 << 20

// body reads and decodes a body, within limit decoded bytes.
func (c *Client) body(u *url.URL, res *http.Response, limit int64) ([]byte, error) {
	tooLarge := func() error {
		return vigie.Errorf(vigie.Invalid, nil, "fetch-too-large", u.Hostname(), limit>>20)
	}
	// A bare body that says it is too large need not be read to be believed.
	encodings := encodingsOf(res.Header)
	if len(encodings) == 0 && res.ContentLength > limit {
		return nil, tooLarge()
	}
	sent := &counter{r: io.LimitReader(res.Body, limit+1)}
	var r io.Reader = sent
	if len(encodings) > 1 {
		// One layer is a service to the line, two are an attack.
		return nil, vigie.Errorf(vigie.Invalid, nil, "fetch-encoding", u.Hostname(), strings.Join(encodings, ", "))
	}
	if len(encodings) == 1 {
		var err error
		if r, err = decoder(encodings[0], sent); err != nil {
			if !errors.Is(err, errEncoding) {
				return nil, err
			}
			return nil, vigie.Errorf(vigie.Invalid, err, "fetch-encoding", u.Hostname(), encodings[0])
		}
	}
	var out []byte
	if n := res.ContentLength; n > 0 && n <= limit && n < 1<<20 {
		out = make([]byte, 0, n+1)
	}
	buf := make([]byte, 32<<10)
	for {
		n, err := r.Read(buf)
		out = append(out, buf[:n]...)
		if int64(len(out)) > limit {
			return nil, tooLarge()
		}
		if len(encodings) > 0 && len(out) > ratioFrom && int64(len(out))/max(sent.n, 1) > c.opts.MaxRatio {
			return nil, vigie.Errorf(vigie.Invalid, nil, "fetch-bomb", u.Hostname(), c.opts.MaxRatio)
		}
		if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func encodingsOf(h http.Header) []string {
	var out []string
	for part := range strings.SplitSeq(strings.Join(h.Values("Content-Encoding"), ","), ",") {
		part = strings.ToLower(strings.TrimSpace(part))
		if part != "" && part != "identity" {
			out = append(out, part)
		}
	}
	return out
}

var errEncoding = errors.New("an encoding that was not asked for")

func decoder(name string, r io.Reader) (io.Reader, error) {
	br := bufio.NewReader(r)
	if _, err := br.Peek(1); errors.Is(err, io.EOF) {
		return br, nil // nothing, said to be compressed: nothing
	}
	switch name {
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(br)
		if err != nil {
			return nil, err
		}
		z.Multistream(false)
		return z, nil
	case "deflate":
		// RFC 9110 means zlib; some servers send the bare stream.
		if head, err := br.Peek(2); err == nil && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
			return zlib.NewReader(br)
		}
		return flate.NewReader(br), nil
	}
	return nil, errEncoding
}

// counter counts what was read through it.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
