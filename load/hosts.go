package load

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// ItemsPerFeed is how many items each feed of Hosts shows.
const ItemsPerFeed = 10

// Hosts is a web of invented hosts on one loopback port, each with a feed of
// ten items and no robots.txt, and it counts impolite visits. It is as plain
// as can be, because it runs on the processors of what is measured.
type Hosts struct {
	ln    net.Listener
	texts []string
	begun time.Time
	pause time.Duration

	mu     sync.Mutex
	last   map[string]time.Time // of a feed's last request
	busy   map[string]int       // requests under way
	asked  int
	broken int
}

// NewHosts opens the port. pause is what each host asks for between two visits
// of its feed. Close ends it.
func NewHosts(seed uint64, pause time.Duration) (*Hosts, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	h := &Hosts{ln: ln, begun: time.Now(), pause: pause, last: map[string]time.Time{}, busy: map[string]int{}}
	next, stop := iter.Pull(Posts(seed))
	defer stop()
	for len(h.texts) < 10_007 { // prime: neighbours show other items
		m, _ := next()
		h.texts = append(h.texts, strings.NewReplacer("&", "", "<", "").Replace(m.Text))
	}
	go h.serve()
	return h, nil
}

// Close ends the port.
func (h *Hosts) Close() error { return h.ln.Close() }

// Name is the nth host.
func Name(n int) string { return fmt.Sprintf("h%d.load.example", n) }

// Feed is the address of the nth host's feed.
func Feed(n int) string { return "http://" + Name(n) + "/feed.xml" }

// Dial connects to the port whatever the address: it is the network of the
// measure, where every name is resolved to it.
func (h *Hosts) Dial(ctx context.Context, network, _ string) (net.Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, network, h.ln.Addr().String())
}

// Asked returns how many feeds were asked for, and how many of these requests
// came before the host's pause was over or while another was under way.
func (h *Hosts) Asked() (asked, broken int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.asked, h.broken
}

func (h *Hosts) serve() {
	for {
		c, err := h.ln.Accept()
		if err != nil {
			return // closed
		}
		go func() {
			defer c.Close()
			// A visitor that goes away is nothing to tell.
			_ = h.converse(c)
		}()
	}
}

func (h *Hosts) converse(c net.Conn) error {
	in := bufio.NewReaderSize(c, 1<<10)
	var out bytes.Buffer
	for {
		r, err := http.ReadRequest(in)
		if err != nil {
			return err
		}
		h.enter(r)
		out.Reset()
		h.answer(&out, r)
		_, err = c.Write(out.Bytes())
		h.leave(r)
		if err != nil {
			return err
		}
	}
}

func (h *Hosts) enter(r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.busy[r.Host]++
	early := h.busy[r.Host] > 1
	if r.URL.Path == "/feed.xml" {
		h.asked++
		now := time.Now()
		early = early || now.Sub(h.last[r.Host]) < h.pause
		h.last[r.Host] = now
	}
	if early {
		h.broken++
	}
}

func (h *Hosts) leave(r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.busy[r.Host]--; h.busy[r.Host] == 0 {
		delete(h.busy, r.Host)
	}
}

// answer writes the whole answer: a feed that never changes, or nothing.
func (h *Hosts) answer(out *bytes.Buffer, r *http.Request) {
	const tag = `"same"`
	switch {
	case r.URL.Path != "/feed.xml":
		out.WriteString("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
		return
	case r.Header.Get("If-None-Match") == tag:
		out.WriteString("HTTP/1.1 304 Not Modified\r\nETag: " + tag + "\r\n\r\n")
		return
	}
	n := 0
	if _, err := fmt.Sscanf(r.Host, "h%d.", &n); err != nil {
		out.WriteString("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
		return
	}
	body := h.feed(n, r.Host)
	fmt.Fprintf(out, "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\nETag: %s\r\nContent-Length: %d\r\n\r\n", tag, len(body))
	out.Write(body)
}

func (h *Hosts) feed(n int, host string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>%s</title><link>http://%s/</link><description>d</description>`, host, host)
	for i := range ItemsPerFeed {
		t := h.texts[(n*ItemsPerFeed+i)%len(h.texts)]
		title, _, _ := strings.Cut(t, " ")
		fmt.Fprintf(&b, `<item><title>%s %d</title><link>http://%s/%d</link><guid>http://%s/%d</guid><pubDate>%s</pubDate><description>%s</description></item>`,
			title, i, host, i, host, i, h.begun.Add(-time.Duration(n%97+i*7)*time.Minute).UTC().Format(time.RFC1123Z), t)
	}
	b.WriteString(`</channel></rss>`)
	return b.Bytes()
}

// Poll measures two rounds of visits to n sources of Hosts: the first, when
// all they show is new, and one when nothing has changed. again makes all due
// once more.
func Poll(ctx context.Context, h *Hosts, n int, round func(context.Context) (failed int, err error), again func(context.Context) error) ([]Result, error) {
	var out []Result
	for i, name := range []string{"poll_first", "poll_unchanged"} {
		if i > 0 {
			if err := again(ctx); err != nil {
				return nil, err
			}
			if err := Sleep(ctx, h.pause); err != nil { // nobody may come earlier
				return nil, err
			}
		}
		before, _ := h.Asked()
		start, used := time.Now(), processorTime()
		failed, err := round(ctx)
		if err != nil {
			return nil, err
		}
		took, spent := time.Since(start), processorTime()-used
		asked, broken := h.Asked()
		if failed > 0 || asked-before != n {
			return nil, fmt.Errorf("%s: %d visits failed, %d feeds asked for, want %d", name, failed, asked-before, n)
		}
		if broken > 0 {
			return nil, errors.New("a host was asked before its pause was over")
		}
		s := Settings(map[string]any{"sources": n, "items": ItemsPerFeed, "pause": h.pause.String()})
		out = append(out, Result{Name: name, Value: float64(n) / took.Seconds(), Unit: "sources/s", Settings: s},
			Result{Name: name + ".cpu", Value: float64(spent.Microseconds()) / float64(n), Unit: "us/source", Settings: s})
	}
	if peak, err := Peak(); err == nil {
		out = append(out, Result{Name: "poll.memory", Value: float64(peak) / 1e6, Unit: "MB", Settings: Settings(map[string]any{"sources": n})})
	}
	return out, nil
}
