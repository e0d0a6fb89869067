package main

import (
	"path/filepath"
	"strings"
	"testing"

	"vigie.example/vigie/api"
	"vigie.example/vigie/govern"
	"vigie.example/vigie/store/sqlite"
)

func TestUsers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	must(t, "topic", "add", "Leroux", "leroux", "--data", dir)
	with := func(password string, args ...string) ended {
		t.Helper()
		return vigieWith(t, strings.NewReader(password+"\n"), append(args, "--data", dir)...)
	}
	for _, c := range []struct {
		does     string
		password string
		args     []string
		code     int
	}{
		{"a first colleague", "une phrase assez longue", []string{"user", "add", "Marie@Engins.example", "Marie, relation client"}, exitDone},
		{"the same again", "une autre phrase longue", []string{"user", "add", "marie@engins.example", "Marie"}, exitConflict},
		{"no address", "une phrase assez longue", []string{"user", "add", "marie", "Marie"}, exitUsage},
		{"a short password", "court", []string{"user", "password", "marie@engins.example"}, exitUsage},
		{"a forgotten one", "la nouvelle phrase longue", []string{"user", "password", "MARIE@engins.example"}, exitDone},
		{"nobody", "la nouvelle phrase longue", []string{"user", "password", "paul@engins.example"}, exitNotFound},
	} {
		if e := with(c.password, c.args...); e.code != c.code {
			t.Errorf("%s: vigie %q = %d, want %d\n%s%s", c.does, c.args, e.code, c.code, e.out, e.errs)
		}
	}
	listed := must(t, "user", "list", "--json", "--data", dir)
	users := readLines[api.User](t, listed)
	if len(users) != 1 || users[0].Login != "marie@engins.example" || strings.Contains(listed, "argon2") {
		t.Errorf("user list = %s, want Marie alone, without a hash", listed)
	}
	store, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	u, err := store.UserByLogin(t.Context(), "marie@engins.example")
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := govern.CheckPassword(t.Context(), u.Hash, "la nouvelle phrase longue"); err != nil || !ok {
		t.Errorf("CheckPassword of the new one = %v, %v, want true", ok, err)
	}
}
