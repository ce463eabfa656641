// The fake provider of the benchmark: OpenAI's shapes, prebuilt bytes, a few microseconds a request.
//
// A tag in the prompt says how it answers: [[f50,c20,n100]] is 50 ms to the first byte, 20 ms between events and 100
// of them. Without one it answers at once. What is not a request of OpenAI's gets a 400 or 404, so that a gateway that
// spoils requests is found out.
package main

import (
	"flag"
	"log"
	"net"
	"runtime"
	"sync/atomic"

	"tollgate.dev/bench/wire"
)

const connectionsMax = 20_000

func main() {
	address := flag.String("addr", "127.0.0.1:9100", "where to listen; loopback alone")
	procs := flag.Int("procs", 1, "cores to use")
	flag.Parse()
	runtime.GOMAXPROCS(*procs)
	if err := wire.Loopback(*address); err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	pace := newPacer()
	go pace.run()
	var open atomic.Int64
	for {
		socket, err := listener.Accept()
		if err != nil {
			return
		}
		if open.Add(1) > connectionsMax {
			open.Add(-1)
			_ = socket.Close()
			continue
		}
		go func() {
			defer open.Add(-1)
			newExchange(socket, pace).serve()
		}()
	}
}
