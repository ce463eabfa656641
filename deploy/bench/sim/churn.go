package main

// stop ends an edge. In order, it ships its journal and closes its leases; when it is killed, its leases stay until its
// successor or the expiry ends them, `after` later.
func (w *world) stop(e *edge, inOrder bool, after int64) {
	for i, other := range w.alive {
		if other == e {
			w.alive = append(w.alive[:i], w.alive[i+1:]...)
			break
		}
	}
	// Requests under way are served to their end.
	if inOrder {
		w.after(w.Duration+second, func() { w.retire(e) })
		return
	}
	e.alive = false
	w.after(after, func() { w.release(e) })
}

// retire closes an edge's leases in calls of 500; its journal is empty by then, but for what came just now.
func (w *world) retire(e *edge) {
	e.alive = false
	for _, l := range e.journal.waiting[e.journal.head:] {
		w.accounts[l.account].post(l, w.Charge)
	}
	w.counts.LeaseCalls += int64((len(e.leases) + asksMax - 1) / asksMax)
	w.counts.LeaseAsks += int64(len(e.leases))
	w.release(e)
}

func (w *world) release(e *edge) {
	for _, l := range e.leases {
		w.accounts[l.account].hold(l, -l.held)
		w.counts.LeaseCloses++
	}
	e.leases, e.keys, e.pools = nil, nil, nil
}

// heldByDead is what leases of edges that were killed hold, in mean requests.
func (w *world) heldByDead() float64 {
	sum := int64(0)
	for _, e := range w.edges {
		if !e.alive {
			for _, l := range e.leases {
				sum += l.held
			}
		}
	}
	return float64(sum) / float64(w.Charge)
}

// churnRow compares the seconds of a change with those before.
type churnRow struct {
	Name  string `json:"name"`
	Edges int    `json:"edges"`
	// Per second, before and in the worst second.
	LookUps, LookUpsAtWorst     float64
	Leases, LeasesAtWorst       float64
	Waited, WaitedAtWorst       float64
	Unavailable                 int64
	SecondsUntilAsBefore        int
	HeldByDead, HeldByDeadOfAll float64
}

type change func(w *world, at int64)

// rolling restarts one edge after the other; each is away for five seconds.
func rolling(w *world, at int64) {
	for i, e := range append([]*edge(nil), w.alive...) {
		begins := at + int64(i)*60*second/int64(len(w.alive)) - w.now
		w.after(begins, func() { w.stop(e, true, 0) })
		w.after(begins+5*second, func() { w.addEdge() })
	}
}

// replaced kills a tenth of the edges within a minute; their successors are there after 20 s.
func replaced(w *world, at int64) {
	tenth := max(1, len(w.alive)/10)
	for i := range tenth {
		e := w.alive[i]
		begins := at + int64(i)*60*second/int64(tenth) - w.now
		w.after(begins, func() { w.stop(e, false, 20*second) })
		w.after(begins+20*second, func() { w.addEdge() })
	}
}

// scaled doubles the edges at once, and halves them a minute later.
func scaled(w *world, at int64) {
	before := append([]*edge(nil), w.alive...)
	w.after(at-w.now, func() {
		for range before {
			w.addEdge()
		}
	})
	w.after(at+60*second-w.now, func() {
		for _, e := range before {
			w.stop(e, true, 0)
		}
	})
}

func tryChurn(name string, s setting, what change) churnRow {
	w := newWorld(s)
	what(w, s.Warm)
	w.run(s.Warm - 10*second)
	row := churnRow{Name: name, Edges: s.Edges}
	last := w.counts
	each := func(do func(turn int, c counts)) {
		seconds := int(s.Measure/second) + 10
		for turn := range seconds {
			w.run(s.Warm - 10*second + int64(turn+1)*second)
			do(turn, w.counts)
			last = w.counts
		}
	}
	each(func(turn int, c counts) {
		lookUps, asks := float64(c.Introspects-last.Introspects), float64(c.LeaseAsks-last.LeaseAsks)
		waited := part(c.Waited-last.Waited, c.Requests-last.Requests)
		if turn < 10 {
			row.LookUps += lookUps / 10
			row.Leases += asks / 10
			row.Waited += waited / 10
			return
		}
		row.LookUpsAtWorst, row.LeasesAtWorst = max(row.LookUpsAtWorst, lookUps), max(row.LeasesAtWorst, asks)
		row.WaitedAtWorst = max(row.WaitedAtWorst, waited)
		row.HeldByDead = max(row.HeldByDead, w.heldByDead())
		if lookUps > 1.1*row.LookUps {
			row.SecondsUntilAsBefore = turn - 9
		}
	})
	row.Unavailable = w.counts.Unavailable
	row.HeldByDeadOfAll = row.HeldByDead / (s.Rate * 60)
	return row
}
