package main

import (
	"fmt"
	"time"
)

const readBuffer = 32 << 10

// closed runs connections that each send a request as soon as the one before is answered; streams, too.
func closed(o *options) *tally {
	all := &tally{}
	made := newRequests(o)
	began := time.Now()
	stop := began.Add(o.duration)
	staggered(o, func(i int) {
		w := newWorker(o, made, o.targets[i%len(o.targets)], all)
		defer func() { w.conn.close() }()
		for time.Now().Before(stop) && o.begin() {
			w.once()
		}
	})
	all.elapsed = time.Since(began)
	return all
}

// worker is one connection, and what became of its requests.
type worker struct {
	o      *options
	made   *requests
	to     target
	conn   *conn
	buffer int
	answer answer
	events *events
	looks  bool
	tally  *tally
}

func newWorker(o *options, made *requests, to target, all *tally) *worker {
	w := &worker{o: o, made: made, to: to, tally: all, buffer: readBuffer, looks: true}
	if o.streams() {
		w.events = &events{}
	}
	return w
}

func (w *worker) connected() bool {
	if w.conn != nil && w.conn.socket != nil {
		return true
	}
	var err error
	if w.conn, err = dial(w.to, w.buffer); err != nil {
		w.tally.note(func(t *tally) {
			t.failed++
			t.reason("connect: " + err.Error())
		})
		w.conn = nil
		time.Sleep(20 * time.Millisecond)
	}
	return err == nil
}

func (w *worker) once() {
	if !w.connected() {
		return
	}
	began := time.Now()
	head, body := w.made.next(w.to)
	for {
		w.conn.patient(time.Now())
		err := w.conn.send(head, body)
		if err == nil {
			err = w.receive(began)
		}
		if err != nil {
			w.broken(err)
			return
		}
		if !w.again() || !w.connected() {
			break
		}
	}
	w.settle(time.Since(began))
}

// Between two tries of one request.
const retryPause = 300 * time.Millisecond

// again tells, after a pause, whether the answer is one to be tried again.
func (w *worker) again() bool {
	if w.answer.status != 503 || w.o.retries.Add(-1) < 0 {
		return false
	}
	w.tally.note(func(t *tally) { t.again++ })
	time.Sleep(retryPause)
	return true
}

// The first answer of each connection is looked at whole, or all of them.
func (w *worker) receive(began time.Time) error {
	w.answer.status = 0
	keep := w.o.check || w.looks
	if w.events == nil {
		return w.conn.read(&w.answer, began, keep, nil)
	}
	w.events.reset()
	return w.conn.read(&w.answer, began, keep && w.o.mode == "stream", w.events.take)
}

// A connection that a gateway closes before it answers is a failure, as it was in use or just opened.
func (w *worker) broken(err error) {
	begun := w.answer.status == 200
	w.tally.note(func(t *tally) {
		if begun {
			t.cut++
			t.reason("broke off: " + err.Error())
		} else {
			t.failed++
			t.reason("failed: " + err.Error())
		}
	})
	w.conn.close()
}

func (w *worker) settle(took time.Duration) {
	w.tally.mu.Lock()
	defer w.tally.mu.Unlock()
	t := w.tally
	if w.answer.status != 200 {
		t.status(&w.answer)
		return
	}
	if w.events != nil && !w.whole(t) {
		return
	}
	t.ok++
	t.latency.Record(took)
	t.first.Record(w.answer.first)
	if (w.o.check || w.looks) && w.o.mode != "hold" {
		w.looks = false
		if err := w.made.judge(w.answer.kept); err != nil {
			t.wrong++
			t.reason("wrong: " + err.Error())
		}
	}
}

// whole tells whether the stream had all its events, and notes what it lacked.
func (w *worker) whole(t *tally) bool {
	t.events += int64(w.events.count)
	switch {
	case w.events.failed:
		t.cut++
		t.reason("an error in the stream")
	case w.events.count != w.o.events || !w.events.done:
		t.short++
		t.reason(fmt.Sprintf("%d events", w.events.count))
	default:
		return true
	}
	return false
}
