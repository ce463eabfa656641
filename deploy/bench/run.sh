#!/usr/bin/env bash
# Runs the benchmark; see run.py --help. `run.sh usage [--records N] [--port-base N]` measures pages of usage instead.
set -euo pipefail
if [ "${1:-}" = usage ]; then
  root=$(cd "$(dirname "$0")/../.." && pwd -P)
  exec "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC "-Dtollgate.home=$root" -cp "$root/deploy/local/target/*:$root/deploy/local/target/lib/*" \
    dev.tollgate.local.bench.UsageBench "${@:2}"
fi
command -v go >/dev/null || { echo "the benchmark builds its load tools with Go: install it" >&2; exit 1; }
exec python3 "$(dirname "$0")/run.py" "$@"
