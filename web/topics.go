package web

import (
	"context"
	"errors"
	"html/template"
	"net/http"
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
	Tried   *tried
	Job     *jobView
	Done    string // how the last reading-again ended
	Confirm bool   // asked to delete: ask once more
}

// tried is what a query would find, before it is saved.
type tried struct {
	Say      string
	Examples []example
}

// example is one mention a query would find.
type example struct {
	ID    vigie.MentionID
	Title string
	Text  string
	Site  string
	At    time.Time
}

// How many examples a try shows, and how much of each.
const (
	triedExamples = 5
	exampleRunes  = 220
)

// editTopicPage shows a topic to be made or changed.
func (s *Server) editTopicPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	d, err := s.topicForm(r, v)
	if err != nil {
		return err
	}
	d.Confirm = r.URL.Query().Get("delete") != ""
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
	return d, nil
}

func (s *Server) showTopic(w http.ResponseWriter, r *http.Request, v *visit, d topicForm) error {
	title := vigie.Say("topic-new")
	if d.ID != 0 {
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

// editTopic tries, saves or deletes.
func (s *Server) editTopic(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	d, err := s.topicForm(r, v)
	if err != nil {
		return err
	}
	again := func(err error) error {
		if vigie.KindOf(err) == vigie.Internal {
			return err
		}
		v.Status = status(vigie.KindOf(err))
		d.Trouble = v.Print.Error(err)
		var syntax *query.SyntaxError
		if errors.As(err, &syntax) {
			d.Wrong = wrong(v, d.Query, syntax)
		}
		return s.showTopic(w, r, v, d)
	}
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
	d.Name = strings.TrimSpace(r.FormValue("name"))
	d.Sector = strings.TrimSpace(r.FormValue("sector"))
	d.Query = strings.TrimSpace(r.FormValue("query"))
	d.Kind = vigie.TopicKind(r.FormValue("kind"))
	if !d.Kind.Valid() {
		return vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "kind", string(d.Kind))
	}
	if do == "try" {
		if d.Tried, err = s.try(ctx, v, d.Query); err != nil {
			return again(err)
		}
		return s.showTopic(w, r, v, d)
	}
	if d.Name == "" {
		return again(vigie.Errorf(vigie.Invalid, nil, "name-missing"))
	}
	t, err := s.o.Watch.SaveTopic(ctx, d.Topic)
	if err != nil {
		return again(err)
	}
	v.tell(ctx, "topic-told-saved", t.Name)
	return v.to(w, "/topics")
}

func topicEditPath(id vigie.TopicID) string {
	return "/topics/" + strconv.FormatInt(int64(id), 10)
}

// try tells what a query finds among the kept mentions.
func (s *Server) try(ctx context.Context, v *visit, words string) (*tried, error) {
	q, err := query.Parse(words)
	if err != nil {
		return nil, err
	}
	page, err := s.o.Archive.Search(ctx, query.Search{Query: q, Limit: triedExamples})
	if err != nil {
		return nil, err
	}
	t := &tried{Say: v.Print.Say("topic-tried", page.Count)}
	if page.More {
		t.Say = v.Print.Say(many("topic-tried-more", page.Count), page.Count)
	}
	for _, k := range page.Kept {
		m := k.Mention
		t.Examples = append(t.Examples, example{m.ID, m.Title, shorten(m.Text, exampleRunes), m.Site, m.When()})
	}
	return t, nil
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
