package main

// sliceSize is what an edge may hold of a limit: what the limit gives in 200 ms.
func sliceSize(limit int64) int64 { return max(1, limit*sliceValidity/windowLength) }

// shrunk is a slice as it should be where many edges share a limit: all of them together hold what twenty do today.
func shrunk(limit int64, edges int) int64 {
	return max(1, sliceSize(limit)*20/int64(max(20, edges)))
}

// slicePool is what one edge holds of one large limit.
type slicePool struct {
	granted, free, bucket int64
	validUntil, refillAt  int64
	askedAt               int64
	waiting, asked        int64
	has, asking           bool
}

// take gives as many as it can at once.
func (p *slicePool) take(n, now int64) int64 {
	if !p.has || now >= p.validUntil {
		return 0
	}
	taken := min(n, p.free)
	p.free -= taken
	return taken
}

func (p *slicePool) isLow(now int64) bool {
	return !p.has || now >= p.refillAt || p.free < p.granted/4
}

// ask is how much to ask for: a slice, or what those who wait need.
func (p *slicePool) ask(size, now int64) int64 {
	p.asking, p.askedAt, p.asked = true, now, p.waiting
	return max(size, p.waiting)
}

// accept takes a grant in and tells the rest of the slice before, to be returned to its bucket.
func (p *slicePool) accept(granted, bucket int64) (rest, of int64) {
	rest, of = p.end()
	p.has, p.granted, p.free, p.bucket = true, granted, granted, bucket
	p.validUntil, p.refillAt = p.askedAt+sliceValidity, p.askedAt+sliceValidity*3/4
	return rest, of
}

// end tells what was not used.
func (p *slicePool) end() (rest, bucket int64) {
	if !p.has {
		return 0, 0
	}
	rest, bucket = p.free, p.bucket
	p.has, p.free = false, 0
	return rest, bucket
}
