"""`./tollgate bench`: measures Tollgate beside its peers. See deploy/bench/README.md."""
