package main

// What a request of the trials holds and costs: a bound of 4,096 tokens of output, 300 written on average, 600 by the
// 95th percentile, 256 at least.
const usualCharge = 1000

var usualNeed = need{bound: 13_000, learned: 8_000, least: 1_000}

// balanceRow tells how an account's credit runs out over so many edges.
type balanceRow struct {
	Edges int     `json:"edges"`
	Rate  float64 `json:"rate"`
	// Of a balance of ten minutes of spend: what leases hold and no request has reserved, after two minutes.
	Stuck float64 `json:"stuck"`
	// What was left at the first refusal, in mean requests, and as a part of the whole.
	LeftAtFirst     float64 `json:"left_at_first"`
	LeftAtFirstPart float64 `json:"left_at_first_part"`
	// Seconds from the first refusal to the last request served, and what became of requests in them.
	Tail    float64 `json:"tail_s"`
	Refused float64 `json:"refused"`
	// What was left in the end, in mean requests.
	LeftInTheEnd float64 `json:"left_in_the_end"`
	// Of the requests of the minute before the first refusal.
	Waited  float64 `json:"waited"`
	Recalls int64   `json:"recalls"`
	Fetches int64   `json:"fetches"`
}

const (
	drained    = 600 * second
	longEnough = 120 * second
)

func tryBalance(edges int, rate float64, l latencies) balanceRow {
	s := lonely(edges, rate, 0, l)
	s.Population.LimitedShare, s.Duration = 0, 2*second
	s.Balance = int64(rate * float64(drained/second))
	w := newWorld(s)
	row := balanceRow{Edges: edges, Rate: rate}
	total := float64(s.Balance * usualCharge)
	first, last, served := int64(0), int64(0), 0
	var waits []int64
	w.observer.waited = func() { waits = append(waits, w.now) }
	w.observer.admitted = func(int32) {
		if first > 0 {
			last = w.now
			served++
		}
	}
	w.observer.refused = func(_ int32, balance int64) {
		if first == 0 {
			first = w.now
			row.LeftAtFirst = float64(balance) / usualCharge
			row.LeftAtFirstPart = float64(balance) / total
		}
	}
	w.run(longEnough)
	row.Stuck = w.unreserved(hot) / float64(w.accounts[hot].balance)
	w.run(drained + 60*second)
	row.Tail = max(0, float64(last-first)/float64(second))
	row.Refused = max(0, 1-float64(served)/max(1, rate*row.Tail))
	row.LeftInTheEnd = float64(w.accounts[hot].balance) / usualCharge
	row.Waited = min(1, float64(between(waits, first-60*second, first))/(60*rate))
	row.Recalls, row.Fetches = w.counts.Recalls, w.counts.RecallFetches
	return row
}

// unreserved is what all leases of an account hold for nobody.
func (w *world) unreserved(id int32) float64 {
	sum := int64(0)
	for _, e := range w.edges {
		if l := e.leases[id]; l != nil {
			sum += max(0, l.available)
		}
	}
	return float64(sum)
}
