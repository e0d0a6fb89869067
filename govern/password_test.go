package govern

import (
	"context"
	"strings"
	"testing"

	"vigie.example/vigie"
)

func TestPasswordRoundTrip(t *testing.T) {
	ctx := t.Context()
	hash, err := HashPassword(ctx, "une phrase à moi")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=65536,t=3,p=4$") {
		t.Errorf("HashPassword = %q, want argon2id in PHC format at today's cost", hash)
	}
	again, err := HashPassword(ctx, "une phrase à moi")
	if err != nil {
		t.Fatal(err)
	}
	if again == hash {
		t.Error("HashPassword gave the same hash twice: no salt")
	}
	if Outdated(hash) {
		t.Errorf("Outdated(%q) = true, want false", hash)
	}
	for password, want := range map[string]bool{"une phrase à moi": true, "une phrase a moi": false, "": false} {
		got, err := CheckPassword(ctx, hash, password)
		if err != nil || got != want {
			t.Errorf("CheckPassword(%q) = %v, %v, want %v", password, got, err, want)
		}
	}
}

func TestCheckPasswordOfNobody(t *testing.T) {
	got, err := CheckPassword(t.Context(), "", "anything at all")
	if got || err != nil {
		t.Errorf("CheckPassword of no hash = %v, %v, want false, nil", got, err)
	}
}

func TestCheckPasswordRefusesOddHashes(t *testing.T) {
	tests := map[string]string{
		"plain text":        "secret",
		"another algorithm": "$argon2i$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$a2V5a2V5a2V5a2V5a2V5a2V5",
		"another version":   "$argon2id$v=16$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$a2V5a2V5a2V5a2V5a2V5a2V5",
		"a ruinous cost":    "$argon2id$v=19$m=4294967295,t=3,p=4$c2FsdHNhbHRzYWx0$a2V5a2V5a2V5a2V5a2V5a2V5",
		"no passes":         "$argon2id$v=19$m=65536,t=0,p=4$c2FsdHNhbHRzYWx0$a2V5a2V5a2V5a2V5a2V5a2V5",
		"no salt":           "$argon2id$v=19$m=65536,t=3,p=4$$a2V5a2V5a2V5a2V5a2V5a2V5",
		"an empty key":      "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$",
	}
	for name, hash := range tests {
		t.Run(name, func(t *testing.T) {
			if got, err := CheckPassword(t.Context(), hash, "x"); got || err == nil {
				t.Errorf("CheckPassword(%q) = %v, %v, want an error", hash, got, err)
			}
			if !Outdated(hash) {
				t.Errorf("Outdated(%q) = false, want true", hash)
			}
		})
	}
}

func TestHashPasswordGivesUpWithItsContext(t *testing.T) {
	for range cap(hashing) {
		hashing <- struct{}{}
	}
	defer func() {
		for range cap(hashing) {
			<-hashing
		}
	}()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := HashPassword(ctx, "whatever it is"); vigie.KindOf(err) != vigie.Unavailable {
		t.Errorf("HashPassword while others hash = %v, want kind Unavailable", err)
	}
}

func TestPasswordFits(t *testing.T) {
	tests := []struct {
		name, password, login, want string // want: message id, empty when it fits
	}{
		{"a phrase", "la grue chante à midi", "lucie@btp.example", ""},
		{"no rule of composition", "aaaabbbbcccc", "lucie@btp.example", ""},
		{"accents count as one", "éééééééééééa", "lucie@btp.example", ""},
		{"too short", "onze signes", "lucie@btp.example", "password-short"},
		{"too long", strings.Repeat("ab", 129), "lucie@btp.example", "password-long"},
		{"the login", "Lucie@BTP.example", "lucie@btp.example", "password-login"},
		{"its name, again and again", "lucielucielucie", "lucie@btp.example", "password-login"},
		{"one character", "zzzzzzzzzzzzzz", "lucie@btp.example", "password-same"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := PasswordFits(tt.password, tt.login)
			got := ""
			if err != nil {
				got = vigie.Tell(err).ID
			}
			if got != tt.want {
				t.Errorf("PasswordFits(%q, %q) = %q, want %q", tt.password, tt.login, got, tt.want)
			}
		})
	}
}

func TestLoginFits(t *testing.T) {
	for login, want := range map[string]bool{
		"lucie@btp.example": true, " Lucie@BTP.example ": true,
		"": false, "lucie": false, "Lucie <lucie@btp.example>": false, "a@b@c": false, "lucie@btp.example\nx": false,
	} {
		if got := LoginFits(login) == nil; got != want {
			t.Errorf("LoginFits(%q) fits = %v, want %v", login, got, want)
		}
	}
}
