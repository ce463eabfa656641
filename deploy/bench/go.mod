// The benchmark's tools: nothing that users run, or that Maven builds, needs them.
module tollgate.dev/bench

go 1.22
