// Package wire reads just enough of HTTP/1.1 and WebSocket to measure with, at little cost of its own.
package wire

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// Head is what matters of a request's or an answer's head.
type Head struct {
	First     string // the first line; empty unless asked for
	Length    int    // -1: not told
	Chunked   bool
	Closing   bool
	Upgrade   bool
	SocketKey string
	Kind      string // Content-Type
}

var errHead = errors.New("a head that is not understood")

// ReadHead reads the lines behind the first, up to the empty one.
func (h *Head) ReadHead(r *bufio.Reader) error {
	h.Length, h.Chunked, h.Closing, h.Upgrade, h.SocketKey, h.Kind = -1, false, false, false, "", ""
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			return nil
		}
		switch line[0] | 0x20 {
		case 'c', 't', 'u', 's':
			if err := h.take(line); err != nil {
				return err
			}
		}
	}
}

func (h *Head) take(line []byte) error {
	colon := bytes.IndexByte(line, ':')
	if colon < 0 {
		return errHead
	}
	name, value := line[:colon], bytes.TrimSpace(line[colon+1:])
	switch {
	case is(name, "content-length"):
		length, err := strconv.Atoi(string(value))
		if err != nil || length < 0 {
			return errHead
		}
		h.Length = length
	case is(name, "transfer-encoding"):
		h.Chunked = is(value, "chunked")
	case is(name, "connection"):
		h.Closing = is(value, "close")
	case is(name, "content-type"):
		h.Kind = string(value)
	case is(name, "upgrade"):
		h.Upgrade = is(value, "websocket")
	case is(name, "sec-websocket-key"):
		h.SocketKey = string(value)
	}
	return nil
}

func is(text []byte, lower string) bool {
	return len(text) == len(lower) && strings.EqualFold(string(text), lower)
}

// Body reads the body behind a head, and nothing beyond it.
type Body struct {
	r       *bufio.Reader
	left    int
	chunked bool
	toEnd   bool
	inside  bool
	over    bool
}

// BodyOf an answer without a length ends with its connection; that of a request is empty.
func (h *Head) BodyOf(r *bufio.Reader, answer bool) Body {
	return Body{r: r, left: max(h.Length, 0), chunked: h.Chunked, toEnd: answer && !h.Chunked && h.Length < 0}
}

// Next gives the bytes that are there, in the reader's own buffer: good until the next call. io.EOF: all was read.
func (b *Body) Next() ([]byte, error) {
	if b.over {
		return nil, io.EOF
	}
	if b.chunked && b.left == 0 {
		if err := b.nextChunk(); err != nil {
			return nil, err
		}
	}
	if b.left == 0 && !b.toEnd {
		b.over = true
		return nil, io.EOF
	}
	if b.r.Buffered() == 0 {
		if _, err := b.r.Peek(1); err != nil {
			if b.toEnd && err == io.EOF {
				b.over = true
				return nil, io.EOF
			}
			return nil, unexpected(err)
		}
	}
	n := b.r.Buffered()
	if !b.toEnd {
		n = min(n, b.left)
		b.left -= n
	}
	bytes, _ := b.r.Peek(n)
	_, _ = b.r.Discard(n)
	return bytes, nil
}

func (b *Body) nextChunk() error {
	if b.inside {
		if _, err := b.r.Discard(2); err != nil {
			return unexpected(err)
		}
	}
	line, err := b.r.ReadSlice('\n')
	if err != nil {
		return unexpected(err)
	}
	digits, _, _ := bytes.Cut(bytes.TrimSpace(line), []byte(";"))
	size, err := strconv.ParseUint(string(digits), 16, 31)
	if err != nil {
		return errHead
	}
	b.left, b.inside = int(size), true
	if size == 0 {
		_, err = b.r.Discard(2)
		return unexpected(err)
	}
	return nil
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Read makes it an io.Reader.
func (b *Body) Read(to []byte) (int, error) {
	if b.over {
		return 0, io.EOF
	}
	if b.chunked && b.left == 0 {
		if err := b.nextChunk(); err != nil {
			return 0, err
		}
	}
	if b.left == 0 && !b.toEnd {
		b.over = true
		return 0, io.EOF
	}
	if !b.toEnd && len(to) > b.left {
		to = to[:b.left]
	}
	n, err := b.r.Read(to)
	b.left = max(b.left-n, 0)
	if err == io.EOF && !b.toEnd {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// Loopback refuses every address but this machine's own.
func Loopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.IsLoopback() {
		return fmt.Errorf("%s is not this machine: only loopback addresses such as 127.0.0.1 are allowed", address)
	}
	return nil
}
