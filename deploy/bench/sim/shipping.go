package main

// written is a request's end in the journal; a full batch does not wait.
func (w *world) written(e *edge, charged *lease) {
	j := &e.journal
	j.waiting = append(j.waiting, charged)
	switch {
	case j.busy:
	case !j.resting:
		w.rest(e)
	case j.size() == usageMax:
		w.ship(e)
	}
}

// rest is the pause after a batch that was not full.
func (w *world) rest(e *edge) {
	j := &e.journal
	j.resting = true
	j.rests++
	turn := j.rests
	w.after(usageWait, func() {
		if j.resting && j.rests == turn {
			w.ship(e)
		}
	})
}

// ship sends what is there, up to 500 records; billing posts it in one transaction.
func (w *world) ship(e *edge) {
	j := &e.journal
	batch := j.take(usageMax)
	if len(batch) == 0 || !e.alive {
		w.rest(e)
		return
	}
	j.resting, j.busy = false, true
	w.batches++
	w.counts.UsageCalls++
	w.counts.UsageRecords += int64(len(batch))
	for _, l := range batch {
		if w.stamps[l.account] != w.batches {
			w.stamps[l.account] = w.batches
			w.counts.UsageAccounts++
		}
	}
	if w.stamps[hot] == w.batches {
		w.counts.HotRowUsage++
	}
	w.after(w.Latency.Usage, func() {
		for _, l := range batch {
			w.accounts[l.account].post(l, w.Charge)
		}
		j.trim()
		j.busy = false
		if j.size() >= usageMax {
			w.ship(e)
		} else {
			w.rest(e)
		}
	})
}

// tellOpen tells billing of requests that are under way for a second: a frame each.
func (w *world) tellOpen(e *edge) {
	if open := e.journal.opens; open > 0 {
		e.journal.opens = 0
		w.counts.OpenFrames += int64(open)
		w.counts.OpenCalls += int64((open + openMax - 1) / openMax)
	}
}
