package feed

import (
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed"

	"vigie.example/vigie"
)

// identity decides what tells the items of one feed apart. The rule must give
// the same key to the same post at every visit and through every feed that
// carries it, although guids may be missing, all equal, or new at each visit:
//
//  1. the address, where the feed does not give one address to most items;
//  2. the guid with the site, where guids are not all the same;
//  3. author, date, title and text.
type identity struct {
	links bool // addresses tell items apart
	guids bool // guids do
	equal bool // several items have one guid, and there is no other
}

// identities looks at a whole feed. "Most" is more than half: a feed that
// points every item to its front page, but for some pinned ones.
func identities(entries []*gofeed.Item) identity {
	links, guids := map[string]int{}, map[string]int{}
	linked, named := 0, 0
	for _, e := range entries {
		if l := strings.TrimSpace(e.Link); l != "" {
			linked++
			links[l]++
		}
		if g := strings.TrimSpace(e.GUID); g != "" {
			named++
			guids[g]++
		}
	}
	id := identity{links: true, guids: len(guids) > 1 || named == 1 && len(entries) == 1, equal: named > 1 && len(guids) == 1}
	if linked > 2 && len(links)*2 <= linked && id.guids && len(guids) > len(links) {
		id.links = false
	}
	return id
}

// guidKey begins the keys that are made of guids.
const guidKey = "guid:"

// key returns the key of the mention made of an entry.
func (id identity) key(e *gofeed.Item, m *vigie.Mention) vigie.Key {
	if id.links && m.URL != "" && !frontPage(m.URL) {
		if k := keyOfLink(m.URL); k != "" {
			return k
		}
	}
	if guid := strings.TrimSpace(e.GUID); guid != "" && id.guids {
		return vigie.Key(guidKey + m.Site + ":" + guid)
	}
	at := m.Published
	return vigie.TextKey(m.Author.Key("", m.Site), at, m.Title, m.Text)
}

// keyOfLink is the key of what stands at an address. CanonicalURL drops the
// fragment, which would make one thing of all the comments under a page: one
// that names a post or a comment is kept.
func keyOfLink(address string) vigie.Key {
	k := vigie.NewKey("", "", address)
	if k == "" {
		return ""
	}
	if _, fragment, ok := strings.Cut(address, "#"); ok && anchor.MatchString(fragment) {
		k += vigie.Key("#" + strings.ToLower(fragment))
	}
	return k
}

// frontPage reports whether an address is a site itself: it names no post.
func frontPage(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && !anchor.MatchString(u.Fragment)
}
