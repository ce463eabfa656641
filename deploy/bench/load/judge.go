package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// judge tells what is wrong with a whole answer: JSON, the shape, what must have come through, and the usage.
func (r *requests) judge(body []byte) error {
	switch {
	case r.o.streams():
		return r.judgeStream(string(body))
	case r.o.kind == "embeddings":
		return r.judgeEmbeddings(body)
	case r.o.kind == "audio":
		var told struct{ Text string }
		if err := json.Unmarshal(body, &told); err != nil {
			return err
		}
		if want := fmt.Sprintf("heard %d bytes, crc %08x", r.o.size, r.fileSum); told.Text != want {
			return fmt.Errorf("%s, not %s", told.Text, want)
		}
		return nil
	}
	return r.judgeChat(body)
}

type usage struct {
	Prompt     int `json:"prompt_tokens"`
	Completion int `json:"completion_tokens"`
	Total      int `json:"total_tokens"`
}

func (r *requests) judgeChat(body []byte) error {
	var told struct {
		Object  string
		Choices []struct {
			Message      struct{ Role, Content string }
			FinishReason string `json:"finish_reason"`
		}
		Usage *usage
	}
	if err := json.Unmarshal(body, &told); err != nil {
		return err
	}
	if len(told.Choices) != 1 || told.Choices[0].Message.Role != "assistant" || told.Choices[0].FinishReason != "stop" {
		return errors.New("not one choice that stopped")
	}
	if told.Usage == nil || told.Usage.Total < 65 {
		return errors.New("no usage")
	}
	content := told.Choices[0].Message.Content
	if !strings.Contains(content, "The quick brown fox jumps") || !strings.HasSuffix(content, "beyond its length.") {
		return fmt.Errorf("another text: %.60s", content)
	}
	if image := fmt.Sprintf("[image of %d]", len(picture(r.o.size))); r.o.kind == "image" && !strings.Contains(content, image) {
		return fmt.Errorf("%.30s, not %s", content, image)
	}
	return nil
}

func (r *requests) judgeEmbeddings(body []byte) error {
	var told struct {
		Data []struct {
			Index     int
			Embedding string
		}
		Usage *usage
	}
	if err := json.Unmarshal(body, &told); err != nil {
		return err
	}
	if len(told.Data) != r.o.size || told.Usage == nil || told.Usage.Total != 8*r.o.size {
		return fmt.Errorf("%d vectors of %d texts", len(told.Data), r.o.size)
	}
	for i, vector := range told.Data {
		if vector.Index != i || len(vector.Embedding) != 1368 {
			return fmt.Errorf("vector %d has index %d and %d characters", i, vector.Index, len(vector.Embedding))
		}
	}
	return nil
}

// The text of a stream, and its usage at the end.
func (r *requests) judgeStream(body string) error {
	tokens, last := 0, ""
	for _, line := range strings.Split(body, "\n") {
		data, found := strings.CutPrefix(line, "data: ")
		if !found || data == "[DONE]" {
			continue
		}
		var event struct {
			Choices []struct{ Delta struct{ Content string } }
		}
		if err := json.Unmarshal([]byte(data), &event); err != nil {
			return fmt.Errorf("an event that is no JSON: %.60s", data)
		}
		last = data
		for _, choice := range event.Choices {
			if choice.Delta.Content == " token" {
				tokens++
			}
		}
	}
	var end struct{ Usage *usage }
	if err := json.Unmarshal([]byte(last), &end); err != nil || end.Usage == nil || end.Usage.Completion != tokens {
		return fmt.Errorf("%d tokens, and the last event tells no such usage: %.100s", tokens, last)
	}
	return nil
}
