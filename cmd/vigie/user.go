package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"golang.org/x/term"

	"vigie.example/vigie/api"
)

// Run lists who signs in.
func (*userListCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var all []api.User
		if err := cl.get(ctx, "/users", nil, &all); err != nil {
			return err
		}
		if s.cli.JSON {
			return objects(s, all)
		}
		if len(all) == 0 {
			return s.line("cli-no-users")
		}
		for _, u := range all {
			if err := s.line("cli-user-line", u.Login, u.Name); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run adds somebody.
func (c *userAddCmd) Run(ctx context.Context, s *session) error {
	return s.setPassword(ctx, http.MethodPost, "/users", api.User{Login: c.Login, Name: c.Name}, "cli-user-added")
}

// Run gives somebody another password.
func (c *userPasswordCmd) Run(ctx context.Context, s *session) error {
	return s.setPassword(ctx, http.MethodPut, "/users/"+url.PathEscape(c.Login), api.User{Login: c.Login}, "cli-password-set")
}

// setPassword asks for a password, sends it with u and tells what was done.
func (s *session) setPassword(ctx context.Context, method, path string, u api.User, told string) error {
	return s.with(ctx, false, listening{}, func(cl *client) (err error) {
		if u.Password, err = s.askSecret("cli-password-ask", u.Login); err != nil {
			return err
		}
		var kept api.User
		if err := cl.send(ctx, method, path, u, &kept); err != nil {
			return err
		}
		if s.cli.JSON {
			return s.object(kept)
		}
		return s.line(told, kept.Login)
	})
}

// askSecret reads one line: unseen from a terminal, which is asked the sentence
// id, else as it comes. A secret is never a flag: all who use the machine see
// the flags of a process.
func (s *session) askSecret(id, of string) (string, error) {
	f, ok := s.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		line, err := bufio.NewReader(s.in).ReadString('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return strings.TrimRight(line, "\r\n"), err
	}
	if _, err := fmt.Fprint(s.err, plain(noBreak.Replace(s.p.Say(id, of))), " "); err != nil {
		return "", err
	}
	b, err := term.ReadPassword(int(f.Fd()))
	if err != nil {
		return "", fmt.Errorf("read password: %w", err)
	}
	_, err = fmt.Fprintln(s.err)
	return string(b), err
}
