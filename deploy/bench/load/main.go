// Small bounded HTTP/1.1 load client for chat completions (raw TCP; keeps its own CPU low).
// modes: closed (c connections, as fast as they go), open (fixed rate), stream (closed, SSE),
//
//	hold (c streams kept open at a chunk delay; reports lag). One JSON line on stdout.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

type headers []string

func (h *headers) String() string     { return strings.Join(*h, ";") }
func (h *headers) Set(s string) error { *h = append(*h, s); return nil }

type conn struct {
	c net.Conn
	r *bufio.Reader
}

var addr string

func dial() (*conn, error) {
	c, err := net.DialTimeout("tcp", addr, 5*time.Second)
	if err != nil {
		return nil, err
	}
	return &conn{c, bufio.NewReaderSize(c, 16384)}, nil
}

type result struct {
	status int
	bytes  int
	events int
	ttfb   time.Duration // first body byte
	head   []byte        // first bytes of the body, for diagnosis
}

type counter struct {
	n     int
	atBOL bool
	last  time.Time
	gaps  []time.Duration
	track bool
}

// counts lines that begin with "data:" (a line split over reads is still counted once: we look only at line starts)
func (k *counter) feed(b []byte) {
	was := k.n
	for len(b) > 0 {
		if k.atBOL && b[0] == 'd' {
			k.n++
		}
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			k.atBOL = false
			break
		}
		k.atBOL = true
		b = b[i+1:]
	}
	if k.track && k.n > was {
		now := time.Now()
		if !k.last.IsZero() {
			k.gaps = append(k.gaps, now.Sub(k.last))
		}
		k.last = now
	}
}

var errShort = errors.New("malformed response")

func (k *conn) do(req []byte, ev *counter, keepHead bool) (res result, err error) {
	start := time.Now()
	if _, err = k.c.Write(req); err != nil {
		return
	}
	line, err := k.r.ReadSlice('\n')
	if err != nil {
		return
	}
	if len(line) < 12 {
		return res, errShort
	}
	res.status, _ = strconv.Atoi(string(line[9:12]))
	cl, ch, closing := -1, false, false
	for {
		var h []byte
		h, err = k.r.ReadSlice('\n')
		if err != nil {
			return
		}
		if len(h) <= 2 {
			break
		}
		switch h[0] | 0x20 {
		case 'c':
			if len(h) > 15 && strings.EqualFold(string(h[:15]), "content-length:") {
				cl, _ = strconv.Atoi(string(bytes.TrimSpace(h[15:])))
			} else if len(h) > 11 && strings.EqualFold(string(h[:11]), "connection:") {
				closing = bytes.Contains(bytes.ToLower(h), []byte("close"))
			}
		case 't':
			if len(h) > 18 && strings.EqualFold(string(h[:18]), "transfer-encoding:") {
				ch = true
			}
		}
	}
	first := true
	take := func(n int) error { // consume n body bytes without copying
		for n > 0 {
			if k.r.Buffered() == 0 {
				if _, err := k.r.Peek(1); err != nil {
					return err
				}
			}
			m := k.r.Buffered()
			if m > n {
				m = n
			}
			b, _ := k.r.Peek(m)
			if first {
				first = false
				res.ttfb = time.Since(start)
			}
			if keepHead && len(res.head) < 600 {
				res.head = append(res.head, b...)
			}
			if ev != nil {
				ev.feed(b)
			}
			res.bytes += m
			k.r.Discard(m)
			n -= m
		}
		return nil
	}
	switch {
	case ch:
		for {
			var l []byte
			l, err = k.r.ReadSlice('\n')
			if err != nil {
				return
			}
			var n int64
			n, err = strconv.ParseInt(string(bytes.TrimSpace(l)), 16, 32)
			if err != nil {
				return
			}
			if n > 0 {
				if err = take(int(n)); err != nil {
					return
				}
			}
			if _, err = k.r.Discard(2); err != nil {
				return
			}
			if n == 0 {
				break
			}
		}
	case cl >= 0:
		err = take(cl)
	default:
		for {
			if _, e := k.r.Peek(1); e == io.EOF {
				break
			} else if e != nil {
				return res, e
			}
			take(k.r.Buffered())
		}
		closing = true
	}
	if closing {
		k.c.Close()
		k.c = nil
	}
	return
}

func pct(v []time.Duration, p float64) float64 {
	if len(v) == 0 {
		return 0
	}
	i := int(p * float64(len(v)-1))
	return float64(v[i].Nanoseconds()) / 1000
}

func stats(v []time.Duration) map[string]float64 {
	sort.Slice(v, func(i, j int) bool { return v[i] < v[j] })
	return map[string]float64{"p50": pct(v, .5), "p90": pct(v, .9), "p99": pct(v, .99), "max": pct(v, 1)}
}

func main() {
	u := flag.String("url", "http://127.0.0.1:9100/v1/chat/completions", "")
	mode := flag.String("mode", "closed", "closed|open|stream|hold|probe")
	c := flag.Int("c", 16, "connections")
	d := flag.Duration("d", 3*time.Second, "duration")
	rate := flag.Float64("rate", 100, "requests per second (open)")
	key := flag.String("key", "sk-bench", "bearer key")
	model := flag.String("model", "gpt-4o-mini", "")
	tag := flag.String("tag", "", "mock tag, e.g. [[f50,c0,n100]]")
	want := flag.Int("events", 0, "expected data: lines per stream (0: not checked)")
	ramp := flag.Duration("ramp", 0, "spread the start of the connections over this time")
	procs := flag.Int("procs", 1, "GOMAXPROCS")
	var hs headers
	flag.Var(&hs, "H", "extra header")
	flag.Parse()
	runtime.GOMAXPROCS(*procs)
	pu, err := url.Parse(*u)
	if err != nil || !strings.HasPrefix(pu.Host, "127.0.0.1:") {
		fmt.Fprintln(os.Stderr, "only 127.0.0.1 is allowed")
		os.Exit(2)
	}
	addr = pu.Host
	streaming := *mode == "stream" || *mode == "hold" || *mode == "sprobe"
	body := fmt.Sprintf(`{"model":%q,"messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"Hello, please answer in one short paragraph. %s"}],"temperature":0.7,"max_tokens":256`, *model, *tag)
	if streaming {
		body += `,"stream":true,"stream_options":{"include_usage":true}`
	}
	body += "}"
	ext := ""
	for _, h := range hs {
		ext += h + "\r\n"
	}
	req := []byte(fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nAccept: */*\r\nUser-Agent: bench\r\n%sContent-Length: %d\r\n\r\n%s", pu.RequestURI(), pu.Host, *key, ext, len(body), body))

	if *mode == "probe" || *mode == "sprobe" {
		k, err := dial()
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		k.c.SetDeadline(time.Now().Add(10 * time.Second))
		ev := &counter{atBOL: true}
		r, err := k.do(req, ev, true)
		fmt.Println(r.status, r.bytes, "bytes", ev.n, "data lines", err)
		fmt.Println(string(r.head))
		if r.status != 200 {
			os.Exit(1)
		}
		return
	}

	var mu sync.Mutex
	var lat, ttfb, gaps []time.Duration
	var ok, bad, errs, events, badEvents, total int64
	stop := time.Now().Add(*d)
	hard := stop.Add(15 * time.Second)
	var jobs chan time.Time
	if *mode == "open" {
		jobs = make(chan time.Time, 100000)
	}
	var wg sync.WaitGroup
	t0 := time.Now()
	for i := 0; i < *c; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			if *ramp > 0 {
				time.Sleep(time.Duration(int64(*ramp) * int64(i) / int64(*c)))
			}
			var k *conn
			var l, tf, gp []time.Duration
			defer func() {
				mu.Lock()
				lat = append(lat, l...)
				ttfb = append(ttfb, tf...)
				gaps = append(gaps, gp...)
				mu.Unlock()
			}()
			for {
				var s time.Time
				if jobs != nil {
					var more bool
					if s, more = <-jobs; !more {
						return
					}
					if time.Now().After(hard) {
						atomic.AddInt64(&errs, 1)
						continue
					}
				} else {
					s = time.Now()
					if s.After(stop) {
						return
					}
				}
				if k == nil || k.c == nil {
					var err error
					if k, err = dial(); err != nil {
						atomic.AddInt64(&errs, 1)
						k = nil
						time.Sleep(20 * time.Millisecond)
						continue
					}
					k.c.SetDeadline(hard)
				}
				var ev *counter
				if streaming {
					ev = &counter{atBOL: true, track: *mode == "hold"}
				}
				r, err := k.do(req, ev, false)
				if err != nil {
					atomic.AddInt64(&errs, 1)
					if k.c != nil {
						k.c.Close()
					}
					k = nil
					continue
				}
				e := time.Since(s)
				atomic.AddInt64(&total, 1)
				if r.status == 200 {
					atomic.AddInt64(&ok, 1)
					l = append(l, e)
					tf = append(tf, r.ttfb)
				} else {
					atomic.AddInt64(&bad, 1)
				}
				if ev != nil {
					atomic.AddInt64(&events, int64(ev.n))
					if *want > 0 && ev.n != *want {
						atomic.AddInt64(&badEvents, 1)
					}
					gp = append(gp, ev.gaps...)
				}
			}
		}(i)
	}
	if jobs != nil {
		step := time.Duration(float64(time.Second) / *rate)
		next := time.Now()
		for next.Before(stop) {
			now := time.Now()
			if now.Before(next) {
				time.Sleep(next.Sub(now))
				now = time.Now()
			}
			for !next.After(now) {
				jobs <- now
				next = next.Add(step)
			}
		}
		close(jobs)
	}
	wg.Wait()
	el := time.Since(t0).Seconds()
	var ru syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &ru)
	cpu := float64(ru.Utime.Sec+ru.Stime.Sec) + float64(ru.Utime.Usec+ru.Stime.Usec)/1e6
	out := map[string]any{"mode": *mode, "c": *c, "elapsed": el, "ok": ok, "non200": bad, "errors": errs, "rps": float64(ok) / el, "lat_us": stats(lat), "client_cpu_s": cpu}
	if streaming {
		out["ttfb_us"] = stats(ttfb)
		out["events"] = events
		out["events_per_s"] = float64(events) / el
		out["bad_event_count"] = badEvents
		if *mode == "hold" {
			out["gap_us"] = stats(gaps)
		}
	}
	b, _ := json.Marshal(out)
	fmt.Println(string(b))
}
