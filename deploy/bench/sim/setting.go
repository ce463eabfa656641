package main

// setting is one run: who asks what of how many edges.
type setting struct {
	Edges      int        `json:"edges"`
	Rate       float64    `json:"rate"`
	Population population `json:"population"`
	// How long a request takes, in microseconds.
	Duration int64 `json:"duration_us"`
	// What a request holds, and what it costs in the end.
	Need   need  `json:"-"`
	Charge int64 `json:"charge"`
	// Of each account, in requests.
	Balance int64 `json:"balance"`
	Seed    uint64
	// Each request at its own instant; else all of a millisecond at once.
	Singly        bool `json:"singly"`
	Warm, Measure int64
	Latency       latencies `json:"latency_us"`
	// How long a batch of usage takes, as long as nobody waits for a row.
	Posting posting `json:"posting"`
	// How many edges an account's requests are spread over; 0: all.
	Affinity int `json:"affinity"`
	// What would be if slices got smaller with the number of edges.
	Shrunk bool `json:"shrunk"`
}

// latencies of inner calls, there and back, in microseconds.
type latencies struct {
	Auth      int64 `json:"auth"`
	Ratelimit int64 `json:"ratelimit"`
	Lease     int64 `json:"lease"`
}

// Defaults of the configuration of the edge.
const (
	keyTTL         = 60 * second
	keyRefresh     = 45 * second
	batchWait      = 3 * milli
	asksMax        = 500
	leasesMax      = 20_000
	recallWait     = 150 * milli
	recallEvery    = 100 * milli
	flushEvery     = 100 * milli
	reportsMax     = 500
	renewEvery     = 10 * second
	usageMax       = 1000
	usageWait      = 100 * milli
	usagePause     = second
	openAfter      = second
	openEvery      = 500 * milli
	openMax        = usageMax / 2
	openRounds     = 4
	smallLimit     = 120
	pollEvery      = 500 * milli
	catalogueEvery = 10 * second
	bellLatency    = 2 * milli
)
