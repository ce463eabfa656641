package main

import (
	"bytes"
	"fmt"
	"net/url"

	"tollgate.dev/bench/wire"
)

// Text events of one response.
const deltas = 20

// A session: each `response.create` is answered at once, by 20 pieces of text and the usage.
func (x *exchange) realtime(query string) error {
	values, err := url.ParseQuery(query)
	if err != nil || values.Get("model") == "" || !x.head.Upgrade || x.head.SocketKey == "" {
		return x.refuse("a WebSocket with ?model= is wanted")
	}
	x.out = fmt.Appendf(x.out[:0], "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"+
		"Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", wire.Accept(x.head.SocketKey))
	x.out = wire.AppendFrame(x.out, wire.Text, []byte(`{"type":"session.created","event_id":"event_0","session":`+
		`{"id":"sess_bench","object":"realtime.session","model":"`+values.Get("model")+`"}}`), false)
	if err := x.write(x.out); err != nil {
		return err
	}
	for turn := 1; ; {
		kind, message, err := wire.ReadMessage(x.r, x.body)
		if err != nil {
			return err
		}
		x.body = message
		x.out = x.out[:0]
		switch {
		case kind == wire.Ping:
			x.out = wire.AppendFrame(x.out, wire.Pong, message, false)
		case kind == wire.Close:
			_ = x.write(wire.AppendFrame(x.out, wire.Close, message, false))
			return errSessionOver
		case kind != wire.Text:
			continue
		case bytes.Contains(message, []byte(`"response.create"`)):
			x.respond(turn)
			turn++
		case !bytes.Contains(message, []byte(`"type"`)):
			x.event(`{"type":"error","event_id":"event_e","error":{"type":"invalid_request_error","message":"no type"}}`)
		}
		if len(x.out) > 0 {
			if err := x.write(x.out); err != nil {
				return err
			}
		}
	}
}

var errSessionOver = fmt.Errorf("the session is over")

func (x *exchange) respond(turn int) {
	id := fmt.Sprintf("resp_%d", turn)
	x.event(fmt.Sprintf(`{"type":"response.created","event_id":"event_%d_c","response":{"id":"%s",`+
		`"object":"realtime.response","status":"in_progress","output":[]}}`, turn, id))
	for i := range deltas {
		x.event(fmt.Sprintf(`{"type":"response.output_text.delta","event_id":"event_%d_%d","response_id":"%s",`+
			`"item_id":"item_%d","output_index":0,"content_index":0,"delta":" token"}`, turn, i, id, turn))
	}
	x.event(fmt.Sprintf(`{"type":"response.done","event_id":"event_%d_d","response":{"id":"%s",`+
		`"object":"realtime.response","status":"completed","output":[],"usage":{"total_tokens":41,"input_tokens":21,`+
		`"output_tokens":20,"input_token_details":{"cached_tokens":0,"text_tokens":21,"audio_tokens":0},`+
		`"output_token_details":{"text_tokens":20,"audio_tokens":0}}}}`, turn, id))
}

func (x *exchange) event(text string) {
	x.out = wire.AppendFrame(x.out, wire.Text, []byte(text), false)
}
