package sqlite

import "vigie.example/vigie"

// intentCodes gives each intent its bit in flags and its value in the split
// table; never reordered, new ones at the end, at most twelve.
var intentCodes = []vigie.Intent{
	vigie.Question, vigie.Complaint, vigie.Request, vigie.Recommendation, vigie.Purchase,
	vigie.Job, vigie.Release, vigie.Promotion, vigie.Solicitation,
}

// intentShift is where the bits of intents begin in flags; plainFlags are the
// flags under them that figures ask for, and intentMask covers the intents.
const (
	intentShift = 4
	plainFlags  = flagOwn | flagUndated
	intentMask  = 1<<12 - 1
)

// intentBits returns the bits of intents, as they stand in flags. What the
// organisation says itself waits for no answer.
func intentBits(in []vigie.Intent, own bool) int64 {
	var bits int64
	for _, i := range in {
		if c := intentCode(i); c >= 0 {
			bits |= 1 << c
		}
	}
	if !own && vigie.Solicits(in) {
		bits |= 1 << intentCode(vigie.Solicitation)
	}
	return bits << intentShift
}

// intentCode returns the number of an intent, -1 for an unknown one.
func intentCode(i vigie.Intent) int64 {
	for n, k := range intentCodes {
		if k == i {
			return int64(n)
		}
	}
	return -1
}
