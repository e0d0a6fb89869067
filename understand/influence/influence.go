// Package influence says what kind of account speaks: a medium, a blogger, a
// brand, a bot or other, with the reasons.
//
// It takes what an account shows of itself and of its publishing, and gives one
// kind. It does not say what somebody thinks, how much they weigh, whom they
// work for or who they are elsewhere: voices are counted, not scored, and two
// accounts are never joined by likeness. Without a reason the kind is other.
package influence

import (
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

// Maker names what made a card: it changes when the answers may.
const Maker = "influence/2"

// Kind is what kind of account speaks.
type Kind string

// The kinds. Ours is an account of the organisation itself.
const (
	Other   Kind = "other"
	Ours    Kind = "ours"
	Brand   Kind = "brand"
	Medium  Kind = "medium"
	Blogger Kind = "blogger"
	Bot     Kind = "bot"
)

// Profile is what an account shows.
type Profile struct {
	Author   vigie.Author
	Own      bool
	Channels map[vigie.Channel]int // mentions by channel
	At       []time.Time           // when, of those with a date, in any order
}

// Card is what is said of an account.
type Card struct {
	Kind    Kind
	Reasons []vigie.Sentence // why; empty for Other
}

// words of a bio that say what an account is, folded, whole words or phrases.
// They are what the account says of itself, in French or English.
var (
	brandWords  = []string{"compte officiel", "official account", "service client", "service clients", "relation client", "customer care", "customer service", "sav"}
	mediumWords = []string{"journal", "quotidien", "hebdomadaire", "magazine", "redaction", "newspaper", "newsroom", "radio", "chaine d information", "media", "web tv", "agence de presse", "news agency"}
	botWords    = []string{"bot", "compte automatique", "compte automatise", "tweets automatiques", "publications automatiques", "publie automatiquement", "suis un robot", "am a robot", "automated account", "automated tweets", "automated posts", "automated feed"}
	blogWords   = []string{"blog", "blogueur", "blogueuse", "blogger"}
	// Somebody whose bio has one of these tells what they do, like or did: the
	// words of a kind are then of their trade or taste ("je travaille au service
	// client", "fan de radio", "social media manager"), and nobody is tagged by
	// their employer.
	personWords = []string{
		"je travaille", "i work", "mes tweets", "mes propos", "mes opinions", "my own", "opinions are mine", "views are mine", "n engagent que moi", "fan", "fans", "passionne", "passionnee", "amateur",
		"amatrice", "addict", "lover", "enthusiast", "journaliste", "journalist", "reporter", "redacteur", "redactrice", "editor", "etudiant", "etudiante", "student", "manager", "responsable",
		"charge", "chargee", "agent", "conseiller", "conseillere", "advisor", "consultant", "consultante", "developer", "developpeur", "developpeuse", "dev", "ingenieur", "ingenieure", "engineer",
		"directeur", "directrice", "director", "ex", "former", "retraite", "retraitee", "retired", "papa", "maman", "pere", "mere", "dad", "mom", "mum", "father", "mother",
		"auditeur", "auditrice", "lecteur", "lectrice", "reader", "listener", "animateur", "animatrice", "employee", "employe", "salarie", "salariee", "social media", "medias sociaux",
	}
)

// Of says what kind an account is. The first reason that holds decides: what we
// know, what it says of itself, where it publishes, how it publishes.
func Of(p Profile) Card {
	if p.Own {
		return Card{Ours, []vigie.Sentence{vigie.Say("influence-own")}}
	}
	said := " " + words(p.Author.Bio) + " "
	person := slices.ContainsFunc(personWords, func(w string) bool { return strings.Contains(said, " "+w+" ") })
	for _, x := range []struct {
		kind  Kind
		words []string
	}{{Bot, botWords}, {Brand, brandWords}, {Medium, mediumWords}, {Blogger, blogWords}} {
		if person && x.kind != Blogger {
			continue
		}
		for _, w := range x.words {
			if strings.Contains(said, " "+w+" ") {
				return Card{x.kind, []vigie.Sentence{vigie.Say("influence-says", w)}}
			}
		}
	}
	all, most := 0, vigie.Channel("")
	for _, c := range vigie.Channels {
		all += p.Channels[c]
		if most == "" || p.Channels[c] > p.Channels[most] {
			most = c
		}
	}
	if all > 0 && 2*p.Channels[most] > all {
		switch most {
		case vigie.Press:
			return Card{Medium, []vigie.Sentence{vigie.Say("influence-publishes", p.Channels[most], all, vigie.Say("channel-press"))}}
		case vigie.Blog, vigie.Podcast:
			return Card{Blogger, []vigie.Sentence{vigie.Say("influence-publishes", p.Channels[most], all, vigie.Say("channel-"+string(most)))}}
		}
	}
	if n, every, ok := clockwork(p.At); ok {
		return Card{Bot, []vigie.Sentence{vigie.Say("influence-clockwork", n, every)}}
	}
	if n, day, ok := tireless(p.At); ok {
		return Card{Bot, []vigie.Sentence{vigie.Say("influence-tireless", n, day)}}
	}
	return Card{Kind: Other}
}

// bioBytes is how much of a bio is read: no network lets one be a tenth as long.
const bioBytes = 8 << 10

func words(s string) string {
	d := text.Cut("", s[:min(len(s), bioBytes)])
	norms := make([]string, len(d.Body.Words))
	for i := range d.Body.Words {
		norms[i] = d.Body.Words[i].Norm
	}
	return strings.Join(norms, " ")
}

const (
	// clockworkLeast is how many publications make a rhythm, clockworkShare how
	// many of the waits between them must be the same to 2 %.
	clockworkLeast = 12
	clockworkShare = 0.8
	// tirelessHours is in how many distinct hours of one day a person does not
	// publish.
	tirelessHours = 20
)

// clockwork reports whether publications follow one another like clockwork: how
// many do, and how long apart.
func clockwork(at []time.Time) (n int, every time.Duration, ok bool) {
	if len(at) < clockworkLeast {
		return 0, 0, false
	}
	sorted := slices.SortedFunc(slices.Values(at), time.Time.Compare)
	waits := make([]time.Duration, 0, len(sorted)-1)
	for i := 1; i < len(sorted); i++ {
		waits = append(waits, sorted[i].Sub(sorted[i-1]))
	}
	slices.Sort(waits)
	every = waits[len(waits)/2]
	if every < time.Minute { // several at one time: a file without hours
		return 0, 0, false
	}
	for _, w := range waits {
		if d := w - every; max(d, -d) <= every/50 {
			n++
		}
	}
	return n + 1, every, float64(n) >= clockworkShare*float64(len(waits))
}

// tireless reports whether an account published around the clock on one day:
// how many times, and when.
func tireless(at []time.Time) (n int, day time.Time, ok bool) {
	hours := map[time.Time]map[int]bool{}
	count := map[time.Time]int{}
	for _, t := range at {
		d := t.UTC().Truncate(24 * time.Hour)
		if hours[d] == nil {
			hours[d] = map[int]bool{}
		}
		hours[d][t.UTC().Hour()] = true
		count[d]++
	}
	for d, h := range hours {
		if len(h) >= tirelessHours && (!ok || d.Before(day)) {
			n, day, ok = count[d], d, true
		}
	}
	return n, day, ok
}
