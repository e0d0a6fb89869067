package measure

// Formulas are the formulas of this package with their versions. A version
// grows where the same mentions would give another figure than before; every
// report tells those it was made with. Charts and reports are always counted
// anew from the mentions, by the formulas of today: one chart never mixes two.
var Formulas = map[string]int{
	"share":     1, // Shares
	"barometer": 1, // Barometer
	"ordinary":  1, // Ordinary
	"change":    1, // Compare
	"apart":     1, // Apart
	"net":       1, // Leaning
	"demand":    1, // DemandOf
	"posture":   1, // Advise
	"reach":     1, // Readers
	"surprise":  1, // Lookout
}
