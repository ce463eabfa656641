package main

import (
	"sync"
	"sync/atomic"
	"time"
)

const (
	heldBuffer = 2 << 10
	// Until all streams that began have shown their first events.
	settled = time.Second
)

// hold opens all streams over the ramp, and keeps each for the time told behind it. Gaps count while all are open.
func hold(o *options) *tally {
	all := &tally{}
	made := newRequests(o)
	began := time.Now()
	var now, highest atomic.Int64
	staggered(o, func(i int) {
		w := newWorker(o, made, o.targets[i%len(o.targets)], all)
		w.buffer = heldBuffer
		defer func() { w.conn.close() }()
		w.events.gaps = all
		w.events.from = began.Add(o.ramp + settled)
		w.events.to = began.Add(o.duration)
		top(&highest, now.Add(1))
		if o.begin() {
			w.once()
		}
		now.Add(-1)
	})
	all.elapsed = time.Since(began)
	all.highest = highest.Load()
	return all
}

func top(highest *atomic.Int64, value int64) {
	for {
		known := highest.Load()
		if value <= known || highest.CompareAndSwap(known, value) {
			return
		}
	}
}

// staggered runs all workers side by side, which begin one after another over the ramp, and waits for them.
func staggered(o *options, work func(i int)) {
	var group sync.WaitGroup
	for i := range o.c {
		group.Add(1)
		go func() {
			defer group.Done()
			time.Sleep(o.ramp * time.Duration(i) / time.Duration(o.c))
			work(i)
		}()
	}
	group.Wait()
}
