package main

import (
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"
)

// open sends requests at a steady rate. Latency counts from the moment a request was due: one that had to wait for a
// connection waited for the gateway, and counts so (coordinated omission). Who still waits when time is up is given
// patience.
func open(o *options) *tally {
	all := &tally{}
	q := &queue{o: o, made: newRequests(o), tally: all}
	for i := range o.c {
		w := newWorker(o, q.made, o.targets[i%len(o.targets)], all)
		if w.connected() {
			q.idle = append(q.idle, &lane{worker: w})
		}
	}
	for _, l := range q.idle {
		go q.serve(l)
	}
	began := time.Now()
	q.pace(began)
	q.drain(began.Add(o.duration + o.patience))
	all.elapsed = time.Since(began)
	return all
}

// queue hands requests that are due to connections that are free.
type queue struct {
	o     *options
	made  *requests
	tally *tally

	mu      sync.Mutex
	idle    []*lane
	waiting []time.Time // when each was due
	under   int         // way
	over    bool
}

// lane is a connection with at most one request under way.
type lane struct {
	worker *worker
	due    time.Time
}

// A thread of its own sleeps by the kernel's fine timer: the runtime's own is a millisecond coarse when it idles.
func (q *queue) pace(began time.Time) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	step := time.Duration(float64(time.Second) / q.o.rate)
	for due := began; due.Before(began.Add(q.o.duration)) && q.o.begin(); due = due.Add(step) {
		if wait := time.Until(due); wait > 0 {
			span := syscall.NsecToTimespec(int64(wait))
			_ = syscall.Nanosleep(&span, nil)
		}
		q.give(due)
	}
}

func (q *queue) give(due time.Time) {
	q.mu.Lock()
	var free *lane
	if n := len(q.idle); n > 0 && len(q.waiting) == 0 {
		free = q.idle[n-1]
		q.idle = q.idle[:n-1]
		q.under++
		free.due = due
	} else {
		q.waiting = append(q.waiting, due)
	}
	q.mu.Unlock()
	if free != nil {
		q.send(free)
	}
}

// What cannot be sent is found out by the lane's reader.
func (q *queue) send(l *lane) {
	now := time.Now()
	q.tally.note(func(t *tally) { t.lag.Record(now.Sub(l.due)) })
	l.worker.conn.patient(now)
	head, body := q.made.next(l.worker.to)
	_ = l.worker.conn.send(head, body)
}

// serve reads a lane's answers, and takes up what waits for a lane.
func (q *queue) serve(l *lane) {
	w := l.worker
	for {
		err := w.receive(time.Now())
		due, mine := q.taken(l, err != nil)
		switch {
		case err != nil && mine:
			w.broken(err)
		case err != nil:
			w.conn.close()
		case w.again():
			q.back(due)
		default:
			w.answer.first = time.Since(due)
			w.settle(w.answer.first)
		}
		usable := w.connected()
		q.free(l, usable)
		if !usable {
			return
		}
	}
}

// back puts a request behind those that wait. It is still due since then.
func (q *queue) back(due time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, due)
}

// taken tells whether a request was under way, and since when it was due. An idle lane that broke is taken out.
func (q *queue) taken(l *lane, broke bool) (due time.Time, mine bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if l.due.IsZero() && broke {
		q.idle = slices.DeleteFunc(q.idle, func(other *lane) bool { return other == l })
		q.under++
	}
	return l.due, !l.due.IsZero()
}

func (q *queue) free(l *lane, usable bool) {
	q.mu.Lock()
	l.due = time.Time{}
	q.under--
	again := usable && len(q.waiting) > 0 && !q.over
	switch {
	case again:
		l.due = q.waiting[0]
		q.waiting = q.waiting[1:]
		q.under++
	case usable:
		q.idle = append(q.idle, l)
	}
	q.mu.Unlock()
	if again {
		q.send(l)
	}
}

// drain waits for what is under way, and counts what never was as failed.
func (q *queue) drain(until time.Time) {
	for time.Now().Before(until) {
		q.mu.Lock()
		left := q.under + len(q.waiting)
		q.mu.Unlock()
		if left == 0 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	q.mu.Lock()
	q.over = true
	never := int64(len(q.waiting) + q.under)
	q.mu.Unlock()
	if never > 0 {
		q.tally.note(func(t *tally) {
			t.failed += never
			t.reason("not answered in time")
		})
	}
}
