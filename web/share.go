package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
)

// A shared page is the page as those signed in see it, at each reading, with
// what a guest cannot use taken out: forms, menus and the ways to mentions.
// Its address says nothing to other sites, and no machine may list it.

// guest is somebody who reads a page by a link that was given.
type guest struct {
	govern.Share
	At string // the address that was opened
}

// sharePage answers a link that was given.
func (s *Server) sharePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	h := w.Header()
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	share, err := s.o.Ledger.ShareByHash(ctx, govern.ShareHash(r.PathValue("token")))
	if err != nil {
		return err
	}
	if !share.Open(v.Now) {
		return vigie.Errorf(vigie.NotFound, nil, "share-over", v.Print.Date(share.Until))
	}
	u, err := url.Parse(share.Path)
	if err != nil {
		return err
	}
	if v.Topics, err = s.o.Ledger.Topics(ctx); err != nil {
		return err
	}
	sortTopics(v.Topics)
	v.Guest = &guest{share, r.URL.Path}
	q := u.Query()
	if r.URL.Query().Get("format") == "pdf" {
		q.Set("format", "pdf")
	}
	u.RawQuery = q.Encode()
	inner := r.Clone(ctx)
	inner.URL, inner.Form = u, nil
	// The visit becomes a guest's, whoever opens the link.
	v.User, v.Path, v.r = govern.User{}, u.Path, inner
	page := s.pageAt(inner)
	if page == nil || !govern.Sharable(u.Path) {
		return vigie.Errorf(vigie.NotFound, nil, "share-none")
	}
	return page(w, inner, v)
}

// share makes a link to a page, or ends one.
func (s *Server) share(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	if do := r.FormValue("do"); do == "end" {
		id, err := strconv.ParseInt(r.FormValue("id"), 10, 64)
		if err != nil {
			return vigie.Errorf(vigie.Invalid, err, "bad-parameter", "id", r.FormValue("id"))
		}
		if err := s.o.Ledger.EndShare(ctx, govern.ShareID(id)); err != nil {
			return err
		}
		v.tell(ctx, "share-ended")
		return v.to(w, "/shares")
	}
	days, err := strconv.Atoi(r.FormValue("days"))
	if err != nil {
		return vigie.Errorf(vigie.Invalid, err, "share-days", govern.ShareDaysMost)
	}
	share, token, err := govern.NewShare(r.FormValue("page"), capped(r.FormValue("title"), 200), days, v.User.ID, v.Now)
	if err != nil {
		return err
	}
	if share, err = s.o.Ledger.SaveShare(ctx, share); err != nil {
		return err
	}
	return s.showShares(w, r, v, share, s.base(r)+"/shared/"+token)
}

// capped cuts a text after so many letters.
func capped(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// sharesPage lists the links that were given.
type sharesPage struct {
	Answer string
	Made   govern.Share // the one just made; ID zero where none was
	Link   string       // its address, shown once
	Shares []shareRow
}

type shareRow struct {
	govern.Share
	Who  string
	Open bool
}

// given lists the links that were given.
func (s *Server) given(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.showShares(w, r, v, govern.Share{}, "")
}

func (s *Server) showShares(w http.ResponseWriter, r *http.Request, v *visit, made govern.Share, link string) error {
	ctx := r.Context()
	all, err := s.o.Ledger.Shares(ctx)
	if err != nil {
		return err
	}
	users, err := s.o.Ledger.Users(ctx)
	if err != nil {
		return err
	}
	names := map[govern.UserID]string{}
	for _, u := range users {
		names[u.ID] = u.Name
	}
	d := sharesPage{Made: made, Link: link}
	open := 0
	for _, one := range all {
		row := shareRow{one, names[one.By], one.Open(v.Now)}
		if row.Open {
			open++
		}
		d.Shares = append(d.Shares, row)
	}
	d.Answer = v.Print.Say("shares-answer-0")
	if open > 0 {
		d.Answer = v.Print.Say("shares-answer", open)
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	return v.page(w, "shares", vigie.Say("shares-title"), d)
}

// Sharable tells whether this page can be shared by who sees it.
func (v *visit) Sharable() bool {
	return v.Inside() && v.r.Method == http.MethodGet && govern.Sharable(v.Path)
}

// ShareDays are the lengths a link is offered for.
func (v *visit) ShareDays() []int { return govern.ShareDays }

// base is the address of these pages as the browser reached them.
func (s *Server) base(r *http.Request) string {
	if s.o.SecureCookies {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// forGuests takes out of a page what a guest cannot use. A link stays where it
// leads within the page, outside, to the definitions or to a file of this
// share; of others the words stay, but of one that is a paragraph of its own.
func forGuests(page []byte, at string) ([]byte, error) {
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	takeOut(doc, at)
	var b bytes.Buffer
	if err := html.Render(&b, doc); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func takeOut(n *html.Node, at string) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode {
			switch c.Data {
			case "form", "nav", "script", "button", "dialog", "input", "select":
				n.RemoveChild(c)
				c = next
				continue
			}
		}
		takeOut(c, at)
		if c.Type == html.ElementNode && c.Data == "a" && !guestMay(attribute(c, "href"), at) {
			if n.Data == "p" && alone(c) {
				n.RemoveChild(c)
				c = next
				continue
			}
			for inner := c.FirstChild; inner != nil; {
				after := inner.NextSibling
				c.RemoveChild(inner)
				n.InsertBefore(inner, c)
				inner = after
			}
			n.RemoveChild(c)
		}
		c = next
	}
}

// alone tells whether a link is all that its paragraph says: then it invites to
// do something, which a guest cannot.
func alone(a *html.Node) bool {
	for x := a.Parent.FirstChild; x != nil; x = x.NextSibling {
		if x != a && (x.Type != html.TextNode || strings.TrimSpace(x.Data) != "") {
			return false
		}
	}
	return true
}

func guestMay(href, at string) bool {
	return strings.HasPrefix(href, "#") || href == "/definitions" ||
		strings.HasPrefix(href, at+"?") || outside(href) != ""
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
