package main

import (
	"fmt"
	"sync"
	"syscall"
	"time"

	"tollgate.dev/bench/hist"
)

// tally is what became of the requests, of all connections together.
type tally struct {
	mu       sync.Mutex // of all below: the load runs on one core, so nobody waits for it
	ok       int64
	refused  int64 // an answer other than 200
	failed   int64 // none, or broken off before its head was there
	short    int64 // streams that ended with fewer or more events than they should
	cut      int64 // answers that began with 200 and broke off, or told an error
	again    int64 // answers that were tried again
	wrong    int64 // answers whose content is not what was asked for
	events   int64
	statuses map[string]int64
	why      map[string]int64
	latency  hist.Histogram
	first    hist.Histogram
	gaps     hist.Histogram
	lag      hist.Histogram // of the load itself: from due to sent
	elapsed  time.Duration
	highest  int64 // streams or sessions that were open at once
}

// The reasons that are told; the rest are counted only.
const reasonsMax = 8

func (t *tally) reason(text string) {
	if t.why == nil {
		t.why = map[string]int64{}
	}
	if _, known := t.why[text]; known || len(t.why) < reasonsMax {
		t.why[text]++
	}
}

func (t *tally) status(a *answer) {
	t.refused++
	if t.statuses == nil {
		t.statuses = map[string]int64{}
	}
	t.statuses[fmt.Sprint(a.status)]++
	t.reason(fmt.Sprintf("%d %.200s", a.status, a.kept))
}

// note changes it under its lock.
func (t *tally) note(change func(t *tally)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	change(t)
}

func (t *tally) report(o *options) map[string]any {
	seconds := t.elapsed.Seconds()
	out := map[string]any{
		"mode": o.mode, "c": o.c, "elapsed_s": seconds, "ok": t.ok, "refused": t.refused, "failed": t.failed,
		"short": t.short, "cut": t.cut, "wrong": t.wrong, "again": t.again, "rps": float64(t.ok) / seconds, "client_cpu_s": ownCPU(),
		"latency_us": t.latency.Summary(), "first_us": t.first.Summary(),
	}
	if t.statuses != nil {
		out["statuses"] = t.statuses
	}
	if t.why != nil {
		out["why"] = t.why
	}
	if o.mode == "open" {
		out["lag_us"] = t.lag.Summary()
		out["asked"] = o.made.Load()
	}
	if o.streams() || o.mode == "realtime" {
		out["events"] = t.events
		out["events_per_s"] = float64(t.events) / seconds
		out["highest"] = t.highest
	}
	if o.mode == "hold" {
		out["gap_us"] = t.gaps.Summary()
	}
	return out
}

func ownCPU() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return float64(usage.Utime.Sec+usage.Stime.Sec) + float64(usage.Utime.Usec+usage.Stime.Usec)/1e6
}
