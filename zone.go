package vigie

import (
	"sync"
	"time"
)

// DefaultZone is where days are counted until a workspace says otherwise.
const DefaultZone = "Europe/Paris"

// zones remembers loaded time zones: time.LoadLocation reads its data anew at
// each call. Names are few: those that somebody gave a workspace.
var zones sync.Map // name -> *time.Location

// Location returns the zone in which days are counted. A name that does not
// exist, which settings refuse, counts as DefaultZone, and where that is not
// known either as UTC. It is never nil.
func (w Workspace) Location() *time.Location {
	for _, name := range []string{w.Zone, DefaultZone} {
		if name == "" {
			continue
		}
		if z, ok := zones.Load(name); ok {
			return z.(*time.Location)
		}
		if z, err := time.LoadLocation(name); err == nil {
			zones.Store(name, z)
			return z
		}
	}
	return time.UTC
}
