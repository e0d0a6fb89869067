package measure

// Formulas are the formulas of this package with their versions. A version
// grows where the same mentions would give another figure than before; every
// report tells those it was made with. Charts and reports are always counted
// anew from the mentions, by the formulas of today: one chart never mixes two.
var Formulas = map[string]int{
	"share":     2, // SharesOf; 2: stories bring crowds
	"barometer": 2, // Barometer; 2: the ratio of a state counts what is not known of the others
	"ordinary":  1, // Ordinary
	"tone":      2, // OrdinaryPart; 2: beta-binomial
	"change":    2, // Compare; 2: stories bring crowds
	"apart":     1, // Apart
	"net":       2, // Leaning; 2: the interval counts copies, and who writes often, together
	"demand":    2, // DemandOf; 2: another's later word in a thread is no answer
	"posture":   1, // Advise
	"quality":   1, // PartOf a random sample
	"reach":     1, // Readers
	"surprise":  2, // Lookout; 2: most of the budget to the hour below two mentions an hour
}
