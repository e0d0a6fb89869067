package fetch

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/idna"

	"vigie.example/vigie"
)

// guard keeps Vigie from being used to reach what only this machine can reach.
// It judges the address a socket is about to connect to, after every name was
// looked up, so that neither a redirect nor a changing name gets past it.
type guard struct {
	names map[string]bool // "host" or "host:port", lower case
	nets  []netip.Prefix
}

func newGuard(allow []string) (*guard, error) {
	g := &guard{names: map[string]bool{}}
	for _, a := range allow {
		a = strings.ToLower(strings.TrimSpace(a))
		if a == "" {
			continue
		}
		if strings.Contains(a, "/") {
			p, err := netip.ParsePrefix(a)
			if err != nil {
				return nil, vigie.Errorf(vigie.Invalid, err, "fetch-bad-allow", a)
			}
			g.nets = append(g.nets, p.Masked())
			continue
		}
		g.names[strings.TrimSuffix(a, ".")] = true
	}
	return g, nil
}

// named reports whether host, or host with port, is allowed whatever its
// address.
func (g *guard) named(host, port string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return g.names[host] || g.names[net.JoinHostPort(host, port)]
}

// judge returns an error when addr may not be reached.
func (g *guard) judge(host, port string, addr netip.Addr) error {
	if g.named(host, port) || Public(addr) {
		return nil
	}
	for _, p := range g.nets {
		if p.Contains(addr.Unmap()) {
			return nil
		}
	}
	return vigie.Errorf(vigie.Forbidden, nil, "fetch-private", host)
}

// dial returns a DialContext that judges each address before connecting. The
// configured proxy, if any, is reached without being judged.
func (g *guard) dial(timeout time.Duration, proxy *url.URL) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		d := net.Dialer{Timeout: timeout, KeepAlive: 15 * time.Second}
		if proxy == nil || !strings.EqualFold(host, proxy.Hostname()) {
			d.Control = func(_, connecting string, _ syscall.RawConn) error {
				ap, err := netip.ParseAddrPort(connecting)
				if err != nil {
					return vigie.Errorf(vigie.Forbidden, err, "fetch-private", host)
				}
				return g.judge(host, port, ap.Addr())
			}
		}
		if h := strings.ToLower(strings.TrimSuffix(host, ".")); h == "localhost" || strings.HasSuffix(h, ".localhost") {
			// RFC 6761, 6.3: such names are loopback and not looked up. Judged like
			// any other, so only when allowed.
			address = net.JoinHostPort("127.0.0.1", port)
		}
		return d.DialContext(ctx, network, address)
	}
}

// lookup judges every address of the host of u; it is used where a proxy
// connects in our place.
func (g *guard) lookup(ctx context.Context, u *url.URL) error {
	host, port := u.Hostname(), portOf(u)
	addrs, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return err
	}
	for _, a := range addrs {
		if err := g.judge(host, port, a); err != nil {
			return err
		}
	}
	return nil
}

func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}

// special are the networks that are not the public internet, from the IANA
// special-purpose registries (RFC 6890 and later, read in 2026). What netip
// tells by itself (loopback, private, link-local, multicast, unspecified) is
// not repeated.
var special = prefixes(
	"0.0.0.0/8",       // this network
	"100.64.0.0/10",   // carrier-grade NAT, RFC 6598
	"192.0.0.0/24",    // IETF protocol assignments
	"192.0.2.0/24",    // documentation
	"192.88.99.0/24",  // 6to4 relays, deprecated
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"240.0.0.0/4",     // reserved, and broadcast
	"64:ff9b:1::/48",  // NAT64 for local use, RFC 8215
	"100::/64",        // discard
	"2001::/23",       // IETF assignments, Teredo among them
	"2001:db8::/32",   // documentation
	"3fff::/20",       // documentation, RFC 9637
	"5f00::/16",       // segment routing
	"fec0::/10",       // site-local, deprecated
)

var (
	nat64 = netip.MustParsePrefix("64:ff9b::/96") // RFC 6052
	sixTo = netip.MustParsePrefix("2002::/16")    // 6to4, RFC 3056
	isat  = netip.MustParsePrefix("::/96")        // IPv4-compatible, deprecated
)

func prefixes(s ...string) []netip.Prefix {
	p := make([]netip.Prefix, len(s))
	for i := range s {
		p[i] = netip.MustParsePrefix(s[i])
	}
	return p
}

// Public reports whether addr is an address of the public internet. An IPv4
// address wrapped in an IPv6 one (mapped, NAT64, 6to4) is judged by what it
// wraps.
func Public(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	if !addr.IsValid() || addr.IsUnspecified() || addr.IsLoopback() || addr.IsPrivate() ||
		addr.IsLinkLocalUnicast() || addr.IsMulticast() || addr.IsInterfaceLocalMulticast() {
		return false
	}
	for _, p := range special {
		if p.Contains(addr) {
			return false
		}
	}
	if addr.Is6() {
		b := addr.As16()
		switch {
		case nat64.Contains(addr), isat.Contains(addr):
			return Public(netip.AddrFrom4([4]byte(b[12:16])))
		case sixTo.Contains(addr):
			return Public(netip.AddrFrom4([4]byte(b[2:6])))
		}
	}
	return true
}

// oddNumber reports whether host is a number that is not written as an IP
// address is: 2130706433, 0x7f.1, 127.1, 017700000001. Some resolvers read
// those as addresses, and no site is named so. The test "the last label is a
// number" is that of the WHATWG URL standard.
func oddNumber(host string) bool {
	host = strings.TrimSuffix(host, ".")
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last == "" {
		return true
	}
	if hex, ok := strings.CutPrefix(strings.ToLower(last), "0x"); ok {
		_, err := strconv.ParseUint(hex, 16, 64)
		return hex == "" || err == nil || errors.Is(err, strconv.ErrRange)
	}
	return strings.Trim(last, "0123456789") == ""
}

// asciiHost turns a name with accents into the form the network knows.
func asciiHost(host string) (string, error) {
	plain := true
	for i := 0; i < len(host); i++ {
		plain = plain && host[i] < 0x80
	}
	if plain {
		return host, nil
	}
	a, err := idna.Lookup.ToASCII(host)
	if err == nil && oddNumber(a) {
		return "", errors.New("a number in disguise")
	}
	return a, err
}
