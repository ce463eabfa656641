#!/usr/bin/env bash
# Runs the microbenchmarks: ./tollgate bench micro [--quick] [PATTERN]. See ../README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../../.." && pwd -P)
classes="$here/target/class-path"

case " $* " in
  *" --help "* | *" -h "*)
    cat <<'HELP'
usage: ./tollgate bench micro [--quick] [PATTERN]

  What single steps of a request take (ns/op) and allocate (B/op), each measured in a process of its own.
  PATTERN is a regular expression, found anywhere in a benchmark's name: ChatBench, 'Stream.*relayed'.
  --quick takes one minute for all of them instead of five, and is less sure.
HELP
    exit 0
    ;;
esac

# Why to compile: the benchmarks, or the modules that they measure, have changed. A class path that some other build
# wrote leads to jars instead of the folders that are looked at here.
changed() {
  grep -qs "$root/edge-service/target/classes" "$classes" || { echo "never built"; return; }
  find "$root/pom.xml" "$root/contracts/src/main" "$root/edge-service/src/main" "$root/ratelimit-service/src/main" \
    "$root/deploy/local/src/main" "$here/pom.xml" "$here/src" -type f -newer "$classes" -print | head -1
}

if [ -n "$(changed)" ]; then
  echo "tollgate: compiling the microbenchmarks" >&2
  log="$here/target/build.log"
  mkdir -p "$here/target"
  (cd "$root" && mvn -B -q -Pmicro -Dquick -pl deploy/bench/micro -am process-classes) >"$log" 2>&1 ||
    { cat "$log" >&2; exit 1; }
  touch "$classes"
fi

mkdir -p "$here/../.work"
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx128m -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow -Djmh.ignoreLock=true \
  -cp "$here/target/classes:$(cat "$classes")" dev.tollgate.bench.micro.MicroBench --json "$here/../.work/micro.json" "$@"
