package measure

import "vigie.example/vigie"

// ChannelWeights say how much each channel counts in an attention share. They
// are a convention, fixed and published, so that a sector's barometer does not
// move because somebody added sources: what is read by many who did not look
// for it (press, video) and what decides purchases (reviews, forums) weigh
// more than what is read by few. Plausible weightings (see Barometer) show how
// much of a rank hangs on the convention. Version WeightsVersion.
var ChannelWeights = map[vigie.Channel]float64{
	vigie.Press: 0.22, vigie.Forum: 0.18, vigie.Review: 0.16, vigie.Social: 0.14, vigie.Video: 0.10,
	vigie.Blog: 0.10, vigie.Comment: 0.05, vigie.Podcast: 0.03, vigie.Wiki: 0.01, vigie.Mail: 0.01,
}

// WeightsVersion grows by one when ChannelWeights change; a chart that crosses
// a change draws a break.
const WeightsVersion = 1

// WeightsApart is how far a plausible weighting may lie from the published
// one: each weight between its half and its double.
const WeightsApart = 2.0

// LeastVoices is how many voices a channel needs, all brands together, to be a
// stratum of its own; smaller ones are pooled.
const LeastVoices = 30

// Stratum is a channel, or several pooled, within which voices are compared.
type Stratum struct {
	Channels []vigie.Channel
	Weight   float64 // share of the whole: the weights of a month sum to 1
	Voices   int64   // of all brands together
}

// strata groups channels by their voices. Where the pool itself stays under
// LeastVoices it joins the smallest stratum that does not.
func strata(voices map[vigie.Channel]int64) []Stratum {
	var out []Stratum
	var pool Stratum
	for _, c := range vigie.Channels {
		n, w := voices[c], ChannelWeights[c]
		switch {
		case n == 0 || w == 0:
		case n >= LeastVoices:
			out = append(out, Stratum{[]vigie.Channel{c}, w, n})
		default:
			pool.Channels = append(pool.Channels, c)
			pool.Weight += w
			pool.Voices += n
		}
	}
	switch {
	case pool.Voices == 0:
	case pool.Voices >= LeastVoices || len(out) == 0:
		out = append(out, pool)
	default:
		least := 0
		for i := range out {
			if out[i].Voices < out[least].Voices {
				least = i
			}
		}
		s := &out[least]
		s.Channels = append(s.Channels, pool.Channels...)
		s.Weight += pool.Weight
		s.Voices += pool.Voices
	}
	total := 0.0
	for _, s := range out {
		total += s.Weight
	}
	for i := range out {
		out[i].Weight /= total
	}
	return out
}
