package main

// Times are microseconds since the run began.
const (
	milli  = int64(1000)
	second = 1000 * milli
	never  = int64(1) << 62
)

type event struct {
	at  int64
	seq uint64
	do  func()
}

func (e event) isBefore(other event) bool {
	return e.at < other.at || (e.at == other.at && e.seq < other.seq)
}

// agenda is a heap of four branches.
type agenda []event

func (a *agenda) push(e event) {
	*a = append(*a, e)
	all := *a
	i := len(all) - 1
	for i > 0 {
		parent := (i - 1) / 4
		if !e.isBefore(all[parent]) {
			break
		}
		all[i] = all[parent]
		i = parent
	}
	all[i] = e
}

func (a *agenda) pop() event {
	all := *a
	top, last := all[0], all[len(all)-1]
	all[len(all)-1] = event{}
	*a = all[:len(all)-1]
	all = *a
	for i := 0; len(all) > 0; {
		least := all.leastChild(i)
		if least < 0 || !all[least].isBefore(last) {
			all[i] = last
			break
		}
		all[i] = all[least]
		i = least
	}
	return top
}

func (a agenda) leastChild(i int) int {
	least := -1
	for child := 4*i + 1; child <= 4*i+4 && child < len(a); child++ {
		if least < 0 || a[child].isBefore(a[least]) {
			least = child
		}
	}
	return least
}

// clock runs what was planned in the order of time; what is planned for the same time runs in the order of planning, so
// that a seed gives one run.
type clock struct {
	now    int64
	seq    uint64
	agenda agenda
	lanes  []*lane
}

func (c *clock) after(delay int64, do func()) {
	c.seq++
	c.agenda.push(event{c.now + delay, c.seq, do})
}

func (c *clock) every(first, period int64, do func()) {
	c.after(first, func() {
		do()
		c.every(period, period, do)
	})
}

// run stops before what is due at or after the end.
func (c *clock) run(end int64) {
	for {
		next, from := never, (*lane)(nil)
		if len(c.agenda) > 0 {
			next = c.agenda[0].at
		}
		for _, lane := range c.lanes {
			if at := lane.next(); at < next {
				next, from = at, lane
			}
		}
		if next >= end {
			c.now = end
			return
		}
		c.now = next
		if from != nil {
			from.run()
		} else {
			c.agenda.pop().do()
		}
	}
}

// lane holds what is due a constant time after it was planned, millions of it: a queue does, and is cheaper than an
// ordered agenda.
type lane struct {
	delay int64
	items []finish
	head  int
	do    func(finish)
}

// finish is the end of a request.
type finish struct {
	at, hold      int64
	edge, account int32
	lease         *lease
}

func (l *lane) add(now int64, f finish) {
	f.at = now + l.delay
	l.items = append(l.items, f)
}

func (l *lane) next() int64 {
	if l.head == len(l.items) {
		return never
	}
	return l.items[l.head].at
}

func (l *lane) run() {
	f := l.items[l.head]
	l.items[l.head].lease = nil
	l.head++
	if l.head > 1<<16 && l.head*2 > len(l.items) {
		l.items = append(l.items[:0], l.items[l.head:]...)
		l.head = 0
	}
	l.do(f)
}
