// Command sim is Tollgate at a size that no machine at hand has: edges, leases, slices and journals, request by request.
//
//	sim -constants constants.json -out scale.json -tables tables.md
//	sim -constants constants.json -check run.json
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	constants := flag.String("constants", "sim/constants.json", "what was measured")
	out := flag.String("out", "", "where all figures go, as JSON")
	tables := flag.String("tables", "", "where the tables go, as Markdown")
	check := flag.String("check", "", "a run of the benchmark with scenario `edges`: compares the model with it")
	edges := flag.Int("edges", 500, "simulates up to so many edges")
	seed := flag.Uint64("seed", 1, "of all draws")
	flag.Parse()
	if err := run(*constants, *out, *tables, *check, *edges, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "sim:", err)
		os.Exit(1)
	}
}

func run(path, out, tables, check string, edges int, seed uint64) error {
	known, err := readConstants(path)
	if err != nil {
		return err
	}
	if check != "" {
		return checkRun(check, known, os.Stdout)
	}
	told := everything(known, edges, seed)
	if out != "" {
		if err := writeJSON(out, told); err != nil {
			return err
		}
	}
	text := told.markdown(known)
	if tables != "" {
		return os.WriteFile(tables, []byte(text), 0o644)
	}
	fmt.Print(text)
	return nil
}
