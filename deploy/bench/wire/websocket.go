package wire

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
)

// The kinds of frames that sessions use (RFC 6455).
const (
	Text  = 1
	Close = 8
	Ping  = 9
	Pong  = 10
)

const messageMax = 1 << 20

var errFrame = errors.New("a frame that is not understood")

// Accept answers a handshake's key.
func Accept(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// AppendFrame appends one whole message. A client's is masked, by zeros: its bytes stay as they are.
func AppendFrame(to []byte, kind byte, payload []byte, masked bool) []byte {
	bit := byte(0)
	if masked {
		bit = 0x80
	}
	to = append(to, 0x80|kind)
	switch n := len(payload); {
	case n < 126:
		to = append(to, bit|byte(n))
	case n < 1<<16:
		to = append(to, bit|126)
		to = binary.BigEndian.AppendUint16(to, uint16(n))
	default:
		to = append(to, bit|127)
		to = binary.BigEndian.AppendUint64(to, uint64(n))
	}
	if masked {
		to = append(to, 0, 0, 0, 0)
	}
	return append(to, payload...)
}

// ReadMessage reads one message, of several frames perhaps, into buffer's space.
func ReadMessage(r *bufio.Reader, buffer []byte) (kind byte, payload []byte, err error) {
	payload = buffer[:0]
	for {
		first, err := r.ReadByte()
		if err != nil {
			return 0, nil, err
		}
		size, mask, err := frameSize(r)
		if err != nil {
			return 0, nil, err
		}
		if first&0x0f != 0 {
			kind = first & 0x0f
		}
		if size > messageMax-len(payload) {
			return 0, nil, errFrame
		}
		from := len(payload)
		payload = append(payload, make([]byte, size)...)
		if _, err := io.ReadFull(r, payload[from:]); err != nil {
			return 0, nil, err
		}
		if mask != [4]byte{} {
			for i := range payload[from:] {
				payload[from+i] ^= mask[i%4]
			}
		}
		if first&0x80 != 0 {
			return kind, payload, nil
		}
	}
}

func frameSize(r *bufio.Reader) (size int, mask [4]byte, err error) {
	second, err := r.ReadByte()
	if err != nil {
		return 0, mask, err
	}
	var long [8]byte
	switch size = int(second & 0x7f); size {
	case 126:
		_, err = io.ReadFull(r, long[6:])
		size = int(binary.BigEndian.Uint64(long[:]))
	case 127:
		_, err = io.ReadFull(r, long[:])
		whole := binary.BigEndian.Uint64(long[:])
		if whole > messageMax {
			return 0, mask, errFrame
		}
		size = int(whole)
	}
	if err == nil && second&0x80 != 0 {
		_, err = io.ReadFull(r, mask[:])
	}
	return size, mask, err
}
