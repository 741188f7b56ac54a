package httpapi

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"caseweave/internal/engine"
)

// meter counts what /metrics shows. No label holds a tenant, a user or anything
// else that a sender can make up.
type meter struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	records  *prometheus.CounterVec
}

func newMeter(registry *prometheus.Registry, live *Live) *meter {
	if registry == nil {
		registry = prometheus.NewRegistry()
	}
	m := &meter{
		registry: registry,
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "caseweave_http_request_seconds", Help: "Requests by route and status.",
			Buckets: []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 5, 30},
		}, []string{"route", "status"}),
		records: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "caseweave_records_total", Help: "Records received, by what became of them.",
		}, []string{"outcome"}),
	}
	streams := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "caseweave_live_streams", Help: "Live streams that are open.",
	}, func() float64 { return float64(live.count()) })
	registry.MustRegister(m.requests, m.records, streams, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// answered counts a request under the pattern that matched it.
func (m *meter) answered(r *http.Request, status int, took time.Duration) {
	if status == 0 {
		status = http.StatusOK
	}
	m.requests.WithLabelValues(r.Pattern, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *meter) received(a engine.Answer) {
	for outcome, n := range map[string]int{
		"accepted": a.Accepted, "updated": a.Updated, "unchanged": a.Unchanged, "skipped": a.Skipped, "rejected": a.RejectedTotal,
	} {
		m.records.WithLabelValues(outcome).Add(float64(n))
	}
}
