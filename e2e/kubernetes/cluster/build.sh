#!/usr/bin/env bash
# build.sh          : builds the programs of a cluster into the cache, unless the same sources were built before
# build.sh --key    : prints the hash of what they are built from
#
# kubebox (etcd, the Kubernetes programs and kubectl in one), coredns, pause, and the custom resource definitions of the
# Gateway API and the Prometheus Operator, which are read from their Go modules. Needs Go; the first time takes about
# nine minutes of two cores and 4 GB of disk, a changed main.go half a minute.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
command -v go >/dev/null || fail "Go is needed to build the cluster's programs (https://go.dev/dl)"

sources() {
  go version
  cat "$here"/{kubebox,coredns}/{go.mod,go.sum,main.go} "$here"/pause/{go.mod,main.go} "$here/definitions.txt" "$here/build.sh"
}
key=$(sources | sha256sum | cut -c1-16)
if [ "${1:-}" = --key ]; then
  echo "$key"
  exit
fi

into=$cache/programs-$key
[ -f "$into/complete" ] && { touch "$into/complete"; exit 0; }
mkdir -p "$cache"
# Two builds of the same at once would only take turns at the processors.
exec 9>"$cache/build.lock"
flock 9
[ -f "$into/complete" ] && exit 0

work=$into.new
rm -rf "$work"
mkdir -p "$work/definitions"
export CGO_ENABLED=0

version=$(sed -n 's/^\tk8s.io\/kubernetes \(v[0-9.]*\)$/\1/p' "$here/kubebox/go.mod")
[ -n "$version" ] || fail "kubebox/go.mod names no version of k8s.io/kubernetes"
minor=${version#v1.}
stamp=k8s.io/component-base/version
# Without these the programs report a placeholder as their version.
stamps="-X $stamp.gitVersion=$version -X $stamp.gitMajor=1 -X $stamp.gitMinor=${minor%%.*} -X $stamp.buildDate=1970-01-01T00:00:00Z"

build() {
  local program=$1 flags=$2
  echo "cluster: building $program" >&2
  (cd "$here/$program" && nice -n 10 go build -trimpath -buildvcs=false -ldflags "-s -w $flags" -o "$work/$program" .) ||
    fail "$program does not build"
}
build pause ""
build coredns ""
build kubebox "$stamps"
ln -s kubebox "$work/kubectl"

# Each line: a module, its version, the checksum of its content, and the files wanted of it.
while read -r module release sum files; do
  case $module in '' | '#'*) continue ;; esac
  answer=$(go mod download -json "$module@$release") || fail "$module@$release cannot be downloaded"
  grep -q "\"Sum\": \"$sum\"" <<<"$answer" || fail "$module@$release is not what it was: the checksum in definitions.txt differs"
  folder=$(sed -n 's/^\t"Dir": "\(.*\)",$/\1/p' <<<"$answer")
  (cd "$folder" && cp $files "$work/definitions/") || fail "$module@$release has no $files"
done <"$here/definitions.txt"
chmod -R u+w "$work/definitions"

touch "$work/complete"
rm -rf "$into"
mv "$work" "$into"
# The three last sets are kept, for branches that differ.
ls -1dt "$cache"/programs-*/complete 2>/dev/null | tail -n +4 | while read -r old; do rm -rf "${old%/complete}"; done
