module tollgate.dev/bench/upstream

go 1.22
