package govern

import (
	"net/mail"
	"strings"

	"vigie.example/vigie"
)

// FoldLogin returns the form of an e-mail address under which a user is found:
// without blanks around it, in lower case.
func FoldLogin(login string) string {
	return strings.ToLower(strings.TrimSpace(login))
}

// LoginFits tells whether login can be an e-mail address to sign in with, with
// an error of kind Invalid when not. A bare address is wanted, without a name
// before it.
func LoginFits(login string) error {
	l := FoldLogin(login)
	a, err := mail.ParseAddress(l)
	if err != nil || a.Address != l || len(l) > 254 {
		return vigie.Errorf(vigie.Invalid, err, "login-shape", login)
	}
	return nil
}
