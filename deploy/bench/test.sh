#!/usr/bin/env bash
# Tests of the benchmark's own arithmetic: seconds. What it measures with is tried by `./tollgate bench --smoke`.
set -euo pipefail
cd "$(dirname "$0")"
PYTHONDONTWRITEBYTECODE=1 python3 -m unittest discover -q -s tests -t .
go vet ./...
go test ./...
