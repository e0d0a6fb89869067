package main

import (
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"vigie.example/vigie/listen"
)

// metrics are the figures of the program itself, as Prometheus reads them.
type metrics struct {
	registry *prometheus.Registry
	saved    *prometheus.CounterVec // by fate
	heard    prometheus.Counter
	errors   prometheus.Counter
	visits   prometheus.Counter
	lag      prometheus.Gauge
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		saved: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "vigie_mentions_saved_total", Help: "Mentions made durable, by what became of them.",
		}, []string{"fate"}),
		heard: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "vigie_items_heard_total", Help: "Items that sources and files carried to us.",
		}),
		errors: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "vigie_source_errors_total", Help: "Visits to sources that failed.",
		}),
		visits: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "vigie_visits_total", Help: "Visits to sources.",
		}),
		lag: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "vigie_ingest_lag_seconds", Help: "How long after its publication the newest item of the last visit was durable.",
		}),
	}
	m.registry.MustRegister(m.saved, m.heard, m.errors, m.visits, m.lag,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, fate := range []string{"new", "edited", "known", "buffered", "refused"} {
		m.saved.WithLabelValues(fate) // shown from the start, at zero
	}
	return m
}

// batch counts a commit. It is watch.Options.Saved.
func (m *metrics) batch(o listen.Outcome, _ time.Duration) {
	m.saved.WithLabelValues("new").Add(float64(o.New))
	m.saved.WithLabelValues("edited").Add(float64(o.Edited))
	m.saved.WithLabelValues("known").Add(float64(o.Known))
	m.saved.WithLabelValues("buffered").Add(float64(o.Buffered))
	m.saved.WithLabelValues("refused").Add(float64(o.Refused))
	m.heard.Add(float64(o.New + o.Edited + o.Known + o.Buffered + o.Refused))
}

// late notes how old the newest item of a visit was once it was durable. It is
// of listen.Observer: the backlog of a new source is no delay.
func (m *metrics) late(lag time.Duration) { m.lag.Set(lag.Seconds()) }

// handler serves the figures.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// loopbackOnly refuses whoever is not on this machine, also through a proxy on
// this machine: it passes strangers on.
func loopbackOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		ip := net.ParseIP(host)
		if err != nil || ip == nil || !ip.IsLoopback() || r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
			http.NotFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
