package main

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// meters are the program's counters and gauges. Names come from fixed sets in
// the code; nothing a person typed becomes a label.
type meters struct {
	registry *prometheus.Registry
	events   *prometheus.CounterVec
}

func newMeters() *meters {
	m := &meters{
		registry: prometheus.NewRegistry(),
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "langnghe_events_total", Help: "What happened, by part of the program.",
		}, []string{"part", "what"}),
	}
	m.registry.MustRegister(m.events, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// count adds one to a counter of the application.
func (m *meters) count(what string) { m.events.WithLabelValues("bot", what).Inc() }

// counter counts for one channel.
func (m *meters) counter(part string) func(string) {
	return func(what string) { m.events.WithLabelValues(part, what).Inc() }
}

// watch adds gauges read from the store when asked.
func (m *meters) watch(n *node) {
	gauge := func(name, help string, f func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, f))
	}
	gauge("langnghe_inbox_waiting", "Accepted events not handled yet.", func() float64 { return float64(n.store.Sizes().Waiting) })
	gauge("langnghe_quarantined", "Events put aside.", func() float64 { return float64(n.store.Sizes().Quarantined) })
	gauge("langnghe_outbox_queued", "Messages to send.", func() float64 { return float64(n.store.Sizes().Queued) })
	gauge("langnghe_outbox_parked", "Messages waiting for their person to write.", func() float64 { return float64(n.store.Sizes().Parked) })
	gauge("langnghe_outbox_dead", "Messages that cannot be sent.", func() float64 { return float64(n.store.Sizes().Dead) })
	gauge("langnghe_outbox_maybe", "Messages of which nobody knows whether they arrived.", func() float64 { return float64(n.store.Sizes().Maybe) })
	gauge("langnghe_store_aside", "Damaged records set aside.", func() float64 { return float64(n.store.Sizes().Aside) })
	gauge("langnghe_timers", "Timers set.", func() float64 { return float64(n.store.Sizes().Timers) })
	gauge("langnghe_store_bytes", "Size of the data file.", func() float64 { return float64(n.store.Sizes().FileBytes) })
	gauge("langnghe_media_files", "Photos, voice notes and files kept.", func() float64 { return float64(n.store.Sizes().MediaFiles) })
	gauge("langnghe_media_bytes", "Size of the photos, voice notes and files kept.", func() float64 { return float64(n.store.Sizes().MediaBytes) })
	gauge("langnghe_store_free_bytes", "Free pages in the data file.", func() float64 { return float64(n.store.Sizes().FreeBytes) })
}

func (m *meters) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
