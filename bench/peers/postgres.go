package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"vigie.example/vigie/query"
)

// oracleQueries is how many queries PostgreSQL is asked: it looks at every
// post for each of them.
const oracleQueries = 500

// askPostgres holds the matches of words, prefixes, phrases and NOT to
// tsvector @@ tsquery. NEAR has no equal there: its <n> counts exactly.
func (b *bench) askPostgres(ctx context.Context) error {
	if b.postgres == "" {
		return nil
	}
	posts, err := os.ReadFile(filepath.Join(b.dir, "posts.txt"))
	if err != nil {
		return err
	}
	var sql strings.Builder
	sql.WriteString("create temp table p (id int, v tsvector); create temp table q (id int, q tsquery);\ncopy p from stdin;\n")
	lines := strings.Split(strings.TrimSuffix(string(posts), "\n"), "\n")
	for i, line := range lines[:len(b.hits)] {
		fmt.Fprintf(&sql, "%d\t%s\n", i, copyText(vector(line)))
	}
	sql.WriteString("\\.\ncopy q from stdin;\n")
	asked := map[int]bool{}
	for i, q := range b.parsed {
		if s, ok := tsquery(q.Root); ok && len(asked) < oracleQueries {
			asked[i+1] = true
			fmt.Fprintf(&sql, "%d\t%s\n", i+1, copyText(s))
		}
	}
	sql.WriteString("\\.\nselect p.id || ' ' || coalesce(string_agg(q.id::text, ' '), '') from p left join q on p.v @@ q.q group by p.id order by p.id;\n")
	c := exec.CommandContext(ctx, "psql", "-qAtX", "-v", "ON_ERROR_STOP=1", b.postgres)
	c.Stdin = strings.NewReader(sql.String())
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("psql: %w", err)
	}
	var out strings.Builder
	for line := range strings.Lines(said.String()) {
		_, hits, _ := strings.Cut(strings.TrimSpace(line), " ")
		out.WriteString(hits + "\n")
	}
	for post := range b.hits { // only what was asked is compared
		for q := range b.hits[post] {
			if !asked[q] {
				delete(b.hits[post], q)
			}
		}
	}
	path := filepath.Join(b.dir, "postgres.txt")
	if err := os.WriteFile(path, []byte(out.String()), 0o600); err != nil {
		return err
	}
	fmt.Printf("postgres: %d queries of words, prefixes, phrases and NOT\n", len(asked))
	return b.differ("postgres", path)
}

// copyText escapes a value of COPY.
func copyText(s string) string { return strings.ReplaceAll(s, `\`, `\\`) }

func lexeme(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// vector writes a line of posts.txt as a tsvector, which keeps 255 places of a
// word and positions up to 16,383.
func vector(line string) string {
	var out strings.Builder
	for i, names := range strings.Fields(line) {
		for _, name := range strings.Split(names, "|") {
			out.WriteString(lexeme(name) + ":" + strconv.Itoa(min(i+1, 16_383)) + " ")
		}
	}
	return out.String()
}

func tsquery(n query.Node) (string, bool) {
	said, ok := prefix(n, nil)
	if !ok {
		return "", false
	}
	q, rest, ok := ts(said)
	return q, ok && len(rest) == 0
}

// ts writes the part that a prefix form begins with, and returns what follows.
func ts(said []string) (q string, rest []string, ok bool) {
	op, rest := said[0], said[1:]
	switch op {
	case "W":
		return lexeme(rest[0]), rest[1:], true
	case "S":
		return lexeme(rest[0]) + ":*", rest[1:], true
	case "NOT":
		q, rest, ok = ts(rest)
		return "!(" + q + ")", rest, ok
	case "P", "OR", "AND":
		n, err := strconv.Atoi(rest[0])
		if err != nil {
			return "", nil, false
		}
		rest = rest[1:]
		parts := make([]string, n)
		for i := range parts {
			if op == "P" {
				parts[i], rest = lexeme(rest[0]), rest[1:]
				continue
			}
			if parts[i], rest, ok = ts(rest); !ok {
				return "", nil, false
			}
		}
		return "(" + strings.Join(parts, map[string]string{"P": " <-> ", "OR": " | ", "AND": " & "}[op]) + ")", rest, true
	}
	return "", nil, false
}
