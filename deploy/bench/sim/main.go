// Command sim is Tollgate at a size that no machine at hand has: edges, leases, slices and journals, request by request.
//
//	sim -constants constants.json -out scale.json -tables tables.md
//	sim -constants constants.json -check run.json
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

func main() {
	constants := flag.String("constants", "sim/constants.json", "what was measured")
	out := flag.String("out", "", "where all figures go, as JSON")
	tables := flag.String("tables", "", "where the tables go, as Markdown")
	check := flag.String("check", "", "a run of the benchmark with scenario `edges`: compares the model with it")
	from := flag.String("from", "", "a former run's JSON: told anew with these constants, not simulated again")
	edges := flag.Int("edges", 500, "simulates up to so many edges")
	seed := flag.Uint64("seed", 1, "of all draws")
	flag.Parse()
	if err := run(options{*constants, *out, *tables, *check, *from, *edges, *seed}); err != nil {
		fmt.Fprintln(os.Stderr, "sim:", err)
		os.Exit(1)
	}
}

type options struct {
	constants, out, tables, check, from string
	edges                               int
	seed                                uint64
}

func run(o options) error {
	known, err := readConstants(o.constants)
	if err != nil {
		return err
	}
	if o.check != "" {
		return checkRun(o.check, known, os.Stdout)
	}
	if o.from == "" {
		told := everything(known, o.edges, o.seed, func(told figures) { err = errors.Join(err, o.write(told, known)) })
		return errors.Join(err, o.write(told, known))
	}
	var told figures
	if err := readJSON(o.from, &told); err != nil {
		return err
	}
	told.again(known)
	return o.write(told, known)
}

// write keeps figures and tables, where a place for them is named.
func (o options) write(told figures, known constants) error {
	if o.out != "" {
		if err := writeJSON(o.out, told); err != nil {
			return err
		}
	}
	if o.tables != "" {
		return os.WriteFile(o.tables, []byte(told.markdown(known)), 0o644)
	}
	return nil
}
