package sim

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"vigie.example/vigie"
)

var firstNames = strings.Split("manu,jeannot,karim,sylvie,patrice,lulu,steph,gégé,momo,nono,valérie,thierry,fred,cédric,laurent,nadia,samir,bruno,dédé,kevin,mickael,ludo,corinne,pascal,yann,gwen,erwan,loïc,jojo,titi,rachid,ahmed,fatima,paulo,tonio,antonio,sergio,marco,hugo,enzo,léa,chloé,manon,théo,jules,basile,anselme,félicie,odile,roger,marcel,gilbert,mathilde,noémie,aurélie,sandrine,ben,alex,tom,max,nico,seb,flo,guigui,jb,jm,pierrot,doudou,zaza,mimi", ",")

var nicknames = strings.Split("tp,btp,terrassier,maconnerie,pelleteur,paysage,levage,grutier,loueur,autoconstruit,bricole,piscine,mecano,hydro,vrd,tranchee,godet,chenille,demol,beton,chantier,ferraille,gravier,limon,argile,bocage,bzh,sudouest,cevennes,jura,savoie,lorraine,picardie,morvan,causse,gave,loire,rhone,creuse,vosges", ",")

// style is how somebody writes, the same from one text to the next.
type style int8

const (
	careful style = iota
	relaxed
	hurried // SMS spelling
	bare    // no accents
	clumsy  // mistakes of grammar
)

// voice is somebody who speaks.
type voice struct {
	name, account, url string
	style              style
	emoji              bool
}

// crowd hands out voices so that most speak once and few speak much: each text
// is by somebody new with some probability, else by the author of a text drawn
// among those before (Simon, 1955: a power law of texts by author).
type crowd struct {
	rng    *rand.Rand
	spoken map[int][]*voice
	taken  map[string]bool
}

func newCrowd(rng *rand.Rand) *crowd {
	return &crowd{rng: rng, spoken: map[int][]*voice{}, taken: map[string]bool{}}
}

// next returns who speaks at a place about a subject.
func (c *crowd) next(at, subject int, isNew float64) *voice {
	group := at*16 + subject
	before := c.spoken[group]
	var v *voice
	if len(before) == 0 || c.rng.Float64() < isNew {
		v = c.newVoice(&places[at])
	} else {
		v = before[c.rng.IntN(len(before))]
	}
	c.spoken[group] = append(before, v)
	return v
}

func (c *crowd) newVoice(p *place) *voice {
	v := &voice{emoji: c.rng.IntN(5) == 0}
	switch n := c.rng.IntN(100); {
	case n < 52:
		v.style = careful
	case n < 74:
		v.style = relaxed
	case n < 83:
		v.style = hurried
	case n < 92:
		v.style = clumsy
	default:
		v.style = bare
	}
	for try := 0; ; try++ {
		v.name = c.handle(p.channel, try)
		key := p.host + v.name
		if !c.taken[key] {
			c.taken[key] = true
			break
		}
	}
	if p.network != "" {
		user := strings.ReplaceAll(slug(v.name), "-", "_")
		v.account = "@" + user + "@" + p.host
		if p.network == "bluesky" {
			v.account = user + "." + p.host
		}
		v.url = "https://" + p.host + "/@" + user
	}
	return v
}

// handle makes a name; after some tries it takes a number with it.
func (c *crowd) handle(ch vigie.Channel, try int) string {
	first := firstNames[c.rng.IntN(len(firstNames))]
	nick := nicknames[c.rng.IntN(len(nicknames))]
	dept := c.rng.IntN(94) + 1
	end := ""
	if try > 3 {
		end = strconv.Itoa(c.rng.IntN(9000) + 100)
	}
	if ch == vigie.Press || ch == vigie.Blog {
		return title(first) + " " + string(rune('A'+c.rng.IntN(26))) + "." + end
	}
	if ch == vigie.Review {
		return fmt.Sprintf("%s %s %02d%s", title(first), nick, dept, end)
	}
	switch c.rng.IntN(8) {
	case 0:
		return first + "_" + nick + "_" + strconv.Itoa(dept) + end
	case 1:
		return title(first) + strconv.Itoa(dept) + end
	case 2:
		return nick + "_" + first + end
	case 3:
		return first + "." + nick + end
	case 4:
		return title(nick) + strconv.Itoa(dept) + end
	case 5:
		return first + nick + end
	case 6:
		return title(first) + " du " + strconv.Itoa(dept) + end
	default:
		return "la_" + nick + "_de_" + first + end
	}
}

func title(s string) string {
	n := runeLen(s)
	return strings.ToUpper(s[:n]) + s[n:]
}
