package vigie

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"strings"
	"time"
)

// Key says which published thing a mention is, whoever carried it to us: the
// same post through three feeds has one Key. It is stable across runs and
// sources, and saving a Key twice changes nothing.
type Key string

// NewKey makes the key of a thing from its network and the id the network gave
// it, else from its address. It is empty when neither is usable: use TextKey.
func NewKey(network, nativeID, address string) Key {
	if network != "" && nativeID != "" {
		return Key(network + ":" + nativeID)
	}
	if c := CanonicalURL(address); c != "" {
		return Key(c)
	}
	return ""
}

// TextKey makes the key of a thing that has neither id nor address (a row of a
// file, an item of a bare feed) from who said what when.
func TextKey(author string, at time.Time, title, text string) Key {
	h := sha256.New()
	for _, s := range []string{author, at.UTC().Format(time.RFC3339), title, text} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return Key("text:" + hex.EncodeToString(h.Sum(nil)[:16]))
}

// CanonicalURL returns the form of a web address under which it is compared:
// without scheme, "www.", default port, fragment, tracking parameters and
// trailing slash, host in lower case, parameters sorted. It returns the empty
// string for anything that is not http or https. The result is for comparing
// and for keys, not for opening.
func CanonicalURL(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return ""
	}
	host := SiteOf(u.Host)
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	p := u.EscapedPath()
	if p != "" {
		p = path.Clean(p)
	}
	p = strings.TrimSuffix(p, "/")
	q := u.Query()
	for name := range q {
		if isTracking(name) {
			q.Del(name)
		}
	}
	if enc := q.Encode(); enc != "" {
		p += "?" + enc
	}
	return host + p
}

// SiteOf returns the name a host is known by: lower case, without port, final
// dot and "www.".
func SiteOf(host string) string {
	h := strings.ToLower(host)
	if i := strings.LastIndexByte(h, ':'); i >= 0 && !strings.HasSuffix(h, "]") {
		h = h[:i]
	}
	h = strings.TrimSuffix(h, ".")
	return strings.TrimPrefix(h, "www.")
}

// isTracking tells the parameters that say how a reader came, not what is read.
// The list is the common ground of campaign tools in France: Google (utm_),
// AT Internet (xtor, at_), Piano (#, at_), Facebook, Google and Microsoft
// click ids, Mailchimp.
func isTracking(name string) bool {
	n := strings.ToLower(name)
	for _, prefix := range []string{"utm_", "at_", "mtm_", "pk_"} {
		if strings.HasPrefix(n, prefix) {
			return true
		}
	}
	switch n {
	case "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "xtor", "xtref", "mc_cid", "mc_eid", "cmpid", "_ga":
		return true
	}
	return false
}
