package bluesky

import (
	"net/url"
	"strings"

	"vigie.example/vigie"
)

// embed is what a post shows beside its words (lexicons app.bsky.embed.images,
// .video, .external and .recordWithMedia), as far as it is read.
type embed struct {
	Type   string `json:"$type"`
	Images []struct {
		Alt string `json:"alt"`
	} `json:"images"`
	Alt      string `json:"alt"` // of a video
	External *struct {
		URI string `json:"uri"`
	} `json:"external"`
	Media *embed `json:"media"` // beside a quoted post
}

const (
	altsMost  = 4  // pictures of a post, as the lexicon bounds them
	linksMost = 20 // addresses kept of a post
)

// words returns what a post says: its text, and as paragraphs of their own what
// its author wrote under its pictures for those who do not see them.
func (p *post) words() string {
	e := p.media()
	if e == nil {
		return p.Text
	}
	said := []string{p.Text, e.Alt}
	for _, i := range e.Images[:min(len(e.Images), altsMost)] {
		said = append(said, i.Alt)
	}
	return strings.Join(said, "\n\n")
}

// media returns the embed that holds pictures, a video or a link; nil for none.
func (p *post) media() *embed {
	if p.Embed != nil && p.Embed.Media != nil {
		return p.Embed.Media
	}
	return p.Embed
}

// shown returns where a post leads to, and what it shows.
func (p *post) shown() (links []string, media vigie.Media) {
	add := func(address string) {
		u, err := url.Parse(address)
		if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(links) < linksMost {
			links = append(links, address)
		}
	}
	for _, f := range p.Facets {
		for _, x := range f.Features {
			add(x.URI)
		}
	}
	e := p.media()
	if e == nil {
		return links, 0
	}
	if len(e.Images) > 0 {
		media |= vigie.MediaImage
	}
	if strings.HasPrefix(e.Type, "app.bsky.embed.video") {
		media |= vigie.MediaVideo
	}
	if e.External != nil {
		add(e.External.URI)
	}
	return links, media
}
