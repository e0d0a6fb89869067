package main

import (
	"os"
	"path/filepath"
	"testing"

	"vigie.example/vigie"
)

// TestPrecedence: command line, environment, file, default.
func TestPrecedence(t *testing.T) {
	file := filepath.Join(t.TempDir(), "vigie.yaml")
	yaml := "addr: 127.0.0.1:1003\nlog-level: debug\njson: true\nallow: [\"a:1\", \"b:2\"]\n"
	if err := os.WriteFile(file, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		env  environ
		addr string
	}{
		"default":            {[]string{"--config", os.DevNull, "serve"}, environ{}, "127.0.0.1:8080"},
		"file":               {[]string{"--config", file, "serve"}, environ{}, "127.0.0.1:1003"},
		"file by variable":   {[]string{"serve"}, environ{"VIGIE_CONFIG": file}, "127.0.0.1:1003"},
		"environment wins":   {[]string{"--config", file, "serve"}, environ{"VIGIE_ADDR": "127.0.0.1:1002"}, "127.0.0.1:1002"},
		"empty is not set":   {[]string{"--config", file, "serve"}, environ{"VIGIE_ADDR": ""}, "127.0.0.1:1003"},
		"command line wins":  {[]string{"--config", file, "--addr", "127.0.0.1:1001", "serve"}, environ{"VIGIE_ADDR": "127.0.0.1:1002"}, "127.0.0.1:1001"},
		"after the command":  {[]string{"serve", "--config=" + file, "--addr=127.0.0.1:1001"}, environ{}, "127.0.0.1:1001"},
		"command line alone": {[]string{"--config", os.DevNull, "--addr", "127.0.0.1:1001", "serve"}, environ{}, "127.0.0.1:1001"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &session{cli: &cli{}, env: c.env}
			s.speak("en")
			parser, err := s.parser(c.args)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := parser.Parse(c.args); err != nil {
				t.Fatal(err)
			}
			if s.cli.Addr != c.addr {
				t.Errorf("--addr = %q, want %q", s.cli.Addr, c.addr)
			}
			if fromFile := s.cli.LogLevel == "debug" && s.cli.JSON && len(s.cli.Serve.Allow) == 2; fromFile != (name != "default" && name != "command line alone") {
				t.Errorf("log level %q, json %v, allow %q, want those of the file only where there is one", s.cli.LogLevel, s.cli.JSON, s.cli.Serve.Allow)
			}
		})
	}
}

func TestBadConfiguration(t *testing.T) {
	for name, c := range map[string]struct{ yaml, id string }{
		"unknown name": {"adress: 1", "cli-config-unknown"},
		"not YAML":     {"addr: [", "cli-config-broken"},
		"nested":       {"addr: {host: a}", "cli-config-broken"},
	} {
		t.Run(name, func(t *testing.T) {
			err := settings{}.merge("vigie.yaml", []byte(c.yaml))
			if err == nil || vigie.Tell(err).ID != c.id || vigie.KindOf(err) != vigie.Invalid {
				t.Errorf("merge(%q) = %v, want %s", c.yaml, err, c.id)
			}
		})
	}
	if _, err := readSettings(environ{}, filepath.Join(t.TempDir(), "none.yaml")); vigie.Tell(err).ID != "cli-config-unread" {
		t.Errorf("readSettings of a file that is not there = %v, want cli-config-unread", err)
	}
}

func TestLanguage(t *testing.T) {
	for name, c := range map[string]struct {
		asked string
		env   environ
		want  string
	}{
		"nothing":       {"", environ{}, "en"},
		"LANG":          {"", environ{"LANG": "fr_FR.UTF-8"}, "fr"},
		"LC_ALL first":  {"", environ{"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, "en"},
		"asked":         {"fr", environ{"LANG": "en_GB.UTF-8"}, "fr"},
		"another":       {"", environ{"LANG": "de_DE.UTF-8"}, "en"},
		"LC_MESSAGES":   {"", environ{"LC_MESSAGES": "fr_BE", "LANG": "nl_BE"}, "fr"},
		"asked, region": {"fr-CA", environ{}, "fr"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := spoken(c.asked, c.env); got != c.want {
				t.Errorf("spoken(%q, %v) = %q, want %q", c.asked, c.env, got, c.want)
			}
		})
	}
}
