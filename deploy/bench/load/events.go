package main

import (
	"bytes"
	"time"
)

var (
	dataLine  = []byte("data:")
	doneLine  = []byte("data: [DONE]")
	errorLine = []byte(`data: {"error"`)
)

// events counts the data lines of one stream, and what its last one said.
type events struct {
	count  int
	done   bool // it ended with [DONE], and nothing came behind
	failed bool // an error was told in it
	line   [16]byte
	filled int
	inside bool // the rest of a line that was counted already

	gaps     *tally    // where they are counted, if they are
	from, to time.Time // when gaps count
	last     time.Time
}

func (e *events) reset() {
	e.count, e.done, e.failed, e.filled, e.inside, e.last = 0, false, false, 0, false, time.Time{}
}

// take looks at line starts alone; a line may come in several pieces.
func (e *events) take(part []byte) {
	before := e.count
	for len(part) > 0 {
		end := bytes.IndexByte(part, '\n')
		piece := part
		if end >= 0 {
			piece = part[:end]
		}
		if !e.inside && e.filled < len(e.line) {
			e.filled += copy(e.line[e.filled:], piece)
		}
		if e.filled == len(e.line) && !e.inside {
			e.see()
		}
		if end < 0 {
			break
		}
		if !e.inside {
			e.see()
		}
		e.filled, e.inside = 0, false
		part = part[end+1:]
	}
	if e.gaps != nil && e.count > before {
		e.arrived(time.Now())
	}
}

func (e *events) see() {
	e.inside = true
	start := e.line[:e.filled]
	if !bytes.HasPrefix(start, dataLine) {
		return
	}
	e.count++
	e.done = bytes.HasPrefix(start, doneLine)
	e.failed = e.failed || bytes.HasPrefix(start, errorLine)
}

// Events that arrive together are one arrival: the reader has waited for all of them.
func (e *events) arrived(now time.Time) {
	if !e.last.IsZero() && e.last.After(e.from) && now.Before(e.to) {
		e.gaps.note(func(t *tally) { t.gaps.Record(now.Sub(e.last)) })
	}
	e.last = now
}
