package main

// rowRow tells how batches of so many edges wait for one row: that of the account which is in each of them.
type rowRow struct {
	Edges int `json:"edges"`
	// Records a second.
	Offered float64 `json:"offered"`
	Posted  float64 `json:"posted"`
	Batch   float64 `json:"records_a_batch"`
	// How long a batch waits for the row, and has it, in milliseconds, on average.
	Waits float64 `json:"waits_ms"`
	Has   float64 `json:"has_ms"`
	Busy  float64 `json:"busy"`
	// Until the journals are full, in minutes; 0: never.
	FullAfter float64 `json:"full_after_min"`
}

const (
	journalBytes = 1 << 30
	// Of a frame that ends a request, with its `open`.
	recordBytes = 1300
)

// rowQueue is one row in Postgres: transactions have it one after the other, in the order in which they came.
type rowQueue struct {
	freeAt                            int64
	batches, records, waits, hasTotal int64
}

func tryRow(edges int, rate, accountsPerRecord float64, cost posting) rowRow {
	c, row := &clock{}, &rowQueue{}
	random := seeded(5)
	// Until each edge has sent twice what it found at first.
	begins := max(30*second, 2*int64(edges)*cost.of(usageMax, usageMax*accountsPerRecord))
	for range edges {
		shipOverRow(c, row, rate, accountsPerRecord, cost, int64(random.Float64()*float64(usagePause)))
	}
	c.run(begins)
	*row = rowQueue{freeAt: row.freeAt}
	c.run(2 * begins)
	seconds := float64(begins) / float64(second)
	result := rowRow{Edges: edges, Offered: rate * float64(edges), Posted: float64(row.records) / seconds,
		Batch: mean(row.records, row.batches), Waits: mean(row.waits, row.batches) / 1000,
		Has: mean(row.hasTotal, row.batches) / 1000}
	result.Busy = min(1, float64(row.hasTotal)/float64(begins))
	if behind := result.Offered - result.Posted; behind > 0.02*result.Offered {
		result.FullAfter = journalBytes / recordBytes / (behind / float64(edges)) / 60
	}
	return result
}

func mean(sum, n int64) float64 { return float64(sum) / float64(max(1, n)) }

// shipOverRow is an edge's shipper: a batch of what has come, at most 1,000, one at a time.
func shipOverRow(c *clock, row *rowQueue, rate, accountsPerRecord float64, cost posting, first int64) {
	shipped := 0.0
	waiting := func() float64 { return rate*float64(c.now)/float64(second) - shipped }
	var ship func()
	ship = func() {
		size := min(usageMax, waiting())
		if size < 1 {
			c.after(usageWait, ship)
			return
		}
		shipped += size
		asked := c.now
		begins := max(c.now, row.freeAt)
		has := cost.of(size, size*accountsPerRecord)
		row.freeAt = begins + has
		c.after(begins+has-c.now, func() {
			row.batches++
			row.records += int64(size)
			row.waits += begins - asked
			row.hasTotal += has
			full := int64((usageMax - waiting()) / rate * float64(second))
			c.after(max(0, min(full, shipPause(c.now-asked))), ship)
		})
	}
	c.after(first, ship)
}
