package main

// edge is one process: caches, leases, slices, and a journal.
type edge struct {
	number int32
	alive  bool
	keys   map[int32]int64
	leases map[int32]*lease
	pools  map[int32]*slicePool
	slots  map[int32]*slotPool
	due    []*lease
	armed  bool
	// Reports for the next flush.
	returns, corrections int
	journal              journal
	alone                degraded
}

func newEdge(number int32) *edge {
	return &edge{number: number, alive: true, keys: map[int32]int64{}, leases: map[int32]*lease{},
		pools: map[int32]*slicePool{}, slots: map[int32]*slotPool{},
		journal: journal{sentAt: -usagePause}}
}

// journal ships finished requests in batches, one under way at a time: of each, the lease that it is charged to.
type journal struct {
	waiting []*lease
	head    int
	resting bool
	busy    bool
	rests   int
	sentAt  int64
	// A request of longer than a second is told while it is under way.
	opens  int
	toldAt int64
}

func (j *journal) size() int { return len(j.waiting) - j.head }

func (j *journal) take(most int) []*lease {
	batch := j.waiting[j.head:min(len(j.waiting), j.head+most)]
	j.head += len(batch)
	return batch
}

func (j *journal) trim() {
	if j.head == len(j.waiting) {
		j.waiting, j.head = j.waiting[:0], 0
	} else if j.head > 1<<14 {
		j.waiting = append(j.waiting[:0], j.waiting[j.head:]...)
		j.head = 0
	}
}
