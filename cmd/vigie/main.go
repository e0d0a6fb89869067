// Command vigie is the whole program: it serves the desk, listens, imports,
// searches, backs up and measures itself. It knows every other package and
// wires them; no rule of the trade lives here.
//
// vigie --help tells the commands, vigie COMMAND --help one of them. What a
// setting is worth is decided in this order: the command line, the environment
// (VIGIE_DATA, VIGIE_ADDR, ...), the configuration file (one YAML file), the
// default. Exit codes are listed in exit.go and in the help.
package main

import (
	"context"
	"os"
	_ "time/tzdata" // days are counted in the workspace's zone, whatever the machine has
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
}
