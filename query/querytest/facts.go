package querytest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// set gives a post one condition of a script.
func (p *Post) set(name, v string) error {
	f := &p.Facts
	list := strings.Split(v, ",")
	switch name {
	case "lang":
		p.Lang = v
	case "site":
		p.Site = v
	case "channel":
		p.Channel = vigie.Channel(v)
	case "author":
		f.Author.Name = v
	case "account":
		f.Author.Account = v
	case "bio":
		f.Author.Bio = v
	case "to":
		f.To = list
	case "parent":
		f.Parent = v
	case "url":
		f.URL = v
	case "links":
		f.Links = list
	case "thread":
		f.Thread = v
	case "country":
		f.Country = v
	case "own":
		f.Own = true
	case "reply":
		f.ReplyTo = vigie.Key(v)
	case "repost":
		f.Repost = true
	case "source":
		p.Source = v
	default:
		return p.setMore(name, v, list)
	}
	return nil
}

func (p *Post) setMore(name, v string, list []string) (err error) {
	f := &p.Facts
	switch name {
	case "media":
		for _, m := range list {
			f.Media |= map[string]vigie.Media{"image": vigie.MediaImage, "video": vigie.MediaVideo, "sound": vigie.MediaSound}[m]
		}
	case "rating":
		value, best, _ := strings.Cut(v, "/")
		if f.Rating.Value, err = strconv.ParseFloat(value, 64); err != nil {
			return err
		}
		f.Rating.Best, err = strconv.ParseFloat(best, 64)
	case "followers", "reactions", "replies", "reposts", "views":
		n, e := strconv.ParseInt(v, 10, 64)
		m := vigie.Metric{Reactions: -1, Replies: -1, Reposts: -1, Views: -1, Followers: -1}
		*map[string]*int64{"followers": &m.Followers, "reactions": &m.Reactions, "replies": &m.Replies, "reposts": &m.Reposts, "views": &m.Views}[name] = n
		f.Metrics, err = append(f.Metrics, m), e
	case "published":
		f.Published, err = time.Parse(time.DateOnly, v)
	case "opinion", "intent", "theme", "entity":
		if p.Read == nil {
			p.Read = new(query.Understood)
		}
		p.setRead(name, list)
	default:
		return fmt.Errorf("condition %q is not known", name)
	}
	return err
}

func (p *Post) setRead(name string, list []string) {
	for _, v := range list {
		switch name {
		case "opinion":
			for o := vigie.OpinionUnknown; o <= vigie.Unsure; o++ {
				if o.String() == v {
					p.Read.Opinions = append(p.Read.Opinions, o)
				}
			}
		case "intent":
			p.Read.Intents = append(p.Read.Intents, vigie.Intent(v))
		case "theme":
			p.Read.Themes = append(p.Read.Themes, v)
		case "entity":
			p.Read.Entities = append(p.Read.Entities, v)
		}
	}
}
