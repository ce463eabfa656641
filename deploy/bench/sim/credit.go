package main

// reserve takes credit at hand, or has the request wait for an ask.
func (w *world) reserve(e *edge, account int32, waits *bool) {
	l := e.leases[account]
	if l != nil {
		hold := w.Need.wanted(l.free)
		if l.reserve(hold, w.now) {
			if !l.asking && l.isLow(w.now) {
				w.wants(e, l, false)
			}
			w.begin(e, account, l, hold)
			return
		}
	}
	*waits = true
	if w.observer.waited != nil {
		w.observer.waited()
	}
	w.wait(e, account, false)
}

// wait enqueues a request for the account's next ask.
func (w *world) wait(e *edge, account int32, retried bool) {
	l := e.leases[account]
	if l == nil {
		if len(e.leases) >= leasesMax {
			w.counts.Unavailable++
			return
		}
		l = w.open(e, account)
	}
	l.lastUsed = w.now
	l.waiting++
	if retried {
		l.retried++
	}
	w.wants(e, l, false)
}

func (w *world) open(e *edge, account int32) *lease {
	l := &lease{edge: e.number, account: account, asked: w.now, lastUsed: w.now, recentAt: int32(w.now / second)}
	e.leases[account] = l
	w.counts.LeaseOpens++
	w.lookAgain(l, w.now+second)
	return l
}

// wants has the lease travel with the edge's next call, 3 ms from the first that wants to.
func (w *world) wants(e *edge, l *lease, giveBack bool) {
	l.giveBack = l.giveBack || giveBack
	if l.due {
		return
	}
	l.due = true
	if !l.asking {
		w.enqueue(e, l)
	}
}

func (w *world) enqueue(e *edge, l *lease) {
	e.due = append(e.due, l)
	if !e.armed {
		e.armed = true
		w.after(batchWait, func() {
			e.armed = false
			w.sendAsks(e)
		})
	}
}

func (w *world) sendAsks(e *edge) {
	due := e.due
	e.due = nil
	for len(due) > 0 && e.alive {
		batch := due[:min(len(due), asksMax)]
		due = due[len(batch):]
		asks := make([]leaseAsk, len(batch))
		isHot := false
		for i, l := range batch {
			asks[i] = l.next(w.Need, w.now)
			isHot = isHot || l.account == hot
		}
		w.counts.LeaseCalls++
		w.counts.LeaseAsks += int64(len(batch))
		if isHot {
			w.counts.HotRowLeases++
		}
		w.after(w.Latency.Lease/2, func() { w.decide(e, batch, asks) })
	}
}

// decide is billing's transaction, in the middle of the call.
func (w *world) decide(e *edge, batch []*lease, asks []leaseAsk) {
	answers := make([]leaseAnswer, len(batch))
	for i, l := range batch {
		account := &w.accounts[l.account]
		answers[i] = account.answer(l, asks[i], w.Need)
		if answers[i].heldByOthers && len(answers[i].grants) < asks[i].needs {
			w.recall(l.account)
		}
	}
	w.after(w.Latency.Lease/2, func() {
		for i, l := range batch {
			w.answered(e, l, asks[i], answers[i])
		}
	})
}

func (w *world) answered(e *edge, l *lease, ask leaseAsk, answer leaseAnswer) {
	if ask.close {
		w.closed(e, l)
		return
	}
	l.answered(answer)
	if !e.alive {
		return
	}
	for _, hold := range answer.grants {
		w.begin(e, l.account, l, hold)
	}
	w.refuse(e, l, ask, answer)
	if l.due || l.giveBack || l.waiting > 0 {
		l.due = true
		w.enqueue(e, l)
	}
}

// refuse has requests that others' holds are in the way of try once more; the others get their 402.
func (w *world) refuse(e *edge, l *lease, ask leaseAsk, answer leaseAnswer) {
	missing := ask.needs - len(answer.grants)
	again := min(missing, ask.needs-ask.retried)
	held := answer.heldByOthers || (l.left > 0 && l.left+l.free >= w.Need.least)
	if !held {
		again = 0
	}
	for range again {
		w.after(recallWait, func() {
			if e.alive {
				w.wait(e, l.account, true)
			}
		})
	}
	w.releaseSlots(e, l.account, int64(missing-again))
	for range missing - again {
		w.counts.Broke++
		if w.observer.refused != nil {
			w.observer.refused(l.account, w.accounts[l.account].balance)
		}
	}
}

func (w *world) closed(e *edge, l *lease) {
	l.closed, l.asking = true, false
	if e.leases[l.account] == l {
		delete(e.leases, l.account)
	}
	w.counts.LeaseCloses++
	for range l.waiting {
		w.wait(e, l.account, false)
	}
}

// recall calls credit back from all edges, at most every 100 ms: the door bell rings, and each fetches the page.
func (w *world) recall(id int32) {
	account := &w.accounts[id]
	if w.now-account.recalledAt < recallEvery {
		return
	}
	account.recalledAt = w.now
	w.counts.Recalls++
	w.after(bellLatency, func() {
		for _, e := range w.alive {
			w.counts.RecallFetches++
			if l := e.leases[id]; l != nil && !l.closing {
				w.wants(e, l, true)
			}
		}
	})
}
