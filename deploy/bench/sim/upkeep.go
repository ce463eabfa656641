package main

func (w *world) lookAgain(l *lease, at int64) {
	turn := max(at+second-1, w.now+second) / second
	w.upkeep[turn] = append(w.upkeep[turn], l)
}

// keepUp looks at leases once a second: each only when something may be due.
func (w *world) keepUp() {
	turn := w.now / second
	for _, l := range w.upkeep[turn] {
		if e := w.edges[l.edge]; e.alive && !l.closed {
			w.look(e, l)
		}
	}
	delete(w.upkeep, turn)
	if turn%60 == 0 {
		for _, e := range w.alive {
			e.forgetKeys(w.now)
		}
	}
}

// look renews a lease at half of its time; one that was idle for a minute first gives back, and is closed when billing
// has all that was spent under it.
func (w *world) look(e *edge, l *lease) {
	next := w.now + second
	switch isIdle := l.reserved == 0 && l.waiting == 0 && w.now-l.lastUsed > idleClose; {
	case l.asking || l.due || l.closing:
	case isIdle && !l.idle:
		l.idle = true
		w.wants(e, l, true)
	case isIdle:
		l.closing, l.spendable = true, false
		w.wants(e, l, true)
		return
	case !l.spendable || w.now >= l.renewAt():
		l.idle = false
		w.wants(e, l, false)
	default:
		l.idle = false
		next = min(l.renewAt(), l.lastUsed+idleClose+1)
	}
	w.lookAgain(l, next)
}
