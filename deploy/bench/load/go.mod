module tollgate.dev/bench/load

go 1.22
