package imap

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
)

// dovecot starts a real mail server on loopback and returns its port, who
// signed its certificate, and what delivers a message.
func dovecot(t *testing.T) (port int, roots *x509.CertPool, deliver func(raw string)) {
	t.Helper()
	bin, err := exec.LookPath("dovecot")
	needs(t, err)
	dir, err := os.MkdirTemp("", "vigie-dovecot-") // t.TempDir is too long a path for its sockets, and closed to its workers
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	worker, uid, gid := me.Username, os.Getuid(), os.Getgid()
	if uid == 0 { // it refuses to read mail as root
		n, err := user.Lookup("nobody")
		if err != nil {
			t.Fatal(err)
		}
		worker = "nobody"
		fmt.Sscan(n.Uid, &uid)
		fmt.Sscan(n.Gid, &gid)
	}
	group, err := user.LookupGroupId(fmt.Sprint(gid))
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port = l.Addr().(*net.TCPAddr).Port
	l.Close()
	roots = certificate(t, dir)
	conf := fmt.Sprintf(`base_dir = %[1]s/run
state_dir = %[1]s/run
log_path = %[1]s/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <%[1]s/cert.pem
ssl_key = <%[1]s/key.pem
default_internal_user = %[3]s
default_login_user = %[3]s
default_internal_group = %[4]s
first_valid_uid = 1
mail_location = maildir:%[1]s/mail
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=%[5]d gid=%[6]d home=%[1]s/home
}
service imap-login {
  chroot =
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = %[2]d
    ssl = yes
  }
}
service anvil {
  chroot =
}
`, dir, port, worker, group.Name, uid, gid)
	box := filepath.Join(dir, "mail")
	for _, d := range []string{"home", "run", "mail", "mail/new", "mail/cur", "mail/tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "dovecot.conf")
	if err := os.WriteFile(file, []byte(conf), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	own := func(path string) {
		if os.Getuid() == 0 {
			if err := os.Chown(path, uid, gid); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, d := range []string{"home", "mail", "mail/new", "mail/cur", "mail/tmp"} {
		own(filepath.Join(dir, d))
	}
	run := exec.Command(bin, "-F", "-c", file)
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		run.Process.Signal(os.Interrupt)
		run.Wait()
	})
	for i := 0; ; i++ {
		c, err := net.Dial("tcp", fmt.Sprint("127.0.0.1:", port))
		if err == nil {
			c.Close()
			break
		}
		if i == 200*20 { // on a machine that does much else at once
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			t.Fatalf("Dovecot does not answer: %v\n%s", err, log)
		}
		time.Sleep(50 * time.Millisecond) // it is at work; only its being there is awaited
	}
	n := 0
	return port, roots, func(raw string) {
		n++
		path := filepath.Join(box, "new", fmt.Sprintf("%d.%d.test", 1_790_000_000+n, n))
		if err := os.WriteFile(path, []byte(raw), 0o644); err != nil {
			t.Fatal(err)
		}
		own(path)
	}
}

// certificate writes a certificate of 127.0.0.1 and returns whom to believe.
func certificate(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return pool
}

func TestDovecot(t *testing.T) {
	port, roots, deliver := dovecot(t)
	address := fmt.Sprintf("imap://lucie@127.0.0.1:%d/INBOX", port)
	open := func(address, secret string, roots *x509.CertPool) *Source {
		return New(new(net.Dialer).DialContext, vigie.Source{Address: address}, secret, Options{Roots: roots})
	}
	s := open(address, "secret", roots)
	b, err := s.Next(t.Context(), nil)
	if err != nil || len(b.Mentions) != 0 || !b.Unchanged {
		t.Fatalf("an empty folder = %+v, %v", b, err)
	}
	deliver(mailOf("Fwd: Devis", "text/plain; charset=utf-8", "---------- Message transféré ---------\nDe : Marc <marc@client.example>\nObjet : Devis\n\nVotre grue fuit.\n"))
	deliver(mailOf("Vu", "text/plain", "La pelle.\n"+strings.Repeat("x", 20<<20)))
	b, err = s.Next(t.Context(), b.Cursor)
	if err != nil || len(b.Mentions) != 2 || b.Mentions[0].Text != "Votre grue fuit." || !strings.HasPrefix(b.Mentions[1].Text, "La pelle.") {
		t.Fatalf("two messages, one of 20 MB = %d mentions, %v", len(b.Mentions), err)
	}
	again, err := s.Next(t.Context(), b.Cursor)
	if err != nil || len(again.Mentions) != 0 {
		t.Errorf("once read = %d mentions, %v", len(again.Mentions), err)
	}
	for range atOnce + 5 {
		deliver(mailOf("Vu", "text/plain", "encore"))
	}
	b, err = s.Next(t.Context(), b.Cursor)
	if err != nil || len(b.Mentions) != atOnce || !b.More {
		t.Errorf("many = %d mentions, more %v, %v", len(b.Mentions), b.More, err)
	}
	for _, c := range []struct {
		name, address, secret, want string
		roots                       *x509.CertPool
	}{
		{"a wrong password", address, "wrong", "imap-login", roots},
		{"no such folder", strings.TrimSuffix(address, "INBOX") + "Ailleurs", "secret", "imap-folder", roots},
		{"a certificate of nobody", address, "secret", "imap-certificate", x509.NewCertPool()},
	} {
		_, err := open(c.address, c.secret, c.roots).Next(t.Context(), nil)
		if err == nil || vigie.Tell(err).ID != c.want {
			t.Errorf("%s = %v, want %s", c.name, err, c.want)
		}
	}
}
