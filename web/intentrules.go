package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/watch"
)

// intentsPage lists the rules of intents of a language.
type intentsPage struct {
	Answer template.HTML
	Langs  []period
	Rows   []intentRow
	Job    string // that mentions are being read again; empty when not
}

// intentRow is one rule.
type intentRow struct {
	Intent  vigie.Intent
	Says    string // how large it is
	State   string // whose it is
	Newer   bool
	Href    string
	Changed time.Time // zero where it never was
	By      string
}

// intentPage is one rule of intents: its form, and what is told of a draft.
type intentPage struct {
	watch.IntentRule
	Text     string // as written in the form
	From     int
	Must, No []string
	Trouble  string
	Broken   bool // the rule in force cannot be read any more
	Shipped  string
	Check    *intentCheck
	Job      string
}

// intentCheck is what is told of a draft.
type intentCheck struct {
	Remarks                  []remarkRow
	Tests                    []testRow
	Says, Partial            string
	JoinedSample, LeftSample []example
}

func intentsPath(lang string) string {
	if lang == intent.Langs[0] {
		return "/intents"
	}
	return "/intents?lang=" + url.QueryEscape(lang)
}

func intentPath(lang string, in vigie.Intent) string { return "/intents/" + lang + "/" + string(in) }

// intents shows the rules of a language.
func (s *Server) intents(w http.ResponseWriter, r *http.Request, v *visit) error {
	lang := r.URL.Query().Get("lang")
	if lang == "" {
		lang = intent.Langs[0]
	}
	rules, err := s.o.Watch.IntentRules(r.Context(), lang)
	if err != nil {
		return err
	}
	var d intentsPage
	for _, l := range intent.Langs {
		d.Langs = append(d.Langs, period{langName(v.Print, l), intentsPath(l), l == lang})
	}
	own, newer := 0, 0
	for i := range rules {
		x := &rules[i]
		lines, err := x.Lines()
		n := len(lines)
		if err != nil {
			n = 0 // its own page says so
		}
		row := intentRow{Intent: x.Intent, Says: v.Print.Say("intents-row", n, len(x.Examples)), Newer: x.Newer, Href: intentPath(lang, x.Intent)}
		switch {
		case x.Newer:
			row.State = v.Print.Say("intents-yours-old")
			newer++
			own++
		case x.Own:
			row.State = v.Print.Say("intents-yours")
			own++
		case x.Text == "":
			row.State = v.Print.Say("intents-none")
		default:
			row.State = v.Print.Say("intents-as-shipped")
		}
		if len(x.Versions) > 0 {
			row.Changed, row.By = x.Versions[0].At, x.Versions[0].By
		}
		d.Rows = append(d.Rows, row)
	}
	said := v.Print.Say("intents-answer", langName(v.Print, lang), len(rules), own)
	if newer > 0 {
		said += " " + v.Print.Say("intents-newer", newer)
	}
	d.Answer = rich(capital(said))
	if d.Job, err = s.judging(r, v); err != nil {
		return err
	}
	return v.page(w, "intents", vigie.Say("intents-title"), d)
}

// judging tells that what topics took is being read again; empty when not.
func (s *Server) judging(r *http.Request, v *visit) (string, error) {
	j, err := s.o.Ledger.Judging(r.Context())
	if err != nil || j.Started.IsZero() || !j.Ended.IsZero() {
		return "", err
	}
	v.Reload = 3
	return v.Print.Say("intents-job", v.Print.Percent(j.Share)), nil
}

// intentRule shows one rule.
func (s *Server) intentRule(w http.ResponseWriter, r *http.Request, v *visit) error {
	d, err := s.intentForm(r)
	if err != nil {
		return err
	}
	return s.showIntent(w, r, v, d)
}

// intentForm begins with the rule in force.
func (s *Server) intentForm(r *http.Request) (d intentPage, err error) {
	if d.IntentRule, err = s.o.Watch.IntentRule(r.Context(), r.PathValue("lang"), vigie.Intent(r.PathValue("intent"))); err != nil {
		return d, err
	}
	_, err = d.Lines()
	d.Text, d.From, d.Broken = d.Rule.Text, d.Version(), err != nil
	d.show(d.Examples)
	ships, _ := intent.ShippedRule(d.Lang, d.Intent)
	if d.Own {
		d.Shipped = ships.Text
	}
	return d, nil
}

func (d *intentPage) show(list []intent.Example) {
	d.Must, d.No = nil, nil
	for _, e := range list {
		if e.Is {
			d.Must = append(d.Must, e.Text)
		} else {
			d.No = append(d.No, e.Text)
		}
	}
}

func (s *Server) showIntent(w http.ResponseWriter, r *http.Request, v *visit, d intentPage) (err error) {
	if d.Job, err = s.judging(r, v); err != nil {
		return err
	}
	if r.Method == http.MethodPost {
		v.Reload = 0 // what was written must not go
	}
	title := vigie.Say("intent-rule-title", vigie.Say("intent-"+string(d.Intent)), langName(v.Print, d.Lang))
	return v.page(w, "intentrule", title, d)
}

// changeIntent tries, saves, takes back or goes back.
func (s *Server) changeIntent(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	d, err := s.intentForm(r)
	if err != nil {
		return err
	}
	path := intentPath(d.Lang, d.Intent)
	do := r.FormValue("do")
	if n, ok := strings.CutPrefix(do, "rollback:"); ok {
		version, err := strconv.Atoi(n)
		if err != nil {
			return vigie.Errorf(vigie.NotFound, err, "topic-no-version", 0)
		}
		kept, err := s.o.Watch.RollBackIntentRule(ctx, d.Lang, d.Intent, version, v.User.Login)
		if err != nil {
			return err
		}
		v.tell(ctx, "intent-told-rolled", version, kept.Version())
		return v.to(w, path)
	}
	if do == "reset" {
		if _, err := s.o.Watch.ResetIntentRule(ctx, d.Lang, d.Intent, v.User.Login); err != nil {
			return err
		}
		v.tell(ctx, "intent-told-reset")
		return v.to(w, path)
	}
	draft := watch.IntentDraft{Rule: d.Rule, By: v.User.Login}
	draft.Text = strings.ReplaceAll(r.FormValue("rule"), "\r\n", "\n")
	if draft.From, err = strconv.Atoi(r.FormValue("from")); err != nil || draft.From < 0 {
		return vigie.Errorf(vigie.Invalid, err, "bad-parameter", "from", r.FormValue("from"))
	}
	for _, e := range writtenExamples(r) {
		draft.Examples = append(draft.Examples, intent.Example{Text: e.Text, Is: e.Must})
	}
	verb, arg, ok := strings.Cut(do, ":")
	if ok && (verb == "must" || verb == "mustnot") {
		e, err := s.exampleOf(ctx, arg, verb == "must")
		if err != nil {
			return err
		}
		if x := (intent.Example{Text: e.Text, Is: e.Must}); !slices.Contains(draft.Examples, x) {
			draft.Examples = append(draft.Examples, x)
		}
		do = "check"
	}
	d.Text, d.From = draft.Text, draft.From
	d.show(draft.Examples)
	if do != "check" {
		kept, err := s.o.Watch.SaveIntentRule(ctx, draft)
		if err == nil {
			v.tell(ctx, "intent-told-saved", kept.Version())
			return v.to(w, path)
		}
		if vigie.KindOf(err) == vigie.Internal {
			return err
		}
		v.Status, d.Trouble = status(vigie.KindOf(err)), v.Print.Error(err)
	}
	tr, err := s.o.Watch.TryIntentRule(ctx, draft)
	if err != nil && vigie.KindOf(err) != vigie.Invalid {
		return err
	}
	if err != nil && d.Trouble == "" {
		v.Status, d.Trouble = status(vigie.Invalid), v.Print.Error(err)
	}
	d.Check = v.tellIntent(&tr, err == nil)
	return s.showIntent(w, r, v, d)
}

// tellIntent puts a trial into words.
func (v *visit) tellIntent(tr *watch.IntentTrial, read bool) *intentCheck {
	p := v.Print
	c := &intentCheck{JoinedSample: examplesOf(tr.JoinedSample), LeftSample: examplesOf(tr.LeftSample)}
	for _, r := range tr.Remarks {
		c.Remarks = append(c.Remarks, remarkRow{Part: shorten(r.Text, 80), Say: p.Say("intent-rule-remark", r.Line, r.Say), Grave: r.Grave})
	}
	for _, t := range tr.Tests {
		c.Tests = append(c.Tests, testRow{Must: t.Is, Text: shorten(t.Text, exampleRunes), Passed: t.Passed})
	}
	slices.SortStableFunc(c.Tests, func(a, b testRow) int { // the wrong ones first
		switch {
		case a.Passed == b.Passed:
			return 0
		case a.Passed:
			return 1
		}
		return -1
	})
	switch {
	case !read:
	case tr.Looked == 0:
		c.Says = p.Say("intent-rule-diff-none")
	default:
		c.Says = p.Say("intent-rule-diff", tr.Looked, tr.Has, tr.Joined, tr.Left) + " " + p.Say("intent-rule-diff-rules")
	}
	if read && !tr.Whole {
		c.Partial = p.Say("check-partial", tr.Since)
	}
	return c
}
