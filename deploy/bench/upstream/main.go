// Fake OpenAI-compatible upstream for benchmarks: raw TCP, one goroutine per connection, prebuilt bytes.
// Behaviour is chosen per request by a tag inside the body text: [[f<first-byte ms>,c<ms between chunks>,n<chunks>]]
// Without a tag: f0,c0,n100. "stream":true selects SSE.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

const text = "The quick brown fox jumps over the lazy dog while the gateway forwards this answer from the fake upstream. It is long enough to look like a short but real completion, and it carries no meaning beyond its length."

var full []byte
var chunkBody []byte
var head = []byte("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n")
var tail []byte
var notFound = []byte("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
var okJSON []byte

func chunked(s string) []byte { return []byte(fmt.Sprintf("%x\r\n%s\r\n", len(s), s)) }

func build() {
	body := `{"id":"chatcmpl-bench0001","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini","choices":[{"index":0,"message":{"role":"assistant","content":"` + text + `","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":21,"completion_tokens":44,"total_tokens":65,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}},"system_fingerprint":"fp_bench"}`
	full = []byte(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-request-id: req_bench\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
	pre := `data: {"id":"chatcmpl-bench0001","object":"chat.completion.chunk","created":1700000000,"model":"gpt-4o-mini","system_fingerprint":"fp_bench","choices":[{"index":0,"delta":`
	chunkBody = chunked(pre + `{"content":" token"},"logprobs":null,"finish_reason":null}]}` + "\n\n")
	head = append(head, chunked(pre+`{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}`+"\n\n")...)
	tail = append(tail, chunked(pre+`{},"logprobs":null,"finish_reason":"stop"}]}`+"\n\n")...)
	tail = append(tail, chunked(`data: {"id":"chatcmpl-bench0001","object":"chat.completion.chunk","created":1700000000,"model":"gpt-4o-mini","system_fingerprint":"fp_bench","choices":[],"usage":{"prompt_tokens":21,"completion_tokens":100,"total_tokens":121}}`+"\n\n")...)
	tail = append(tail, chunked("data: [DONE]\n\n")...)
	tail = append(tail, []byte("0\r\n\r\n")...)
	m := `{"object":"list","data":[{"id":"gpt-4o-mini","object":"model","created":1700000000,"owned_by":"bench"}]}`
	okJSON = []byte(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(m), m))
}

func num(b []byte, key byte, def int) int {
	i := bytes.IndexByte(b, key)
	if i < 0 {
		return def
	}
	j := i + 1
	for j < len(b) && b[j] >= '0' && b[j] <= '9' {
		j++
	}
	n, err := strconv.Atoi(string(b[i+1 : j]))
	if err != nil {
		return def
	}
	return n
}

func serve(c net.Conn) {
	defer c.Close()
	r := bufio.NewReaderSize(c, 4096)
	var body []byte
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return
		}
		isPost := bytes.HasPrefix(line, []byte("POST "))
		isChat := bytes.Contains(line, []byte("/chat/completions"))
		cl, isChunked, closing := 0, false, false
		for {
			h, err := r.ReadSlice('\n')
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
					isChunked = true
				}
			}
		}
		body = body[:0]
		if isChunked {
			for {
				l, err := r.ReadSlice('\n')
				if err != nil {
					return
				}
				n, _ := strconv.ParseInt(string(bytes.TrimSpace(l)), 16, 32)
				s := len(body)
				body = append(body, make([]byte, n+2)...)
				if _, err := io.ReadFull(r, body[s:]); err != nil {
					return
				}
				body = body[:s+int(n)]
				if n == 0 {
					break
				}
			}
		} else if cl > 0 {
			if cap(body) < cl {
				body = make([]byte, cl)
			}
			body = body[:cl]
			if _, err := io.ReadFull(r, body); err != nil {
				return
			}
		}
		if !isPost || !isChat {
			if _, err := c.Write(okJSON); err != nil || closing {
				return
			}
			continue
		}
		f, cd, n := 0, 0, 100
		if i := bytes.Index(body, []byte("[[f")); i >= 0 {
			if j := bytes.Index(body[i:], []byte("]]")); j > 0 {
				tag := body[i+2 : i+j]
				f, cd, n = num(tag, 'f', 0), num(tag, 'c', 0), num(tag, 'n', 100)
			}
		}
		stream := bytes.Contains(body, []byte(`"stream":true`)) || bytes.Contains(body, []byte(`"stream": true`))
		if f > 0 {
			time.Sleep(time.Duration(f) * time.Millisecond)
		}
		if !stream {
			if _, err := c.Write(full); err != nil || closing {
				return
			}
			continue
		}
		if _, err := c.Write(head); err != nil {
			return
		}
		for i := 0; i < n; i++ {
			if cd > 0 {
				time.Sleep(time.Duration(cd) * time.Millisecond)
			}
			if _, err := c.Write(chunkBody); err != nil {
				return
			}
		}
		if _, err := c.Write(tail); err != nil || closing {
			return
		}
	}
}

func main() {
	addr := flag.String("addr", "127.0.0.1:9100", "listen address (loopback)")
	procs := flag.Int("procs", 1, "GOMAXPROCS")
	flag.Parse()
	runtime.GOMAXPROCS(*procs)
	build()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Print(err)
		os.Exit(1)
	}
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go serve(c)
	}
}
