package main

import (
	"bytes"
	"net"
	"strings"
	"testing"
	"time"
)

func TestATagSaysHowItAnswers(t *testing.T) {
	got := behaviourOf([]byte(`{"content":"Hello [[f50,c20,n7]]"}`))
	if got.firstByte != 50*time.Millisecond || got.gap != 20*time.Millisecond || got.events != 7 {
		t.Errorf("%+v", got)
	}
	if got := behaviourOf([]byte(`{"content":"Hello"}`)); got.gap != 0 || got.events != 100 {
		t.Errorf("%+v", got)
	}
}

func TestInputsAreCountedAndCutOnesFoundOut(t *testing.T) {
	for body, want := range map[string]int{
		`{"input":["a","b \" ] c",  "d"]}`: 3, `{"input": ["a"]}`: 1, `{"input":"a"}`: 0, `{"input":["a","b"`: 0, `{}`: 0,
	} {
		if got := inputs([]byte(body)); got != want {
			t.Errorf("%s: %d", body, got)
		}
	}
}

func TestAPathIsKnownWhateverIsBeforeIt(t *testing.T) {
	for line, want := range map[string]string{
		"POST /v1/chat/completions HTTP/1.1\r\n": "/chat/completions", "GET /x/v1/models HTTP/1.1\r\n": "/models",
	} {
		if _, path := target([]byte(line)); path != want {
			t.Errorf("%q: %s", line, path)
		}
	}
}

func TestThePacerWritesEachEventInTimeAndAlsoToSlowReaders(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	pace := newPacer()
	go pace.run()
	event := bytes.Repeat([]byte("x"), 64<<10)
	const count, gap = 200, 2 * time.Millisecond
	began := time.Now()
	go func() {
		socket, err := listener.Accept()
		if err != nil {
			return
		}
		_ = pace.send(socket, event, count, gap)
		_ = socket.Close()
	}()
	reader, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond) // its buffers run full meanwhile
	var got bytes.Buffer
	if _, err := got.ReadFrom(reader); err != nil {
		t.Fatal(err)
	}
	if got.Len() != count*len(event) || strings.Trim(got.String(), "x") != "" {
		t.Errorf("%d bytes of %d", got.Len(), count*len(event))
	}
	if took := time.Since(began); took < count*gap {
		t.Errorf("all came within %v", took)
	}
}
