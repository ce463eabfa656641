package main

// accountKey numbers an account's own limit among those of keys.
func accountKey(account int32) int32 { return -2 - account }

// admit passes a request through its limits, or has it wait. All windows of a limited key are taken alike: one is
// simulated, and counted as often as there are.
func (w *world) admit(e *edge, account, key int32, waits *bool) bool {
	limit := w.crowd.limit[account]
	switch {
	case limit == 0:
		return true
	case limit <= smallLimit:
		w.permit(e)
		*waits = true
		return true
	}
	called := false
	goesOn := w.take(e, key, account, limit, &called)
	if goesOn && account == hot && w.Population.HotShare < 1 {
		goesOn = w.take(e, accountKey(account), account, w.hotLimit(), &called)
	}
	if w.Population.Concurrency > 0 {
		w.takeSlot(e, account)
	}
	if called {
		w.counts.SliceCalls++
	}
	*waits = *waits || !goesOn
	return goesOn
}

// permit asks for one request by all of its windows; tokens are corrected when it has ended.
func (w *world) permit(e *edge) {
	w.counts.PermitCalls++
	if w.Population.Windows > 1 {
		e.corrections++
	}
}

// hotLimit is the hot account's own, beside those of its keys.
func (w *world) hotLimit() int64 { return w.Population.limitFor(w.Rate * w.Population.HotShare) }

func (w *world) window(id int32, limit int64) *window {
	counted := w.windows[id]
	if counted == nil {
		counted = newWindow(limit)
		w.windows[id] = counted
	}
	return counted
}

func (w *world) take(e *edge, id, account int32, limit int64, called *bool) bool {
	pool := e.pools[id]
	if pool == nil {
		pool = &slicePool{}
		e.pools[id] = pool
	}
	taken := pool.take(1, w.now)
	if taken == 0 {
		pool.waiting++
	}
	if !pool.asking && (taken == 0 || pool.isLow(w.now)) {
		w.askSlice(e, pool, id, account, limit)
		*called = true
	}
	return taken > 0
}

func (w *world) askSlice(e *edge, pool *slicePool, id, account int32, limit int64) {
	size := sliceSize(limit)
	if w.Shrunk {
		size = shrunk(limit, len(w.alive))
	}
	amount := pool.ask(size, w.now)
	w.counts.SliceAsks += int64(w.Population.Windows)
	if account == hot {
		w.counts.HotSlotScripts += int64(w.Population.Windows)
	}
	counted := w.window(id, limit)
	if w.redis.isAway {
		w.after(w.redis.failsAfter(w.now, w.Latency.Ratelimit), func() { w.failed(e, pool, account, limit) })
		return
	}
	w.after(w.Latency.Ratelimit/2, func() {
		granted, bucket := counted.grant(amount, w.now)
		w.after(w.Latency.Ratelimit/2, func() { w.granted(e, pool, id, account, limit, granted, bucket) })
	})
}

// granted serves those who wait. When the limit is used up, nobody waits in vain.
func (w *world) granted(e *edge, pool *slicePool, id, account int32, limit, granted, bucket int64) {
	pool.asking = false
	if granted > 0 {
		w.returned(e, pool, account, id)
		pool.accept(granted, bucket)
		w.sweepAt(pool.validUntil, func() {
			if pool.has && w.now >= pool.validUntil {
				w.returned(e, pool, account, id)
			}
			if !pool.has && !pool.asking && e.pools[id] == pool {
				delete(e.pools, id)
			}
		})
	}
	for pool.waiting > 0 && pool.take(1, w.now) == 1 {
		pool.waiting--
		w.served(e, account)
	}
	if granted < pool.asked {
		w.counts.Limited += pool.waiting
		w.releaseSlots(e, account, pool.waiting)
		pool.waiting = 0
	}
	if pool.waiting > 0 {
		w.counts.SliceCalls++
		w.askSlice(e, pool, id, account, limit)
	}
}

// served goes on with a request that has waited; who waits for two limits waits for the key's alone.
func (w *world) served(e *edge, account int32) {
	waits := true
	w.reserve(e, account, &waits)
}

// returned tells what a slice that is over has left.
func (w *world) returned(e *edge, pool *slicePool, account, id int32) {
	rest, bucket := pool.end()
	if rest == 0 {
		return
	}
	e.returns += w.Population.Windows
	if account == hot {
		w.counts.HotSlotScripts += int64(w.Population.Windows)
	}
	counted := w.windows[id]
	due := w.now/flushEvery*flushEvery + flushEvery - w.now + w.Latency.Ratelimit/2
	w.after(due, func() { counted.giveBack(bucket, rest, w.now) })
}

func (w *world) sweepAt(at int64, do func()) {
	turn := at/flushEvery + 1
	w.sweeps[turn] = append(w.sweeps[turn], do)
}

// flush ends slices that are over, and sends reports: one call of each kind and edge.
func (w *world) flush() {
	turn := w.now / flushEvery
	for _, do := range w.sweeps[turn] {
		do()
	}
	delete(w.sweeps, turn)
	for _, e := range w.alive {
		for _, slots := range e.slots {
			e.corrections += int(slots.sweep(w.now))
		}
		w.report(&e.returns, &w.counts.ReturnCalls, &w.counts.ReturnItems)
		w.report(&e.corrections, &w.counts.CorrectionCalls, &w.counts.CorrectionItems)
	}
}

func (w *world) report(items *int, calls, sent *int64) {
	if batch := min(*items, reportsMax); batch > 0 {
		*items -= batch
		*calls++
		*sent += int64(batch)
	}
}

// takeSlot takes one of the account's concurrency slots; more are asked for before the last spare one is taken.
func (w *world) takeSlot(e *edge, account int32) {
	pool := e.slots[account]
	if pool == nil {
		pool = &slotPool{}
		e.slots[account] = pool
	}
	if pool.take(1, w.now) == 0 {
		pool.waiting++
	}
	if !pool.asking && (pool.waiting > 0 || pool.isLow()) {
		w.askSlots(pool)
	}
}

func (w *world) askSlots(pool *slotPool) {
	pool.asking = true
	w.counts.SliceCalls++
	w.counts.SliceAsks++
	granted := pool.wanted(w.Population.Concurrency)
	w.after(w.Latency.Ratelimit, func() {
		pool.asking = false
		pool.free += granted
		pool.waiting -= pool.take(pool.waiting, w.now)
		if pool.waiting > 0 {
			w.askSlots(pool)
		}
	})
}

func (w *world) releaseSlots(e *edge, account int32, n int64) {
	if slots := e.slots[account]; slots != nil {
		slots.giveBack(n)
	}
}

func (w *world) renew(e *edge) {
	held := int64(0)
	for _, pool := range e.slots {
		held += pool.free + pool.used
	}
	if e.alive && held > 0 {
		w.counts.RenewCalls++
		w.counts.RenewItems += held
	}
}
