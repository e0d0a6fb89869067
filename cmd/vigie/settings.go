package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"

	"vigie.example/vigie"
)

// settable are the flags that the environment and the configuration file may
// set. The others say what to do, not how, and are for the command line alone.
var settable = []string{"data", "addr", "lang", "json", "log-level", "metrics-addr", "behind-tls", "public-barometer", "allow", "contact"}

// environ is the environment by name.
type environ map[string]string

func newEnviron(env []string) environ {
	e := environ{}
	for _, kv := range env {
		if k, v, ok := strings.Cut(kv, "="); ok {
			e[k] = v
		}
	}
	return e
}

// variable returns the name of a setting in the environment: VIGIE_LOG_LEVEL.
func variable(setting string) string {
	return "VIGIE_" + strings.ToUpper(strings.ReplaceAll(setting, "-", "_"))
}

// settings are what the environment and the configuration file say, by flag.
type settings map[string]string

// readSettings reads both; the environment wins. A file that was asked for
// must exist; the default ones may be missing.
func readSettings(env environ, path string) (settings, error) {
	out := settings{}
	asked := path != ""
	candidates := []string{path}
	if !asked {
		candidates = []string{"vigie.yaml"}
		if dir := configHome(env); dir != "" {
			candidates = append(candidates, filepath.Join(dir, "vigie", "vigie.yaml"))
		}
	}
	for _, c := range candidates {
		b, err := os.ReadFile(c)
		if errors.Is(err, fs.ErrNotExist) && !asked {
			continue
		}
		if err != nil {
			return nil, vigie.Errorf(vigie.Invalid, err, "cli-config-unread", c)
		}
		if err := out.merge(c, b); err != nil {
			return nil, err
		}
		break
	}
	for _, name := range settable {
		if v, ok := env[variable(name)]; ok && v != "" {
			out[name] = v
		}
	}
	return out, nil
}

// merge reads a configuration file. A name that is not a setting is refused:
// a misspelt one must not pass in silence.
func (s settings) merge(path string, b []byte) error {
	var in map[string]any
	if err := yaml.Unmarshal(b, &in); err != nil {
		return vigie.Errorf(vigie.Invalid, err, "cli-config-broken", path, err.Error())
	}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if !slices.Contains(settable, name) {
			return vigie.Errorf(vigie.Invalid, nil, "cli-config-unknown", path, name, strings.Join(settable, ", "))
		}
		switch v := in[name].(type) {
		case nil:
		case []any:
			parts := make([]string, len(v))
			for i := range v {
				parts[i] = fmt.Sprint(v[i])
			}
			s[name] = strings.Join(parts, ",")
		case map[string]any:
			return vigie.Errorf(vigie.Invalid, nil, "cli-config-broken", path, name)
		default:
			s[name] = fmt.Sprint(v)
		}
	}
	return nil
}

// Validate is of kong.Resolver; merge has checked already.
func (s settings) Validate(*kong.Application) error { return nil }

// Resolve gives kong the value of a flag that the command line does not set.
func (s settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if v, ok := s[flag.Name]; ok {
		return v, nil
	}
	return nil, nil
}

// ahead returns the value of a flag before the command line is parsed: the
// language and the configuration file are needed to parse it.
func ahead(args []string, name string) string {
	for i, a := range args {
		if a == "--" {
			return ""
		}
		if v, ok := strings.CutPrefix(a, "--"+name+"="); ok {
			return v
		}
		if a == "--"+name && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// spoken returns "fr" or "en": what was asked, else what the locale says in
// the order of POSIX (LC_ALL, LC_MESSAGES, LANG), else English.
func spoken(asked string, env environ) string {
	locale := asked
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale == "" {
			locale = env[name]
		}
	}
	if strings.HasPrefix(strings.ToLower(locale), "fr") {
		return "fr"
	}
	return "en"
}

// dataFolder returns where data is kept: what was asked, else vigie-data here
// if it is there, else the folder of the XDG base directory specification if
// that is there, else vigie-data here.
func dataFolder(asked string, env environ) string {
	const here = "vigie-data"
	if asked != "" {
		return asked
	}
	if isFolder(here) {
		return here
	}
	home := env["XDG_DATA_HOME"]
	if home == "" && env["HOME"] != "" {
		home = filepath.Join(env["HOME"], ".local", "share")
	}
	if home != "" && isFolder(filepath.Join(home, "vigie")) {
		return filepath.Join(home, "vigie")
	}
	return here
}

func configHome(env environ) string {
	if d := env["XDG_CONFIG_HOME"]; d != "" {
		return d
	}
	if h := env["HOME"]; h != "" {
		return filepath.Join(h, ".config")
	}
	return ""
}

func isFolder(path string) bool {
	i, err := os.Stat(path)
	return err == nil && i.IsDir()
}
