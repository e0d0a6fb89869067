package main

import (
	"context"
	"runtime"
	"runtime/debug"
)

// version is set at link time (-ldflags "-X main.version=1.2.3"); else it is
// what the toolchain knows of the build.
var version string

// built is what version --json says.
type built struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	Time     string `json:"time,omitempty"`
	Go       string `json:"go"`
	System   string `json:"system"`
}

// theBuild tells how this program was built.
func theBuild() built {
	b := built{Version: version, Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		case "vcs.time":
			b.Time = s.Value
		}
	}
	if b.Version == "" {
		if b.Version = info.Main.Version; b.Version == "" || b.Version == "(devel)" {
			b.Version = "dev"
		}
	}
	return b
}

// Run tells the version.
func (*versionCmd) Run(_ context.Context, s *session) error {
	b := theBuild()
	if s.cli.JSON {
		return s.object(b)
	}
	return s.line("cli-version-line", b.Version, b.Go, b.System)
}
