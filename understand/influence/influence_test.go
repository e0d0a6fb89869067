package influence

import (
	"testing"
	"time"

	"vigie.example/vigie"
)

func TestOf(t *testing.T) {
	noon := time.Date(2026, 2, 3, 11, 0, 0, 0, time.UTC)
	every := func(d time.Duration, n int) (at []time.Time) {
		for i := range n {
			at = append(at, noon.Add(time.Duration(i)*d))
		}
		return at
	}
	human := []time.Time{}
	for i := range 30 {
		human = append(human, noon.Add(time.Duration(i*i*37%2000)*time.Minute))
	}
	tests := []struct {
		name string
		p    Profile
		want Kind
	}{
		{"an account of ours", Profile{Own: true, Author: vigie.Author{Bio: "Un blog"}}, Ours},
		{"says it is a service", Profile{Author: vigie.Author{Bio: "Le service client de la marque, 7 j/7"}}, Brand},
		{"says it is a magazine", Profile{Author: vigie.Author{Bio: "Le magazine des travaux publics"}}, Medium},
		{"says it is a bot", Profile{Author: vigie.Author{Bio: "I’m a bot."}}, Bot},
		{"a word within another", Profile{Author: vigie.Author{Bio: "Botaniste et savant"}}, Other},
		{"works at a service", Profile{Author: vigie.Author{Bio: "Je travaille au service client, mes tweets n’engagent que moi"}}, Other},
		{"an agent of a service", Profile{Author: vigie.Author{Bio: "Customer service agent by day, gamer by night"}}, Other},
		{"likes radio", Profile{Author: vigie.Author{Bio: "Fan de radio et de pop"}}, Other},
		{"a trade about media", Profile{Author: vigie.Author{Bio: "Social media manager, Lyon"}}, Other},
		{"a journalist is a person", Profile{Author: vigie.Author{Bio: "Journaliste au quotidien régional"}}, Other},
		{"what is automatic", Profile{Author: vigie.Author{Bio: "Boîte automatique, robots et moteurs"}}, Other},
		{"publishes by itself", Profile{Author: vigie.Author{Bio: "Compte automatisé : les perturbations de la ligne"}}, Bot},
		{"a person who keeps a blog", Profile{Author: vigie.Author{Bio: "Ingénieure, je tiens un blog sur les grues"}}, Blogger},
		{"signs in the press", Profile{Channels: map[vigie.Channel]int{vigie.Press: 9, vigie.Social: 2}}, Medium},
		{"keeps a blog", Profile{Channels: map[vigie.Channel]int{vigie.Blog: 3}}, Blogger},
		{"mostly on forums", Profile{Channels: map[vigie.Channel]int{vigie.Forum: 8, vigie.Blog: 2}}, Other},
		{"every hour on the hour", Profile{At: every(time.Hour, 15)}, Bot},
		{"too few to tell", Profile{At: every(time.Hour, 8)}, Other},
		{"a file without hours", Profile{At: every(0, 40)}, Other},
		{"a person", Profile{At: human}, Other},
		{"nothing known", Profile{}, Other},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Of(tt.p)
			if got.Kind != tt.want || (len(got.Reasons) == 0) != (tt.want == Other) {
				t.Errorf("Of = %+v, want %s with its reasons", got, tt.want)
			}
		})
	}
}
