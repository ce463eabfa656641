# Shared by the scripts of this folder; sourced, never run.
# shellcheck shell=bash

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
home=$(cd "$here/../../.." && pwd -P)

# Built programs and images, kept from one checkout to the next; each set lies in a folder named by its sources' hash.
cache=${TOLLGATE_KUBERNETES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tollgate/kubernetes}
# The cluster that runs: etcd, images in use, volumes, keys. `down` leaves only its logs.
state=${TOLLGATE_KUBERNETES_STATE:-$home/.tollgate/kubernetes}
logs=$state/log

# Addresses of RFC 2544's test range. They exist inside the sandbox's network namespace only.
node=node1
node_ip=198.18.0.10
pod_cidr=198.18.128.0/20
node_pods=198.18.128.0/24
service_cidr=198.19.0.0/20
api_ip=198.19.0.1
dns_ip=198.19.0.10

fail() {
  echo "cluster: $*" >&2
  exit 1
}

# Seconds since the script began, with a tenth.
began=${EPOCHREALTIME/[.,]/}
since() {
  local tenths=$(((${EPOCHREALTIME/[.,]/} - began) / 100000))
  printf '%-34s %4d.%d s\n' "$1" $((tenths / 10)) $((tenths % 10))
}

# wait_for SECONDS WHAT LOG COMMAND... : until the command succeeds; at the end of its time says what was waited for,
# and shows the log's last lines.
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2 log=$3
  shift 3
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      [ ! -f "$log" ] || { echo "--- the last lines of $log" >&2; tail -n 20 "$log" >&2; }
      fail "gave up waiting: $what"
    fi
    sleep 0.1
  done
}

# start NAME PROGRAM ARGS... : a daemon of the cluster, with a log of its own.
start() {
  local name=$1
  shift
  setsid "$@" >"$logs/$name.log" 2>&1 </dev/null &
}

# Only inside the sandbox, never in the network namespace of the machine: a cluster changes routes, firewall and mounts.
require_sandbox() {
  [ -s "$state/machine.netns" ] || fail "no sandbox is up: $here/cluster.sh up"
  [ "$(readlink /proc/self/ns/net)" != "$(cat "$state/machine.netns")" ] ||
    fail "$(basename "$0") refuses to run in the machine's own network namespace: $here/cluster.sh in …"
}

# The folder of the built programs, by the hash of what they are built from.
programs() {
  echo "$cache/programs-$("$here/build.sh" --key)"
}

kubectl() {
  "$bin/kubectl" --kubeconfig "$state/admin.kubeconfig" "$@"
}
