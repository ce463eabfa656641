package main

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"strings"
	"sync/atomic"
)

const boundary = "bench-boundary-7d1f"

// requests makes the bytes of requests. What does not change from one to the next is made once.
type requests struct {
	o       *options
	models  []string
	bodies  [][]byte // by model
	kind    string
	extra   string                 // headers
	whole   atomic.Pointer[[]byte] // where all requests are the same
	fileSum uint32
}

func newRequests(o *options) *requests {
	r := &requests{o: o, models: strings.Split(o.model, ","), kind: "application/json"}
	for _, header := range o.headers {
		r.extra += header + "\r\n"
	}
	for _, model := range r.models {
		r.bodies = append(r.bodies, r.body(model))
	}
	return r
}

func (r *requests) body(model string) []byte {
	switch r.o.kind {
	case "embeddings":
		texts := strings.TrimSuffix(strings.Repeat(`"What a text looks like that somebody wants a vector of.",`, r.o.size), ",")
		return fmt.Appendf(nil, `{"model":%q,"encoding_format":"base64","dimensions":256,"input":[%s]}`, model, texts)
	case "audio":
		r.kind = "multipart/form-data; boundary=" + boundary
		return r.form(model)
	}
	content := fmt.Sprintf(`"Hello, please answer in one short paragraph. %s"`, r.o.tag)
	if r.o.kind == "image" {
		content = `[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,` +
			picture(r.o.size) + `"}}]`
	} else if r.o.size > 0 {
		content = fmt.Sprintf(`"Hello, please sum this up. %s %s"`, r.o.tag, filler(r.o.size))
	}
	text := fmt.Sprintf(`{"model":%q,"messages":[{"role":"system","content":"You are a helpful assistant."},`+
		`{"role":"user","content":%s}],"temperature":0.7,"max_tokens":%d`, model, content, r.o.output)
	if r.o.streams() {
		text += `,"stream":true,"stream_options":{"include_usage":true}`
	}
	return []byte(text + "}")
}

func filler(size int) string {
	const sentence = "A gateway forwards what it is given, and this text is long for no other reason. "
	return strings.Repeat(sentence, size/len(sentence)+1)[:size]
}

// Base64 of a PNG as far as its head tells: a picture of 1,024 by 1,024.
func picture(size int) string {
	const head = "iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAIAAADwf7zU"
	return head + strings.Repeat("AAAA", max(size-len(head), 0)/4)
}

// A WAV file of pcm16 at 24 kHz.
func (r *requests) form(model string) []byte {
	file := bytes.NewBuffer(wav(r.o.size))
	for i := 0; file.Len() < r.o.size; i++ {
		file.WriteByte(byte(i * 31 >> 3))
	}
	r.fileSum = crc32.ChecksumIEEE(file.Bytes())
	var b bytes.Buffer
	fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n%s\r\n", boundary, model)
	fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"speech.wav\"\r\n"+
		"Content-Type: audio/wav\r\n\r\n", boundary)
	b.Write(file.Bytes())
	fmt.Fprintf(&b, "\r\n--%s--\r\n", boundary)
	return b.Bytes()
}

func wav(size int) []byte {
	little := func(n, bytes int) string {
		text := ""
		for range bytes {
			text += string([]byte{byte(n)})
			n >>= 8
		}
		return text
	}
	return []byte("RIFF" + little(size-8, 4) + "WAVEfmt " + little(16, 4) + little(1, 2) + little(1, 2) +
		little(24_000, 4) + little(48_000, 4) + little(2, 2) + little(16, 2) + "data" + little(size-44, 4))
}

// next gives a request's bytes, and those that follow them: long bodies are not copied.
func (r *requests) next(t target) (head, body []byte) {
	turn := r.o.nextKey.Add(1) - 1
	body = r.bodies[turn%int64(len(r.bodies))]
	if len(r.o.keys) == 1 && len(r.bodies) == 1 && len(r.o.targets) == 1 {
		if whole := r.whole.Load(); whole != nil {
			return *whole, r.rest(body)
		}
	}
	head = fmt.Appendf(nil, "POST %s%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\n"+
		"Accept: */*\r\nUser-Agent: bench\r\n%sContent-Length: %d\r\n\r\n", t.prefix, r.o.path(), t.address,
		r.o.keys[turn%int64(len(r.o.keys))], r.kind, r.extra, len(body))
	if r.rest(body) == nil {
		head = append(head, body...)
	}
	r.whole.Store(&head)
	return head, r.rest(body)
}

// A short body travels with its head.
func (r *requests) rest(body []byte) []byte {
	if len(body) <= 16<<10 {
		return nil
	}
	return body
}
