package imap

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

var heard = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)

// mailOf writes a message from Lucie.
func mailOf(subject, kind, body string) string {
	return "From: =?utf-8?q?Lucie_B=C3=A9r?= <lucie@firm.example>\r\nMessage-Id: <f1@firm.example>\r\nSubject: " + subject + "\r\nContent-Type: " + kind + "\r\n\r\n" + body
}

func TestForwarded(t *testing.T) {
	const plain = "text/plain; charset=utf-8"
	attached := "--x\r\nContent-Type: text/plain\r\n\r\nVoir ci-joint\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n" +
		"From: Marc <Marc@client.example>\r\nDate: Thu, 26 Nov 2026 10:00:00 +0100\r\nMessage-Id: <o1@client.example>\r\nSubject: Devis\r\n\r\nVotre grue fuit.\r\n--x--\r\n"
	for _, c := range []struct{ name, mail, title, text, who, account string }{
		{"Gmail", mailOf("Fwd: Devis", plain, "A voir\n\n---------- Forwarded message ---------\nFrom: Marc Lenoir <marc@client.example>\nDate: Thu, Nov 26, 2026\nSubject: Devis\nTo: <lucie@firm.example>\n\nVotre grue fuit.\n"), "Devis", "Votre grue fuit.", "Marc Lenoir", "marc@client.example"},
		{"Gmail, French", mailOf("Fwd: Devis", plain, "---------- Message transféré ---------\nDe : Marc <marc@client.example>\nDate: jeu. 26 nov. 2026\nObjet : Devis\nÀ : Lucie\n\nVotre grue fuit.\n\nMarc"), "Devis", "Votre grue fuit.\n\nMarc", "Marc", "marc@client.example"},
		{"Apple Mail, French", mailOf("Fwd: Devis", plain, "Début du message transféré :\n\n> De: Marc <marc@client.example>\n> Objet: Devis\n> Date: 26 novembre 2026\n> À: Lucie\n> \n> Votre grue fuit.\n"), "Devis", "Votre grue fuit.", "Marc", "marc@client.example"},
		{"Outlook", mailOf("TR: Devis", plain, "________________________________\nDe : Marc <marc@client.example>\nEnvoyé : jeudi 26 novembre 2026 10:00\nÀ : Lucie\nObjet : Devis\n\nVotre grue fuit.\n"), "Devis", "Votre grue fuit.", "Marc", "marc@client.example"},
		{"attached", mailOf("Fwd: Devis", "multipart/mixed; boundary=x", attached), "Devis", "Votre grue fuit.", "Marc", "marc@client.example"},
		{"nothing forwarded", mailOf("Vu ce matin", plain, "Regardez https://forum.example/1"), "Vu ce matin", "Regardez https://forum.example/1", "", ""},
		{"a charset that lies", mailOf("Vu", plain, "caf\xe9 d\xe9\xe7u par la grue"), "Vu", "café déçu par la grue", "", ""},
		{"HTML with scripts", mailOf("Vu", "text/html", "<script>alert(1)</script><p>La grue <b>fuit</b></p><img src=x onerror=alert(1)>"), "Vu", "La grue fuit", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, ok := Forwarded([]byte(c.mail), heard)
			if !ok || m.Title != c.title || m.Text != c.text || m.Author.Name != c.who || m.Author.Account != c.account || m.NotedBy != "Lucie Bér" || !m.Noted {
				t.Errorf("Forwarded = %v %q %q by %+v, noted by %q", ok, m.Title, m.Text, m.Author, m.NotedBy)
			}
		})
	}
	m, _ := Forwarded([]byte(mailOf("x", "multipart/mixed; boundary=x", attached)), heard)
	if m.Key != "mail:o1@client.example" || !m.Published.Equal(time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("an attached original is %q of %v", m.Key, m.Published)
	}
}

// hostileMail is what strangers may send.
func hostileMail() map[string]string {
	nested := strings.Builder{}
	for i := range 5000 {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	return map[string]string{
		"nothing": "", "no head": "\r\n\r\n", "broken MIME": mailOf("x", "multipart/mixed; boundary=", "--\r\n--"), "cut off": mailOf("x", "multipart/mixed; boundary=x", "--x\r\nContent-Type: text/plain\r\n\r\nà moit"),
		"deep nesting": nested.String(), "many parts": mailOf("x", "multipart/mixed; boundary=x", strings.Repeat("--x\r\n\r\na\r\n", 50_000)),
		"a header of megabytes": "Subject: " + strings.Repeat("a", 3<<20) + "\r\n\r\nx", "unknown charset": mailOf("=?klingon?q?a?=", "text/plain; charset=klingon", "abc"), "bad base64": mailOf("x", "text/plain\r\nContent-Transfer-Encoding: base64", "!!!!"),
		"twenty megabytes": mailOf("x", "text/plain", strings.Repeat("De : a\n", 3<<20)), "letters from below": "\x00\xff\xfe: \x00\r\n\r\n\x00",
	}
}

func TestHostileMail(t *testing.T) {
	for name, s := range hostileMail() {
		m, ok := Forwarded([]byte(s[:min(len(s), messageMost)]), heard)
		if ok && (m.Key == "" || m.Title+m.Text == "") {
			t.Errorf("%s: kept as %+v", name, m)
		}
	}
}

func FuzzForwarded(f *testing.F) {
	for name, s := range hostileMail() {
		if len(s) < 10_000 && name != "" {
			f.Add([]byte(s))
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if m, ok := Forwarded(raw, heard); ok && m.Key == "" {
			t.Errorf("no key: %+v", m)
		}
	})
}

// needs ends a test where a program of Debian's is missing.
func needs(t *testing.T, missing error) {
	t.Helper()
	if missing == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("Dovecot is missing (tools/install.sh installs it): %v", missing)
	}
	t.Skip("Dovecot is missing: tools/install.sh installs it (Debian: sudo apt-get install dovecot-imapd)")
}
