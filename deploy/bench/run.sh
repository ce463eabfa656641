#!/usr/bin/env bash
# Runs the benchmark; see run.py --help.
set -euo pipefail
command -v go >/dev/null || { echo "the benchmark builds its load tools with Go: install it" >&2; exit 1; }
exec python3 "$(dirname "$0")/run.py" "$@"
