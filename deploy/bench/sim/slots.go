package main

const (
	sparesLeast = 4
	slotsPart   = 16
	slotsMost   = 1000
	restsAfter  = 5 * second
)

// slotPool is what one edge holds of one large concurrency limit. Slots that nobody needs are released one by one.
type slotPool struct {
	free, used, waiting int64
	usedAt              int64
	asking              bool
}

func slotsAsked(limit int64) int64 { return max(1, min(slotsMost, limit/slotsPart)) }

func (p *slotPool) take(n, now int64) int64 {
	p.usedAt = now
	taken := min(n, p.free)
	p.free -= taken
	p.used += taken
	return taken
}

func (p *slotPool) giveBack(n int64) {
	p.used -= n
	p.free += n
}

// sweep tells how many slots are released: a quarter of what is in use is kept, at least four.
func (p *slotPool) sweep(now int64) int64 {
	spare := max(sparesLeast, p.used/4)
	if p.used == 0 && now-p.usedAt > restsAfter {
		spare = 0
	}
	released := max(0, p.free-spare)
	p.free -= released
	return released
}
