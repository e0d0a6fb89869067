package eval

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"strings"

	"vigie.example/vigie/text"
)

// furniture is what sites put before and after a text.
var furniture = [][2]string{
	{"", "Lire aussi : nos autres articles sur ce sujet. Abonnez-vous à notre lettre pour recevoir chaque matin l’essentiel de l’actualité."},
	{"Article réservé à nos abonnés. Écouter l’article, offrir l’article, partager sur les réseaux.", "Retrouvez toute l’actualité en continu sur notre application, disponible gratuitement pour téléphones et tablettes."},
	{"", "En poursuivant votre navigation, vous acceptez l’utilisation de traceurs qui mesurent notre audience. En savoir plus et gérer ces paramètres."},
	{"Accueil, Région, Économie, Sports, Loisirs, Annonces.", "Une erreur dans cet article ? Signalez-la à la rédaction. Réagissez dans les commentaires ou sur notre page."},
	{"Publié ce matin, mis à jour à l’instant. Temps de lecture : deux minutes.", "Suivez-nous et ne manquez plus rien de ce qui se passe près de chez vous."},
	{"", "Read more on this story in our newsletter. Sign up for free and get the news that matters in your inbox every morning."},
	{"Share this article with your friends. Listen to this story.", "All rights reserved. This material may not be published, broadcast, rewritten or redistributed without permission."},
	{"", "Cet article vous a plu ? Soutenez une presse indépendante en vous abonnant à partir d’un euro le premier mois, sans engagement."},
}

func furnish(site int, body string) string {
	f := furniture[site]
	return strings.TrimSpace(f[0] + "\n\n" + body + "\n\n" + f[1])
}

// signatures is what agencies and papers add at the end.
var signatures = []string{
	"(avec AFP)", "(AFP)", "Le Courrier du Soir avec agences", "Par Camille Martin, à Lyon",
	"© Presse régionale, tous droits réservés", "Source : dépêche d’agence", "The post appeared first on The Evening Courier.",
	"Avec notre correspondant", "La rédaction, avec agences", "Lire la suite sur notre site",
}

// worn makes a copy of p as the press does, by one to three of four wears, and
// says which.
func worn(rng *rand.Rand, p piece, headline string) (piece, string) {
	names := []string{"cut", "signed", "headline", "furniture"}
	var how []string
	for _, k := range rng.Perm(len(names))[:1+rng.IntN(3)] {
		switch names[k] {
		case "cut":
			w := strings.Fields(p.body)
			keep := len(w) * (40 + rng.IntN(41)) / 100
			p.body = strings.Join(w[:max(keep, 8)], " ") + "…"
		case "headline":
			p.title = headline
		}
		how = append(how, names[k])
	}
	// In the order in which it happens: cut first, then dressed.
	for _, h := range how {
		if h == "signed" {
			p.body += " " + signatures[rng.IntN(len(signatures))]
		}
	}
	for _, h := range how {
		if h == "furniture" {
			p.body = furnish(rng.IntN(len(furniture)), p.body)
		}
	}
	return p, strings.Join(inOrder(names, how), "+")
}

func inOrder(all, some []string) (out []string) {
	for _, a := range all {
		for _, s := range some {
			if a == s {
				out = append(out, a)
			}
		}
	}
	return out
}

// neighbours returns for each text the one that has most words in common with
// it, by Jaccard, under one half: above that it is another edition of the same.
func neighbours(base []piece) []int {
	having := map[string][]int{}
	sets := make([]map[string]bool, len(base))
	for i, p := range base {
		sets[i] = map[string]bool{}
		d := text.Cut(p.title, p.body)
		for _, f := range []text.Field{d.Title, d.Body} {
			for _, w := range f.Words {
				if len(w.Norm) > 3 && !sets[i][w.Norm] {
					sets[i][strings.Clone(w.Norm)] = true
					having[strings.Clone(w.Norm)] = append(having[w.Norm], i)
				}
			}
		}
	}
	near := make([]int, len(base))
	for i := range base {
		shared := map[int]int{}
		for w := range sets[i] {
			if len(having[w]) < len(base)/10 {
				for _, j := range having[w] {
					shared[j]++
				}
			}
		}
		best, most := (i+1)%len(base), 0.0
		for j := range base {
			n := shared[j]
			if j == i || n == 0 {
				continue
			}
			if v := float64(n) / float64(len(sets[i])+len(sets[j])-n); v > most && v < 0.5 {
				best, most = j, v
			}
		}
		near[i] = best
	}
	return near
}

var tags = regexp.MustCompile(`<[^>]*>`)

// feedItems reads titles and descriptions of the feeds in feeds_real, as far
// as they are well formed.
func feedItems(dir string) (ps []piece, err error) {
	for _, name := range []string{"fr.zip", "other.zip"} {
		z, err := zip.OpenReader(filepath.Join(dir, "feeds_real", name))
		if err != nil {
			return nil, err
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				return nil, errors.Join(err, z.Close())
			}
			raw, err := io.ReadAll(io.LimitReader(r, 8<<20))
			if err = errors.Join(err, r.Close()); err != nil {
				return nil, errors.Join(err, z.Close())
			}
			ps = append(ps, itemsOf(raw)...)
		}
		if err := z.Close(); err != nil {
			return nil, err
		}
	}
	return ps, nil
}

// itemsOf reads a feed up to where it breaks.
func itemsOf(raw []byte) (ps []piece) {
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		t, err := d.Token()
		if err != nil {
			return ps
		}
		start, ok := t.(xml.StartElement)
		if !ok || start.Name.Local != "item" && start.Name.Local != "entry" {
			continue
		}
		var it struct {
			Title       string `xml:"title"`
			Description string `xml:"description"`
			Summary     string `xml:"summary"`
		}
		if d.DecodeElement(&it, &start) != nil {
			return ps
		}
		body := it.Description
		if body == "" {
			body = it.Summary
		}
		plain := func(s string) string {
			return text.Clean(html.UnescapeString(tags.ReplaceAllString(html.UnescapeString(s), " ")))
		}
		ps = append(ps, piece{text.OneLine(plain(it.Title)), plain(body)})
	}
}
