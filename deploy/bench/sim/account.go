package main

// account is billing's row: the invariant is held <= balance, at every instant.
type account struct {
	balance, held int64
	uncollected   int64
	recalledAt    int64
}

func (a *account) free() int64 { return a.balance - a.held }

// leaseAnswer has one grant for each need that was granted; the others are refused.
type leaseAnswer struct {
	grants        []int64
	surplus, free int64
	exact         bool
	// Others hold what was missing.
	heldByOthers bool
}

// answer decides an ask as billing does, and takes it in the books (rules 5 and 8).
func (a *account) answer(l *lease, ask leaseAsk, n need) leaseAnswer {
	back := min(ask.giveBack, l.held)
	if ask.close {
		back = l.held
	}
	a.hold(l, -back)
	if ask.close {
		return leaseAnswer{}
	}
	answer, usual := leaseAnswer{}, l.usual
	for len(answer.grants) < ask.needs {
		amount := grant(n, a.free())
		if amount == 0 {
			answer.heldByOthers = a.free()+a.held-l.held >= n.least
			usual = max(usual, n.least)
			break
		}
		a.hold(l, amount)
		usual = max(usual, amount)
		answer.grants = append(answer.grants, amount)
	}
	answer.exact = len(answer.grants) < ask.needs || a.free()/parts < usual
	if !answer.exact {
		answer.surplus = min(ask.surplus, max(0, a.free()/surplusPart-l.held))
		a.hold(l, answer.surplus)
	}
	answer.free = a.free()
	return answer
}

func (a *account) hold(l *lease, amount int64) {
	a.held += amount
	l.held += amount
}

// grant is what one need gets of what is free; 0 when its least is not there.
func grant(n need, free int64) int64 {
	if n.bound <= free/parts {
		return n.bound
	}
	if wanted := n.wanted(free); wanted <= free {
		return wanted
	}
	if n.least <= free {
		return free
	}
	return 0
}

// post charges an ended request: first its lease's hold, then what the account has free; the rest is nobody's (rules 7).
func (a *account) post(l *lease, charge int64) {
	covered := min(charge, l.held)
	a.hold(l, -covered)
	a.balance -= covered
	more := min(charge-covered, max(0, a.free()))
	a.balance -= more
	a.uncollected += charge - covered - more
}
