package main

// limitRow tells how a key's limit is used by so many edges.
type limitRow struct {
	Edges int   `json:"edges"`
	Limit int64 `json:"limit"`
	// Of the limit, when twice as much is asked for.
	Used float64 `json:"used"`
	// Of requests, when nine tenths of the limit are asked for.
	RefusedWithin float64 `json:"refused_within"`
	// The same with slices that get smaller with the number of edges.
	RefusedShrunk float64 `json:"refused_within_shrunk"`
	// Of the limit: the most in any minute.
	Most float64 `json:"most"`
}

// lonely is one key of one account that has all it needs.
func lonely(edges int, rate float64, limit int64, l latencies) setting {
	return setting{Edges: edges, Rate: rate, Duration: 20 * milli, Need: usualNeed, Charge: usualCharge, Balance: 1 << 40,
		Seed: 11, Singly: true, Warm: 65 * second, Measure: 60 * second, Latency: l,
		Population: population{Accounts: 1, HotKeys: 1, HotShare: 1, LimitedShare: 1, Windows: 1, FixedLimit: limit}}
}

func tryLimit(edges int, limit int64, l latencies) limitRow {
	over := newWorld(lonely(edges, 2*float64(limit)/60, limit, l))
	var times []int64
	over.observer.admitted = func(int32) { times = append(times, over.now) }
	c := over.measure()
	less := lonely(edges, 0.9*float64(limit)/60, limit, l)
	within := newWorld(less).measure()
	less.Shrunk = true
	small := newWorld(less).measure()
	return limitRow{Edges: edges, Limit: limit, Used: float64(c.Requests-c.Limited) / float64(limit),
		RefusedWithin: part(within.Limited, within.Requests),
		RefusedShrunk: part(small.Limited, small.Requests), Most: float64(mostIn(times, windowLength)) / float64(limit)}
}

func part(some, all int64) float64 { return float64(some) / float64(max(1, all)) }

// failoverRow tells what a fail-over of Redis does to a limit.
type failoverRow struct {
	Edges   int     `json:"edges"`
	Limit   int64   `json:"limit"`
	Offered float64 `json:"offered"`
	// All requests come to one edge, as of a client that keeps its connection.
	OneEdge bool `json:"one_edge"`
	// The most in any minute, of the limit.
	Most float64 `json:"most"`
	// Of the requests of these three seconds.
	Refused  float64 `json:"refused"`
	Degraded float64 `json:"degraded"`
	// Requests that waited half a second for an answer that did not come.
	Hung int64 `json:"hung"`
}

const (
	outageAt    = 70 * second
	outageLasts = 3 * second
)

func tryFailover(edges int, limit int64, offered float64, oneEdge bool, l latencies) failoverRow {
	s := lonely(edges, offered*float64(limit)/60, limit, l)
	w := newWorld(s)
	if oneEdge {
		w.sticky = w.edges[0]
	}
	var times []int64
	w.observer.admitted = func(int32) { times = append(times, w.now) }
	w.outage(outageAt, outageLasts, second)
	w.run(outageAt)
	w.counts = counts{}
	w.run(outageAt + scriptTimeout)
	hung := int64(0)
	for _, e := range w.edges {
		for _, pool := range e.pools {
			hung += pool.waiting
		}
	}
	w.run(outageAt + outageLasts)
	c := w.counts
	w.run(outageAt + 70*second)
	return failoverRow{Edges: edges, Limit: limit, Offered: offered, OneEdge: oneEdge, Hung: hung,
		Most: float64(mostIn(times, windowLength)) / float64(limit), Refused: part(c.Limited, c.Requests),
		Degraded: part(c.Degraded, c.Requests)}
}
