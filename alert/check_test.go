package alert_test

import (
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
)

func TestSettingsCheck(t *testing.T) {
	day := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	route := func(k alert.RouteKind, to string) alert.Settings {
		return alert.Settings{Routes: []alert.Route{{Name: "équipe", Kind: k, To: to, Least: 2}}}
	}
	server := func(at, from string) alert.Settings {
		return alert.Settings{Mail: alert.MailServer{Address: at, From: from}}
	}
	tests := []struct {
		name string
		s    alert.Settings
		want string // id of the sentence; empty where nothing is wrong
	}{
		{"nothing chosen", alert.Settings{}, ""},
		{"mail", route(alert.MailRoute, "Léa <lea@leroux.example>"), ""},
		{"mail to nobody", route(alert.MailRoute, "lea"), "alert-bad-address"},
		{"a line break that would add a header", route(alert.MailRoute, "lea@leroux.example\r\nBcc: all@x.example"), "alert-bad-mail"},
		{"a hook", route(alert.SlackRoute, "https://hooks.example/T/B"), ""},
		{"a hook that is a file", route(alert.HookRoute, "file:///etc/passwd"), "alert-bad-hook"},
		{"a hook without a host", route(alert.TeamsRoute, "https://"), "alert-bad-hook"},
		{"a kind that is not one", route("pigeon", "x"), "alert-no-notifier"},
		{"no name", alert.Settings{Routes: []alert.Route{{Kind: alert.MailRoute, To: "a@b.example"}}}, "alert-bad-name"},
		{"a level that is not one", alert.Settings{Routes: []alert.Route{{Name: "x", Kind: alert.MailRoute, To: "a@b.example", Least: 5}}}, "alert-bad-level"},
		{"server", server("smtp.example:587", "Vigie <vigie@leroux.example>"), ""},
		{"server without port", server("smtp.example", "vigie@leroux.example"), "alert-bad-server"},
		{"server without sender", server("smtp.example:587", ""), "alert-bad-address"},
		{"hours", alert.Settings{Quiet: alert.Quiet{From: 21, To: 24}}, "alert-bad-quiet"},
		{"an event that ends before it begins", alert.Settings{Events: []alert.Event{{Name: "Salon", From: day, To: day}}}, "alert-bad-event"},
		{"an event", alert.Settings{Events: []alert.Event{{Name: "Salon", From: day, To: day.AddDate(0, 0, 1)}}}, ""},
		{"pages that are no address", alert.Settings{Address: "vigie.example"}, "alert-bad-hook"},
		{"a letter to nobody", alert.Settings{Letters: []string{"nobody"}}, "alert-bad-address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.s.Check()
			if got := vigie.Tell(err).ID; err == nil && tt.want != "" || err != nil && (got != tt.want || vigie.KindOf(err) != vigie.Invalid) {
				t.Errorf("Check = %v (%s), want %q", err, got, tt.want)
			}
		})
	}
}

// What did not leave goes again to where its route leads now.
func TestAgainTakesTheRouteAsItIsNow(t *testing.T) {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	m := alert.Message{Key: "alert-1-équipe", Route: alert.Route{Name: "équipe", To: "old"}, State: alert.Dead, Tries: 8, Ended: now.Add(-time.Hour)}
	got := m.Again(&alert.Settings{Routes: []alert.Route{{Name: "équipe", To: "new"}}}, now)
	if got.Route.To != "new" || got.State != alert.Pending || got.Tries != 0 || !got.Due.Equal(now) || !got.Ended.IsZero() || got.Key != m.Key {
		t.Errorf("Again = %+v", got)
	}
}
