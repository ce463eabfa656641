package wire

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestOnlyLoopbackIsAllowed(t *testing.T) {
	for address, allowed := range map[string]bool{
		"127.0.0.1:80": true, "127.8.8.8:80": true, "[::1]:80": true, "10.0.0.1:80": false, "0.0.0.0:80": false,
		"localhost:80": false, "example.com:80": false, "127.0.0.1": false, "127.0.0.1.example.com:80": false,
	} {
		if err := Loopback(address); (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestBodiesEndWhereTheySayAndNoFurther(t *testing.T) {
	for head, rest := range map[string]string{
		"Content-Length: 5\r\n\r\n":          "hello",
		"Transfer-Encoding: chunked\r\n\r\n": "2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
	} {
		for _, byNext := range []bool{true, false} {
			r := bufio.NewReader(strings.NewReader(head + rest + "NEXT"))
			var h Head
			if err := h.ReadHead(r); err != nil {
				t.Fatal(err)
			}
			body := h.BodyOf(r, true)
			if got := all(t, &body, byNext); got != "hello" {
				t.Errorf("%q", got)
			}
			if next, _ := io.ReadAll(r); string(next) != "NEXT" {
				t.Errorf("left %q", next)
			}
		}
	}
}

func TestABodyThatIsCutIsNoWholeOne(t *testing.T) {
	for _, text := range []string{
		"Content-Length: 5\r\n\r\nhel", "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n",
		"Transfer-Encoding: chunked\r\n\r\n3\r\nhe",
	} {
		r := bufio.NewReader(strings.NewReader(text))
		var h Head
		if err := h.ReadHead(r); err != nil {
			t.Fatal(err)
		}
		body := h.BodyOf(r, true)
		var err error
		for err == nil {
			_, err = body.Next()
		}
		if err == io.EOF {
			t.Errorf("%q was taken for whole", text)
		}
	}
}

func all(t *testing.T, body *Body, byNext bool) string {
	t.Helper()
	if !byNext {
		text, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	var text []byte
	for {
		part, err := body.Next()
		if err == io.EOF {
			return string(text)
		}
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, part...)
	}
}

func TestMessagesOfAnySizeComeBackWhole(t *testing.T) {
	for _, size := range []int{0, 1, 125, 126, 70_000} {
		for _, masked := range []bool{true, false} {
			sent := bytes.Repeat([]byte("x"), size)
			kind, got, err := ReadMessage(bufio.NewReader(bytes.NewReader(AppendFrame(nil, Text, sent, masked))), nil)
			if err != nil || kind != Text || !bytes.Equal(got, sent) {
				t.Errorf("%d bytes: kind %d, %d bytes, %v", size, kind, len(got), err)
			}
		}
	}
}

func TestAMessageOfSeveralFramesIsOne(t *testing.T) {
	stream := []byte{0x01, 2, 'h', 'e', 0x80, 3, 'l', 'l', 'o'}
	kind, got, err := ReadMessage(bufio.NewReader(bytes.NewReader(stream)), nil)
	if err != nil || kind != Text || string(got) != "hello" {
		t.Errorf("kind %d, %q, %v", kind, got, err)
	}
}

func TestTheHandshakeIsThatOfTheStandard(t *testing.T) {
	if got := Accept("dGhlIHNhbXBsZSBub25jZQ=="); got != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" {
		t.Error(got)
	}
}
