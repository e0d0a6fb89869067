package hook

import (
	"encoding/json"
	"strings"

	"github.com/atc0005/go-teams-notify/v2/adaptivecard"

	"vigie.example/vigie/alert"
)

// forChat disarms the three characters that Slack and Mattermost read as marks
// (links, channels, calls to everybody): a topic's name or a medium's is
// nobody's to command with.
var forChat = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// plain writes a notice for Slack and Mattermost.
func plain(n alert.Notice) string {
	text := "*" + forChat.Replace(n.Subject) + "*\n" + forChat.Replace(n.Text)
	if n.Link != "" {
		text += "\n<" + n.Link + ">"
	}
	return text
}

// forCard disarms what a text block of an adaptive card reads as Markdown.
var forCard = strings.NewReplacer("\\", "\\\\", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "`", "\\`", "#", "\\#")

// card writes a notice as the adaptive card that a Teams workflow takes; what
// its older connectors took, {"text": ...}, it drops without a word.
func card(n alert.Notice) ([]byte, error) {
	c, err := adaptivecard.NewTextBlockCard(" ", forCard.Replace(n.Subject), true)
	if err != nil {
		return nil, err
	}
	c.Body = c.Body[:1] // the title; each line is a block of its own, which keeps line ends
	for line := range strings.Lines(n.Text) {
		if line = strings.TrimSpace(line); line != "" {
			c.Body = append(c.Body, adaptivecard.NewTextBlock(forCard.Replace(line), true))
		}
	}
	if n.Link != "" {
		open, err := adaptivecard.NewActionOpenURL(n.Link, "Vigie")
		if err != nil {
			return nil, err
		}
		if err := c.AddAction(true, open); err != nil {
			return nil, err
		}
	}
	m, err := adaptivecard.NewMessageFromCard(c)
	if err != nil {
		return nil, err
	}
	return json.Marshal(m)
}
