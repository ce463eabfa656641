package main

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"tollgate.dev/bench/wire"
)

const socketKey = "dGhlIHNhbXBsZSBub25jZQ=="

var (
	asked = wire.AppendFrame(wire.AppendFrame(nil, wire.Text, []byte(`{"type":"conversation.item.create","item":`+
		`{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello, please answer."}]}}`), true),
		wire.Text, []byte(`{"type":"response.create","response":{"output_modalities":["text"]}}`), true)
	goodbye = wire.AppendFrame(nil, wire.Close, []byte{0x03, 0xe8}, true)
)

// realtime keeps sessions open, each of which asks for a response at a pace. Latency counts from the moment the
// response was due to its `response.done`.
func realtime(o *options) *tally {
	all := &tally{}
	began := time.Now()
	var now, highest atomic.Int64
	staggered(o, func(i int) {
		s, err := openSession(o, o.targets[i%len(o.targets)], all)
		if err != nil {
			all.note(func(t *tally) {
				t.failed++
				t.reason("open: " + err.Error())
			})
			return
		}
		defer s.conn.close()
		top(&highest, now.Add(1))
		defer now.Add(-1)
		s.talk(began.Add(o.duration))
	})
	all.elapsed = time.Since(began)
	all.highest = highest.Load()
	return all
}

type session struct {
	o      *options
	conn   *conn
	tally  *tally
	buffer []byte
}

func openSession(o *options, to target, all *tally) (*session, error) {
	c, err := dial(to, heldBuffer)
	if err != nil {
		return nil, err
	}
	_ = c.socket.SetDeadline(time.Now().Add(silence))
	turn := o.nextKey.Add(1) - 1
	head := fmt.Appendf(nil, "GET %s%s?model=%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"+
		"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n",
		to.prefix, o.path(), o.model, to.address, o.keys[turn%int64(len(o.keys))], socketKey)
	s := &session{o: o, conn: c, tally: all}
	if err := s.shake(head); err != nil {
		c.close()
		return nil, err
	}
	return s, nil
}

func (s *session) shake(head []byte) error {
	if err := s.conn.send(head, nil); err != nil {
		return err
	}
	line, err := s.conn.r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if len(line) < 12 {
		return errAnswer
	}
	status, _ := strconv.Atoi(string(line[9:12]))
	if err := s.conn.head.ReadHead(s.conn.r); err != nil {
		return err
	}
	if status != 101 {
		body := s.conn.head.BodyOf(s.conn.r, true)
		told, _ := body.Next()
		return fmt.Errorf("%d %.200s", status, told)
	}
	return s.expect("session.created")
}

func (s *session) expect(kind string) error {
	message, err := s.hear()
	if err == nil && !bytes.Contains(message, []byte(`"type":"`+kind+`"`)) {
		err = fmt.Errorf("%s was due, not %.120s", kind, message)
	}
	return err
}

// hear gives the next message of text, and answers pings.
func (s *session) hear() ([]byte, error) {
	for {
		kind, message, err := wire.ReadMessage(s.conn.r, s.buffer)
		if err != nil {
			return nil, err
		}
		s.buffer = message
		switch kind {
		case wire.Text:
			return message, nil
		case wire.Close:
			return nil, errors.New("closed: " + string(message[min(2, len(message)):]))
		case wire.Ping:
			if err := s.conn.send(wire.AppendFrame(nil, wire.Pong, message, true), nil); err != nil {
				return nil, err
			}
		}
	}
}

// talk asks for a response every gap, from a moment of its own on; at once where the one before took longer. One that was
// opened late asks once all the same.
func (s *session) talk(stop time.Time) {
	due := time.Now().Add(s.o.gap)
	for once := false; (!once || due.Before(stop)) && s.o.begin(); once = true {
		time.Sleep(time.Until(due))
		_ = s.conn.socket.SetDeadline(time.Now().Add(silence))
		first, err := s.respond(due)
		if err != nil {
			s.tally.note(func(t *tally) {
				t.cut++
				t.reason("session: " + err.Error())
			})
			return
		}
		took := time.Since(due)
		s.tally.note(func(t *tally) {
			t.ok++
			t.events += int64(s.o.events)
			t.latency.Record(took)
			t.first.Record(first)
		})
		due = due.Add(s.o.gap)
	}
	_ = s.conn.send(goodbye, nil)
}

func (s *session) respond(due time.Time) (first time.Duration, err error) {
	if err := s.conn.send(asked, nil); err != nil {
		return 0, err
	}
	if err := s.expect("response.created"); err != nil {
		return 0, err
	}
	for i := range s.o.events {
		if err := s.expect("response.output_text.delta"); err != nil {
			return 0, err
		}
		if i == 0 {
			first = time.Since(due)
		}
	}
	message, err := s.hear()
	if err == nil && !(bytes.Contains(message, []byte(`"response.done"`)) && bytes.Contains(message, []byte(`"output_tokens":20`))) {
		err = fmt.Errorf("response.done was due, not %.120s", message)
	}
	return first, err
}
