package main

import (
	"bytes"
	"fmt"
	"strconv"
	"time"
)

const text = "The quick brown fox jumps over the lazy dog while the gateway forwards this answer from the fake upstream. " +
	"It is long enough to look like a short but real completion, and it carries no meaning beyond its length."

const (
	messageHead = `{"id":"chatcmpl-bench0001","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini",` +
		`"choices":[{"index":0,"message":{"role":"assistant","content":"`
	messageTail = `","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":21,` +
		`"completion_tokens":44,"total_tokens":65,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},` +
		`"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}},"system_fingerprint":"fp_bench"}`
	chunkHead = `data: {"id":"chatcmpl-bench0001","object":"chat.completion.chunk","created":1700000000,` +
		`"model":"gpt-4o-mini","system_fingerprint":"fp_bench","choices":[`
	eventHead = chunkHead + `{"index":0,"delta":`
)

var (
	plainAnswer  = answerOf("200 OK", messageHead+text+messageTail)
	modelsAnswer = answerOf("200 OK", `{"object":"list","data":[{"id":"gpt-4o-mini","object":"model",`+
		`"created":1700000000,"owned_by":"bench"}]}`)
	notFound = answerOf("404 Not Found", `{"error":{"message":"there is no such path","type":"invalid_request_error",`+
		`"param":null,"code":null}}`)

	streamHead = append([]byte("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"+
		"Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n"),
		chunk(eventHead+`{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}`)...)
	streamEvent = chunk(eventHead + `{"content":" token"},"logprobs":null,"finish_reason":null}]}`)
	streamStop  = chunk(eventHead + `{},"logprobs":null,"finish_reason":"stop"}]}`)
	streamEnd   = append(chunk("data: [DONE]"), "0\r\n\r\n"...)
)

func answerOf(status, body string) []byte {
	return fmt.Appendf(nil, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nx-request-id: req_bench\r\n"+
		"Content-Length: %d\r\n\r\n%s", status, len(body), body)
}

func chunk(line string) []byte {
	return fmt.Appendf(nil, "%x\r\n%s\n\n\r\n", len(line)+2, line)
}

func (x *exchange) chat() error {
	if !bytes.Contains(x.body, []byte(`"messages"`)) || !bytes.Contains(x.body, []byte(`"model"`)) {
		return x.refuse("messages or model is missing")
	}
	if x.body[0] != '{' || x.body[len(x.body)-1] != '}' {
		return x.refuse("the body is cut")
	}
	how := behaviourOf(x.body)
	if how.firstByte > 0 {
		time.Sleep(how.firstByte)
	}
	if isStream(x.body) {
		return x.stream(how)
	}
	if bytes, image := imageBytes(x.body); image {
		// Told back, so that the caller can tell whether all of it arrived.
		return x.write(answerOf("200 OK", messageHead+"[image of "+strconv.Itoa(bytes)+"] "+text+messageTail))
	}
	return x.write(plainAnswer)
}

func isStream(body []byte) bool {
	return bytes.Contains(body, []byte(`"stream":true`)) || bytes.Contains(body, []byte(`"stream": true`))
}

// How many characters of base64 the first image has.
func imageBytes(body []byte) (count int, found bool) {
	from := bytes.Index(body, []byte(";base64,"))
	if from < 0 {
		return 0, false
	}
	return bytes.IndexByte(body[from+len(";base64,"):], '"'), true
}

// Each event is a write of its own.
func (x *exchange) stream(how behaviour) error {
	if err := x.write(streamHead); err != nil {
		return err
	}
	if how.gap > 0 {
		if err := x.pace.send(x.socket, streamEvent, how.events, how.gap); err != nil {
			return err
		}
	} else {
		for range how.events {
			if err := x.write(streamEvent); err != nil {
				return err
			}
		}
	}
	x.out = append(x.out[:0], streamStop...)
	if bytes.Contains(x.body, []byte(`"include_usage":true`)) || bytes.Contains(x.body, []byte(`"include_usage": true`)) {
		x.out = append(x.out, chunk(fmt.Sprintf(chunkHead+`],"usage":{"prompt_tokens":21,"completion_tokens":%d,`+
			`"total_tokens":%d}}`, how.events, 21+how.events))...)
	}
	return x.write(append(x.out, streamEnd...))
}
