package web

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
)

// topicsPage lists what is followed.
type topicsPage struct {
	Answer template.HTML
	Rows   []topicRow
}

// topicRow is one topic with what it found.
type topicRow struct {
	vigie.Topic
	Found int64
	Job   *jobView // nil when nothing is under way
}

// jobView is a reading-again under way.
type jobView struct {
	Percent int
	Say     string
}

// topics lists the topics, with the reading-again under way for them.
func (s *Server) topics(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	var d topicsPage
	found, err := s.foundBy(ctx, v.Topics)
	if err != nil {
		return err
	}
	jobs, err := s.jobs(ctx)
	if err != nil {
		return err
	}
	for _, t := range v.Topics {
		row := topicRow{Topic: t, Found: found[t.ID], Job: v.job(t, jobs)}
		if row.Job != nil {
			v.Reload = 3
		}
		d.Rows = append(d.Rows, row)
	}
	brands := 0
	for _, t := range v.Topics {
		if t.Kind.Brand() {
			brands++
		}
	}
	switch n := len(v.Topics); {
	case n == 0:
		d.Answer = rich(v.Print.Say("topics-none"))
	case brands == n:
		d.Answer = rich(v.Print.Say("topics-answer-brands", n))
	case brands == 0:
		d.Answer = rich(v.Print.Say("topics-answer-plain", n))
	default:
		d.Answer = rich(v.Print.Say("topics-answer", n, brands))
	}
	return v.page(w, "topics", vigie.Say("menu-topics"), d)
}

// foundBy counts the kept mentions of each topic.
func (s *Server) foundBy(ctx context.Context, topics []vigie.Topic) (map[vigie.TopicID]int64, error) {
	found := map[vigie.TopicID]int64{}
	if len(topics) == 0 {
		return found, nil
	}
	q := measure.Question{Unit: measure.Mentions}
	for _, t := range topics {
		q.Filter.Topics = append(q.Filter.Topics, t.ID)
	}
	points, err := s.o.Archive.Count(ctx, q)
	for _, p := range points {
		found[p.Topic] += p.N
	}
	return found, err
}

func (s *Server) jobs(ctx context.Context) (map[vigie.TopicID]watch.Job, error) {
	jobs, err := s.o.Ledger.Jobs(ctx)
	of := map[vigie.TopicID]watch.Job{}
	for _, j := range jobs {
		of[j.Topic] = j
	}
	return of, err
}

// job tells the reading-again of a topic; nil once it is done.
func (v *visit) job(t vigie.Topic, jobs map[vigie.TopicID]watch.Job) *jobView {
	j, ok := jobs[t.ID]
	switch {
	case ok && j.Version == t.Version && !j.Ended.IsZero():
		return nil
	case !ok || j.Version != t.Version:
		return &jobView{Say: v.Print.Say("job-waits")}
	}
	return &jobView{Percent: int(j.Share * 100), Say: v.Print.Say("job-runs", vigie.Ratio(j.Share), j.Joined, j.Left)}
}

// topicForm is the page that makes or changes a topic.
type topicForm struct {
	vigie.Topic
	Kinds   []vigie.TopicKind
	Trouble string
	Wrong   *wrongQuery // where the query does not parse
	Check   *checked    // what is told of the query; nil before it was asked
	Anyway  bool        // examples failed: offer to save all the same
	// Must and MustNot are the examples, as written.
	Must, MustNot []string
	Versions      []watch.TopicVersion
	Dialects      []dialectOption
	Pasted        *pasted
	Job           *jobView
	Done          string // how the last reading-again ended
	Confirm       bool   // asked to delete: ask once more
}

// example is one mention a query would find.
type example struct {
	ID    vigie.MentionID
	Title string
	Text  string
	Site  string
	At    time.Time
}

// exampleRunes is how much of a mention a check shows.
const exampleRunes = 220

// editTopicPage shows a topic to be made or changed.
func (s *Server) editTopicPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	d, err := s.topicForm(r, v)
	if err != nil {
		return err
	}
	d.Confirm = r.URL.Query().Get("delete") != ""
	if d.ID == 0 {
		d.Name = strings.TrimSpace(r.URL.Query().Get("name"))
		if k := vigie.TopicKind(r.URL.Query().Get("kind")); k.Valid() {
			d.Kind = k
		}
	}
	// A link may bring a query to be looked over.
	if q := strings.TrimSpace(r.URL.Query().Get("query")); q != "" {
		d.Query = q
		return s.showCheck(w, r, v, d, watch.Draft{Topic: d.Topic, Examples: d.examples()})
	}
	return s.showTopic(w, r, v, d)
}

// topicForm starts from the topic asked for, or from a new one.
func (s *Server) topicForm(r *http.Request, v *visit) (topicForm, error) {
	d := topicForm{Kinds: []vigie.TopicKind{vigie.OwnBrand, vigie.Rival, vigie.Theme, vigie.Campaign}}
	d.Kind, d.Sector = vigie.Rival, v.Workspace.Sector
	id := r.PathValue("id")
	if id == "" {
		return d, nil
	}
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return d, vigie.Errorf(vigie.NotFound, err, "topic-unknown")
	}
	t, ok := v.Topic(vigie.TopicID(n))
	if !ok {
		return d, vigie.Errorf(vigie.NotFound, nil, "topic-unknown")
	}
	d.Topic = t
	examples, err := s.o.Ledger.Examples(r.Context(), t.ID)
	if err != nil {
		return d, err
	}
	d.show(examples)
	return d, nil
}

// show puts examples into the form.
func (d *topicForm) show(list []watch.Example) {
	d.Must, d.MustNot = nil, nil
	for _, e := range list {
		if e.Must {
			d.Must = append(d.Must, e.Text)
		} else {
			d.MustNot = append(d.MustNot, e.Text)
		}
	}
}

func (s *Server) showTopic(w http.ResponseWriter, r *http.Request, v *visit, d topicForm) error {
	title := vigie.Say("topic-new")
	d.Dialects = dialectOptions()
	if d.ID != 0 {
		var err error
		if d.Versions, err = s.o.Ledger.TopicVersions(r.Context(), d.ID); err != nil {
			return err
		}
		d.Versions = d.Versions[:min(len(d.Versions), versionsShown)]
		title = vigie.Say("topic-edit", d.Name)
		jobs, err := s.jobs(r.Context())
		if err != nil {
			return err
		}
		if kept, ok := v.Topic(d.ID); ok {
			d.Job = v.job(kept, jobs)
		}
		if j := jobs[d.ID]; d.Job == nil && !j.Ended.IsZero() {
			d.Done = v.Print.Say("job-done", j.Looked, j.Joined, j.Left, j.Ended)
		}
	}
	return v.page(w, "edittopic", title, d)
}

// showWrong shows the form again with what is wrong.
func (s *Server) showWrong(w http.ResponseWriter, r *http.Request, v *visit, d topicForm, err error) error {
	if vigie.KindOf(err) == vigie.Internal {
		return err
	}
	if r.Method == http.MethodPost {
		v.Status = status(vigie.KindOf(err))
	}
	d.Trouble = v.Print.Error(err)
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		d.Wrong = wrong(v, d.Query, syntax)
	}
	return s.showTopic(w, r, v, d)
}

// examples returns the examples of the form.
func (d *topicForm) examples() (list []watch.Example) {
	for _, t := range d.Must {
		list = append(list, watch.Example{Must: true, Text: t})
	}
	for _, t := range d.MustNot {
		list = append(list, watch.Example{Text: t})
	}
	return list
}

// versionsShown bounds the list of earlier versions on the page.
const versionsShown = 20

// editTopic checks, mends, converts, saves, rolls back or deletes.
func (s *Server) editTopic(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	d, err := s.topicForm(r, v)
	if err != nil {
		return err
	}
	again := func(err error) error { return s.showWrong(w, r, v, d, err) }
	do := r.FormValue("do")
	if do == "delete" && d.ID != 0 {
		if r.FormValue("sure") == "" {
			return v.to(w, topicEditPath(d.ID)+"?delete=1#delete")
		}
		if err := s.o.Watch.DeleteTopic(ctx, d.ID); err != nil {
			return err
		}
		v.tell(ctx, "topic-told-deleted", d.Name)
		return v.to(w, "/topics")
	}
	if n, ok := strings.CutPrefix(do, "rollback:"); ok && d.ID != 0 {
		return s.rollBack(w, r, v, d, n)
	}
	if r.FormValue("from") == "cards" && d.ID != 0 {
		return s.fromCards(w, r, v, d)
	}
	d.Name = strings.TrimSpace(r.FormValue("name"))
	d.Sector = strings.TrimSpace(r.FormValue("sector"))
	d.Query = strings.TrimSpace(strings.ReplaceAll(r.FormValue("query"), "\r\n", "\n"))
	d.Kind = vigie.TopicKind(r.FormValue("kind"))
	if !d.Kind.Valid() {
		return vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "kind", string(d.Kind))
	}
	examples := writtenExamples(r)
	d.show(examples)
	if verb, arg, ok := strings.Cut(do, ":"); ok {
		switch verb {
		case "mend":
			if d.Query, err = s.mend(ctx, d.Query, arg); err != nil {
				return err
			}
		case "must", "mustnot":
			e, err := s.exampleOf(ctx, arg, verb == "must")
			if err != nil {
				return err
			}
			if !hasExample(examples, e) {
				examples = append(examples, e)
			}
			d.show(examples)
		}
		do = "check"
	}
	if do == "convert" {
		if d.Query, d.Pasted, err = v.convert(query.Dialect(r.FormValue("from")), r.FormValue("pasted")); err != nil {
			return again(err)
		}
		do = "check"
	}
	draft := watch.Draft{Topic: d.Topic, Examples: examples}
	if do == "senses" {
		q := url.Values{"query": {d.Query}, "name": {d.Name}, "kind": {string(d.Kind)}}
		if d.ID != 0 {
			q = url.Values{"query": {d.Query}, "topic": {id64(int64(d.ID))}}
		}
		return v.to(w, "/senses?"+q.Encode())
	}
	if do == "check" || do == "try" {
		return s.showCheck(w, r, v, d, draft)
	}
	if d.Name == "" {
		return again(vigie.Errorf(vigie.Invalid, nil, "name-missing"))
	}
	draft.Topic.By = v.User.Login
	t, err := s.o.Watch.SaveDraft(ctx, draft, do == "saveanyway")
	if err != nil {
		if vigie.KindOf(err) == vigie.Conflict {
			d.Anyway = true
			if d.Check, _ = s.check(ctx, v, draft); d.Check == nil {
				return again(err)
			}
		}
		return again(err)
	}
	v.tell(ctx, "topic-told-saved", t.Name)
	return v.to(w, "/topics")
}

// showCheck shows what is told of a draft: the whole page, or only the part
// that a script asks for while somebody writes.
func (s *Server) showCheck(w http.ResponseWriter, r *http.Request, v *visit, d topicForm, draft watch.Draft) error {
	c, err := s.check(r.Context(), v, draft)
	d.Check = c
	part := r.FormValue("part") != ""
	switch {
	case part && (err == nil || c != nil && vigie.KindOf(err) == vigie.Invalid):
		if err != nil && len(c.Remarks) == 0 { // it parses, and may be no topic's
			c.Remarks = []remarkRow{{Part: shorten(d.Query, 80), Say: v.Print.Error(err), Grave: true}}
		}
		return v.part(w, "edittopic", "check", d)
	case err != nil:
		return s.showWrong(w, r, v, d, err)
	}
	return s.showTopic(w, r, v, d)
}

// rollBack gives a topic the query of an earlier version.
func (s *Server) rollBack(w http.ResponseWriter, r *http.Request, v *visit, d topicForm, number string) error {
	n, err := strconv.Atoi(number)
	if err != nil {
		return vigie.Errorf(vigie.NotFound, err, "topic-no-version", 0)
	}
	t, err := s.o.Watch.RollBack(r.Context(), d.ID, n, v.User.Login)
	if err != nil {
		return err
	}
	v.tell(r.Context(), "topic-told-rolled", t.Name, n, t.Version)
	return v.to(w, topicEditPath(t.ID))
}

func topicEditPath(id vigie.TopicID) string {
	return "/topics/" + strconv.FormatInt(int64(id), 10)
}

// shorten cuts a text at a space, for a glance.
func shorten(s string, runes int) string {
	r := []rune(s)
	if len(r) <= runes {
		return s
	}
	cut := string(r[:runes])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}
