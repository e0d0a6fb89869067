package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
	"vigie.example/vigie/web"
)

func TestFirstRun(t *testing.T) {
	h := build(t, nil)
	b := h.browser()
	if r := b.get("/"); r.status != http.StatusSeeOther || r.header.Get("Location") != "/first" {
		t.Fatalf("GET / of an empty house = %d to %q, want to /first", r.status, r.header.Get("Location"))
	}
	b.get("/first").wants(t, 200, "Code affiché dans le terminal")
	if r := b.get("/first?token=first-token"); strings.Contains(r.text(), "Code affiché") {
		t.Error("the page asks for the token that the link carries")
	}
	form := url.Values{"token": {"wrong"}, "name": {"Lucie"}, "login": {"Lucie@BTP.example"}, "password": {password}}
	b.post("/first", form).wants(t, http.StatusForbidden, "Ce n’est pas le code")
	form.Set("token", "first-token")
	form.Set("password", "court")
	b.post("/first", form).wants(t, http.StatusUnprocessableEntity, "trop court", "12 caractères")
	form.Set("password", password)
	if r := b.post("/first", form); r.status != http.StatusSeeOther || r.header.Get("Location") != "/setup" {
		t.Fatalf("POST /first = %d to %q, want to /setup: %s", r.status, r.header.Get("Location"), r.text())
	}
	u, err := h.store.UserByLogin(t.Context(), "lucie@btp.example")
	if err != nil || u.Name != "Lucie" || !strings.HasPrefix(u.Hash, "$argon2id$") {
		t.Errorf("first user = %+v, %v, want Lucie under argon2id", u, err)
	}
	h.browser().get("/first?token=first-token").wants(t, http.StatusNotFound, "déjà inscrite")

	// Until the workspace is told, every page leads to its questions.
	if r := b.get("/stream"); r.header.Get("Location") != "/setup" {
		t.Errorf("GET /stream before setup leads to %q, want /setup", r.header.Get("Location"))
	}
	b.get("/setup").wants(t, 200, "Le nom de votre organisation", "Deux concurrents")
	b.post("/setup", url.Values{"name": {" & "}}).wants(t, http.StatusUnprocessableEntity, "Il manque le nom")
	b.post("/setup", url.Values{"name": {"Engins & Co"}, "customers": {"beaucoup"}}).wants(t, http.StatusUnprocessableEntity, "« beaucoup »")
	r := b.post("/setup", url.Values{
		"name": {"Engins & Co"}, "site": {"www.engins.example"}, "rival1": {"Malaxa"}, "rival2": {""}, "customers": {"12 000"},
	})
	if r.status != http.StatusSeeOther || r.header.Get("Location") != "/sources" {
		t.Fatalf("POST /setup = %d to %q: %s", r.status, r.header.Get("Location"), r.text())
	}
	ws, err := h.store.Workspace(t.Context())
	if err != nil || ws.Name != "Engins & Co" || ws.Site != "engins.example" || ws.Customers != 12000 {
		t.Errorf("workspace = %+v, %v", ws, err)
	}
	topics, err := h.store.Topics(t.Context())
	if err != nil || len(topics) != 2 {
		t.Fatalf("topics = %v, %v, want the brand and one rival", topics, err)
	}
	for _, tp := range topics {
		want := map[vigie.TopicKind]string{vigie.OwnBrand: `"Engins & Co" OR "engins.example"`, vigie.Rival: `"Malaxa"`}[tp.Kind]
		if tp.Query != want {
			t.Errorf("query of %s = %q, want %q", tp.Name, tp.Query, want)
		}
	}
	<-h.woken // the own site was looked at, and its feed added
	sources, err := h.store.Sources(t.Context())
	if err != nil || len(sources) != 1 || !sources[0].Own || !sources[0].KeepAll {
		t.Errorf("sources = %+v, %v, want the site's feed as our own", sources, err)
	}
	b.get("/sources").wants(t, 200, "C’est prêt", "Engins & Co")
	if r := b.get("/sources"); strings.Contains(r.text(), "C’est prêt") {
		t.Error("the notice stands twice")
	}
}

func TestSignIn(t *testing.T) {
	h := settled(t, nil)
	b := h.browser()
	r := b.get("/sources?x=1")
	if want := "/login?back=%2Fsources%3Fx%3D1"; r.header.Get("Location") != want {
		t.Errorf("GET /sources signed out leads to %q, want %q", r.header.Get("Location"), want)
	}
	wrong := url.Values{"login": {"lucie@btp.example"}, "password": {"not the password"}}
	nobody := url.Values{"login": {"nobody@btp.example"}, "password": {"not the password"}}
	one, two := b.post("/login", wrong), h.browser().post("/login", nobody)
	one.wants(t, http.StatusUnprocessableEntity, "ne convient pas")
	two.wants(t, http.StatusUnprocessableEntity, "ne convient pas")
	if a, c := strings.ReplaceAll(one.text(), "lucie@", "nobody@"), two.text(); a != c {
		t.Errorf("a wrong password and an unknown login read differently:\n%s\n%s", a, c)
	}
	r = b.post("/login", url.Values{"login": {" Lucie@btp.example"}, "password": {password}, "back": {"/sources?x=1"}})
	if r.status != http.StatusSeeOther || r.header.Get("Location") != "/sources?x=1" {
		t.Errorf("sign in = %d to %q, want to /sources?x=1", r.status, r.header.Get("Location"))
	}
	cookie := r.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("session cookie %q lacks %s", cookie, want)
		}
	}
	b.get("/sources").wants(t, 200, "Sources")
}

func TestSignInNeverLeadsElsewhere(t *testing.T) {
	h := settled(t, nil)
	for _, back := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)", "", "stream"} {
		r := h.browser().post("/login", url.Values{"login": {"lucie@btp.example"}, "password": {password}, "back": {back}})
		if r.header.Get("Location") != "/" {
			t.Errorf("back %q leads to %q, want /", back, r.header.Get("Location"))
		}
	}
}

func TestGuessingIsSlowed(t *testing.T) {
	h := settled(t, nil)
	b := h.browser()
	wrong := url.Values{"login": {"lucie@btp.example"}, "password": {"not the password"}}
	for range 5 {
		b.post("/login", wrong).wants(t, http.StatusUnprocessableEntity)
	}
	right := url.Values{"login": {"lucie@btp.example"}, "password": {password}}
	b.post("/login", right).wants(t, http.StatusTooManyRequests, "Trop d’essais", "Attendez 5 s")
	h.clock.add(5 * time.Second)
	if r := b.post("/login", right); r.status != http.StatusSeeOther {
		t.Errorf("the right password after the wait = %d, want 303", r.status)
	}
}

func TestCrossSiteRequestsAreRefused(t *testing.T) {
	h := settled(t, nil)
	b := h.signedIn()
	for _, path := range []string{"/logout", "/login", "/sources/add", "/topics/new", "/lang", "/settings", "/import"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.site.URL+path, strings.NewReader("lang=en"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		if r := b.do(req); r.status != http.StatusForbidden {
			t.Errorf("POST %s from another site = %d, want 403", path, r.status)
		}
	}
	b.get("/sources").wants(t, 200) // still signed in
}

func TestSessions(t *testing.T) {
	t.Run("signing in renews the name of the session", func(t *testing.T) {
		h := settled(t, nil)
		a, c := h.signedIn(), h.signedIn()
		u, err := url.Parse(h.site.URL)
		if err != nil {
			t.Fatal(err)
		}
		if x, y := a.client.Jar.Cookies(u)[0].Value, c.client.Jar.Cookies(u)[0].Value; x == y {
			t.Error("two sign-ins share a session")
		}
	})
	t.Run("leaving ends it in the store", func(t *testing.T) {
		h := settled(t, nil)
		b := h.signedIn()
		u, err := url.Parse(h.site.URL)
		if err != nil {
			t.Fatal(err)
		}
		stolen := b.client.Jar.Cookies(u)
		b.post("/logout", nil)
		thief := h.browser()
		thief.client.Jar.SetCookies(u, stolen)
		if r := thief.get("/sources"); r.status != http.StatusSeeOther {
			t.Errorf("the cookie after leaving = %d, want 303", r.status)
		}
	})
	t.Run("seven idle days end it", func(t *testing.T) {
		h := settled(t, nil)
		b := h.signedIn()
		for range 3 {
			h.clock.add(6 * 24 * time.Hour)
			b.get("/sources").wants(t, 200)
		}
		h.clock.add(7*24*time.Hour + time.Minute)
		if r := b.get("/sources"); r.status != http.StatusSeeOther {
			t.Errorf("after seven idle days = %d, want 303", r.status)
		}
	})
	t.Run("a new password ends the others", func(t *testing.T) {
		h := settled(t, nil)
		here, there := h.signedIn(), h.signedIn()
		here.post("/settings", url.Values{"do": {"password"}, "old": {"no"}, "password": {"une autre phrase"}}).
			wants(t, http.StatusForbidden, "ne convient pas")
		if r := here.post("/settings", url.Values{"do": {"password"}, "old": {password}, "password": {"une autre phrase"}}); r.status != http.StatusSeeOther {
			t.Fatalf("change = %d: %s", r.status, r.text())
		}
		here.get("/settings").wants(t, 200, "Le mot de passe est changé", "Qui ouvre une session", "vigie user add")
		if r := there.get("/sources"); r.status != http.StatusSeeOther {
			t.Errorf("the other session = %d, want 303", r.status)
		}
	})
}

func TestEnterOpensOnce(t *testing.T) {
	const id govern.UserID = 1
	h := settled(t, func(o *web.Options) { o.Pass = &web.Pass{Token: "pass", User: id} })
	h.browser().get("/enter?token=wrong").wants(t, http.StatusForbidden)
	h.browser().get("/enter").wants(t, http.StatusForbidden)
	b := h.browser()
	if r := b.get("/enter?token=pass"); r.status != http.StatusSeeOther || r.header.Get("Location") != "/" {
		t.Fatalf("GET /enter = %d to %q, want 303 to /", r.status, r.header.Get("Location"))
	}
	b.get("/sources").wants(t, 200)
	if r := b.get("/enter?token=pass"); r.header.Get("Location") != "/" {
		t.Errorf("the same link again, signed in, leads to %q, want /", r.header.Get("Location"))
	}
	h.browser().get("/enter?token=pass").wants(t, http.StatusForbidden, "déjà servi", "Votre adresse et votre mot de passe")

	// A demonstration's link is all there is to come back with.
	demo := settled(t, func(o *web.Options) { o.Pass = &web.Pass{Token: "pass", User: id, Again: true} })
	for range 2 {
		if r := demo.browser().get("/enter?token=pass"); r.status != http.StatusSeeOther {
			t.Errorf("the link of a demonstration = %d, want 303 each time", r.status)
		}
		demo.clock.add(25 * time.Hour)
	}

	late := settled(t, func(o *web.Options) { o.Pass = &web.Pass{Token: "pass", User: id} })
	late.clock.add(25 * time.Hour)
	late.browser().get("/enter?token=pass").wants(t, http.StatusForbidden)
}
