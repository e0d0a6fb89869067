package hook_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/connect/hook"
)

func TestNotify(t *testing.T) {
	var got *http.Request
	var body []byte
	status := http.StatusOK
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		w.WriteHeader(status)
	}))
	defer srv.Close()
	h := hook.New(hook.Options{Allow: []string{strings.TrimPrefix(srv.URL, "http://")}})
	notice := alert.Notice{Subject: "On parle de vous", Text: "60 voix", Alert: alert.Alert{ID: 7, Level: 3}}

	signed := alert.Route{Kind: alert.HookRoute, To: srv.URL + "/x", Secret: "s3cret"}
	if err := h.Notify(t.Context(), signed, notice); err != nil {
		t.Fatal(err)
	}
	if want := hook.Sign("s3cret", got.Header.Get(hook.TimeHeader), body); got.Header.Get(hook.SignatureHeader) != want {
		t.Errorf("signature %q, want %q", got.Header.Get(hook.SignatureHeader), want)
	}
	var p map[string]any
	if err := json.Unmarshal(body, &p); err != nil || p["alert"] != 7.0 || p["level"] != 3.0 {
		t.Errorf("body %s, %v", body, err)
	}
	for _, k := range []alert.RouteKind{alert.SlackRoute, alert.MattermostRoute, alert.TeamsRoute} {
		if err := h.Notify(t.Context(), alert.Route{Kind: k, To: srv.URL}, notice); err != nil || !strings.Contains(string(body), "60 voix") {
			t.Errorf("%s: %s, %v", k, body, err)
		}
	}
	hostile := alert.Notice{Subject: "<!channel> *A&B*", Text: "[ici](http://mal.example)\n\ndeux", Link: "https://vigie.example/alerts/7"}
	for kind, want := range map[alert.RouteKind]string{
		alert.SlackRoute: `{"text":"*&lt;!channel&gt; *A&amp;B**\n[ici](http://mal.example)\n\ndeux\n<https://vigie.example/alerts/7>"}`,
		alert.TeamsRoute: `{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{` +
			`"type":"AdaptiveCard","$schema":"http://adaptivecards.io/schemas/adaptive-card.json","version":"1.4","body":[` +
			`{"type":"TextBlock","size":"large","style":"heading","text":"<!channel> \\*A&B\\*","weight":"bolder","wrap":true},` +
			`{"type":"TextBlock","text":"\\[ici\\](http://mal.example)","wrap":true},{"type":"TextBlock","text":"deux","wrap":true}],` +
			`"actions":[{"type":"Action.OpenUrl","title":"Vigie","url":"https://vigie.example/alerts/7"}],"msteams":{}}}]}`,
	} {
		if err := h.Notify(t.Context(), alert.Route{Kind: kind, To: srv.URL}, hostile); err != nil {
			t.Fatal(err)
		}
		var got, wanted any
		if err := json.Unmarshal(body, &got); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(want), &wanted); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, wanted) {
			t.Errorf("%s:\n%s\nwant\n%s", kind, body, want)
		}
	}
	for code, want := range map[int]vigie.Kind{503: vigie.Unavailable, 429: vigie.Unavailable, 404: vigie.Invalid, 302: vigie.Invalid} {
		status = code
		if err := h.Notify(t.Context(), signed, notice); vigie.KindOf(err) != want {
			t.Errorf("status %d: %v, want kind %v", code, err, want)
		}
	}
}

func TestRefused(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	defer srv.Close()
	h := hook.New(hook.Options{})
	for to, want := range map[string]vigie.Kind{srv.URL: vigie.Forbidden, "file:///etc/passwd": vigie.Invalid, "http://": vigie.Invalid, "::": vigie.Invalid} {
		if err := h.Notify(t.Context(), alert.Route{Kind: alert.HookRoute, To: to}, alert.Notice{}); vigie.KindOf(err) != want {
			t.Errorf("%s: %v, want kind %v", to, err, want)
		}
	}
}

// TestErrorsKeepTheAddress holds what reaches the log to name the host alone:
// the path of an incoming webhook is its password.
func TestErrorsKeepTheAddress(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	host := strings.TrimPrefix(srv.URL, "http://")
	away := hook.New(hook.Options{Allow: []string{host}})
	private := hook.New(hook.Options{})
	for name, try := range map[string]func() error{
		"a private address": func() error {
			return private.Notify(t.Context(), alert.Route{Kind: alert.SlackRoute, To: srv.URL + "/services/s3cret"}, alert.Notice{})
		},
		"no address": func() error {
			return away.Notify(t.Context(), alert.Route{Kind: alert.SlackRoute, To: "http://a b/s3cret\x7f"}, alert.Notice{})
		},
		"nobody listens": func() error {
			srv.Close()
			return away.Notify(t.Context(), alert.Route{Kind: alert.SlackRoute, To: srv.URL + "/services/s3cret"}, alert.Notice{})
		},
	} {
		if err := try(); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v tells the secret, or nothing", name, err)
		}
	}
}
