package web

import (
	"context"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
)

// notePage takes down what a person saw, and lists what was noted last.
type notePage struct {
	Address, Title, Text, Who, Where, When string
	Channel                                vigie.Channel
	Channels                               []vigie.Channel
	Trouble                                string
	Marklet                                template.URL // the bookmarklet
	Last                                   []shown
	More                                   string
}

// notesShown is how many notes the page lists.
const notesShown = 10

// webLink finds an address in what a phone shares: some apps hand it over
// within the text.
var webLink = regexp.MustCompile(`https?://[^\s<>"]+`)

// notePage shows the form, filled with what a bookmarklet or a phone sent.
// Nothing is kept, and nothing outside asked, before a person presses Keep.
func (s *Server) notePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	q := r.URL.Query()
	d := notePage{Address: strings.TrimSpace(q.Get("url")), Title: strings.TrimSpace(q.Get("title")), Text: strings.TrimSpace(q.Get("text"))}
	if d.Address == "" {
		if d.Address = webLink.FindString(d.Text); d.Address != "" {
			d.Text = strings.TrimSpace(strings.Replace(d.Text, d.Address, "", 1))
		}
	}
	return s.showNote(w, r, v, d)
}

func (s *Server) showNote(w http.ResponseWriter, r *http.Request, v *visit, d notePage) error {
	d.Channels, d.Marklet = vigie.Channels, bookmarklet(s.origin(r))
	noted := true
	f := vigie.Filter{Noted: &noted}
	page, err := s.o.Archive.Search(r.Context(), query.Search{Filter: f, Limit: notesShown})
	if err != nil {
		return err
	}
	d.Last = v.shownAll(page.Kept, nil)
	if page.Next != "" {
		d.More = v.mentions(f)
	}
	return v.page(w, "note", vigie.Say("note-title"), d)
}

// keepNote keeps what the form holds, and goes to the mention.
func (s *Server) keepNote(w http.ResponseWriter, r *http.Request, v *visit) error {
	field := func(name string) string { return strings.TrimSpace(r.FormValue(name)) }
	d := notePage{
		Address: field("address"), Title: field("title"), Text: field("text"), Who: field("who"),
		Where: field("where"), When: field("when"), Channel: vigie.Channel(field("channel")),
	}
	id, known, err := s.keepSeen(r.Context(), v, d)
	if err != nil {
		if vigie.KindOf(err) == vigie.Internal {
			return err
		}
		v.Status = http.StatusUnprocessableEntity
		d.Trouble = v.Print.Error(err)
		return s.showNote(w, r, v, d)
	}
	told := "note-told"
	if known {
		told = "note-told-known"
	}
	v.tell(r.Context(), told)
	return v.to(w, mentionPath(id))
}

func (s *Server) keepSeen(ctx context.Context, v *visit, d notePage) (vigie.MentionID, bool, error) {
	n := watch.Note{
		Address: d.Address, Title: d.Title, Text: d.Text, Who: d.Who, Where: d.Where, Channel: d.Channel, By: v.User.Name,
	}
	if d.Channel != "" && !d.Channel.Valid() {
		return 0, false, vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "channel", string(d.Channel))
	}
	if d.When != "" {
		t, err := time.ParseInLocation("2006-01-02T15:04", d.When, v.Zone)
		if err != nil {
			if t, err = time.ParseInLocation(time.DateOnly, d.When, v.Zone); err != nil {
				return 0, false, vigie.Errorf(vigie.Invalid, err, "note-when", d.When)
			}
		}
		n.When = t.UTC()
	}
	ctx, cancel := context.WithTimeout(ctx, discoverTime)
	defer cancel()
	return s.o.Watch.Note(ctx, n)
}

// origin is where the visitor's browser reaches us.
func (s *Server) origin(r *http.Request) string {
	u := url.URL{Scheme: "http", Host: r.Host}
	if s.o.SecureCookies || r.TLS != nil {
		u.Scheme = "https"
	}
	return u.String()
}

// bookmarklet is the address that a browser keeps among its bookmarks: it opens
// our page in a new tab with the address, the title and what is selected of the
// page it is pressed on. It sends nothing else, and by GET, so that the session
// cookie (SameSite=Lax) comes along.
func bookmarklet(origin string) template.URL {
	to, err := json.Marshal(origin + "/note?")
	if err != nil {
		return ""
	}
	code := `(()=>{window.open(` + string(to) + `+new URLSearchParams({url:location.href,title:document.title,text:String(getSelection()).slice(0,4000)}),"_blank","noopener")})()`
	return template.URL("javascript:" + url.PathEscape(code)) // made by us, of our own origin
}
