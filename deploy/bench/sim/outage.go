package main

const (
	// Longest wait for a script; then ratelimit refuses without asking Redis.
	scriptTimeout = 500 * milli
	degradedSpan  = 61 * second
)

// redis is away for a while in some trials.
type redis struct {
	isAway bool
	since  int64
}

// failsAfter is how long a call takes to fail: those of the first half second run into their time limit.
func (r redis) failsAfter(now, latency int64) int64 {
	return max(latency, r.since+scriptTimeout-now)
}

// share is one edge's part of a limit while it is alone: half as much again as an equal one (rules 16).
func share(limit int64, edges int) int64 {
	parts := int64(2 * edges)
	return max(1, (limit*3+parts-1)/parts)
}

// degraded counts what an edge admits alone, by the second.
type degraded struct{ times []int64 }

func (d *degraded) take(now, share int64) bool {
	first := 0
	for first < len(d.times) && d.times[first] <= now-degradedSpan {
		first++
	}
	d.times = d.times[first:]
	if int64(len(d.times)) >= share {
		return false
	}
	d.times = append(d.times, now)
	return true
}

// failed has those who wait for a slice judged by this edge alone.
func (w *world) failed(e *edge, pool *slicePool, account int32, limit int64) {
	pool.asking = false
	waiting := pool.waiting
	pool.waiting = 0
	for range waiting {
		if e.alone.take(w.now, share(limit, len(w.alive))) {
			w.counts.Degraded++
			w.served(e, account)
		} else {
			w.counts.Limited++
		}
	}
}

// outage takes Redis away; the last second of counts is forgotten with it.
func (w *world) outage(at, lasts, forgotten int64) {
	w.after(at-w.now, func() { w.redis = redis{true, w.now} })
	w.after(at+lasts-w.now, func() {
		w.redis.isAway = false
		for _, counted := range w.windows {
			counted.forget(at - forgotten)
		}
	})
}
