package main

const (
	sparesLeast = 4
	sparesPart  = 4
	slotsPart   = 16
	slotsMost   = 1000
	restsAfter  = 5 * second
	peakLasts   = 5 * second
)

// slotPool is what one edge holds of one large concurrency limit: as many as were in use at once of late, and some spare.
type slotPool struct {
	free, used, waiting int64
	peak                int64
	peakAt, usedAt      int64
	asking              bool
}

// slotsAtOnce is what ratelimit grants to nobody in particular.
func slotsAtOnce(limit int64) int64 { return max(1, min(slotsMost, limit/slotsPart)) }

func (p *slotPool) spare() int64 { return max(sparesLeast, p.peak/sparesPart) }

func (p *slotPool) isLow() bool { return p.used+p.free < p.peak+p.spare()/2 }

func (p *slotPool) wanted(limit int64) int64 {
	return max(min(p.waiting, slotsMost), min(p.spare(), slotsAtOnce(limit)))
}

func (p *slotPool) take(n, now int64) int64 {
	p.usedAt = now
	taken := min(n, p.free)
	p.free -= taken
	p.used += taken
	if taken > 0 && p.used >= p.peak {
		p.peak, p.peakAt = p.used, now
	}
	return taken
}

func (p *slotPool) giveBack(n int64) {
	p.used -= n
	p.free += n
}

// sweep tells how many slots are released: nothing until there are twice as many spare ones as there should be.
func (p *slotPool) sweep(now int64) int64 {
	if now-p.peakAt > peakLasts {
		p.peak, p.peakAt = p.used+(p.peak-p.used)/2, now
	}
	released := int64(0)
	if p.used == 0 && now-p.usedAt > restsAfter {
		released = p.free
	} else if held := p.used + p.free; held > p.peak+2*p.spare() {
		released = min(p.free, held-p.peak-p.spare())
	}
	p.free -= released
	return released
}
