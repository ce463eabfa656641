#!/usr/bin/env bash
# Every test, quick checks first; prints the seconds of each suite. Installs the SDKs that the tests need below .tollgate/.
# With --long also those that last minutes by the real clock.
set -euo pipefail
cd "$(dirname "$0")/.."
excluded=long
if [ "${1:-}" = --long ]; then
  excluded=none
  shift
fi
[ $# = 0 ] || { echo "usage: ./tollgate test [--long]" >&2; exit 2; }
sdk="$PWD/.tollgate/test"
mkdir -p "$sdk"
missing=""
for tool in python3 node npm curl mvn go; do
  command -v "$tool" >/dev/null || missing="$missing $tool"
done
[ -z "$missing" ] || { echo "the tests need:$missing" >&2; exit 1; }

suite() {
  local name=$1 start=$SECONDS
  shift
  echo "== $name"
  "$@"
  printf "\n== %s: %d s\n" "$name" $((SECONDS - start))
}

python_sdk() {
  [ -x "$sdk/python/bin/python" ] || python3 -m venv "$sdk/python"
  "$sdk/python/bin/pip" install --quiet --disable-pip-version-check -r e2e/sdk/python/requirements.txt
  openai_python
}

# OpenAI's own tests of its SDK, which only the source distribution has: of the version that is installed.
openai_python() {
  local version home="$sdk/openai-python"
  version=$(sed -n 's/^openai.*==//p' e2e/sdk/python/requirements.txt)
  [ -f "$home/$version" ] && return
  rm -rf "$home"
  mkdir -p "$home"
  "$sdk/python/bin/pip" download --quiet --disable-pip-version-check --no-deps --no-binary openai -d "$home" "openai==$version"
  tar -xzf "$home/openai-$version.tar.gz" -C "$home" --strip-components 1 "openai-$version/tests"
  rm "$home/openai-$version.tar.gz"
  touch "$home/$version"
}

node_sdk() {
  mkdir -p "$sdk/node"
  rm -f "$sdk/node/"*.mjs
  cp e2e/sdk/node/package.json e2e/sdk/node/.npmrc e2e/sdk/node/*.mjs "$sdk/node/"
  npm install --prefix "$sdk/node" --silent --no-audit --no-fund
}

# The cluster and fail-over tests of rate limits run Debian's redis-server; elsewhere it must be there already.
redis_server() {
  command -v redis-server >/dev/null && return
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq redis-server >/dev/null
  else
    echo "the tests need redis-server" >&2
    exit 1
  fi
}

# The Console's pages are walked in Debian's chromium, or in the one that CHROMIUM names: Playwright downloads none.
chromium() {
  [ -n "${CHROMIUM:-}" ] && return
  command -v chromium >/dev/null && return
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
  else
    echo "the tests need chromium, or CHROMIUM as its path" >&2
    exit 1
  fi
}

suite "manifests, judged" deploy/kubernetes/check.sh
suite "the chart, judged" deploy/helm/check.sh
suite "the benchmark's arithmetic" deploy/bench/test.sh
suite "redis-server" redis_server
suite "chromium" chromium
# A test that fails and then passes is a flake: told in the summary, to be mended, but no reason to refuse a change.
again="-Dsurefire.rerunFailingTestsCount=2"

# Two modules at a time: their tests wait more than they compute.
suite "build, unit and service tests" mvn -B -ntp -q -T 2 $again -Dtollgate.excluded=$excluded install -pl '!e2e'
suite "manifests, as generated" ./tollgate manifests --check
suite "Python SDK, installed" python_sdk
suite "Node SDK, installed" node_sdk
suite "the whole suite" mvn -B -ntp -q $again -De2e -Dtollgate.excluded=$excluded -Dsdk.home="$sdk" verify -pl e2e
python3 - <<'PYTHON'
import glob, xml.etree.ElementTree as xml

roots = [xml.parse(report).getroot() for report in glob.glob("*/target/surefire-reports/*.xml")
         + glob.glob("deploy/*/target/surefire-reports/*.xml")]
counts = [root.attrib for root in roots]
for root in roots:
    for case in root.iter("testcase"):
        if case.find("flakyFailure") is not None or case.find("flakyError") is not None:
            print(f"flake: {case.get('classname')}.{case.get('name')}")
failed = sum(int(c["failures"]) + int(c["errors"]) for c in counts)
skipped = sum(int(c["skipped"]) for c in counts)
print(f"{sum(int(c['tests']) for c in counts) - failed - skipped} passed, {failed} failed, {skipped} skipped")
PYTHON
