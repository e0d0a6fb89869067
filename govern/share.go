package govern

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
)

// ShareID is given by the ledger; zero means "not kept yet".
type ShareID int64

// Share lets whoever has its link read one page, as it is at each reading,
// without signing in, until a day.
type Share struct {
	ID ShareID
	// Hash is that of the link's token; the token itself is shown once and
	// kept nowhere.
	Hash  string
	Path  string // path and query of the page
	Title string // of the page, as the one who shared it saw it
	By    UserID
	Made  time.Time
	Until time.Time // the link opens the page before it
}

// SharePages are the pages that can be shared, each with its last path element
// left out where it names one topic.
var SharePages = []string{"/", "/compare", "/topic", "/audit", "/barometer", "/report"}

// ShareDays are the lengths offered, in days; ShareDaysMost is the longest.
var ShareDays = []int{7, 30, 90}

// ShareDaysMost is the longest that a link may open a page.
const ShareDaysMost = 366

// NewShare returns a share of a page for some days from now, and the token of
// its link. A page that cannot be shared, or days outside 1 to ShareDaysMost,
// are Invalid.
func NewShare(path, title string, days int, by UserID, now time.Time) (Share, string, error) {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !Sharable(u.Path) || len(path) > 2000 {
		return Share{}, "", vigie.Errorf(vigie.Invalid, err, "share-page", path)
	}
	if days < 1 || days > ShareDaysMost {
		return Share{}, "", vigie.Errorf(vigie.Invalid, nil, "share-days", ShareDaysMost)
	}
	q := u.Query()
	q.Del("format")
	if u = (&url.URL{Path: u.Path, RawQuery: q.Encode()}); title == "" {
		title = u.Path
	}
	token := rand.Text()
	return Share{
		Hash: ShareHash(token), Path: u.String(), Title: title, By: by,
		Made: now.UTC(), Until: now.UTC().AddDate(0, 0, days),
	}, token, nil
}

// Sharable tells whether the page at a path can be shared.
func Sharable(path string) bool {
	if id, ok := strings.CutPrefix(path, "/topic/"); ok {
		return id != "" && strings.Trim(id, "0123456789") == ""
	}
	return path != "/topic" && slices.Contains(SharePages, path)
}

// ShareHash is the hash under which a token's share is kept.
func ShareHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Open reports whether the link still opens the page.
func (s Share) Open(now time.Time) bool { return now.Before(s.Until) }
