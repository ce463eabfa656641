package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// constants are what was measured, each with how.
type constants struct {
	Where string          `json:"where"`
	Calls map[string]cost `json:"calls"`
	// CPU µs of the edge for a request, all calls of its own included.
	EdgeRequest float64 `json:"edge_request_us"`
	// CPU µs a second of each process that nobody asks anything.
	Idle     map[string]float64 `json:"idle_us"`
	Latency  latencies          `json:"latency_us"`
	Posting  posting            `json:"posting"`
	Capacity capacity           `json:"capacity"`
	Notes    map[string]string  `json:"notes"`
}

// cost is one kind of call: what each call takes, and each further item in it.
type cost struct {
	Service string `json:"service"`
	Call    load   `json:"call"`
	Item    load   `json:"item"`
	// Usage alone: for each account in the batch.
	Account load `json:"account"`
}

// load is CPU µs, and statements and commands.
type load struct {
	Service    float64 `json:"service_us"`
	Postgres   float64 `json:"postgres_us"`
	Redis      float64 `json:"redis_us"`
	Statements float64 `json:"statements"`
	Commands   float64 `json:"commands"`
}

func (l *load) add(of load, times float64) {
	l.Service += of.Service * times
	l.Postgres += of.Postgres * times
	l.Redis += of.Redis * times
	l.Statements += of.Statements * times
	l.Commands += of.Commands * times
}

// posting is how long a batch of usage holds its accounts' rows, in µs.
type posting struct {
	Call    float64 `json:"call_us"`
	Record  float64 `json:"record_us"`
	Account float64 `json:"account_us"`
}

func (p posting) of(records, accounts float64) int64 {
	return int64(p.Call + p.Record*records + p.Account*accounts)
}

// capacity is what one of each may be planned with.
type capacity struct {
	// Of a core of an inner service, and of the stores.
	Busy          float64 `json:"busy"`
	PostgresCores float64 `json:"postgres_cores"`
	// One thread runs all commands.
	RedisCores float64 `json:"redis_cores"`
}

func readConstants(path string) (constants, error) {
	var known constants
	if err := readJSON(path, &known); err != nil {
		return known, err
	}
	for _, kind := range kinds {
		if _, there := known.Calls[kind.name]; !there {
			return known, fmt.Errorf("%s: no constants of %s", path, kind.name)
		}
	}
	return known, nil
}

func readJSON(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func writeJSON(path string, told any) error {
	text, err := json.MarshalIndent(told, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}
