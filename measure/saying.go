package measure

import (
	"context"
	"time"

	"vigie.example/vigie"
)

// Saying is one mention under one topic, reduced to what measures need of it.
// A mention under two topics is two sayings.
type Saying struct {
	Topic   vigie.TopicID
	Mention vigie.MentionID
	At      time.Time
	// Voice and Story are numbers of the author and of the story within one
	// archive; equal numbers are the same one. A mention that no story holds is
	// a story of its own, of a number that no other has; an archive marks such
	// numbers with OwnStory, and no others.
	Voice   uint64
	Story   uint64
	Channel vigie.Channel
	Site    string        // or the network, for a mention that stands on no site
	Opinion vigie.Opinion // about the topic's brand
	Own     bool
	Answers Answers
	// Intents holds what the mention is for; IntentsRead tells "none" from
	// "nobody looked yet".
	Intents     []vigie.Intent
	IntentsRead bool
	// Followers of the author and Views of the mention, as last counted by its
	// network; -1 where it does not tell.
	Followers, Views int64
}

// Answers says what a mention answers to.
type Answers int8

// NoLink is a mention without a reply link: it answers nothing, or its place
// does not tell. A link to a mention that was never heard is ToUnheard.
const (
	NoLink Answers = iota
	ToOwn
	ToOthers
	ToUnheard
)

// Teller hands out sayings: those of the filter's topics, mentions of unknown
// date left out, in no particular order, until yield returns false. What yield is
// given is the Teller's, good until yield returns: who keeps a saying copies it.
// Own, From and To, Channels and Sites of the filter hold; its other fields must
// be empty. A store that cannot tell something leaves it zero.
type Teller interface {
	Sayings(ctx context.Context, f vigie.Filter, yield func(*Saying) bool) error
}

// Gather returns all that a Teller has to say.
func Gather(ctx context.Context, t Teller, f vigie.Filter) ([]Saying, error) {
	var out []Saying
	err := t.Sayings(ctx, f, func(s *Saying) bool {
		out = append(out, *s)
		return true
	})
	return out, err
}

// Has reports whether the mention is for something.
func (s *Saying) Has(intents ...vigie.Intent) bool {
	for _, have := range s.Intents {
		for _, want := range intents {
			if have == want {
				return true
			}
		}
	}
	return false
}

// Solicits reports whether the mention waits for an answer; see vigie.Solicits.
func (s *Saying) Solicits() bool {
	return vigie.Solicits(s.Intents)
}

// Spontaneous reports whether the mention is of the public's own accord:
// neither own nor an answer to own, and in a channel where the public speaks.
func (s *Saying) Spontaneous() bool {
	return !s.Own && s.Answers != ToOwn && s.Channel.Voiced()
}

// talkative are channels in which a mention may well be an answer.
var talkative = map[vigie.Channel]bool{
	vigie.Forum: true, vigie.Comment: true, vigie.Social: true, vigie.Video: true, vigie.Mail: true,
}

// Untold returns the share of spontaneous mentions of which it cannot be told
// whether they answer an own account: those in talkative channels, on sites
// where no mention at all carries a reply link. It reports false where there
// is no spontaneous mention.
func Untold(sayings []Saying) (share float64, ok bool) {
	var u Unknown
	for i := range sayings {
		u.Add(&sayings[i])
	}
	return u.Share()
}

// Unknown gathers what Untold tells, saying by saying. The zero value is empty.
type Unknown struct {
	all   int64
	sites map[string]*untoldAt
	at    *untoldAt // of the saying added last
	site  string
}

// untoldAt is one site: how many spontaneous mentions stand there in talkative
// channels, and whether any mention carries a reply link.
type untoldAt struct {
	talk   int64
	linked bool
}

// Add takes a saying in.
func (u *Unknown) Add(s *Saying) {
	if u.at == nil || u.site != s.Site {
		if u.sites == nil {
			u.sites = map[string]*untoldAt{}
		}
		if u.at, u.site = u.sites[s.Site], s.Site; u.at == nil {
			u.at = &untoldAt{}
			u.sites[s.Site] = u.at
		}
	}
	u.at.linked = u.at.linked || s.Answers != NoLink
	if s.Spontaneous() {
		u.all++
		if talkative[s.Channel] {
			u.at.talk++
		}
	}
}

// Share returns the share; see Untold.
func (u *Unknown) Share() (float64, bool) {
	if u.all == 0 {
		return 0, false
	}
	var n int64
	for _, x := range u.sites {
		if !x.linked {
			n += x.talk
		}
	}
	return float64(n) / float64(u.all), true
}

// Counts is how often a topic was spoken of, in three ways. Own mentions and
// channels that are not the public's are left out of all three.
type Counts struct{ Mentions, Stories, Voices int64 }

// OwnStory marks the number of a story that holds one mention alone.
const OwnStory = 1 << 63

// Tally counts sayings of topics as they are told. The zero value is empty.
type Tally struct {
	of   map[vigie.TopicID]*tallied
	last *tallied // of the topic added last
	at   vigie.TopicID
}

type tallied struct {
	mentions, alone int64
	single          int64            // voices first met in a mention without copies
	stories         map[uint64]int64 // those that may hold several, with the voices first met there
	voices          Set
}

// Add counts a saying; a mention is told once a topic.
func (t *Tally) Add(s *Saying) {
	if s.Own || !s.Channel.Voiced() {
		return
	}
	if t.last == nil || t.at != s.Topic {
		if t.of == nil {
			t.of = map[vigie.TopicID]*tallied{}
		}
		if t.last, t.at = t.of[s.Topic], s.Topic; t.last == nil {
			t.last = &tallied{stories: map[uint64]int64{}}
			t.of[s.Topic] = t.last
		}
	}
	t.last.mentions++
	var met int64
	if t.last.voices.Add(s.Voice) {
		met = 1
	}
	if s.Story&OwnStory != 0 {
		t.last.alone++
		t.last.single += met
	} else {
		t.last.stories[s.Story] += met
	}
}

// Of returns how often a topic was spoken of.
func (t *Tally) Of(topic vigie.TopicID) Counts {
	x := t.of[topic]
	if x == nil {
		return Counts{}
	}
	return Counts{Mentions: x.mentions, Stories: x.alone + int64(len(x.stories)), Voices: x.voices.Len()}
}

// Shares returns the shares of the topics by mentions, by stories and by
// voices, in the order of the topics; nil where nothing was counted.
func (t *Tally) Shares(topics []vigie.TopicID) (mentions, stories, voices []Share) {
	of := func(n func(Counts) int64, crowding []float64) []Share {
		list := make([]int64, len(topics))
		for i, topic := range topics {
			list[i] = n(t.Of(topic))
		}
		s, ok := SharesOf(list, crowding)
		if !ok {
			return nil
		}
		return s
	}
	crowding := make([]float64, len(topics))
	for i, topic := range topics {
		crowding[i] = t.crowding(topic)
	}
	return of(func(c Counts) int64 { return c.Mentions }, nil), of(func(c Counts) int64 { return c.Stories }, nil), of(func(c Counts) int64 { return c.Voices }, crowding)
}

// crowding returns the Crowding of the voices of a topic.
func (t *Tally) crowding(topic vigie.TopicID) float64 {
	x := t.of[topic]
	if x == nil {
		return 1
	}
	crowds := x.single
	for _, n := range x.stories {
		crowds += n * n
	}
	return Crowding(crowds, x.voices.Len())
}

// Months returns the n months of zone up to and with the one in which t lies,
// oldest first.
func Months(t time.Time, zone *time.Location, n int) []Period {
	y, m, _ := t.In(zone).Date()
	out := make([]Period, n)
	for i := range out {
		out[i] = Period{
			From: time.Date(y, m-time.Month(n-1-i), 1, 0, 0, 0, 0, zone),
			To:   time.Date(y, m-time.Month(n-2-i), 1, 0, 0, 0, 0, zone),
		}
	}
	return out
}
