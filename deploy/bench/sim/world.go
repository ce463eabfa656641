package main

import "math/rand/v2"

const tickLength = milli

// world is all edges, and the books and windows that they share.
type world struct {
	clock
	setting
	crowd    *crowd
	random   *rand.Rand
	edges    []*edge
	alive    []*edge
	accounts []account
	windows  map[int32]*window
	counts   counts
	ending   *lane
	// Leases by the second in which they are looked at again.
	upkeep map[int64][]*lease
	// Slices and slots by the tenth of a second in which they are looked at again.
	sweeps   map[int64][]func()
	redis    redis
	stamps   []int64
	batches  int64
	observer observer
	// When set, all requests come to it.
	sticky *edge
}

// observer is told what a trial is interested in; each may be nil.
type observer struct {
	admitted func(account int32)
	refused  func(account int32, balance int64)
	waited   func()
}

func newWorld(s setting) *world {
	w := &world{setting: s, crowd: s.Population.gather(s.Rate), random: seeded(s.Seed), windows: map[int32]*window{},
		upkeep: map[int64][]*lease{}, sweeps: map[int64][]func(){}}
	w.accounts = make([]account, s.Population.Accounts)
	w.stamps = make([]int64, s.Population.Accounts)
	for i := range w.accounts {
		w.accounts[i].balance = s.Balance * s.Charge
		w.accounts[i].recalledAt = -second
	}
	w.ending = &lane{delay: s.Duration, do: w.end}
	w.lanes = append(w.lanes, w.ending)
	for range s.Edges {
		w.addEdge()
	}
	w.every(second, second, w.keepUp)
	w.every(flushEvery, flushEvery, w.flush)
	if s.Singly {
		w.arriveSingly()
	} else {
		w.every(0, tickLength, w.arriveTogether)
	}
	return w
}

// addEdge starts one: cold, with its polls and its shipper.
func (w *world) addEdge() *edge {
	e := newEdge(int32(len(w.edges)))
	w.edges = append(w.edges, e)
	w.alive = append(w.alive, e)
	if w.Population.Concurrency > 0 {
		w.every(renewEvery, renewEvery, func() { w.renew(e) })
	}
	w.every(pollEvery, pollEvery, func() { w.poll(e) })
	w.every(catalogueEvery, catalogueEvery, func() { w.counts.Catalogues += 2 })
	return e
}

// poll is "since revision n?" to auth and routing, and to billing for prices and for recalls.
func (w *world) poll(e *edge) {
	if e.alive {
		w.counts.AuthPolls++
		w.counts.RoutingPolls++
		w.counts.BillingPolls += 2
	}
}

// measure runs the warm-up, and then counts.
func (w *world) measure() counts {
	w.run(w.Warm)
	w.counts = counts{}
	w.run(w.Warm + w.Measure)
	return w.counts
}

func (w *world) arriveSingly() {
	w.after(int64(w.random.ExpFloat64()/w.Rate*float64(second)), func() {
		w.arrive()
		w.arriveSingly()
	})
}

func (w *world) arriveTogether() {
	for range poisson(w.random, w.Rate*float64(tickLength)/float64(second)) {
		w.arrive()
	}
}

func (w *world) arrive() {
	account, key := w.crowd.draw(w.random)
	w.request(w.edgeFor(account), account, key)
}

// edgeFor spreads requests evenly; with affinity, an account's over a few edges, the hot one's over all.
func (w *world) edgeFor(account int32) *edge {
	if w.sticky != nil {
		return w.sticky
	}
	if w.Affinity == 0 || account == hot {
		return w.alive[w.random.IntN(len(w.alive))]
	}
	first := int(uint32(account) * 2654435761 % uint32(len(w.alive)))
	return w.alive[(first+w.random.IntN(w.Affinity))%len(w.alive)]
}

// request goes the edge's way: key, limits, credit. What it waits for, some milliseconds, does not shift what follows.
func (w *world) request(e *edge, account, key int32) {
	w.counts.Requests++
	waits := w.lookUp(e, key)
	if w.admit(e, account, key, &waits) {
		w.reserve(e, account, &waits)
	}
	if waits {
		w.counts.Waited++
	}
}

// lookUp asks auth for a key that is not known, and refreshes in the last quarter of a verdict's minute.
func (w *world) lookUp(e *edge, key int32) bool {
	asked, known := e.keys[key]
	age := w.now - asked
	if known && age < keyRefresh {
		return false
	}
	w.counts.Introspects++
	e.keys[key] = w.now
	return !known || age >= keyTTL
}

// begin is what an admitted request does upstream, and how it ends.
func (w *world) begin(e *edge, account int32, l *lease, hold int64) {
	if w.observer.admitted != nil {
		w.observer.admitted(account)
	}
	w.ending.add(w.now, finish{edge: e.number, account: account, lease: l, hold: hold})
	if w.Duration > openAfter {
		e.journal.opens++
	}
}

func (w *world) end(f finish) {
	e := w.edges[f.edge]
	if !e.alive {
		return
	}
	f.lease.settle(f.hold, w.Charge)
	if f.lease.exact && f.lease.available > 0 {
		w.wants(e, f.lease, true)
	}
	w.releaseSlots(e, f.account, 1)
	w.written(e, f.lease)
}

// forgetKeys drops verdicts that are asked for again anyway.
func (e *edge) forgetKeys(now int64) {
	for key, asked := range e.keys {
		if now-asked >= keyTTL {
			delete(e.keys, key)
		}
	}
}
