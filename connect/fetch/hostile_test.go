package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
)

func TestPublic(t *testing.T) {
	for addr, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true, "::ffff:93.184.216.34": true, "64:ff9b::5db8:d822": true, "2002:5db8:d822::1": true,
		"127.0.0.1": false, "127.8.8.8": false, "::1": false, "0.0.0.0": false, "0.1.2.3": false, "::": false,
		"10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false, "100.64.0.1": false, "100.127.255.255": false,
		"169.254.169.254": false, "fe80::1": false, "fe80::1%eth0": false, "fd00::1": false, "fec0::1": false, "224.0.0.1": false, "ff02::1": false,
		"255.255.255.255": false, "240.0.0.1": false, "198.18.0.1": false, "203.0.113.9": false, "2001:db8::1": false, "100::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::127.0.0.1": false,
		"64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b:1::1": false, "2002:7f00:1::": false, "2002:c0a8:101::1": false,
		"100.63.255.255": true, "172.32.0.1": true,
	} {
		if got := Public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("Public(%s) = %v, want %v", addr, got, want)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("Public of no address = true")
	}
}

func TestPrivateAddressesAreRefusedWhenDialled(t *testing.T) {
	s := web(t, func(http.ResponseWriter, *http.Request) { t.Error("the server was reached") })
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	c := client(t, Options{HeaderTimeout: 2 * time.Second})
	for _, tt := range []struct{ host, id string }{
		{"127.0.0.1", "fetch-private"},
		{"localhost", "fetch-private"},
		{"[::1]", "fetch-private"},
		{"0.0.0.0", "fetch-private"},
		{"[::ffff:127.0.0.1]", "fetch-private"},
		{"169.254.169.254", "fetch-private"},
		{"[64:ff9b::7f00:1]", "fetch-private"},
		{"2130706433", "fetch-odd-number"},
		{"0x7f.1", "fetch-odd-number"},
		{"0x7f000001", "fetch-odd-number"},
		{"017700000001", "fetch-odd-number"},
		{"127.1", "fetch-odd-number"},
		{"127.0.0.1.", "fetch-private"},
		{"127.0.0.0x1", "fetch-odd-number"},
		{"⑫７.０.０.１", "fetch-private"},
	} {
		t.Run(tt.host, func(t *testing.T) {
			_, err := get(c, "http://"+tt.host+":"+port+"/")
			if err == nil || vigie.KindOf(err) != vigie.Forbidden && vigie.KindOf(err) != vigie.Invalid {
				// A name in odd digits may also fail to be looked up.
				if vigie.KindOf(err) != vigie.Unavailable || tt.host == "127.0.0.1" {
					t.Fatalf("error = %v, want a refusal", err)
				}
				return
			}
			if vigie.KindOf(err) == vigie.Forbidden {
				wantFault(t, err, vigie.Forbidden, tt.id)
			}
		})
	}
}

func TestAllowPrivate(t *testing.T) {
	s := web(t, func(http.ResponseWriter, *http.Request) {})
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	for _, tt := range []struct {
		name, allow, host string
		ok                bool
	}{
		{"host and port", "127.0.0.1:" + port, "127.0.0.1", true},
		{"another port", "127.0.0.1:1", "127.0.0.1", false},
		{"host", "127.0.0.1", "127.0.0.1", true},
		{"name", "LocalHost", "localhost", true},
		{"network", "127.0.0.0/8", "127.0.0.1", true},
		{"network, by a name", "127.0.0.0/8", "localhost", true},
		{"another network", "10.0.0.0/8", "127.0.0.1", false},
		{"a name does not allow its number", "localhost", "127.0.0.1", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := get(client(t, Options{AllowPrivate: []string{tt.allow}}), "http://"+tt.host+":"+port+"/")
			if tt.ok && err != nil {
				t.Errorf("error = %v, want none", err)
			} else if !tt.ok {
				wantFault(t, err, vigie.Forbidden, "fetch-private")
			}
		})
	}
	_, err := New(Options{AllowPrivate: []string{"10.0.0.0/99"}})
	wantFault(t, err, vigie.Invalid, "fetch-bad-allow")
}

func TestProxyOfTheEnvironmentIsIgnored(t *testing.T) {
	proxy := web(t, func(http.ResponseWriter, *http.Request) { t.Error("the proxy was asked") })
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	s := web(t, func(http.ResponseWriter, *http.Request) {})
	if _, err := get(client(t, Options{}, s, proxy), s.URL); err != nil {
		t.Error(err)
	}
}

func TestProxyDoesNotOpenThePrivateNetwork(t *testing.T) {
	asked := 0
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { asked++; _, _ = w.Write([]byte("x")) }))
	defer proxy.Close()
	c := client(t, Options{Proxy: proxy.URL, IgnoreRobots: true})
	_, err := get(c, "http://169.254.169.254/latest/meta-data")
	wantFault(t, err, vigie.Forbidden, "fetch-private")
	if asked != 0 {
		t.Error("the proxy was asked for a private address")
	}
	if _, err := get(c, "http://93.184.216.34/"); err != nil || asked != 1 {
		t.Errorf("by proxy: error %v, asked %d", err, asked)
	}
	_, err = New(Options{Proxy: "://"})
	wantFault(t, err, vigie.Invalid, "fetch-bad-proxy")
}

func TestRedirects(t *testing.T) {
	other := web(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("a password went to another host")
		}
		_, _ = w.Write([]byte("other"))
	})
	secret := web(t, func(http.ResponseWriter, *http.Request) { t.Error("a private server was reached") })
	s := web(t, func(w http.ResponseWriter, r *http.Request) {
		to := map[string]string{
			"/loop": "/loop", "/file": "file:///etc/passwd", "/gopher": "gopher://127.0.0.1:70/", "/data": "data:text/plain,x", "/ftp": "ftp://h.example/",
			"/private": secret.URL, "/meta": "http://169.254.169.254/latest", "/odd": "http://2130706433/", "/other": other.URL, "/for-good": "/end", "/then": "/for-good", "/bad": "http://[::1",
		}[r.URL.Path]
		switch r.URL.Path {
		case "/for-good":
			http.Redirect(w, r, to, http.StatusMovedPermanently)
		case "/end":
			_, _ = w.Write([]byte("end"))
		default:
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		}
	})
	c := client(t, Options{}, s, other)
	for _, tt := range []struct {
		path string
		kind vigie.Kind
		id   string
	}{
		{"/loop", vigie.Invalid, "fetch-redirects"},
		{"/file", vigie.Invalid, "fetch-bad-scheme"},
		{"/gopher", vigie.Invalid, "fetch-bad-scheme"},
		{"/data", vigie.Invalid, "fetch-bad-scheme"},
		{"/ftp", vigie.Invalid, "fetch-bad-scheme"},
		{"/private", vigie.Forbidden, "fetch-private"},
		{"/meta", vigie.Forbidden, "fetch-private"},
		{"/odd", vigie.Forbidden, "fetch-odd-number"},
		{"/bad", vigie.Invalid, "fetch-bad-address"},
	} {
		t.Run(tt.path, func(t *testing.T) {
			_, err := get(c, s.URL+tt.path)
			wantFault(t, err, tt.kind, tt.id)
		})
	}
	res, err := get(c, s.URL+"/for-good")
	if err != nil || res.Moved != s.URL+"/end" || res.URL != s.URL+"/end" {
		t.Errorf("moved for good = %+v, %v", res, err)
	}
	if res, err = get(c, s.URL+"/then"); err != nil || res.Moved != "" {
		t.Errorf("a passing redirect, then one for good: Moved = %+v, %v", res, err)
	}
	if res, err = get(c, strings.Replace(s.URL, "http://", "http://user:pass@", 1)+"/other"); err != nil || string(res.Body) != "other" {
		t.Errorf("redirect to another host = %+v, %v", res, err)
	}
	for _, u := range []string{"file:///etc/passwd", "data:text/plain,x", "gopher://h/", "javascript:alert(1)", "press.example"} {
		_, err := get(c, u)
		wantFault(t, err, vigie.Invalid, "fetch-bad-scheme")
	}
	_, err = get(c, "http://")
	wantFault(t, err, vigie.Invalid, "fetch-bad-address")
}

func zip(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(b)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestBodies(t *testing.T) {
	text := strings.Repeat("Bonjour à tous. ", 100)
	var z, f bytes.Buffer
	zw := zlib.NewWriter(&z)
	_, _ = zw.Write([]byte(text))
	_ = zw.Close()
	fw, _ := flate.NewWriter(&f, 5)
	_, _ = fw.Write([]byte(text))
	_ = fw.Close()
	gz := zip(t, []byte(text))
	bomb := zip(t, make([]byte, 8<<20))
	for _, tt := range []struct {
		name, encoding string
		body           []byte
		want           string // body; else
		kind           vigie.Kind
		id             string
	}{
		{name: "plain", body: []byte(text), want: text},
		{name: "gzip", encoding: "gzip", body: gz, want: text},
		{name: "zlib", encoding: "deflate", body: z.Bytes(), want: text},
		{name: "bare deflate", encoding: "deflate", body: f.Bytes(), want: text},
		{name: "one layer only", encoding: "gzip", body: zip(t, gz), want: string(gz)},
		{name: "empty gzip", encoding: "gzip", body: nil, want: ""},
		{name: "two layers told", encoding: "gzip, gzip", body: zip(t, gz), kind: vigie.Invalid, id: "fetch-encoding"},
		{name: "not asked for", encoding: "br", body: []byte("x"), kind: vigie.Invalid, id: "fetch-encoding"},
		{name: "not gzip at all", encoding: "gzip", body: []byte(text), kind: vigie.Unavailable, id: "fetch-garbled"},
		{name: "gzip cut", encoding: "gzip", body: gz[:len(gz)-10], kind: vigie.Unavailable, id: "fetch-cut-short"},
		{name: "bomb", encoding: "gzip", body: bomb, kind: vigie.Invalid, id: "fetch-bomb"},
		{name: "too large", body: make([]byte, 11<<20), kind: vigie.Invalid, id: "fetch-too-large"},
		{name: "too large once decoded", encoding: "gzip", body: zip(t, bytes.Repeat([]byte(text+fmt.Sprint(time.Now().UnixNano())), 8000)), kind: vigie.Invalid, id: "fetch-too-large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := web(t, func(w http.ResponseWriter, _ *http.Request) {
				if tt.encoding != "" {
					w.Header().Set("Content-Encoding", tt.encoding)
				}
				_, _ = w.Write(tt.body)
			})
			o := Options{}
			if tt.name == "too large once decoded" {
				o.MaxRatio = 100000
			}
			res, err := get(client(t, o, s), s.URL)
			if tt.id != "" {
				wantFault(t, err, tt.kind, tt.id)
			} else if err != nil || string(res.Body) != tt.want {
				t.Errorf("Get = %v, error %v", res, err)
			}
		})
	}
}

func TestEndlessBody(t *testing.T) {
	s := web(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat("<item/>", 1000)); err != nil {
				return
			}
		}
	})
	_, err := client(t, Options{}, s).Get(t.Context(), Request{URL: s.URL, MaxBytes: 1 << 20})
	wantFault(t, err, vigie.Invalid, "fetch-too-large")
}

func TestSlowLoris(t *testing.T) {
	s := web(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/header" {
			<-r.Context().Done()
			return
		}
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte("x"))
			_ = http.NewResponseController(w).Flush()
			time.Sleep(5 * time.Millisecond)
		}
	})
	for _, path := range []string{"/header", "/body"} {
		_, err := get(client(t, Options{HeaderTimeout: 50 * time.Millisecond, TotalTimeout: 100 * time.Millisecond}, s), s.URL+path)
		wantFault(t, err, vigie.Unavailable, "fetch-timeout")
	}
}

// raw serves the same bytes to every connection.
func raw(t *testing.T, answer string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 4096))
			_, _ = io.WriteString(conn, answer)
			_ = conn.Close()
		}
	}()
	return l.Addr().String()
}

func TestBrokenServers(t *testing.T) {
	for _, tt := range []struct {
		name, answer string
		kind         vigie.Kind
		id           string
	}{
		{"Content-Length too long", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", vigie.Unavailable, "fetch-cut-short"},
		{"two Content-Lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nshort!", vigie.Unavailable, "fetch-network"},
		{"chunk garbage", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nshort", vigie.Unavailable, "fetch-network"},
		{"chunks cut", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort", vigie.Unavailable, "fetch-cut-short"},
		{"no HTTP", "220 ftp ready\r\n", vigie.Unavailable, "fetch-garbled"},
		{"silence", "", vigie.Unavailable, "fetch-cut-short"},
		{"endless header", "HTTP/1.1 200 OK\r\n" + strings.Repeat("X: "+strings.Repeat("a", 1000)+"\r\n", 400), vigie.Unavailable, "fetch-garbled"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			addr := raw(t, tt.answer)
			_, err := get(client(t, Options{IgnoreRobots: true, AllowPrivate: []string{addr}}), "http://"+addr)
			wantFault(t, err, tt.kind, tt.id)
		})
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close()
	_, err = get(client(t, Options{AllowPrivate: []string{addr}}), "http://"+addr)
	wantFault(t, err, vigie.Unavailable, "fetch-connection-refused")
}

// certificate makes a self-signed one for host, good until the given time.
func certificate(t *testing.T, host string, until time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: until.Add(-time.Hour * 24), NotAfter: until}
	if ip := net.ParseIP(host); ip != nil {
		tmpl.IPAddresses = []net.IP{ip}
	} else {
		tmpl.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func TestCertificates(t *testing.T) {
	for _, tt := range []struct {
		name, host string
		until      time.Time
		id         string
	}{
		{"expired", "127.0.0.1", time.Now().Add(-time.Hour), "fetch-tls-expired"},
		{"another name", "press.example", time.Now().Add(time.Hour), "fetch-tls-name"},
		{"nobody vouches", "127.0.0.1", time.Now().Add(time.Hour), "fetch-tls-unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := httptest.NewUnstartedServer(http.NotFoundHandler())
			s.Config.ErrorLog = nil
			s.TLS = &tls.Config{Certificates: []tls.Certificate{certificate(t, tt.host, tt.until)}}
			s.StartTLS()
			defer s.Close()
			_, err := get(client(t, Options{}, s), s.URL)
			wantFault(t, err, vigie.Unavailable, tt.id)
		})
	}
}
