package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestLinesAreCountedHoweverTheyAreCut(t *testing.T) {
	stream := "data: {\"a\":\"data: no\"}\n\n: a comment\n\ndata: {\"b\":1}\n\ndata: [DONE]\n\n"
	for size := 1; size <= len(stream); size++ {
		e := &events{}
		for from := 0; from < len(stream); from += size {
			e.take([]byte(stream[from:min(from+size, len(stream))]))
		}
		if e.count != 3 || !e.done || e.failed {
			t.Fatalf("pieces of %d: %d lines, done %v, failed %v", size, e.count, e.done, e.failed)
		}
	}
}

func TestAStreamIsDoneOnlyWhenNothingComesBehind(t *testing.T) {
	e := &events{}
	e.take([]byte("data: [DONE]\n\ndata: {\"more\":1}\n\n"))
	if e.done {
		t.Error("it was taken for done")
	}
	e.reset()
	e.take([]byte("data: {\"error\":{\"message\":\"x\"}}\n\n"))
	if !e.failed || e.done {
		t.Error("its error was not seen")
	}
}

// A gateway that answers at once, but for one pause.
func pausing(t *testing.T, pause time.Duration) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		answered := 0
		for {
			socket, err := listener.Accept()
			if err != nil {
				return
			}
			r := bufio.NewReader(socket)
			for {
				for {
					line, err := r.ReadString('\n')
					if err != nil {
						break
					}
					if line == "\r\n" {
						break
					}
				}
				body := make([]byte, 4096)
				if _, err := r.Read(body); err != nil {
					break
				}
				if answered++; answered == 20 {
					time.Sleep(pause)
				}
				fmt.Fprintf(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
			}
		}
	}()
	return "http://" + listener.Addr().String() + "/v1"
}

func TestARequestThatWaitedForAConnectionWaitedForTheGateway(t *testing.T) {
	const pause = 300 * time.Millisecond
	o, err := parse([]string{"-url", pausing(t, pause), "-mode", "open", "-rate", "200", "-c", "1", "-d", "1s"})
	if err != nil {
		t.Fatal(err)
	}
	all := open(o)
	if all.ok < 190 || all.failed > 0 {
		t.Fatalf("%d answered, %d failed", all.ok, all.failed)
	}
	// Some 60 of 200 fell due within the pause. Had only the one that met it counted, p90 would be small.
	if got := all.latency.Quantile(0.9); got < pause/4 {
		t.Errorf("p90 is %v", got)
	}
}

func TestWhatIsNeverAnsweredIsAFailure(t *testing.T) {
	o, err := parse([]string{"-url", pausing(t, 3*time.Second), "-mode", "open", "-rate", "100", "-c", "1", "-d", "500ms"})
	if err != nil {
		t.Fatal(err)
	}
	if all := open(o); all.ok+all.failed != 50 || all.failed < 20 {
		t.Errorf("%d answered, %d failed", all.ok, all.failed)
	}
}

// A gateway that says "try again" to every other request.
func TestAnAnswerThatSaysTryAgainIsTriedAgainWhenAskedTo(t *testing.T) {
	for _, mode := range []string{"closed", "open"} {
		words := []string{"-url", refusing(t), "-mode", mode, "-rate", "20", "-c", "2", "-d", "400ms", "-patience", "5s"}
		o, err := parse(append(words, "-again", "100", "-n", "4"))
		if err != nil {
			t.Fatal(err)
		}
		run := map[string]func(*options) *tally{"closed": closed, "open": open}[mode]
		if all := run(o); all.ok < 2 || all.refused > 0 || all.again < 2 {
			t.Errorf("%s: %d answered, %d refused, %d again", mode, all.ok, all.refused, all.again)
		}
		if o, err = parse(append(words, "-n", "4")); err != nil {
			t.Fatal(err)
		}
		if all := run(o); all.refused == 0 || all.again > 0 {
			t.Errorf("%s: %d refused, %d again", mode, all.refused, all.again)
		}
	}
}

func refusing(t *testing.T) string {
	t.Helper()
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1)%2 == 1 {
			w.WriteHeader(503)
		}
		fmt.Fprint(w, "{}")
	}))
	t.Cleanup(server.Close)
	return server.URL + "/v1"
}

func TestOtherMachinesAreRefused(t *testing.T) {
	for _, url := range []string{"http://10.0.0.1:80/v1", "http://example.com/v1", "https://127.0.0.1:80"} {
		if _, err := parse([]string{"-url", url}); err == nil {
			t.Errorf("%s was taken", url)
		}
	}
}

func TestEverythingIsBounded(t *testing.T) {
	for _, words := range []string{"-c 100000", "-d 10h", "-rate 1000000", "-n 100000000", "-size 100000000", "-c 0"} {
		if _, err := parse(append([]string{"-url", "http://127.0.0.1:1/v1"}, strings.Fields(words)...)); err == nil {
			t.Errorf("%s was taken", words)
		}
	}
}

func TestWrongAnswersAreFoundOut(t *testing.T) {
	good := `{"choices":[{"message":{"role":"assistant","content":"The quick brown fox jumps beyond its length."},` +
		`"finish_reason":"stop"}],"usage":{"prompt_tokens":21,"completion_tokens":44,"total_tokens":65}}`
	r := &requests{o: &options{kind: "chat", mode: "closed"}}
	if err := r.judge([]byte(good)); err != nil {
		t.Error(err)
	}
	for _, change := range [][2]string{{"fox", "cat"}, {`"usage"`, `"used"`}, {`"stop"`, `"length"`}, {"}}", "}"}} {
		if err := r.judge([]byte(strings.Replace(good, change[0], change[1], 1))); err == nil {
			t.Errorf("%v was not found out", change)
		}
	}
}

func TestBodiesAreAsLongAsTheyShould(t *testing.T) {
	for kind, size := range map[string]int{"chat": 100_000, "image": 5_000_000, "audio": 50_000_000} {
		r := newRequests(&options{kind: kind, mode: "closed", size: size, model: "m", keys: []string{"k"}})
		if got := len(r.bodies[0]); got < size || got > size+1000 {
			t.Errorf("%s: %d bytes", kind, got)
		}
	}
}
