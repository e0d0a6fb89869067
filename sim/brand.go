package sim

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// brand is one maker: how it is written, how much it is talked about, how.
type brand struct {
	name     string
	tag      string // hashtag, without #
	quota    int    // rows of the history
	newVoice float64
	// lean is the share of negative, neutral and positive voices.
	lean     [3]float64
	products []product
	dealers  []string
	variants []string // other ways people write the name
}

// product is one machine, always feminine in the trade's mouth.
type product struct {
	name, kind, noun, tons string
}

// ownBrand and the others, in the order of their topics. Quotas leave room for
// the theme and for noise: see history.go.
var brands = []brand{
	{
		name: "Engins & Co", tag: "EnginsEtCo", quota: 4300, newVoice: .62, lean: [3]float64{.30, .38, .32},
		products: []product{
			{"EC 18", "pelle", "minipelle", "1,8 t"},
			{"EC 18", "pelle", "minipelle", "1,8 t"},
			{"EC 35", "pelle", "minipelle", "3,5 t"},
			{"EC 50", "pelle", "midipelle", "5,2 t"},
			{"EC 80", "pelle", "midipelle", "8 t"},
		},
		dealers:  []string{"Loire Matériels", "Comptoir du Chantier", "Matériels Delvaux", "Atelier des Gravières", "Sud Engins Services"},
		variants: []string{"Engins et Co", "engins & co", "Engins&Co"},
	},
	{
		name: "Bétor", tag: "Betor", quota: 4900, newVoice: .6, lean: [3]float64{.26, .42, .32},
		products: []product{
			{"BT 16", "pelle", "minipelle", "1,6 t"},
			{"BT 26", "pelle", "minipelle", "2,6 t"},
			{"BT 60", "pelle", "midipelle", "6 t"},
			{"BT 140", "pelle", "pelle hydraulique", "14 t"},
		},
		dealers:  []string{"Bétor Ouest", "Matériels du Ponant", "Bétor Rhône", "Garage Lanvic"},
		variants: []string{"Groupe Bétor", "Betor", "Groupe Bétor", "betor"},
	},
	{
		name: "Malaxa", tag: "Malaxa", quota: 3500, newVoice: .62, lean: [3]float64{.27, .40, .33},
		products: []product{
			{"MX 350", "beton", "autobétonnière", "3,5 m³"},
			{"MX 15", "beton", "bétonnière tractée", "1,5 m³"},
			{"MXP 20", "pelle", "minipelle", "2 t"},
		},
		dealers:  []string{"Béton Service Plus", "Malaxa Centre", "Ets Kerdoncuff"},
		variants: []string{"MALAXA", "malaxa"},
	},
	{
		name: "Grutec", tag: "Grutec", quota: 1950, newVoice: .6, lean: [3]float64{.24, .44, .32},
		products: []product{
			{"GR 28", "grue", "mini-grue", "2,8 t"},
			{"GR 42", "grue", "grue à montage rapide", "4,2 t"},
			{"GRN 16", "grue", "nacelle", "16 m"},
		},
		dealers:  []string{"Levage Atlantique", "Grutec Nord", "Hauteurs & Services"},
		variants: []string{"GRUTEC", "grutec"},
	},
	{
		name: "Terrapic", tag: "Terrapic", quota: 7300, newVoice: .3, lean: [3]float64{.10, .28, .62},
		products: []product{
			{"TP 17", "pelle", "minipelle", "1,7 t"},
			{"TP 25", "pelle", "minipelle", "2,5 t"},
			{"TP 90", "pelle", "pelle hydraulique", "9 t"},
			{"TP 9", "pelle", "micropelle", "0,9 t"},
		},
		dealers:  []string{"La Maison Terrapic", "Terrapic Pyrénées", "Picot Matériels"},
		variants: []string{"terrapic", "TERRAPIC"},
	},
}

// towns are real; nothing that is said to happen there did.
var towns = strings.Split("Roanne,Angers,Nantes,Vannes,Vichy,Cholet,Laval,Rodez,Albi,Auch,Pau,Tarbes,Brive,Limoges,Guéret,Moulins,Nevers,Auxerre,Troyes,Chaumont,Épinal,Colmar,Vesoul,Dole,Bourg,Annecy,Valence,Gap,Digne,Alès,Nîmes,Béziers,Narbonne,Perpignan,Foix,Agen,Bergerac,Angoulême,Saintes,Niort,Poitiers,Tours,Blois,Chartres,Évreux,Rouen,Caen,Saint-Lô,Rennes,Quimper,Lorient,Saint-Brieuc,Amiens,Arras,Cambrai,Lens,Charleville,Reims,Metz,Bastia,Ajaccio,Clermont,Saint-Étienne,Montluçon,Romans,Voiron,Mâcon,Aurillac,Cahors,Castres", ",")

// pieces are parts, all masculine, so that participles agree.
var pieces = []string{
	"flexible de flèche", "flexible de lame", "vérin de flèche", "vérin de godet", "flexible de bras", "distributeur",
	"joint tournant", "moteur de translation", "vérin de lame", "filtre hydraulique", "raccord de vérin", "axe de godet",
	"bloc de commande", "tuyau de retour", "capteur de pression", "flexible de potence", "vérin de bras", "réservoir d’huile",
}

var vowels = "aeiouyAEIOUYéèêÉÈÊàâÀÂôÔîÎ"

// of returns the word after "de", elided where it must be.
func of(word string) string {
	if strings.ContainsAny(word[:runeLen(word)], vowels) {
		return "d’" + word
	}
	return "de " + word
}

// theFem and ofTheFem put the feminine article before a word.
func theFem(word string) string {
	if strings.ContainsAny(word[:runeLen(word)], vowels) {
		return "l’" + word
	}
	return "la " + word
}

func ofTheFem(word string) string { return "de " + theFem(word) }

func myFem(word string) string {
	if strings.ContainsAny(word[:runeLen(word)], vowels) {
		return "mon " + word
	}
	return "ma " + word
}

// runeLen returns the bytes of the first letter.
func runeLen(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}

// scene is what one text is about; it fills the slots of the grammar.
type scene struct {
	brand, rival     *brand
	product, against *product
	name             string // of the brand, as this voice writes it
	town, dealer     string
	piece            int
	answered         string // whom it answers
	luck             float64
}

// newScene draws a scene about b; b may be nil for texts without a brand.
func newScene(rng *rand.Rand, b *brand) *scene {
	sc := &scene{brand: b, town: towns[rng.IntN(len(towns))], piece: rng.IntN(len(pieces)), luck: rng.Float64()}
	sc.answered = firstNames[rng.IntN(len(firstNames))]
	if b == nil {
		b = &brands[rng.IntN(len(brands))]
	}
	sc.setBrand(rng, b)
	return sc
}

func (sc *scene) setBrand(rng *rand.Rand, b *brand) {
	sc.product = &b.products[rng.IntN(len(b.products))]
	sc.dealer = b.dealers[rng.IntN(len(b.dealers))]
	sc.name = b.name
	if rng.IntN(6) == 0 {
		sc.name = b.variants[rng.IntN(len(b.variants))]
	}
	// Rivals are compared within a kind of machine where one exists.
	for range 8 {
		sc.rival = &brands[rng.IntN(len(brands))]
		sc.against = &sc.rival.products[rng.IntN(len(sc.rival.products))]
		if sc.rival.name != b.name && sc.against.kind == sc.product.kind {
			return
		}
	}
	for sc.rival.name == b.name {
		sc.rival = &brands[rng.IntN(len(brands))]
		sc.against = &sc.rival.products[rng.IntN(len(sc.rival.products))]
	}
}

// slot implements slots.
func (sc *scene) slot(name string) (string, bool) {
	switch name {
	case "B":
		return sc.name, true
	case "deB":
		return of(sc.name), true
	case "tagB":
		return sc.tag(), true
	case "P":
		return sc.product.name, true
	case "tagP":
		return strings.ReplaceAll(sc.product.name, " ", ""), true
	case "laP":
		return theFem(sc.product.name), true
	case "deLaP":
		return ofTheFem(sc.product.name), true
	case "maP":
		return myFem(sc.product.name), true
	case "uneP":
		return "une " + sc.product.name, true
	case "M":
		return sc.product.noun, true
	case "uneM":
		return "une " + sc.product.noun, true
	case "T":
		return sc.product.tons, true
	case "O":
		return sc.rival.name, true
	case "deO":
		return of(sc.rival.name), true
	case "OP":
		return sc.against.name, true
	case "laOP":
		return theFem(sc.against.name), true
	case "maOP":
		return myFem(sc.against.name), true
	case "uneOP":
		return "une " + sc.against.name, true
	case "ville":
		return sc.town, true
	case "aVille":
		return "à " + sc.town, true
	case "deVille":
		return of(sc.town), true
	case "deVilleMaj":
		return sc.town, true
	case "dealer":
		return sc.dealer, true
	case "autre":
		return sc.answered, true
	case "lePart":
		return "le " + pieces[sc.piece], true
	case "duPart":
		return "du " + pieces[sc.piece], true
	case "unPart":
		return "un " + pieces[sc.piece], true
	case "prix":
		return sc.price(1), true
	case "prixOcc":
		return sc.price(.45), true
	}
	return "", false
}

func (sc *scene) tag() string {
	if sc.brand == nil {
		return "BTP"
	}
	return sc.brand.tag
}

// price is what a machine costs, drawn around six thousand euros a ton.
func (sc *scene) price(share float64) string {
	size, err := strconv.ParseFloat(strings.Replace(strings.Fields(sc.product.tons)[0], ",", ".", 1), 64)
	if err != nil {
		size = 2
	}
	euros := int((12+6*min(size, 12))*(.88+.24*sc.luck)*share*10) * 100
	return fmt.Sprintf("%d %03d", euros/1000, euros%1000)
}
