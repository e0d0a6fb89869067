package bluesky

import (
	"encoding/json"
	"slices"
	"testing"

	"vigie.example/vigie"
)

// TestEmbed reads what posts show beside their words.
func TestEmbed(t *testing.T) {
	for name, tt := range map[string]struct {
		record string
		text   string
		links  []string
		media  vigie.Media
	}{
		"words":         {`{"text":"La grue"}`, "La grue", nil, 0},
		"pictures":      {`{"text":"La grue","embed":{"$type":"app.bsky.embed.images","images":[{"alt":"Une nacelle Leroux en panne"},{"alt":""},{"alt":"La facture"}]}}`, "La grue\n\nUne nacelle Leroux en panne\n\nLa facture", nil, vigie.MediaImage},
		"picture alone": {`{"text":"","embed":{"$type":"app.bsky.embed.images","images":[{"alt":"Une nacelle"}]}}`, "Une nacelle", nil, vigie.MediaImage},
		"video":         {`{"text":"Voir","embed":{"$type":"app.bsky.embed.video","alt":"Un essai","video":{}}}`, "Voir\n\nUn essai", nil, vigie.MediaVideo},
		"link":          {`{"text":"Lire","facets":[{"features":[{"uri":"https://a.example/1"},{"uri":"javascript:x"},{"tag":"btp"}]}],"embed":{"$type":"app.bsky.embed.external","external":{"uri":"https://b.example/2"}}}`, "Lire", []string{"https://a.example/1", "https://b.example/2"}, 0},
		"quote":         {`{"text":"Lu","embed":{"$type":"app.bsky.embed.recordWithMedia","record":{"record":{"uri":"at://x"}},"media":{"$type":"app.bsky.embed.images","images":[{"alt":"Plan"}]}}}`, "Lu\n\nPlan", nil, vigie.MediaImage},
	} {
		var p post
		if err := json.Unmarshal([]byte(tt.record), &p); err != nil {
			t.Fatal(err)
		}
		m := p.mention("at://did:plc:a/app.bsky.feed.post/k", "did:plc:a", now)
		if m.Text != tt.text || !slices.Equal(m.Links, tt.links) || m.Media != tt.media {
			t.Errorf("%s: text %q, links %q, media %d; want %q, %q, %d", name, m.Text, m.Links, m.Media, tt.text, tt.links, tt.media)
		}
	}
}
