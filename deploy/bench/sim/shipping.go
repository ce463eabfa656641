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

// shipPause lets a batch that is not full leave a little after its first record, and a while after the batch before.
func shipPause(sinceSent int64) int64 { return max(usageWait, usagePause-sinceSent) }

// rest is the pause before a batch that is not full.
func (w *world) rest(e *edge) {
	j := &e.journal
	j.resting = true
	j.rests++
	turn := j.rests
	w.after(shipPause(w.now-j.sentAt), func() {
		if j.resting && j.rests == turn {
			w.ship(e)
		}
	})
}

// ship sends what is there, up to 1,000 records; billing posts it in one transaction.
func (w *world) ship(e *edge) {
	j := &e.journal
	batch := j.take(usageMax)
	if len(batch) == 0 || !e.alive {
		w.tellOpen(e)
		w.rest(e)
		return
	}
	j.resting, j.busy, j.sentAt = false, true, w.now
	w.batches++
	accounts := 0
	w.counts.UsageCalls++
	w.counts.UsageRecords += int64(len(batch))
	for _, l := range batch {
		if w.stamps[l.account] != w.batches {
			w.stamps[l.account] = w.batches
			accounts++
		}
	}
	w.counts.UsageAccounts += int64(accounts)
	if w.stamps[hot] == w.batches {
		w.counts.HotRowUsage++
	}
	w.after(w.Posting.of(float64(len(batch)), float64(accounts)), func() {
		for _, l := range batch {
			w.accounts[l.account].post(l, w.Charge)
		}
		j.trim()
		j.busy = false
		w.tellOpen(e)
		if j.size() >= usageMax {
			w.ship(e)
		} else {
			w.rest(e)
		}
	})
}

// tellOpen tells billing of requests that are under way for a second, a frame each: behind a batch, or when there is none.
func (w *world) tellOpen(e *edge) {
	j := &e.journal
	if w.now-j.toldAt < openEvery {
		return
	}
	j.toldAt = w.now
	if told := min(j.opens, openRounds*openMax); told > 0 {
		j.opens -= told
		w.counts.OpenFrames += int64(told)
		w.counts.OpenCalls += int64((told + openMax - 1) / openMax)
	}
}
