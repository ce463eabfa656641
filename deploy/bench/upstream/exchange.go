package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"strings"
	"time"

	"tollgate.dev/bench/wire"
)

// Larger ones are read from the socket as they are needed.
const bodyMax = 48 << 20

// One connection: a request at a time.
type exchange struct {
	socket net.Conn
	r      *bufio.Reader
	pace   *pacer
	head   wire.Head
	body   []byte
	out    []byte
}

func newExchange(socket net.Conn, pace *pacer) *exchange {
	return &exchange{socket: socket, r: bufio.NewReaderSize(socket, 16<<10), pace: pace}
}

func (x *exchange) serve() {
	defer x.socket.Close()
	for {
		line, err := x.r.ReadSlice('\n')
		if err != nil {
			return
		}
		method, path := target(line)
		if err := x.head.ReadHead(x.r); err != nil {
			return
		}
		if err := x.answer(method, path); err != nil || x.head.Closing {
			return
		}
	}
}

// The path without its prefix: candidates differ in where they put `/v1`.
func target(line []byte) (method, path string) {
	words := bytes.Fields(line)
	if len(words) < 2 {
		return "", ""
	}
	path = string(words[1])
	if at := strings.Index(path, "/v1/"); at >= 0 {
		path = path[at+3:]
	}
	return string(words[0]), path
}

func (x *exchange) answer(method, path string) error {
	path, query, _ := strings.Cut(path, "?")
	switch {
	case method == "GET" && path == "/models":
		return x.write(modelsAnswer)
	case method == "GET" && path == "/realtime":
		return x.realtime(query)
	case method == "POST" && path == "/audio/transcriptions":
		return x.transcription()
	case method == "POST" && (path == "/chat/completions" || path == "/embeddings"):
		if err := x.readBody(); err != nil {
			return err
		}
		if !strings.HasPrefix(x.head.Kind, "application/json") {
			return x.refuse("the body is not application/json")
		}
		if path == "/embeddings" {
			return x.embeddings()
		}
		return x.chat()
	}
	if err := x.readBody(); err != nil {
		return err
	}
	return x.write(notFound)
}

func (x *exchange) readBody() error {
	x.body = x.body[:0]
	body := x.head.BodyOf(x.r, false)
	for {
		part, err := body.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if len(x.body)+len(part) > bodyMax {
			return io.ErrShortBuffer
		}
		if need := x.head.Length; need > cap(x.body) && need <= bodyMax {
			x.body = make([]byte, 0, need)
		}
		x.body = append(x.body, part...)
	}
}

func (x *exchange) write(bytes []byte) error {
	_, err := x.socket.Write(bytes)
	return err
}

func (x *exchange) refuse(why string) error {
	body := `{"error":{"message":"` + why + `","type":"invalid_request_error","param":null,"code":null}}`
	return x.write(answerOf("400 Bad Request", body))
}

// What a prompt's tag asks for.
type behaviour struct {
	firstByte, gap time.Duration
	events         int
}

func behaviourOf(body []byte) behaviour {
	b := behaviour{events: 100}
	from := bytes.Index(body, []byte("[[f"))
	if from < 0 {
		return b
	}
	length := bytes.Index(body[from:], []byte("]]"))
	if length < 0 {
		return b
	}
	tag := body[from+2 : from+length]
	b.firstByte = time.Duration(number(tag, 'f', 0)) * time.Millisecond
	b.gap = time.Duration(number(tag, 'c', 0)) * time.Millisecond
	b.events = number(tag, 'n', 100)
	return b
}

func number(tag []byte, key byte, otherwise int) int {
	at := bytes.IndexByte(tag, key)
	if at < 0 {
		return otherwise
	}
	value, digits := 0, 0
	for _, c := range tag[at+1:] {
		if c < '0' || c > '9' || digits == 7 {
			break
		}
		value = value*10 + int(c-'0')
		digits++
	}
	if digits == 0 {
		return otherwise
	}
	return value
}
