package main

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
)

// Run lists the topics.
func (*topicListCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var all []api.Topic
		if err := cl.get(ctx, "/topics", nil, &all); err != nil {
			return err
		}
		if s.cli.JSON {
			return objects(s, all)
		}
		if len(all) == 0 {
			return s.line("cli-no-topics")
		}
		for _, t := range all {
			if err := s.line("cli-topic-line", int64(t.ID), t.Name, vigie.Say("kind-"+string(t.Kind)), t.Query); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run adds a topic and, where no other process does, reads the archive for it.
func (c *topicAddCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, true, listening{}, func(cl *client) error {
		in := api.Topic{Name: c.Name, Query: c.Query, Kind: vigie.TopicKind(c.Kind), Sector: c.Sector}
		var t api.Topic
		if err := cl.send(ctx, http.MethodPost, "/topics", in, &t); err != nil {
			return err
		}
		return s.keptTopic(ctx, cl, t)
	})
}

// topicChange is what topic edit sends: what is nil stays as it was.
type topicChange struct {
	Name   *string `json:"name,omitempty"`
	Query  *string `json:"query,omitempty"`
	Kind   *string `json:"kind,omitempty"`
	Sector *string `json:"sector,omitempty"`
}

// Run changes a topic.
func (c *topicEditCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		in := topicChange{Name: c.Name, Query: c.Query, Kind: c.Kind, Sector: c.Sector}
		var t api.Topic
		path := "/topics/" + url.PathEscape(c.Topic)
		if c.Anyway {
			path += "?anyway=true"
		}
		if err := cl.send(ctx, http.MethodPut, path, in, &t); err != nil {
			return err
		}
		if c.Query == nil && !s.cli.JSON { // the query is what it was: nothing is read again
			return s.line("cli-topic-kept", t.Name, t.Version)
		}
		return s.keptTopic(ctx, cl, t)
	})
}

// keptTopic tells of a topic that was kept. The owner of the data reads the
// archive again in the background; alone, we do it before we end.
func (s *session) keptTopic(ctx context.Context, cl *client, t api.Topic) error {
	if cl.local != nil {
		if err := cl.local.watch.CatchUp(ctx); err != nil {
			return err
		}
	}
	if s.cli.JSON {
		return s.object(t)
	}
	if err := s.line("cli-topic-kept", t.Name, t.Version); err != nil {
		return err
	}
	if cl.local == nil {
		return s.line("cli-topic-reading")
	}
	var jobs []api.Job
	if err := cl.get(ctx, "/jobs", nil, &jobs); err != nil {
		return err
	}
	for _, j := range jobs {
		if j.Topic == t.ID {
			return s.line("cli-job-ended", j.Name, j.Looked, j.Joined, j.Left)
		}
	}
	return nil
}

// Run deletes a topic.
func (c *topicRmCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var t api.Topic
		if err := cl.send(ctx, http.MethodDelete, "/topics/"+url.PathEscape(c.Topic), nil, &t); err != nil {
			return err
		}
		if s.cli.JSON {
			return s.object(t)
		}
		return s.line("cli-topic-gone", t.Name)
	})
}

// jobsEvery is how often topic jobs --wait looks again.
const jobsEvery = 500 * time.Millisecond

// Run lists what is being read again, and waits for it where asked.
func (c *topicJobsCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		if c.Wait && cl.local != nil {
			if err := cl.local.watch.CatchUp(ctx); err != nil {
				return err
			}
		}
		b := s.bar(100, s.p.Say("cli-reading-again"))
		for {
			var jobs []api.Job
			if err := cl.get(ctx, "/jobs", nil, &jobs); err != nil {
				return err
			}
			running, share := 0, 0.0
			for _, j := range jobs {
				if j.Ended.IsZero() {
					running++
					share += j.Share
				}
			}
			if !c.Wait || running == 0 {
				b.end()
				return s.jobs(jobs)
			}
			b.set(int64(100 * share / float64(running)))
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(jobsEvery):
			}
		}
	})
}

func (s *session) jobs(jobs []api.Job) error {
	if s.cli.JSON {
		return objects(s, jobs)
	}
	for _, j := range jobs {
		id := "cli-job-ended"
		args := []any{j.Name, j.Looked, j.Joined, j.Left}
		if j.Ended.IsZero() {
			id, args = "cli-job-running", append(args, vigie.Ratio(j.Share))
		}
		if err := s.line(id, args...); err != nil {
			return err
		}
	}
	if len(jobs) == 0 {
		return s.line("cli-no-jobs")
	}
	return nil
}
