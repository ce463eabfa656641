package main

import (
	"fmt"
	"io"
	"sort"
	"strconv"
)

// edgesRun is what the benchmark's scenario `edges` found: CPU µs of each process a request (least, median, most), and
// inner calls for a thousand requests, by the number of edges.
type edgesRun struct {
	Scenarios struct {
		Edges struct {
			Edges map[string]map[string][]float64 `json:"edges"`
			Calls map[string]map[string]float64   `json:"calls"`
			Rate  float64                         `json:"rate_per_edge"`
			Took  map[string]float64              `json:"took_us"`
		} `json:"edges"`
	} `json:"scenarios"`
}

// benchKey is what the scenario asks with: one key with every window, too large to be met.
var benchKey = population{Accounts: 1, HotKeys: 1, HotShare: 1, LimitedShare: 1, Windows: 3, Concurrency: 100_000,
	FixedLimit: 60_000_000}

func checkSetting(edges int, rate, took float64, k constants) setting {
	return setting{Edges: edges, Rate: rate, Population: benchKey, Duration: int64(took), Need: usualNeed,
		Charge: usualCharge, Balance: 1 << 40, Seed: 3, Singly: true, Warm: 61 * second, Measure: 120 * second,
		Latency: k.Latency, Posting: k.Posting}
}

// Names of the edge's calls, as its metrics have them.
var callNames = []struct {
	name string
	of   func(c counts) int64
}{
	{"slices", func(c counts) int64 { return c.SliceCalls }},
	{"slice_returns", func(c counts) int64 { return c.ReturnCalls }},
	{"corrections", func(c counts) int64 { return c.CorrectionCalls }},
	{"renewals", func(c counts) int64 { return c.RenewCalls }},
	{"usage", func(c counts) int64 { return c.UsageCalls + c.OpenCalls }},
	{"leases", func(c counts) int64 { return c.LeaseCalls }},
	{"introspect", func(c counts) int64 { return c.Introspects }},
}

func checkRun(path string, k constants, to io.Writer) error {
	var run edgesRun
	if err := readJSON(path, &run); err != nil {
		return err
	}
	measured := run.Scenarios.Edges
	if len(measured.Edges) == 0 {
		return fmt.Errorf("%s has no scenario edges: ./tollgate bench --growth --only edges", path)
	}
	fmt.Fprintln(to, "<!-- sim: check -->\n| edges | what | the model | measured | measured / model |\n|---|---|---|---|---|")
	for _, name := range sorted(measured.Edges) {
		edges, err := strconv.Atoi(name)
		if err != nil {
			return err
		}
		s := checkSetting(edges, measured.Rate*float64(edges), measured.Took[name], k)
		c := newWorld(s).measure()
		compareCalls(to, name, c, measured.Calls[name])
		k.compareCPU(to, s, c, measured.Edges[name])
	}
	fmt.Fprintln(to, "<!-- end -->")
	return nil
}

func compareCalls(to io.Writer, edges string, c counts, measured map[string]float64) {
	for _, call := range callNames {
		if told, there := measured[call.name]; there {
			compare(to, edges, call.name+" for 1,000 requests", float64(call.of(c))/float64(c.Requests)*1000, told)
		}
	}
}

// compareCPU adds what a service takes that nobody asks anything: on paper it is no request's, but it was measured.
func (k constants) compareCPU(to io.Writer, s setting, c counts, measured map[string][]float64) {
	d := k.demandOf(c, float64(s.Measure)/float64(second))
	d.Services["postgres"], d.Services["redis"] = d.Postgres, d.Redis
	for _, name := range sorted(measured) {
		// The idle figures were taken with one edge, whose polls are in them.
		us := (d.Services[name] + k.Idle[name]) / s.Rate
		if values := measured[name]; len(values) == 3 {
			compare(to, edgesName(s), name+", CPU µs a request", us, values[1])
		}
	}
}

func edgesName(s setting) string { return strconv.Itoa(s.Edges) }

func compare(to io.Writer, edges, what string, model, measured float64) {
	factor := "–"
	if model > 0 {
		factor = fmt.Sprintf("%.2f", measured/model)
	}
	fmt.Fprintf(to, "| %s | %s | %s | %s | %s |\n", edges, what, short(model), short(measured), factor)
}

func sorted[T any](named map[string]T) []string {
	names := make([]string, 0, len(named))
	for name := range named {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		one, first := strconv.Atoi(names[i])
		other, second := strconv.Atoi(names[j])
		if first == nil && second == nil {
			return one < other
		}
		return names[i] < names[j]
	})
	return names
}
