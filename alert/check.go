package alert

import (
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"vigie.example/vigie"
)

// nameMost bounds the name of a route and of an event, in characters.
const nameMost = 60

// named reports whether a name fits on a line.
func named(s string) bool {
	return strings.TrimSpace(s) != "" && utf8.RuneCountInString(s) <= nameMost && !strings.ContainsAny(s, "\r\n\x00")
}

// Check reports what keeps a route from telling, kind Invalid.
func (r *Route) Check() error {
	switch {
	case !named(r.Name):
		return vigie.Errorf(vigie.Invalid, nil, "alert-bad-name", nameMost)
	case !r.Kind.Valid():
		return vigie.Errorf(vigie.Invalid, nil, "alert-no-notifier", string(r.Kind))
	case r.Least < 0 || r.Least > 4:
		return vigie.Errorf(vigie.Invalid, nil, "alert-bad-level")
	case r.Kind == MailRoute:
		return CheckMail(r.To)
	}
	u, err := url.Parse(r.To)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return vigie.Errorf(vigie.Invalid, err, "alert-bad-hook")
	}
	return nil
}

// CheckMail reports whether s is one address of mail, "Lea <lea@example.org>"
// or "lea@example.org"; kind Invalid.
func CheckMail(s string) error {
	if strings.ContainsAny(s, "\r\n\x00") {
		return vigie.Errorf(vigie.Invalid, nil, "alert-bad-mail")
	}
	if _, err := mail.ParseAddress(s); err != nil {
		return vigie.Errorf(vigie.Invalid, err, "alert-bad-address", s)
	}
	return nil
}

// Check reports what keeps mail from leaving, kind Invalid. The zero MailServer
// is right: none is set.
func (m *MailServer) Check() error {
	if *m == (MailServer{}) {
		return nil
	}
	host, port, err := net.SplitHostPort(m.Address)
	if err != nil || host == "" || port == "" || strings.ContainsAny(m.Address, " /\r\n") {
		return vigie.Errorf(vigie.Invalid, err, "alert-bad-server", m.Address)
	}
	return CheckMail(m.From)
}

// Check reports whether the hours are hours, kind Invalid.
func (q Quiet) Check() error {
	if q.From < 0 || q.From > 23 || q.To < 0 || q.To > 23 || q.Least < 0 || q.Least > 4 {
		return vigie.Errorf(vigie.Invalid, nil, "alert-bad-quiet")
	}
	return nil
}

// Check reports whether an event can be expected, kind Invalid.
func (e *Event) Check() error {
	switch {
	case !named(e.Name):
		return vigie.Errorf(vigie.Invalid, nil, "alert-bad-name", nameMost)
	case e.From.IsZero() || !e.To.After(e.From):
		return vigie.Errorf(vigie.Invalid, nil, "alert-bad-event")
	}
	return nil
}

// Check reports the first thing that is wrong, kind Invalid.
func (s *Settings) Check() error {
	for i := range s.Routes {
		if err := s.Routes[i].Check(); err != nil {
			return err
		}
	}
	for i := range s.Events {
		if err := s.Events[i].Check(); err != nil {
			return err
		}
	}
	for _, to := range s.Letters {
		if err := CheckMail(to); err != nil {
			return err
		}
	}
	for i := range s.Reports {
		if err := s.Reports[i].Check(); err != nil {
			return err
		}
	}
	if s.Address != "" {
		u, err := url.Parse(s.Address)
		if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
			return vigie.Errorf(vigie.Invalid, err, "alert-bad-hook")
		}
	}
	if err := s.Mail.Check(); err != nil {
		return err
	}
	return s.Quiet.Check()
}

// Again returns a message made due at now, with its tries begun anew, to where
// its route leads now: what was mended since is what counts.
func (m Message) Again(s *Settings, now time.Time) Message {
	for _, r := range s.Routes {
		if r.Name == m.Route.Name {
			m.Route = r
		}
	}
	m.State, m.Tries, m.Due, m.Ended = Pending, 0, now, time.Time{}
	return m
}

// TryRoute returns the message that tries a route at now.
func TryRoute(r Route, now time.Time) Message {
	return Message{
		Key: "trial-" + strconv.FormatInt(now.UnixNano(), 10) + "-" + r.Name, Kind: TrialMessage,
		Route: r, Made: now, Due: now, State: Pending,
	}
}
