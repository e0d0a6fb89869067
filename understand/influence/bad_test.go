package influence

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
)

// TestHostileProfiles: whatever an account shows, a kind that there is, reasons
// with it, the same each time.
func TestHostileProfiles(t *testing.T) {
	times := func(n int, at func(i int) time.Time) (out []time.Time) {
		for i := range n {
			out = append(out, at(i))
		}
		return out
	}
	noon := time.Date(2026, 2, 3, 11, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		p    Profile
		want Kind
	}{
		"an empty bio":                {Profile{}, Other},
		"one emoji":                   {Profile{Author: vigie.Author{Bio: "🤖"}}, Other},
		"joiners in a word":           {Profile{Author: vigie.Author{Bio: "Le maga\u200bzine"}}, Medium},
		"invalid UTF-8":               {Profile{Author: vigie.Author{Bio: "\xff\xfe blog \xc3"}}, Blogger},
		"mixed scripts":               {Profile{Author: vigie.Author{Bio: "журнал 雑誌 مجلة"}}, Other},
		"two megabytes":               {Profile{Author: vigie.Author{Bio: strings.Repeat("botaniste ", 200_000)}}, Other},
		"a word after two megabytes":  {Profile{Author: vigie.Author{Bio: strings.Repeat("botaniste ", 200_000) + " blog"}}, Other},
		"a word of 100,000 letters":   {Profile{Author: vigie.Author{Bio: strings.Repeat("b", 100_000)}}, Other},
		"a channel that is none":      {Profile{Channels: map[vigie.Channel]int{"carrier pigeon": 9}}, Other},
		"counts that cannot be":       {Profile{Channels: map[vigie.Channel]int{vigie.Press: -3, vigie.Blog: 0}}, Other},
		"all at one instant":          {Profile{At: times(5000, func(int) time.Time { return noon })}, Other},
		"times at the ends of time":   {Profile{At: times(40, func(i int) time.Time { return time.Unix(math.MaxInt64/4*int64(i%3-1), 0) })}, Other},
		"no dates":                    {Profile{At: times(40, func(int) time.Time { return time.Time{} })}, Other},
		"a hundred thousand, hourly":  {Profile{At: times(100_000, func(i int) time.Time { return noon.Add(time.Duration(i) * time.Hour) })}, Bot},
		"the same, the newest first":  {Profile{At: times(5000, func(i int) time.Time { return noon.Add(-time.Duration(i) * time.Hour) })}, Bot},
		"several days without a rest": {Profile{At: times(2000, func(i int) time.Time { return noon.Add(time.Duration(i*i%9000) * time.Minute) })}, Bot},
	} {
		t.Run(name, func(t *testing.T) {
			got := Of(c.p)
			if got.Kind != c.want || (len(got.Reasons) == 0) != (c.want == Other) {
				t.Errorf("Of = %+v, want %s with its reasons", got, c.want)
			}
			for range 5 {
				if again := Of(c.p); !reflect.DeepEqual(got, again) {
					t.Errorf("Of = %+v, then %+v", got, again)
				}
			}
		})
	}
}

func FuzzOf(f *testing.F) {
	f.Add("Le magazine des travaux publics", int64(1), int64(3600))
	f.Add("\xff\u200d bot", int64(-1<<40), int64(1<<40))
	f.Fuzz(func(t *testing.T, bio string, from, step int64) {
		p := Profile{Author: vigie.Author{Bio: bio}}
		for i := range int64(30) {
			p.At = append(p.At, time.Unix(from+i*step, 0))
		}
		got := Of(p)
		if (got.Kind == Other) != (len(got.Reasons) == 0) || !reflect.DeepEqual(got, Of(p)) {
			t.Errorf("Of = %+v, then %+v", got, Of(p))
		}
	})
}
