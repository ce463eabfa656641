package main

import (
	"net"
	"sync"
	"syscall"
	"time"
)

const (
	tick  = time.Millisecond
	slots = 1 << 14
)

// pacer writes the events of very many slow streams from one goroutine: a timer and a wake-up each would cost the
// upstream more than the writes.
type pacer struct {
	mu    sync.Mutex
	slots [slots][]*paced
	began time.Time
	now   int64 // ticks that are done
}

type paced struct {
	socket net.Conn
	raw    syscall.RawConn
	event  []byte
	left   int
	gap    int64 // in ticks
	due    int64
	done   chan error
}

func newPacer() *pacer {
	return &pacer{began: time.Now()}
}

// send returns when the last event is out. The first one is due after a gap.
func (p *pacer) send(socket net.Conn, event []byte, count int, gap time.Duration) error {
	if count == 0 {
		return nil
	}
	raw, err := socket.(syscall.Conn).SyscallConn()
	if err != nil {
		return err
	}
	s := &paced{socket: socket, raw: raw, event: event, left: count, done: make(chan error, 1)}
	s.gap = min(max(int64(gap/tick), 1), slots-1)
	s.due = int64(time.Since(p.began)/tick) + s.gap
	p.mu.Lock()
	p.put(s)
	p.mu.Unlock()
	return <-s.done
}

// Never into a slot that was passed.
func (p *pacer) put(s *paced) {
	s.due = max(s.due, p.now+1)
	at := s.due % slots
	p.slots[at] = append(p.slots[at], s)
}

func (p *pacer) run() {
	for range time.Tick(tick) {
		until := int64(time.Since(p.began) / tick)
		for {
			p.mu.Lock()
			if p.now >= until {
				p.mu.Unlock()
				break
			}
			p.now++
			due := p.slots[p.now%slots]
			p.slots[p.now%slots] = nil
			p.mu.Unlock()
			for _, s := range due {
				p.step(s)
			}
		}
	}
}

func (p *pacer) step(s *paced) {
	written := 0
	var failed error
	err := s.raw.Write(func(fd uintptr) bool {
		written, failed = syscall.Write(int(fd), s.event)
		return true
	})
	switch {
	case err != nil:
		s.done <- err
	case failed == syscall.EAGAIN || failed == nil && written < len(s.event):
		// A reader that is too slow holds up nobody else.
		go func() {
			if _, err := s.socket.Write(s.event[max(written, 0):]); err != nil {
				s.done <- err
				return
			}
			p.next(s)
		}()
	case failed != nil:
		s.done <- failed
	default:
		p.next(s)
	}
}

// What is late stays late: the next event has its own moment, as a model that writes on.
func (p *pacer) next(s *paced) {
	s.left--
	if s.left == 0 {
		s.done <- nil
		return
	}
	s.due += s.gap
	p.mu.Lock()
	p.put(s)
	p.mu.Unlock()
}
