package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
)

const (
	dimensions = 256
	inputsMax  = 2048
)

// 256 floats of four bytes, as base64.
var vector = base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0xcd, 0xcc, 0xcc, 0x3d}, dimensions))

var (
	builtMu sync.Mutex
	built   = map[int][]byte{}
)

func (x *exchange) embeddings() error {
	count := inputs(x.body)
	if count < 1 || count > inputsMax {
		return x.refuse("input must be 1 to 2048 texts")
	}
	if !bytes.Contains(x.body, []byte(`"base64"`)) {
		return x.refuse("this upstream answers in base64 alone")
	}
	return x.write(embeddingsAnswer(count))
}

func embeddingsAnswer(count int) []byte {
	builtMu.Lock()
	defer builtMu.Unlock()
	if answer := built[count]; answer != nil {
		return answer
	}
	var b strings.Builder
	b.WriteString(`{"object":"list","data":[`)
	for i := range count {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"object":"embedding","index":%d,"embedding":"%s"}`, i, vector)
	}
	fmt.Fprintf(&b, `],"model":"text-embedding-3-small","usage":{"prompt_tokens":%d,"total_tokens":%d}}`, count*8, count*8)
	built[count] = answerOf("200 OK", b.String())
	return built[count]
}

// Counts the strings of the array `input`; 0 when it is none, or is cut.
func inputs(body []byte) int {
	_, rest, found := bytes.Cut(body, []byte(`"input"`))
	rest = bytes.TrimLeft(rest, ": \n")
	if !found || len(rest) == 0 || rest[0] != '[' {
		return 0
	}
	count := 0
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case ']':
			return count
		case '"':
			count++
			for i++; i < len(rest) && rest[i] != '"'; i++ {
				if rest[i] == '\\' {
					i++
				}
			}
		}
	}
	return 0
}
