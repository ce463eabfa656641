package main

import (
	"fmt"
	"hash/crc32"
	"io"
	"mime"
	"mime/multipart"
)

// A second of pcm16 at 24 kHz.
const bytesASecond = 48_000

// transcription answers with the length and the checksum of what it heard, so that the caller can tell whether the
// file came whole.
func (x *exchange) transcription() error {
	body := x.head.BodyOf(x.r, false)
	kind, parameters, err := mime.ParseMediaType(x.head.Kind)
	if err != nil || kind != "multipart/form-data" || parameters["boundary"] == "" {
		if _, err := io.Copy(io.Discard, &body); err != nil {
			return err
		}
		return x.refuse("the body is no multipart/form-data")
	}
	heard, sum, model, err := listen(multipart.NewReader(&body, parameters["boundary"]))
	if _, failed := io.Copy(io.Discard, &body); failed != nil {
		return failed
	}
	if err != nil || heard == 0 || model == 0 {
		return x.refuse("file or model is missing, or the form is cut")
	}
	return x.write(answerOf("200 OK", fmt.Sprintf(`{"text":"heard %d bytes, crc %08x","usage":{"type":"duration",`+
		`"seconds":%d}}`, heard, sum, (heard+bytesASecond-1)/bytesASecond)))
}

func listen(form *multipart.Reader) (heard int64, sum uint32, model int64, err error) {
	for {
		part, err := form.NextRawPart()
		if err == io.EOF {
			return heard, sum, model, nil
		}
		if err != nil {
			return 0, 0, 0, err
		}
		switch part.FormName() {
		case "file":
			crc := crc32.NewIEEE()
			heard, err = io.Copy(crc, part)
			sum = crc.Sum32()
		case "model":
			model, err = io.Copy(io.Discard, part)
		default:
			_, err = io.Copy(io.Discard, part)
		}
		if err != nil {
			return 0, 0, 0, err
		}
	}
}
