package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
	"vigie.example/vigie/say"
)

// visit is one request by one person: who they are, what they speak, what is
// followed. Handlers get it ready; templates read it as .V.
type visit struct {
	s *Server
	w http.ResponseWriter
	r *http.Request

	Print     *say.Printer // in the visitor's language and the workspace's zone
	Lang      string       // "fr" or "en"
	Zone      *time.Location
	User      govern.User // ID zero when nobody is signed in
	Workspace vigie.Workspace
	Topics    []vigie.Topic // own first, then rivals, themes, campaigns
	Now       time.Time
	// Path and Query are what was asked for; pages mark the menu with Path.
	Path string
	// Token names this request in the log and on error pages.
	Token string
	// Status is sent with the page; zero means 200.
	Status int
	// Reload asks browsers without JavaScript to load the page again after so
	// many seconds; zero does not.
	Reload int
	// Notice is one sentence above the page: what was just done. It is taken
	// from the session, once.
	Notice string
	// Guest is set where somebody reads a page by a link that was given.
	Guest *guest
}

// handler answers one request. What it returns is shown as an error page by
// its kind; it writes nothing itself in that case.
type handler func(w http.ResponseWriter, r *http.Request, v *visit) error

// visit gathers what every page needs.
func (s *Server) visit(w http.ResponseWriter, r *http.Request) (*visit, error) {
	v := &visit{s: s, w: w, r: r, Now: s.o.Now(), Path: r.URL.Path, Token: requestToken(r.Context())}
	v.speak("")
	ctx := r.Context()
	u, err := s.signedIn(ctx)
	if err != nil {
		return v, err
	}
	v.User = u
	if v.Workspace, err = s.o.Ledger.Workspace(ctx); err != nil && !isNotFound(err) {
		return v, err
	}
	v.speak(v.Workspace.Lang)
	if u.ID == 0 {
		return v, nil
	}
	if v.Topics, err = s.o.Ledger.Topics(ctx); err != nil {
		return v, err
	}
	sortTopics(v.Topics)
	v.Notice = s.sessions.PopString(ctx, sessionNotice)
	return v, nil
}

// speak chooses language and zone: the user's own choice, a visitor's cookie,
// the browser's wish, the workspace's.
func (v *visit) speak(workspace string) {
	lang := v.User.Lang
	if lang == "" {
		if c, err := v.r.Cookie(langCookie); err == nil {
			lang = c.Value
		}
	}
	if lang == "" {
		lang = wished(v.r.Header.Get("Accept-Language"))
	}
	if lang == "" {
		lang = workspace
	}
	v.Zone = v.Workspace.Location()
	v.Print = say.In(lang).At(v.Zone).Seen(v.s.o.Now)
	v.Lang = v.Print.Lang()
}

// wished returns the first of our languages that a browser asks for.
func wished(accept string) string {
	for part := range strings.SplitSeq(accept, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
		for _, l := range say.Languages {
			if tag == l {
				return l
			}
		}
	}
	return ""
}

// page renders templates/name.html inside the layout. The template defines
// "main" and sees a frame: .V is the visit, .D the data. Nothing is written
// where the template fails.
func (v *visit) page(w http.ResponseWriter, name string, title vigie.Sentence, data any) error {
	var b bytes.Buffer
	err := v.s.faces.render(&b, name, frame{V: v, D: data, Page: name, Title: v.Print.Sentence(title)})
	if err != nil {
		return err
	}
	if format := v.r.URL.Query().Get(awayParam); format != "" && v.TablesAway() != nil {
		return v.sendTables(w, b.Bytes(), name, format)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.Lang)
	// Back and forward may show the page again; a proxy may not.
	h.Set("Cache-Control", "private, no-cache")
	h.Add("Vary", "Cookie, Accept-Language")
	body := thin(b.Bytes())
	if v.Guest != nil {
		if body, err = forGuests(body, v.Guest.At); err != nil {
			return err
		}
	}
	return v.send(w, body)
}

// to sends the browser elsewhere within Vigie after something was done.
func (v *visit) to(w http.ResponseWriter, path string) error {
	http.Redirect(w, v.r, path, http.StatusSeeOther)
	return nil
}

// tell keeps a sentence for the top of the next page.
func (v *visit) tell(ctx context.Context, id string, args ...any) {
	v.s.sessions.Put(ctx, sessionNotice, v.Print.Say(id, args...))
}

// Topic returns the followed topic with this id; false when there is none.
func (v *visit) Topic(id vigie.TopicID) (vigie.Topic, bool) {
	for _, t := range v.Topics {
		if t.ID == id {
			return t, true
		}
	}
	return vigie.Topic{}, false
}

// Own returns the first own topic: the brand that "you" stands for; false when
// there is none yet.
func (v *visit) Own() (vigie.Topic, bool) {
	for _, t := range v.Topics {
		if t.Kind == vigie.OwnBrand {
			return t, true
		}
	}
	return vigie.Topic{}, false
}

// Here returns the path and query of this page, to come back to it.
func (v *visit) Here() string {
	if v.r.Method != http.MethodGet {
		return v.Path
	}
	return v.r.URL.RequestURI()
}

// In reports whether this page belongs to a menu entry.
func (v *visit) In(entry string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(v.Path, "/"), "/")
	switch entry {
	case "today":
		return v.Path == "/"
	case "stream":
		return first == "stream" || first == "mention"
	case "compare":
		return first == "compare" || first == "topic" || first == "audit" || first == "barometer" || first == "report" || first == "public"
	case "alerts":
		return first == "alerts" || first == "letter"
	case "topics":
		return first == "topics" || first == "lists" || first == "samples" || first == "noise" || first == "intents"
	case "listen":
		return first == "sources" || first == "import" || first == "note" || v.In("topics") || first == "trace"
	default:
		return first == entry
	}
}

// Words returns what stands in the search field.
func (v *visit) Words() string {
	if v.Path != "/stream" {
		return ""
	}
	return v.r.URL.Query().Get("q")
}

// back returns a path of ours to return to, never somebody else's address.
func back(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(path, "/") ||
		strings.HasPrefix(path, "//") || strings.ContainsRune(path, '\\') {
		return "/"
	}
	return path
}

// Stamp and Today are the moment shown in the masthead.
func (v *visit) Stamp() string { return v.Now.UTC().Format(time.RFC3339) }

// Today returns the day and hour of the masthead.
func (v *visit) Today() string { return v.Print.Day(v.Now) + ", " + v.Print.Clock(v.Now) }

// Inside reports whether the menu is shown: to those signed in, once the
// workspace is set up.
func (v *visit) Inside() bool { return v.User.ID != 0 && v.Workspace.Name != "" }

// TodayShort returns the same for a narrow masthead.
func (v *visit) TodayShort() string { return v.Print.DayMonth(v.Now) + ", " + v.Print.Clock(v.Now) }
