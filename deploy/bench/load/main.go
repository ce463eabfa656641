// The load of the benchmark: requests to a gateway on this machine, bounded in count and time. One line of JSON on
// stdout tells how they fared. It exits with 3 when an answer was wrong, and -check makes it look at each whole.
//
//	closed    -c connections, each as fast as it goes
//	open      -rate requests a second, whether answered or not; latency counts from the moment each was due
//	stream    -c connections, one stream after the other
//	hold      -c streams at once, whose events come at a pace; tells the gaps between them
//	realtime  -c WebSocket sessions, each asking for a response every -gap
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
)

func main() {
	o, err := parse(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(2)
	}
	runtime.GOMAXPROCS(o.procs)
	run := map[string]func(*options) *tally{
		"closed": closed, "open": open, "stream": closed, "hold": hold, "realtime": realtime,
	}[o.mode]
	t := run(o)
	out, err := json.Marshal(t.report(o))
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(2)
	}
	fmt.Println(string(out))
	if t.wrong > 0 {
		os.Exit(3)
	}
}
