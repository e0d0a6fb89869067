package fetch

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"hash/fnv"
	"net/url"

	"vigie.example/vigie"
)

// JSON asks for r through client and reads the JSON of the answer into into. Half an answer is an error of kind Unavailable; others are those of
// Client.Get.
func JSON(ctx context.Context, client interface {
	Get(ctx context.Context, r Request) (*Response, error)
}, r Request, into any,
) error {
	res, err := client.Get(ctx, r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(res.Body, into); err != nil {
		host := r.URL
		if u, perr := url.Parse(r.URL); perr == nil && u.Host != "" {
			host = u.Hostname()
		}
		return vigie.Errorf(vigie.Unavailable, err, "back-half", host)
	}
	return nil
}

// Mark is 64 bits of some strings, in a form short enough to keep by the
// thousand in a cursor: it knows again what it was made of, and names nobody.
func Mark(parts ...string) string {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p))
		_, _ = h.Write([]byte{0})
	}
	return base64.RawStdEncoding.EncodeToString(h.Sum(nil))
}
