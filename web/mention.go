package web

import (
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// mentionPage is one mention: why it is here, what was said, by whom, where.
type mentionPage struct {
	M        shown
	Answer   template.HTML
	Title    template.HTML
	Paras    []template.HTML // the whole text, its words marked
	Why      []whyTopic
	Aside    string // noise packs that put it aside, told; empty where none did
	Heard    []hearing
	Lang     string
	Sure     float64
	Judged   []judged
	Correct  bool   // opinions can be corrected here
	Reply    string // page of what it answers; empty when not kept
	ReplyKey string
	Thread   string
	Versions []version
	Trace    string           // its address, for the trace page
	Raw      string           // the date as written, where it could not be used
	Counts   []vigie.Sentence // what its network counts
	CountsAt time.Time        // when it was told
	Story    *storyBlock      // nil where it has no copies
	Beside   *wordsBeside     // nil where no answer is awaited, or nothing sets us apart
	facts
}

// facts is what few sources tell beside the text.
type facts struct {
	Repost   bool
	Parent   template.HTML // what it answers, cut short
	To       []string
	Country  string
	Media    string // in words
	Links    []string
	LinksOff int // links beyond those shown
}

// linksMost is how many links the page of a mention shows.
const linksMost = 8

func (v *visit) facts(m *vigie.Mention) facts {
	f := facts{Repost: m.Repost, To: m.To, Country: m.Country}
	if m.Parent != "" {
		f.Parent, _ = extract(m.Parent, nil, extractMost)
		f.Parent = v.quoted(f.Parent, true, true)
	}
	var shows []string
	for _, x := range []struct {
		is   vigie.Media
		word string
	}{{vigie.MediaImage, "media-image"}, {vigie.MediaVideo, "media-video"}, {vigie.MediaSound, "media-sound"}} {
		if m.Media&x.is != 0 {
			shows = append(shows, v.Print.Say(x.word))
		}
	}
	f.Media = v.Print.List(shows)
	for _, l := range m.Links {
		if l = outside(l); l == "" {
			continue
		}
		if len(f.Links) == linksMost {
			f.LinksOff++
			continue
		}
		f.Links = append(f.Links, l)
	}
	return f
}

// whyTopic is one topic that took the mention, and by what.
type whyTopic struct {
	Topic   vigie.Topic
	Href    string
	Edit    string
	Clauses []string
	Version int
	Older   bool // an earlier version of the query decided
}

// hearing is one source that carried the mention.
type hearing struct {
	Name, Href string
	At         time.Time
}

// version is an earlier text.
type version struct {
	N     int
	Title string
	Paras []string
	Heard time.Time
}

// mention answers: why is it here, what does it belong to?
func (s *Server) mention(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	n, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return vigie.Errorf(vigie.NotFound, err, "mention-not-found")
	}
	k, err := s.o.Archive.Mention(ctx, vigie.MentionID(n))
	if isNotFound(err) {
		return vigie.Errorf(vigie.NotFound, err, "mention-not-found")
	}
	if err != nil {
		return err
	}
	m := v.marker(nil)
	mn := &k.Mention
	d := mentionPage{M: m.shown(k), Lang: k.Reading.Lang, Sure: k.Reading.LangSure, Trace: mn.URL, Thread: mn.Thread, Raw: mn.PublishedRaw, facts: v.facts(mn)}
	title, body := m.spans(k)
	d.Title, _ = extract(mn.Title, title, len(mn.Title)+1)
	switch {
	case mn.Text == "":
	case d.M.Press:
		// Title, link and short extract only: see pressMost.
		d.Paras = []template.HTML{d.M.Text}
	default:
		d.Paras = paragraphs(mn.Text, body)
		d.Paras[0] = v.quoted(d.Paras[0], true, len(d.Paras) == 1)
		if n := len(d.Paras) - 1; n > 0 {
			d.Paras[n] = v.quoted(d.Paras[n], false, true)
		}
	}
	for _, match := range k.Matches {
		t, ok := v.Topic(match.Topic)
		if !ok {
			continue
		}
		why := whyTopic{Topic: t, Href: topicPath(t.ID, 0), Edit: "/topics/" + id64(int64(t.ID)), Version: match.Version, Older: match.Version < t.Version}
		if q := m.topic(match.Topic); q != nil {
			why.Clauses = v.clauses(q.Explain(v.post(&k)))
		}
		d.Why = append(d.Why, why)
		d.Judged = append(d.Judged, judged{Topic: t.Name, Match: match})
	}
	if err := s.why(ctx, k, &d); err != nil {
		return err
	}
	if d.Aside, err = s.asideOf(r, v, mn.ID); err != nil {
		return err
	}
	if d.Story, err = s.storyOf(ctx, v, &k); err != nil {
		return err
	}
	if d.Beside, err = s.wordsBeside(ctx, v, &k); err != nil {
		return err
	}
	if d.Heard, err = s.hearings(r, v, k.Heard); err != nil {
		return err
	}
	if mn.ReplyTo != "" {
		d.ReplyKey = string(mn.ReplyTo)
		found, err := s.o.Archive.Lookup(ctx, mn.ReplyTo)
		switch {
		case err == nil && found.Kept != nil:
			d.Reply = mentionPath(found.Kept.Mention.ID)
		case err != nil && !isNotFound(err):
			return err
		}
	}
	if mn.Version > 1 {
		old, err := s.o.Archive.Versions(ctx, mn.ID)
		if err != nil {
			return err
		}
		for _, o := range old {
			ver := version{N: o.Version, Title: o.Title, Heard: o.Heard}
			if !d.M.Press {
				ver.Paras = strings.Split(o.Text, "\n\n")
			}
			d.Versions = append(d.Versions, ver)
		}
	}
	d.Counts, d.CountsAt = counts(mn)
	d.Answer = v.mentionAnswer(&d)
	return v.page(w, "mention", vigie.Say("mention-title"), d)
}

// counts tells what is counted on a mention, and when that was told.
func counts(m *vigie.Mention) (out []vigie.Sentence, at time.Time) {
	now, ok := vigie.Recounted(nil, m.Metrics)
	if !ok {
		return nil, at
	}
	for _, c := range []struct {
		id string
		n  int64
	}{{"count-reactions", now.Reactions}, {"count-replies", now.Replies}, {"count-reposts", now.Reposts}, {"count-views", now.Views}, {"count-followers", now.Followers}} {
		if c.n >= 0 {
			out = append(out, vigie.Say(c.id, c.n))
		}
	}
	return out, now.At
}

// asideOf tells by which pack a mention was put aside; empty where none did.
func (s *Server) asideOf(r *http.Request, v *visit, id vigie.MentionID) (string, error) {
	asides, err := s.o.Archive.AsideOf(r.Context(), id)
	if err != nil || len(asides) == 0 {
		return "", err
	}
	return v.Print.Say("noise-here", vigie.Say("noise-"+asides[0].Pack)), nil
}

// hearings names the sources that carried a mention.
func (s *Server) hearings(r *http.Request, v *visit, heard []vigie.Hearing) ([]hearing, error) {
	var out []hearing
	for _, h := range heard {
		row := hearing{At: h.At, Name: v.Print.Say("heard-source-gone")}
		src, err := s.o.Ledger.Source(r.Context(), h.Source)
		switch {
		case err == nil:
			row.Name, row.Href = src.Name, "/sources/"+id64(int64(src.ID))
		case !isNotFound(err):
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

// mentionAnswer says in one sentence why the mention is here.
func (v *visit) mentionAnswer(d *mentionPage) template.HTML {
	p := v.Print
	if d.Aside != "" && len(d.Why) == 0 {
		return rich(d.Aside)
	}
	if len(d.Why) == 0 {
		return rich(p.Say("mention-no-topic"))
	}
	var names, hrefs []string
	for _, w := range d.Why {
		names = append(names, "⟦"+strings.NewReplacer("⟦", "", "⟧", "", "⟨", "", "⟩", "").Replace(w.Topic.Name)+"⟧")
		hrefs = append(hrefs, w.Href)
	}
	if len(d.M.Words) == 0 {
		return rich(p.Say("mention-here", p.List(names)), hrefs...)
	}
	return rich(p.Say("mention-here-by", p.List(names), d.M.WordsSay), hrefs...)
}

// paragraphs writes a whole text, its spans marked.
func paragraphs(s string, spans []span) []template.HTML {
	var out []template.HTML
	for from := 0; from <= len(s); {
		to := len(s)
		if i := strings.Index(s[from:], "\n\n"); i >= 0 {
			to = from + i
		}
		var b strings.Builder
		mark(&b, s, from, to, spans)
		if b.Len() > 0 {
			out = append(out, template.HTML(b.String())) // mark escaped it
		}
		from = to + 2
	}
	return out
}

// clauses tells an explanation line by line.
func (v *visit) clauses(e query.Explanation) []string {
	var out []string
	for _, part := range e.Parts {
		out = append(out, v.Print.Sentence(part.Say))
	}
	if e.Miss != nil {
		out = append(out, v.Print.Sentence(e.Miss.Why))
	}
	return out
}
