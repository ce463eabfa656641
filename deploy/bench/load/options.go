package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"tollgate.dev/bench/wire"
)

const (
	connectionsMax = 12_000
	durationMax    = 15 * time.Minute
	requestsMax    = 50_000_000
	rateMax        = 200_000
	bodyMax        = 64 << 20
	keysMax        = 1_000_000
)

type options struct {
	mode     string
	kind     string
	targets  []target
	c        int
	duration time.Duration
	ramp     time.Duration
	rate     float64
	n        int64
	keys     []string
	model    string
	tag      string
	size     int
	events   int
	gap      time.Duration
	output   int
	check    bool
	procs    int
	patience time.Duration
	headers  words

	made    atomic.Int64 // requests begun
	retries atomic.Int64 // that are left
	nextKey atomic.Int64
}

type target struct {
	address string
	prefix  string
}

type words []string

func (w *words) String() string     { return strings.Join(*w, " ") }
func (w *words) Set(s string) error { *w = append(*w, s); return nil }

func parse(arguments []string) (*options, error) {
	o := &options{}
	var urls words
	var key, keyFile string
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.Var(&urls, "url", "base URL, such as http://127.0.0.1:8080/v1; several are used in turn")
	flags.StringVar(&o.mode, "mode", "closed", "closed, open, stream, hold or realtime")
	flags.StringVar(&o.kind, "kind", "chat", "chat, image, embeddings or audio")
	flags.IntVar(&o.c, "c", 16, "connections")
	flags.DurationVar(&o.duration, "d", 3*time.Second, "how long")
	flags.DurationVar(&o.ramp, "ramp", 0, "over which the connections begin")
	flags.Float64Var(&o.rate, "rate", 100, "requests a second (open)")
	flags.Int64Var(&o.n, "n", 0, "at most so many requests; 0: as many as the time allows")
	flags.StringVar(&key, "key", "sk-bench", "bearer key")
	flags.StringVar(&keyFile, "keys", "", "file of bearer keys, used in rotation")
	flags.StringVar(&o.model, "model", "gpt-4o-mini", "model; several by commas are used in rotation")
	flags.StringVar(&o.tag, "tag", "", "how the fake upstream answers, such as [[f0,c20,n100]]")
	flags.IntVar(&o.size, "size", 0, "bytes of the prompt, image or file; or count of embeddings' inputs")
	flags.IntVar(&o.events, "events", 104, "data lines that a stream must have, or text events of a realtime response")
	flags.DurationVar(&o.gap, "gap", time.Second, "between two responses of one realtime session")
	flags.IntVar(&o.output, "max-tokens", 256, "max_tokens of a chat request")
	flags.BoolVar(&o.check, "check", false, "look at every answer whole")
	flags.DurationVar(&o.patience, "patience", 0, "how long an open loop waits for what is late; 0: as long as it lasted")
	again := flags.Int64("again", 0, "so many answers in all that say \"try again\" (503) are tried again, as SDKs do")
	flags.Var(&o.headers, "H", "a header more, such as 'x-a: b'; several may be given")
	flags.IntVar(&o.procs, "procs", 0, "cores to use; 0: one, two for an open loop")
	if err := flags.Parse(arguments); err != nil {
		return nil, err
	}
	o.retries.Store(*again)
	if o.patience == 0 {
		o.patience = o.duration
	}
	if o.procs == 0 {
		o.procs = 1
		if o.mode == "open" {
			o.procs = 2
		}
	}
	for _, text := range urls {
		t, err := targetOf(text)
		if err != nil {
			return nil, err
		}
		o.targets = append(o.targets, t)
	}
	o.keys = []string{key}
	if keyFile != "" {
		var err error
		if o.keys, err = readKeys(keyFile); err != nil {
			return nil, err
		}
	}
	return o, o.validate()
}

func targetOf(text string) (target, error) {
	parsed, err := url.Parse(text)
	if err != nil {
		return target{}, err
	}
	if parsed.Scheme != "http" {
		return target{}, errors.New("only http is spoken")
	}
	return target{parsed.Host, strings.TrimSuffix(parsed.Path, "/")}, wire.Loopback(parsed.Host)
}

func readKeys(path string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var keys []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if key := strings.TrimSpace(lines.Text()); key != "" {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 || len(keys) > keysMax {
		return nil, fmt.Errorf("%s has %d keys: 1 to %d are wanted", path, len(keys), keysMax)
	}
	return keys, nil
}

func (o *options) validate() error {
	within := func(name string, value, most float64) error {
		if value < 0 || value > most {
			return fmt.Errorf("-%s must be at most %v", name, most)
		}
		return nil
	}
	known := map[string]bool{"closed": true, "open": true, "stream": true, "hold": true, "realtime": true}
	if !known[o.mode] {
		return fmt.Errorf("unknown mode: %s", o.mode)
	}
	if o.path() == "" {
		return fmt.Errorf("unknown kind: %s", o.kind)
	}
	if len(o.targets) == 0 || o.c < 1 || o.duration <= 0 || o.rate <= 0 {
		return errors.New("-url, -c, -d and -rate must be given, above 0")
	}
	return errors.Join(
		within("c", float64(o.c), connectionsMax), within("d", o.duration.Seconds(), durationMax.Seconds()),
		within("ramp", o.ramp.Seconds(), durationMax.Seconds()), within("rate", o.rate, rateMax),
		within("n", float64(o.n), requestsMax), within("size", float64(o.size), bodyMax),
		within("procs", float64(o.procs), 64), within("patience", o.patience.Seconds(), durationMax.Seconds()),
		within("again", float64(o.retries.Load()), 100_000))
}

func (o *options) path() string {
	if o.mode == "realtime" {
		return "/realtime"
	}
	return map[string]string{
		"chat": "/chat/completions", "image": "/chat/completions", "embeddings": "/embeddings",
		"audio": "/audio/transcriptions",
	}[o.kind]
}

func (o *options) streams() bool { return o.mode == "stream" || o.mode == "hold" }

// begin tells whether one more request may be made.
func (o *options) begin() bool {
	made := o.made.Add(1)
	return made <= requestsMax && (o.n == 0 || made <= o.n)
}
