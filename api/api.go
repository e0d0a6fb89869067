// Package api is a thin HTTP and JSON face over the verbs: search, mentions,
// trace, topics, sources, listen, import, export, backup, erasure, checks.
// The command line speaks to it through the local socket or in its own
// process, programs speak to it over the network behind the web's sessions.
//
// No rule lives here and nobody is authenticated here: whoever mounts the
// handler says who may reach it, and Options.Mutations says whether they may
// change anything. Lists come as one JSON value; what can be long (import,
// listen, export, backup) is streamed, one JSON object a line where it is JSON.
//
// Everything lives under Prefix. Errors are an Error; the sentence in it is in
// the language asked for by Accept-Language, else in the workspace's.
package api

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/watch"
)

// Prefix is where the handler expects to be mounted, without a final slash.
const Prefix = "/api/v1"

// Options is what the face stands on. Archive and Ledger must be set. What is
// nil else answers its routes with kind Unavailable, so that a part of the
// program can be served alone.
type Options struct {
	Archive store.Archive
	Ledger  store.Ledger
	Backup  store.Backup
	Watch   Watcher

	// Listen visits every source that is due, once, and calls visited after
	// each. An error of visited stops it.
	Listen func(ctx context.Context, visited func(Visit) error) error
	// Import reads a file and calls progress each time rows became durable.
	// An error of progress stops it.
	Import func(ctx context.Context, r io.Reader, in Import, progress func(Progress) error) (Progress, error)
	// Discover finds what can be listened to at an address.
	Discover func(ctx context.Context, address string) ([]vigie.Source, error)
	// Look tells what an address or a name is and what was said there last,
	// without adding anything.
	Look func(ctx context.Context, address string) ([]Look, error)
	// Checks looks after the machine and the process: disk, clock, socket.
	Checks func(ctx context.Context) []Check

	// Opinions tells what a sentence that a report quotes states; nil lets any
	// sentence of an opinion's texts speak for it.
	Opinions understand.Judge
	// Style is the style sheet that reports in HTML carry with them.
	Style string
	// Alerts tries alerts on a topic's past.
	Alerts Trier

	// Mutations allows what changes something; without it those routes are
	// Forbidden.
	Mutations bool
	// Changed is called after what may have changed something; nil does nothing.
	Changed func()
	// Users allows seeing who signs in and setting passwords: for the machine's
	// own door, not for the network's.
	Users   bool
	Version string
	Readers []string         // what reads mentions, with versions
	Now     func() time.Time // nil means time.Now
	Log     *slog.Logger     // nil discards
}

// Watcher is what the face needs of package watch; *watch.Watch is one.
type Watcher interface {
	// SaveTopic checks and keeps a topic; the archive is read again for it in
	// the background.
	SaveTopic(ctx context.Context, t vigie.Topic) (vigie.Topic, error)
	// SaveAnyway is SaveTopic though the topic's examples do not go with it.
	SaveAnyway(ctx context.Context, t vigie.Topic) (vigie.Topic, error)
	// DeleteTopic takes a topic away with its matches; the mentions stay.
	DeleteTopic(ctx context.Context, id vigie.TopicID) error
	// Try decides a draft over what is kept; Lint looks its query over.
	Try(ctx context.Context, d watch.Draft) (watch.Trial, error)
	Lint(ctx context.Context, source string) ([]query.Remark, error)
	// RollBack gives a topic the query of an earlier version.
	RollBack(ctx context.Context, id vigie.TopicID, version int, by string) (vigie.Topic, error)
	// Meanings tells what the names of a query seem to mean where it finds them, and
	// what would part those that are meant from the others.
	Meanings(ctx context.Context, t vigie.Topic, said watch.Meant) (watch.Meanings, error)
	// Deck tells how far the yes/no cards of a topic are and draws the next;
	// AnswerCard and UndoCard keep and forget an answer; Propose tells the changes
	// of the query that the answers speak for.
	Deck(ctx context.Context, id vigie.TopicID) (watch.Deck, error)
	AnswerCard(ctx context.Context, c watch.Card) error
	UndoCard(ctx context.Context, id vigie.TopicID) error
	Propose(ctx context.Context, id vigie.TopicID) ([]watch.Sense, error)
	// Packs tells the noise packs, NoiseCounts what each put aside, SwitchPack
	// puts one in force or out of it, BringBack brings one mention back.
	Packs() []watch.PackState
	NoiseCounts(ctx context.Context, from, to time.Time) (map[string]int64, error)
	SwitchPack(ctx context.Context, name string, on bool) error
	BringBack(ctx context.Context, id vigie.MentionID, by string) error
	// IntentRules tells the rules of intents of a language, IntentRule one of them,
	// TryIntentRule what a draft would change; SaveIntentRule, ResetIntentRule and
	// RollBackIntentRule put another in force.
	IntentRules(ctx context.Context, lang string) ([]watch.IntentRule, error)
	IntentRule(ctx context.Context, lang string, in vigie.Intent) (watch.IntentRule, error)
	TryIntentRule(ctx context.Context, d watch.IntentDraft) (watch.IntentTrial, error)
	SaveIntentRule(ctx context.Context, d watch.IntentDraft) (watch.IntentRule, error)
	ResetIntentRule(ctx context.Context, lang string, in vigie.Intent, by string) (watch.IntentRule, error)
	RollBackIntentRule(ctx context.Context, lang string, in vigie.Intent, version int, by string) (watch.IntentRule, error)
	// SaveList and DeleteList change the named lists of queries.
	SaveList(ctx context.Context, l vigie.List) error
	DeleteList(ctx context.Context, name string) error
	// Correct keeps what a person says a mention thinks of a topic; Uncorrect
	// takes it back.
	Correct(ctx context.Context, l vigie.Label) error
	Uncorrect(ctx context.Context, m vigie.MentionID, t vigie.TopicID) error
	// CorrectIntents keeps all that a person says a mention is for;
	// UncorrectIntents takes it back.
	CorrectIntents(ctx context.Context, l vigie.IntentLabel) error
	UncorrectIntents(ctx context.Context, m vigie.MentionID) error
	// Note keeps what a person saw, outside all figures.
	Note(ctx context.Context, n watch.Note) (id vigie.MentionID, known bool, err error)
	// Trace tells what became of an address or a text.
	Trace(ctx context.Context, asked string) (watch.Trace, error)
}

// api is the handler's state: nothing but its options.
type api struct {
	Options
}

// New returns the handler. It is safe for several goroutines.
func New(o Options) http.Handler {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Changed == nil {
		o.Changed = func() {}
	}
	a := &api{Options: o}
	mux := http.NewServeMux()
	read := func(pattern string, h handler) { mux.Handle("GET "+Prefix+pattern, a.face(h)) }
	change := func(method, pattern string, h handler) {
		mux.Handle(method+" "+Prefix+pattern, a.face(a.changing(h)))
	}

	read("/status", a.status)
	read("/search", a.search)
	read("/mentions/{id}", a.mention)
	read("/labels", a.labels)
	change(http.MethodPost, "/notes", a.note)
	change(http.MethodPut, "/mentions/{id}/opinion", a.correct)
	change(http.MethodDelete, "/mentions/{id}/opinion", a.uncorrect)
	change(http.MethodPut, "/mentions/{id}/intents", a.correctIntents)
	change(http.MethodDelete, "/mentions/{id}/intents", a.uncorrectIntents)
	change(http.MethodPost, "/mentions/{id}/back", a.bringBack)
	read("/noise", a.packs)
	read("/noise/{name}", a.asides)
	change(http.MethodPut, "/noise/{name}", a.switchPack)
	read("/intents", a.intentRules)
	read("/intents/{lang}/{intent}", a.intentRule)
	change(http.MethodPut, "/intents/{lang}/{intent}", a.saveIntentRule)
	change(http.MethodDelete, "/intents/{lang}/{intent}", a.resetIntentRule)
	change(http.MethodPost, "/intents/{lang}/{intent}/rollback", a.rollBackIntentRule)
	mux.Handle("POST "+Prefix+"/intents/{lang}/{intent}/test", a.face(a.tryIntentRule)) // changes nothing
	read("/trace", a.trace)
	read("/export", a.export)
	read("/backup", a.backup)
	read("/checks", a.checks)
	// A report is read, but what it is asked for may hold a logo.
	mux.Handle("POST "+Prefix+"/audit", a.face(a.audit))
	mux.Handle("POST "+Prefix+"/barometer", a.face(a.barometer))
	mux.Handle("POST "+Prefix+"/report", a.face(a.monthly))
	change("POST", "/listen", a.listen)
	change("POST", "/import", a.importFile)
	change("POST", "/erase", a.erase)

	read("/topics", a.topics)
	read("/jobs", a.jobs)
	change("POST", "/topics", a.addTopic)
	change("PUT", "/topics/{id}", a.changeTopic)
	change("DELETE", "/topics/{id}", a.deleteTopic)
	read("/topics/{id}/versions", a.versions)
	change("POST", "/topics/{id}/rollback", a.rollBack)
	read("/samples", a.samples)
	change("POST", "/samples", a.drawSample)
	read("/samples/{id}", a.sample)
	change("POST", "/samples/{id}", a.judgeSample)
	change("DELETE", "/samples/{id}", a.dropSample)
	read("/topics/{id}/senses", a.senses)
	read("/senses", a.senses)
	read("/topics/{id}/cards", a.cards)
	change("POST", "/topics/{id}/cards", a.answerCards)
	change("DELETE", "/topics/{id}/cards", a.undoCard)
	read("/topics/{id}/examples", a.examples)
	change("PUT", "/topics/{id}/examples", a.saveExamples)
	mux.Handle("POST "+Prefix+"/query/check", a.face(a.checkQuery)) // changes nothing
	mux.Handle("POST "+Prefix+"/query/convert", a.face(a.convert))
	read("/lists", a.lists)
	change("PUT", "/lists/{name}", a.saveList)
	change("DELETE", "/lists/{name}", a.deleteList)

	read("/sources", a.sources)
	read("/back", a.backs)
	change("POST", "/sources/{id}/back", a.goBack)
	change("POST", "/sources", a.addSource)
	change("POST", "/sources/look", a.lookAt)
	change("DELETE", "/sources/{id}", a.deleteSource)
	change("POST", "/sources/{id}/token", a.giveToken)
	change("POST", "/sources/{id}/pause", a.pauseSource)
	change("POST", "/sources/{id}/resume", a.resumeSource)
	change("POST", "/sources/{id}/wake", a.wakeSource)

	read("/alerts", a.alerts)
	read("/alerts/trial/{id}", a.trial)
	change("PUT", "/alerts/watch/{id}", a.watchTopic)
	read("/alerts/settings", a.keepingUsers(a.alertSettings))
	change("PUT", "/alerts/settings", a.keepingUsers(a.saveAlertSettings))
	read("/alerts/outbox", a.outbox)
	change("POST", "/alerts/outbox", a.sendAgain)

	read("/users", a.keepingUsers(a.users))
	change("POST", "/users", a.keepingUsers(a.addUser))
	change("PUT", "/users/{login}", a.keepingUsers(a.changePassword))

	read("/workspace", a.workspace)
	change("PUT", "/workspace", a.saveWorkspace)
	read("/signature", a.signature)
	change("PUT", "/signature", a.saveSignature)

	mux.Handle(Prefix+"/", a.face(func(_ http.ResponseWriter, r *http.Request) error {
		return vigie.Errorf(vigie.NotFound, nil, "api-no-route", r.Method+" "+r.URL.Path)
	}))
	return mux
}
