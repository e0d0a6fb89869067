package vigie

// Channel is the kind of place a mention stands in. Counts are split by it and
// never added across private and public ones.
type Channel string

// The channels. Comment is a remark under somebody else's article or video.
// Private holds what customers said to us and not in public (tickets, calls,
// surveys): compared, never in a share of voice. Assistant holds what AI
// assistants answer, Search what search results show: territories of their
// own, never voices.
const (
	Press     Channel = "press"
	Blog      Channel = "blog"
	Forum     Channel = "forum"
	Comment   Channel = "comment"
	Review    Channel = "review"
	Social    Channel = "social"
	Video     Channel = "video"
	Podcast   Channel = "podcast"
	Wiki      Channel = "wiki"
	Mail      Channel = "mail"
	Private   Channel = "private"
	Assistant Channel = "assistant"
	Search    Channel = "search"
)

// Channels lists every channel in the order pages show them.
var Channels = []Channel{Press, Blog, Forum, Comment, Review, Social, Video, Podcast, Wiki, Mail, Private, Assistant, Search}

// Valid reports whether c is one of Channels.
func (c Channel) Valid() bool {
	for _, k := range Channels {
		if c == k {
			return true
		}
	}
	return false
}

// Visitors reports whether in this channel it is others who write than those
// whose place it is: what stands there is addressed to them.
func (c Channel) Visitors() bool {
	return c == Comment || c == Review || c == Forum
}

// Voiced reports whether those who speak in this channel count as voices of the
// public.
func (c Channel) Voiced() bool {
	return c != Private && c != Assistant && c != Search
}
