package vigie

import (
	"net"
	"net/url"
	"strings"
)

// Mailbox is a folder of mail on a server, as imap://user@host/folder names it.
type Mailbox struct {
	User   string
	Host   string // name or address of the server
	Server string // host:port
	Folder string // "INBOX" where none is named
}

// MailboxOf reads the address of a folder of mail. The port is 993, TLS from
// the first byte, unless another is given; on port 143 TLS is asked for before
// anything is said. It fails with kind Invalid: a password within the address
// too, because addresses are shown.
func MailboxOf(address string) (Mailbox, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "imap" && u.Scheme != "imaps" || u.Hostname() == "" || u.User.Username() == "" {
		return Mailbox{}, Errorf(Invalid, err, "mailbox-bad-address")
	}
	if _, told := u.User.Password(); told {
		return Mailbox{}, Errorf(Invalid, nil, "mailbox-password-shown")
	}
	m := Mailbox{User: u.User.Username(), Host: u.Hostname(), Folder: strings.Trim(u.Path, "/")}
	port := u.Port()
	if port == "" {
		port = "993"
	}
	m.Server = net.JoinHostPort(m.Host, port)
	if m.Folder == "" {
		m.Folder = "INBOX"
	}
	return m, nil
}

// MailboxSecret is the name under which a ledger remembers the password of a
// mailbox.
func MailboxSecret(address string) string { return "mailbox " + address }
