package sqlite

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"vigie.example/vigie"
)

// channelCodes gives each channel its number in the tables; never reordered,
// new ones at the end. Code 0 is the empty channel.
var channelCodes = []vigie.Channel{
	"", vigie.Press, vigie.Blog, vigie.Forum, vigie.Comment, vigie.Review, vigie.Social, vigie.Video,
	vigie.Podcast, vigie.Wiki, vigie.Mail, vigie.Private, vigie.Assistant, vigie.Search,
}

// channelCode returns the number of c, -1 for an unknown one.
func channelCode(c vigie.Channel) int64 {
	for i, k := range channelCodes {
		if k == c {
			return int64(i)
		}
	}
	return -1
}

func channelOf(code int64) vigie.Channel {
	if code < 0 || code >= int64(len(channelCodes)) {
		return ""
	}
	return channelCodes[code]
}

// langCode packs a code of up to three letters into 15 bits, 0 for "und" and
// anything else.
func langCode(lang string) int64 {
	if lang == "und" || len(lang) > 3 {
		return 0
	}
	var n int64
	for i := range len(lang) {
		c := lang[i]
		if c < 'a' || c > 'z' {
			return 0
		}
		n = n<<5 | int64(c-'a'+1)
	}
	return n
}

// langAsked is langCode of a language that is sought: one that no mention can
// have is not the undetermined one.
func langAsked(lang string) int64 {
	if n := langCode(lang); n != 0 || lang == "" || lang == "und" {
		return n
	}
	return 1<<15 - 1 // no three letters
}

// langOf is the reverse of langCode; empty for 0.
func langOf(code int64) string {
	var b [3]byte
	i := len(b)
	for ; code > 0 && i > 0; code >>= 5 {
		i--
		b[i] = 'a' + byte(code&31) - 1
	}
	return string(b[i:])
}

// Flags of mentions, repeated in their matches.
const (
	flagOwn     = 1 << iota // by the organisation itself
	flagUndated             // no usable publication date
	flagNoted               // only a person told of it: it stands in no figure
)

// hash16 is the form in which keys are compared: half a SHA-256 leaves no
// hope of meeting two that are equal.
type hash16 [16]byte

func hashKey(k string) hash16 {
	h := sha256.Sum256([]byte(k))
	return hash16(h[:16])
}

// hashText tells texts apart as an edit does: by their folded words.
func hashText(title, body []byte) int64 {
	h := sha256.New()
	h.Write(title)
	h.Write([]byte{0})
	h.Write(body)
	return int64(binary.LittleEndian.Uint64(h.Sum(nil)))
}

// extra is what few mentions have, kept as JSON.
type extra struct {
	Network  string         `json:"n,omitempty"`
	ReplyTo  vigie.Key      `json:"r,omitempty"`
	Thread   string         `json:"t,omitempty"`
	Declared string         `json:"d,omitempty"`
	Raw      string         `json:"p,omitempty"`
	Rating   *vigie.Rating  `json:"g,omitempty"`
	Metrics  []vigie.Metric `json:"m,omitempty"`
	LangSure float64        `json:"s,omitempty"`
	Intents  []vigie.Intent `json:"i,omitempty"`
	Maker    string         `json:"k,omitempty"`
	Edited   int64          `json:"e,omitempty"` // when the present text was heard, if not the first
	Repost   bool           `json:"rp,omitempty"`
	To       []string       `json:"to,omitempty"`
	Parent   string         `json:"pa,omitempty"`
	Links    []string       `json:"ln,omitempty"`
	Media    vigie.Media    `json:"me,omitempty"`
	Country  string         `json:"co,omitempty"`
	Bio      string         `json:"bi,omitempty"`
	NotedBy  string         `json:"nb,omitempty"`
	Gone     int64          `json:"w,omitempty"` // when it was taken back
}

func packExtra(m *vigie.Mention, r *vigie.Reading) (string, error) {
	x := extra{
		Network: m.Network, ReplyTo: m.ReplyTo, Thread: m.Thread, Declared: m.Declared,
		Raw: m.PublishedRaw, Metrics: m.Metrics,
		LangSure: r.LangSure, Intents: r.Intents, Maker: r.Maker,
		Repost: m.Repost, To: m.To, Parent: m.Parent, Links: m.Links, Media: m.Media, Country: m.Country, Bio: m.Author.Bio, NotedBy: m.NotedBy,
	}
	if m.Rating.Given() {
		x.Rating = &m.Rating
	}
	b, err := json.Marshal(x)
	if err != nil {
		return "", fmt.Errorf("mention %s: %w", m.Key, err)
	}
	if len(b) == 2 {
		return "", nil
	}
	return string(b), nil
}

func unpackExtra(s string, m *vigie.Mention, r *vigie.Reading) error {
	if s == "" {
		return nil
	}
	var x extra
	if err := json.Unmarshal([]byte(s), &x); err != nil {
		return fmt.Errorf("mention %d: %w", m.ID, err)
	}
	m.Network, m.ReplyTo, m.Thread, m.Declared = x.Network, x.ReplyTo, x.Thread, x.Declared
	m.PublishedRaw, m.Metrics = x.Raw, x.Metrics
	if x.Rating != nil {
		m.Rating = *x.Rating
	}
	m.Repost, m.To, m.Parent, m.Links, m.Media, m.Country, m.Author.Bio = x.Repost, x.To, x.Parent, x.Links, x.Media, x.Country, x.Bio
	m.NotedBy, m.Withdrawn = x.NotedBy, instant(x.Gone)
	r.LangSure, r.Intents, r.Maker = x.LangSure, x.Intents, x.Maker
	return nil
}

// packHearings and unpackHearings code the hearings after the first.
func packHearings(hs []vigie.Hearing) []byte {
	var b []byte
	for _, h := range hs {
		b = binary.AppendVarint(b, int64(h.Source))
		b = binary.AppendVarint(b, millis(h.At))
	}
	return b
}

func unpackHearings(b []byte) []vigie.Hearing {
	var hs []vigie.Hearing
	for len(b) > 0 {
		source, n := binary.Varint(b)
		if n <= 0 {
			break
		}
		at, k := binary.Varint(b[n:])
		if k <= 0 {
			break
		}
		hs = append(hs, vigie.Hearing{Source: vigie.SourceID(source), At: instant(at)})
		b = b[n+k:]
	}
	return hs
}

// millis and instant are how times are kept; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// seqBits is the room under the milliseconds of a MentionID.
const seqBits = 20

// firstID is vigie.FirstMentionID of milliseconds.
func firstID(ms int64) int64 { return int64(vigie.FirstMentionID(time.UnixMilli(ms))) }
