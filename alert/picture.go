package alert

import (
	"cmp"
	"slices"
	"time"

	"vigie.example/vigie"
)

// Picture is what was said in an alert: copies folded, so that ten copies of
// one agency text are one story.
type Picture struct {
	Mentions, Voices int
	Stories          int // mentions that are no copies
	Largest          int // mentions of the largest story
	PressTitles      int
	Channels         []vigie.Channel // in the order in which they were reached
	NewChannels      []vigie.Channel // where the topic was not spoken of in the week before
	Jumps            []Jump
	Sites            []string // that carry most, at most five
	// Negative of Judged mentions are negative; where Judged is 0 nobody, man or
	// machine, has judged.
	Negative, Judged int
	LastHour, Before int // voices in the last hour, and in the hour before it
	First            vigie.MentionID
	Verbatims        []vigie.MentionID // at most three, of different stories
	// Own is what the brand itself said last in that time; zero for nothing.
	Own     vigie.MentionID
	Members []vigie.MentionID // the newest, at most 64: what tells one story from another
}

// Copies returns how many mentions repeat another.
func (p *Picture) Copies() int { return p.Mentions - p.Stories }

// Jump is a channel reached from another.
type Jump struct {
	From, To vigie.Channel
	After    time.Duration // since the first mention
}

// most is how many members and sites are kept.
const (
	membersMost = 64
	sitesMost   = 5
)

// Draw makes the picture of mentions of a topic up to now. usual are the
// channels in which it was spoken of in the week before; nil where that is not
// known, and then none is new.
func Draw(kept []vigie.Kept, topic vigie.TopicID, usual []vigie.Channel, now time.Time) Picture {
	var p Picture
	others := make([]vigie.Kept, 0, len(kept))
	for _, k := range kept {
		switch {
		case k.Mention.Noted: // in no count
		case k.Mention.Own:
			p.Own = max(p.Own, k.Mention.ID)
		case k.Mention.Channel.Voiced():
			others = append(others, k)
		}
	}
	slices.SortFunc(others, func(a, b vigie.Kept) int { return cmp.Compare(a.Mention.ID, b.Mention.ID) })
	p.Mentions = len(others)
	if p.Mentions == 0 {
		return p
	}
	p.First = others[0].Mention.ID
	p.count(others, topic, now)
	p.spread(others, usual)
	for i := len(others) - 1; i >= 0 && len(p.Members) < membersMost; i-- {
		p.Members = append(p.Members, others[i].Mention.ID)
	}
	return p
}

// storyOf returns the story of a mention: its own where nobody looked.
func storyOf(k *vigie.Kept) int64 {
	if k.Reading.Story != 0 {
		return int64(k.Reading.Story)
	}
	return -int64(k.Mention.ID)
}

func voiceOf(m *vigie.Mention) string { return m.Author.Key(m.Network, m.Site) }

// count fills in how many there are.
func (p *Picture) count(kept []vigie.Kept, topic vigie.TopicID, now time.Time) {
	voices, stories, press := map[string]bool{}, map[int64]int{}, map[string]bool{}
	last, before := map[string]bool{}, map[string]bool{}
	first := map[int64]vigie.MentionID{}
	for i := range kept {
		m := &kept[i].Mention
		voice, story := voiceOf(m), storyOf(&kept[i])
		voices[voice] = true
		if stories[story]++; stories[story] == 1 {
			first[story] = m.ID
		}
		if m.Channel == vigie.Press {
			press[m.Site] = true
		}
		switch age := now.Sub(m.When()); {
		case age <= time.Hour:
			last[voice] = true
		case age <= 2*time.Hour:
			before[voice] = true
		}
		for _, match := range kept[i].Matches {
			if match.Topic != topic || match.Opinion == vigie.OpinionUnknown {
				continue
			}
			p.Judged++
			if match.Opinion == vigie.Negative {
				p.Negative++
			}
		}
	}
	p.Voices, p.Stories, p.PressTitles = len(voices), len(stories), len(press)
	p.LastHour, p.Before = len(last), len(before)
	// The largest stories speak first; the oldest of equals.
	order := make([]int64, 0, len(stories))
	for s := range stories {
		order = append(order, s)
	}
	slices.SortFunc(order, func(a, b int64) int {
		return cmp.Or(cmp.Compare(stories[b], stories[a]), cmp.Compare(first[a], first[b]))
	})
	p.Largest = stories[order[0]]
	for _, s := range order[:min(3, len(order))] {
		p.Verbatims = append(p.Verbatims, first[s])
	}
}

// spread fills in where it went.
func (p *Picture) spread(kept []vigie.Kept, usual []vigie.Channel) {
	sites := map[string]int{}
	for i := range kept {
		m := &kept[i].Mention
		if m.Site != "" {
			sites[m.Site]++
		}
		if slices.Contains(p.Channels, m.Channel) {
			continue
		}
		if n := len(p.Channels); n > 0 {
			p.Jumps = append(p.Jumps, Jump{p.Channels[n-1], m.Channel, m.When().Sub(kept[0].Mention.When())})
		}
		p.Channels = append(p.Channels, m.Channel)
		if usual != nil && !slices.Contains(usual, m.Channel) {
			p.NewChannels = append(p.NewChannels, m.Channel)
		}
	}
	for s := range sites {
		p.Sites = append(p.Sites, s)
	}
	slices.SortFunc(p.Sites, func(a, b string) int { return cmp.Or(cmp.Compare(sites[b], sites[a]), cmp.Compare(a, b)) })
	p.Sites = p.Sites[:min(sitesMost, len(p.Sites))]
}

// Same reports whether two pictures are of one story: half of the members of
// the smaller are in the other.
func (p *Picture) Same(o *Picture) bool {
	n := 0
	for _, id := range p.Members {
		if slices.Contains(o.Members, id) {
			n++
		}
	}
	return n > 0 && 2*n >= min(len(p.Members), len(o.Members))
}
