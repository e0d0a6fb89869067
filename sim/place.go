package sim

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"vigie.example/vigie"
)

// place is somewhere people speak. Hosts end in .example, which RFC 2606 keeps
// from ever being a real site.
type place struct {
	name, host string
	channel    vigie.Channel
	network    string
	weight     int // how much of its channel is said there
}

// The places of the living part, by what is peculiar in them; see web.go.
const (
	pressHost   = "le-petit-ligerien.example"
	slowHost    = "la-gazette-des-coteaux.example"
	movedHost   = "le-courrier-du-bocage.example"
	barePress   = "chantiers-du-jour.example" // no feed
	forumHost   = "forum-du-chantier.example"
	failingHost = "parole-de-grutier.example"
	blogHost    = "carnets-de-tranchee.example"
	latinBlog   = "la-pelle-et-le-crayon.example" // windows-1252
	reviewHost  = "avis-materiel.example"
	ownHost     = "engins-et-co.example"
)

var places = []place{
	{"Agence Loire Infos", "agence-loire-infos.example", vigie.Press, "", 6},
	{"Le Petit Ligérien", pressHost, vigie.Press, "", 9},
	{"La Gazette des Coteaux", slowHost, vigie.Press, "", 7},
	{"L’Éclaireur des Monts", "eclaireur-des-monts.example", vigie.Press, "", 5},
	{"Journal des Trois Rivières", "trois-rivieres.example", vigie.Press, "", 5},
	{"Matériels & Négoce", "materiels-et-negoce.example", vigie.Press, "", 7},
	{"La Lettre du gros œuvre", "lettre-gros-oeuvre.example", vigie.Press, "", 5},
	{"Chantiers du Jour", barePress, vigie.Press, "", 7},
	{"Le Courrier du Bocage", movedHost, vigie.Press, "", 6},
	{"L’Écho du Plateau", "echo-du-plateau.example", vigie.Press, "", 3},
	{"La Voix des Gaves", "voix-des-gaves.example", vigie.Press, "", 3},
	{"Les Nouvelles de l’Estuaire", "nouvelles-estuaire.example", vigie.Press, "", 3},
	{"Terrassement Pratique", "terrassement-pratique.example", vigie.Press, "", 4},
	{"Le Loueur professionnel", "loueur-pro.example", vigie.Press, "", 3},
	{"Le Réveil du Causse", "reveil-du-causse.example", vigie.Press, "", 2},
	{"La Dépêche des Étangs", "depeche-des-etangs.example", vigie.Press, "", 2},

	{"Forum du Chantier", forumHost, vigie.Forum, "", 34},
	{"Parole de Grutier", failingHost, vigie.Forum, "", 12},
	{"Pelles et Godets", "pelles-et-godets.example", vigie.Forum, "", 22},
	{"Le Café du TP", "cafe-du-tp.example", vigie.Forum, "", 14},
	{"Entraide Autoconstruction", "entraide-autoconstruction.example", vigie.Forum, "", 12},
	{"Mécano Hydraulique", "mecano-hydraulique.example", vigie.Forum, "", 9},

	{"Avis Matériel", reviewHost, vigie.Review, "", 3},
	{"Notes de Chantier", "notes-de-chantier.example", vigie.Review, "", 2},

	{"Carnets de tranchée", blogHost, vigie.Blog, "", 5},
	{"La pelle et le crayon", latinBlog, vigie.Blog, "", 5},
	{"Vie de loueur", "vie-de-loueur.example", vigie.Blog, "", 3},
	{"Mon terrain, ma pelle", "mon-terrain-ma-pelle.example", vigie.Blog, "", 2},
	{"Béton et compagnie", "beton-et-compagnie.example", vigie.Blog, "", 2},
	{"Haut les grues", "haut-les-grues.example", vigie.Blog, "", 2},
	{"Le bruit des chenilles", "bruit-des-chenilles.example", vigie.Blog, "", 2},

	{"btp.example", "btp.example", vigie.Social, "mastodon", 5},
	{"outils.example", "outils.example", vigie.Social, "mastodon", 3},
	{"ciel.example", "ciel.example", vigie.Social, "bluesky", 4},

	{"Engins & Co", ownHost, vigie.Blog, "", 0},

	// Where noise lives.
	{"Le coin des annonces", "coin-des-annonces.example", vigie.Forum, "", 0},
	{"Métiers du bâtiment", "metiers-du-batiment.example", vigie.Blog, "", 0},
	{"Les Rails bavards", "rails-bavards.example", vigie.Forum, "", 0},
	{"La cuisine de Lison", "cuisine-de-lison.example", vigie.Blog, "", 0},
	{"Objectif plein cadre", "plein-cadre.example", vigie.Forum, "", 0},
}

// placesOf groups the indices of places by channel, each repeated by weight.
var placesOf = func() map[vigie.Channel][]int {
	m := map[vigie.Channel][]int{}
	for i, p := range places {
		for range p.weight {
			m[p.channel] = append(m[p.channel], i)
		}
	}
	return m
}()

// placeAt returns the index of the place with a host, -1 for none.
func placeAt(host string) int {
	for i := range places {
		if places[i].host == host {
			return i
		}
	}
	return -1
}

// slug makes the end of an address out of a title.
func slug(title string) string {
	var b strings.Builder
	dash := false
	for _, r := range norm.NFD.String(strings.ToLower(title)) {
		switch {
		case r == 'œ':
			b.WriteString("oe")
		case unicode.Is(unicode.Mn, r):
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			dash = false
		default:
			dash = true
		}
		if b.Len() >= 56 {
			break
		}
	}
	if b.Len() == 0 {
		return "sans-titre"
	}
	return b.String()
}
