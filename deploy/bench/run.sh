#!/usr/bin/env bash
# Runs the benchmark; see --help and README.md. `run.sh usage [--records N] [--port-base N]` measures pages of usage instead,
# `run.sh micro [--quick] [PATTERN]` single steps of a request.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
if [ "${1:-}" = micro ]; then
  exec "$here/micro/run.sh" "${@:2}"
fi
if [ "${1:-}" = usage ]; then
  root=$(cd "$here/../.." && pwd -P)
  exec "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC "-Dtollgate.home=$root" -cp "$root/deploy/local/target/*:$root/deploy/local/target/lib/*" \
    dev.tollgate.local.bench.UsageBench "${@:2}"
fi
PYTHONPATH="$here" PYTHONDONTWRITEBYTECODE=1 exec python3 -m bench "$@"
