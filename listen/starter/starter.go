// Package starter holds a dated list of places where France speaks: regional
// and trade press, forums, review sites, with how each may be heard. It is a
// beginning for who does not know where to listen: each place is proposed only
// to those whom it fits, is looked at before it is listened to, and is marked
// as to be checked. It is no directory and ranks nothing.
package starter

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"vigie.example/vigie"
)

// Written is the day the list was written; it was not checked on the web since.
var Written = time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)

// Way is how a place may be heard.
type Way string

// The ways. What is read by hand is noted by people or brought as a file,
// because the place's terms do not let programs read it; Key wants one of the
// place's own.
const (
	Listen Way = "listen"
	Hand   Way = "hand"
	Key    Way = "key"
)

// Place is one entry of the list.
type Place struct {
	Channel      vigie.Channel
	Name         string
	Address      string   // of its site
	Departements []string // codes; empty for the whole country
	Trades       []string // of Trades; empty for all
	Way          Way
	Note         string // id of what is to be known of being admitted there
}

// Departement is one of the 101 of France.
type Departement struct {
	Code, Name string
}

// Trades are the fields that the list knows, in the order of a menu.
var Trades = []string{
	"agriculture", "automotive", "bank", "computing", "construction", "culture", "energy", "food",
	"health", "industry", "insurance", "marketing", "retail", "tourism", "town", "transport",
}

//go:embed places.tsv
var placesFile string

//go:embed departements.tsv
var departementsFile string

var load = sync.OnceValues(func() ([]Place, error) {
	var all []Place
	for line := range strings.Lines(placesFile) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 7 {
			return nil, fmt.Errorf("starter list: %d fields in %q", len(f), line)
		}
		p := Place{Channel: vigie.Channel(f[0]), Name: f[1], Address: f[2], Departements: list(f[3]), Trades: list(f[4]), Way: Way(f[5]), Note: "admission-" + f[6]}
		if !strings.Contains(p.Address, "://") {
			p.Address = "https://" + p.Address
		}
		all = append(all, p)
	}
	return all, nil
})

// list reads "a,b"; "*" is everything, and so nothing in particular.
func list(s string) []string {
	if s == "*" {
		return nil
	}
	return strings.Split(s, ",")
}

// Departements returns the 101, in the order of their codes.
func Departements() []Departement {
	var out []Departement
	for line := range strings.Lines(departementsFile) {
		code, name, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok {
			out = append(out, Departement{code, name})
		}
	}
	return out
}

// Fit returns the places that suit an organisation of a departement and a
// trade, those nearest first: the press of the departement, the places of the
// trade, then those for everybody. An empty departement has no regional press,
// an empty trade only what is for everybody.
func Fit(departement, trade string) ([]Place, error) {
	all, err := load()
	if err != nil {
		return nil, err
	}
	near := func(p Place) int {
		switch {
		case len(p.Departements) > 0:
			if departement == "" || !slices.Contains(p.Departements, departement) {
				return -1
			}
			// Of those that cover it, the most local first.
			return len(p.Departements)
		case len(p.Trades) > 0:
			if trade == "" || !slices.Contains(p.Trades, trade) {
				return -1
			}
			return 200
		}
		return 300
	}
	var out []Place
	for _, p := range all {
		if near(p) >= 0 {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b Place) int { return near(a) - near(b) })
	return out, nil
}
