package sim

import (
	"sync"
	"time"
	_ "time/tzdata" // days and hours are those of Paris wherever it runs

	"vigie.example/vigie"
)

// Sector is the simulated trade: its history, and the stuff its living part is
// made of. It is made by New and may be read from several goroutines once
// Serve has returned.
type Sector struct {
	now  time.Time
	seed uint64
	rows []Row
	w    *writer

	bases map[string]string // host -> "http://127.0.0.1:port", set by Serve

	mu     sync.Mutex
	truths map[vigie.Key]Truth
}

// New makes the sector of a seed whose history ends at now. The same seed and
// now give the same sector to the byte.
func New(seed uint64, now time.Time) *Sector {
	s := &Sector{now: now.UTC().Truncate(time.Second), seed: seed}
	rng := chance(seed, 0x5ec7)
	s.w = newWriter(builtIn(), rng)
	s.rows = s.w.history(s.now, paris())
	return s
}

// Now returns when the history ends and the living part begins.
func (s *Sector) Now() time.Time { return s.now }

// Workspace returns what the user of the demo answered at first run.
func (s *Sector) Workspace() vigie.Workspace {
	return vigie.Workspace{
		Name: "Engins & Co", Site: ownHost, Sector: "Engins de chantier", Customers: 2400, Zone: "Europe/Paris", Lang: "fr",
	}
}

// Topics returns the own brand, three rivals, the beloved brand and one theme.
func (s *Sector) Topics() []vigie.Topic {
	const sector = "Engins de chantier"
	ads := `recrute OR intérim OR CDI OR "offre d'emploi" OR "à vendre" OR "prix ferme" OR "petite annonce"`
	topics := []vigie.Topic{
		{Name: "Engins & Co", Kind: vigie.OwnBrand, Query: `("Engins & Co" OR "Engins et Co" OR EnginsEtCo OR ("EC 18" OR EC18 OR "EC 35" OR EC35 OR "EC 50" OR EC50 OR "EC 80" OR EC80)) AND NOT (train OR EuroCity OR ` + ads + `)`},
		{Name: "Groupe Bétor", Kind: vigie.Rival, Query: `(Bétor OR "BT 16" OR "BT 26" OR "BT 60" OR "BT 140") AND NOT ("Saint-Bétor" OR ` + ads + `)`},
		{Name: "Malaxa", Kind: vigie.Rival, Query: `(Malaxa OR "MX 350" OR "MX 15" OR "MXP 20") AND NOT (pâte OR beurre OR glaise OR (malaxa NEAR/2 épices) OR ` + ads + `)`},
		{Name: "Grutec", Kind: vigie.Rival, Query: `(Grutec OR "GR 28" OR "GR 42" OR "GRN 16") AND NOT (` + ads + `)`},
		{Name: "Terrapic", Kind: vigie.Rival, Query: `(Terrapic OR "TP 17" OR "TP 25" OR "TP 90" OR "TP 9") AND NOT ("appli photo" OR (album NEAR/2 Terrapic) OR ` + ads + `)`},
		{Name: "Minipelle", Kind: vigie.Theme, Query: `(minipelle OR minipelles OR mini-pelle OR mini-pelles OR midipelle OR "pelle hydraulique") AND NOT (` + ads + `)`},
	}
	for i := range topics {
		topics[i].Sector = sector
	}
	return topics
}

// paris returns the zone in which the simulated people wake and sleep.
var paris = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		// Cannot happen: the zones are linked into the program.
		return time.FixedZone("CET", 3600)
	}
	return zone
})
