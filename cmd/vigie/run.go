package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"github.com/alecthomas/kong"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/say"
)

// session is one run of the program: what a command works with.
type session struct {
	cli *cli
	env environ
	// asked is the data folder as it was asked for; empty where it is the
	// default one.
	asked string
	lang  string
	p     *say.Printer
	log   *slog.Logger
	in    io.Reader
	out   io.Writer
	err   io.Writer
}

// run is the whole program: it parses args, runs the command and returns the
// exit code. It ends when the command is done or ctx is; signals are watched
// by the commands that can stop cleanly.
func run(ctx context.Context, args, env []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s := &session{cli: &cli{}, env: newEnviron(env), in: stdin, out: stdout, err: stderr}
	s.speak(spoken(ahead(args, "lang"), s.env))
	err := s.main(ctx, args)
	if err != nil {
		s.complain(err)
	}
	return exitCode(err)
}

// speak chooses the language of everything that is printed.
func (s *session) speak(lang string) {
	s.lang = lang
	s.p = say.In(lang).At(localZone())
}

// main parses and runs.
func (s *session) main(ctx context.Context, args []string) error {
	s.log = newLog(s.err, "warn")
	parser, err := s.parser(args)
	if err != nil {
		return err
	}
	if rest, asked := wantsHelp(args); asked {
		return s.help(parser, rest)
	}
	if len(args) == 1 && args[0] == "--version" {
		args = []string{"version"} // as most programs have it
	}
	if len(args) == 0 {
		return errors.Join(&usageError{}, s.printHelp(s.err, parser.Model.Node))
	}
	kctx, err := parser.Parse(args)
	if err != nil {
		s.cli.JSON = slices.Contains(args, "--json") // what failed may have come before it
		return s.usage(err)
	}
	s.asked = s.cli.Data
	s.cli.Data = dataFolder(s.cli.Data, s.env)
	s.log = newLog(s.err, s.cli.LogLevel)
	kctx.BindTo(ctx, (*context.Context)(nil))
	return kctx.Run(s)
}

// parser makes the parser of the command line, over what the environment and
// the configuration file say.
func (s *session) parser(args []string) (*kong.Kong, error) {
	config := ahead(args, "config")
	if config == "" {
		config = s.env[variable("config")]
	}
	set, err := readSettings(s.env, config)
	if err != nil {
		return nil, err
	}
	if ahead(args, "lang") == "" && set["lang"] != "" {
		s.speak(spoken(set["lang"], s.env))
	}
	parser, err := kong.New(s.cli, kong.Name("vigie"), kong.NoDefaultHelp(), kong.Resolvers(set))
	if err != nil {
		return nil, fmt.Errorf("command tree: %w", err)
	}
	return parser, nil
}

// wantsHelp reports whether args ask for help, and returns them without the
// words that do.
func wantsHelp(args []string) (rest []string, asked bool) {
	if len(args) > 0 && args[0] == "help" {
		return args[1:], true
	}
	end := slices.Index(args, "--")
	if end < 0 {
		end = len(args)
	}
	for i, a := range args {
		if i < end && (a == "--help" || a == "-h") {
			asked = true
			continue
		}
		rest = append(rest, a)
	}
	return rest, asked
}

// complain tells a person, or a program with --json, why the command failed.
func (s *session) complain(err error) {
	var found foundError
	if errors.As(err, &found) {
		return
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(s.err, s.p.Say("cli-interrupted"))
		return
	}
	var usage *usageError
	if errors.As(err, &usage) && usage.tell.IsZero() {
		return // the help was printed
	}
	told := s.told(err)
	if told.Kind == api.KindName(vigie.Internal) {
		s.log.Error("command failed", "err", err)
	}
	if s.cli.JSON {
		if err := json.NewEncoder(s.err).Encode(struct {
			Error api.Error `json:"error"`
		}{told}); err != nil {
			s.log.Error("error not printed", "err", err)
		}
		return
	}
	fmt.Fprintln(s.err, "vigie: "+plain(noBreak.Replace(told.Message)))
}

// told puts an error into words.
func (s *session) told(err error) api.Error {
	var told *toldError
	var usage *usageError
	switch {
	case errors.As(err, &told):
		return told.wire
	case errors.As(err, &usage):
		id := usage.tell.ID
		if len(usage.tell.Args) == 1 {
			if inner, ok := usage.tell.Args[0].(vigie.Sentence); ok {
				id = inner.ID
			}
		}
		return api.Error{Kind: "usage", Message: s.p.Sentence(usage.tell), ID: id}
	default:
		return api.Error{Kind: api.KindName(vigie.KindOf(err)), Message: s.p.Error(err), ID: vigie.Tell(err).ID}
	}
}
