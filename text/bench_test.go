package text

import (
	"strings"
	"testing"
)

// shortPosts are of the length of real ones: 115 bytes and 20 words in the
// mean.
var shortPosts = []string{
	"Livraison prévue lundi, toujours rien vendredi. Merci @enseigne pour le silence, on ira chez le voisin la prochaine fois.",
	"@airline my flight was delayed again and nobody at the desk could tell us when the next one would leave #fail",
	"Très bon accueil au magasin de Saint-Gobain, le vendeur connaît son rayon et m'a fait gagner du temps 👍",
	"does anyone know if the new mixer works with 12 bags a day? ours broke down after two weeks on site",
	"RT @btp_info: L'usine de #Rennes ferme ses portes, 240 salariés concernés https://www.btp.example/usine-rennes",
}

func BenchmarkRecutShortPosts(b *testing.B) {
	var d Doc
	size := 0
	for _, s := range shortPosts {
		size += len(s)
	}
	b.SetBytes(int64(size / len(shortPosts)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		d.Recut("", shortPosts[i%len(shortPosts)])
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "posts/s")
}

func BenchmarkRecut100KB(b *testing.B) {
	s := strings.Repeat(strings.Join(shortPosts, "\n\n")+"\n\n", 200)[:100_000]
	var d Doc
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		d.Recut("", s)
	}
}

func BenchmarkClean(b *testing.B) {
	s := strings.Join(shortPosts, "\n\n")
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Clean(s)
	}
}
