package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"strconv"
	"time"

	"tollgate.dev/bench/wire"
)

const (
	dialTimeout = 10 * time.Second
	// The longest that one answer may stay silent.
	silence = 30 * time.Second
	keptMax = 8 << 20
)

// conn is one kept connection to a gateway.
type conn struct {
	socket net.Conn
	r      *bufio.Reader
	to     target
	head   wire.Head
	until  time.Time
}

// answer is one response, read to its end.
type answer struct {
	status int
	first  time.Duration // to the first byte of the body
	kept   []byte        // the body, or as much of it as is looked at
}

var errAnswer = errors.New("an answer that is not understood")

func dial(to target, buffer int) (*conn, error) {
	socket, err := net.DialTimeout("tcp", to.address, dialTimeout)
	if err != nil {
		return nil, err
	}
	return &conn{socket: socket, r: bufio.NewReaderSize(socket, buffer), to: to}, nil
}

func (c *conn) close() {
	if c != nil && c.socket != nil {
		_ = c.socket.Close()
		c.socket = nil
	}
}

// Setting a deadline costs: it is pushed on only when it comes near.
func (c *conn) patient(now time.Time) {
	if c.until.Sub(now) < silence {
		c.until = now.Add(2 * silence)
		_ = c.socket.SetDeadline(c.until)
	}
}

func (c *conn) send(head, body []byte) error {
	if _, err := c.socket.Write(head); err != nil || body == nil {
		return err
	}
	_, err := c.socket.Write(body)
	return err
}

// read hands each piece of the body to take, if there is one. The answer's status is set as soon as it is known, so
// that an answer that breaks off later is known to have begun.
func (c *conn) read(a *answer, began time.Time, keep bool, take func([]byte)) error {
	line, err := c.r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if len(line) < 12 {
		return errAnswer
	}
	if a.status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return errAnswer
	}
	if err := c.head.ReadHead(c.r); err != nil {
		return err
	}
	body := c.head.BodyOf(c.r, true)
	a.kept = a.kept[:0]
	a.first = 0
	for {
		part, err := body.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if a.first == 0 {
			a.first = time.Since(began)
		}
		if (keep || a.status != 200) && len(a.kept)+len(part) <= keptMax {
			a.kept = append(a.kept, part...)
		}
		if take != nil {
			take(part)
		}
	}
	if c.head.Closing {
		c.close()
	}
	return nil
}
