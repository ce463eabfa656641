package main

import "math"

const (
	spendFor     = 60 * second
	safety       = 2 * second
	idleClose    = 60 * second
	spendWindow  = 60
	holdsAtLeast = 8
	parts        = 8
	surplusPart  = 20
	needsMax     = 1000
)

// need is what one request asks to be held: its true bound, what such requests usually take four times over, and the
// least that is useful.
type need struct{ bound, learned, least int64 }

// wanted is the hold of a request, given what the account has free (rules 5).
func (n need) wanted(free int64) int64 {
	if n.bound <= free/parts {
		return n.bound
	}
	usual := n.learned
	if usual == 0 {
		usual = free / parts
	}
	return min(n.bound, max(n.least, usual))
}

// lease is an edge's authority over some of an account's credit: available = granted - returned - spent - reserved.
type lease struct {
	available, left, reserved, granted, returned int64
	// As billing has it: granted, less posted and returned.
	held             int64
	free             int64
	usual, lowMark   int64
	lastUsed, asked  int64
	recent, fresh    float32
	recentAt         int32
	edge, account    int32
	waiting, retried int32
	exact, spendable bool
	asking, due      bool
	giveBack, idle   bool
	closing, closed  bool
}

// leaseAsk is one numbered ask; all needs of a run are alike.
type leaseAsk struct {
	needs, retried    int
	surplus, giveBack int64
	close             bool
}

func (l *lease) spendUntil() int64 { return l.asked + spendFor - safety }
func (l *lease) renewAt() int64    { return l.asked + spendFor/2 }

// reserve holds an amount at hand, without a call.
func (l *lease) reserve(amount, now int64) bool {
	if !l.spendable || l.closing || now >= l.spendUntil() || l.available < amount {
		return false
	}
	l.available -= amount
	l.reserved += amount
	l.lastUsed = now
	l.usual = max(amount, l.usual-l.usual/16)
	return true
}

// settle ends a hold: the charge takes what the lease has left.
func (l *lease) settle(hold, charge int64) {
	covered := min(charge, l.left)
	l.left -= covered
	l.reserved -= hold
	l.available += hold - covered
	l.fresh += float32(covered)
}

// tick forgets a sixtieth of the recent spend for each second that is over.
func (l *lease) tick(now int64) {
	passed := int32(now/second) - l.recentAt
	if passed <= 0 {
		return
	}
	keep := 1 - 1.0/spendWindow
	l.recent = float32((float64(l.recent)*keep + float64(l.fresh)) * math.Pow(keep, float64(passed-1)))
	l.fresh = 0
	l.recentAt = int32(now / second)
}

// target is what the lease should have: 60 s of spend, at least eight holds.
func (l *lease) target(now int64) int64 {
	l.tick(now)
	return max(int64(l.recent), holdsAtLeast*l.usual)
}

func (l *lease) isLow(now int64) bool {
	return !l.exact && l.available < min(l.target(now)/2, l.lowMark)
}

// next makes the next ask; none is in flight.
func (l *lease) next(n need, now int64) leaseAsk {
	ask := leaseAsk{close: l.closing}
	if !l.closing {
		ask.needs = min(int(l.waiting), needsMax)
		ask.retried = min(int(l.retried), ask.needs)
		l.waiting -= int32(ask.needs)
		l.retried -= int32(ask.retried)
	}
	if ask.needs > 0 {
		l.usual = max(l.usual, n.learned)
		if n.learned == 0 {
			l.usual = max(l.usual, n.bound)
		}
	}
	wantsMore := !l.closing && !l.giveBack && !l.exact
	if !wantsMore {
		ask.giveBack = max(l.available, 0)
		l.available -= ask.giveBack
		l.left -= ask.giveBack
		l.returned += ask.giveBack
	} else if target := l.target(now); l.available < target/2 {
		ask.surplus = target - l.available
	}
	l.due, l.giveBack, l.asking, l.asked = false, false, true, now
	return ask
}

// answered takes an answer in; what it grants to those who wait is reserved at once.
func (l *lease) answered(a leaseAnswer) {
	for _, grant := range a.grants {
		l.granted += grant
		l.left += grant
		l.reserved += grant
	}
	l.granted += a.surplus
	l.left += a.surplus
	l.available += a.surplus
	l.free, l.exact = a.free, a.exact
	l.lowMark = l.available / 2
	l.spendable, l.asking = true, false
}
