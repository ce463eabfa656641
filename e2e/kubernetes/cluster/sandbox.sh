#!/usr/bin/env bash
# sandbox.sh possible | up | in CMD... | down
#
# One "machine" made of namespaces: its own network (without a way out), mounts, host name and processes. All that a
# cluster does, its addresses, firewall rules, mounts and daemons, stays in it; `down` ends its first process, which
# ends all the others. One at a time on a machine, as the kubelet's control groups have fixed names: the first process
# holds a lock as long as it lives.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
lock=/var/lock/tollgate-kubernetes.lock
pidfile=$state/sandbox.pid
processors=8

first_process() {
  local pid
  [ -s "$pidfile" ] && pid=$(tr -d ' ' <"$pidfile") && [ -n "$pid" ] && [ -d "/proc/$pid" ] &&
    [ "$(readlink "/proc/$pid/ns/net")" != "$(readlink /proc/self/ns/net)" ] && echo "$pid"
}

# What the first process does before it waits for ever.
init_script() {
  cat <<INIT
set -e
mount --make-rshared /
mount -t tmpfs run /run
mkdir -p /run/lock
hostname $node
ip link set lo up
ip link add node0 type veth peer name node0x
ip addr add $node_ip/24 dev node0
ip link set node0 up
ip link set node0x up
ip route add default dev node0   # programs ask for a default route; it leads nowhere
echo 1 >/proc/sys/net/ipv4/ip_forward
[ ! -e /proc/sys/net/bridge ] || echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
# Names come from the cluster's own DNS, never from the machine's.
echo "nameserver $dns_ip" >/run/resolv.conf
mount --bind /run/resolv.conf "\$(realpath /etc/resolv.conf)"
printf '127.0.0.1 localhost\n$node_ip $node\n' >/run/hosts
mount --bind /run/hosts /etc/hosts
# The kubelet sets these for the whole machine; here it sets private copies.
i=0
for setting in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes; do
  i=\$((i + 1))
  cat /proc/sys/\$setting >/run/setting.\$i
  mount --bind /run/setting.\$i /proc/sys/\$setting
done
# Pods ask for more processors than a small machine has, three edges and what rolls beside them: the kubelet is told of
# so many. What there really is, they share; no test measures speed. It counts folders, and takes their numbers for the
# control groups, where only real ones do: cpu0, cpu1, cpu00, cpu01, cpu000, ...
real=\$(nproc)
if [ "\$real" -lt $processors ]; then
  mount -t tmpfs node /sys/devices/system/node
  for i in \$(seq 0 $((processors - 1))); do
    folder=/sys/devices/system/node/node0/cpu\$(printf "%0\$((i / real + 1))d" \$((i % real)))
    mkdir -p "\$folder/topology"
    echo \$i >"\$folder/topology/core_id"
    echo 0 >"\$folder/topology/physical_package_id"
  done
  mkdir /sys/devices/system/node/node0/hugepages
  echo 10 >/sys/devices/system/node/node0/distance
fi
touch "$state/sandbox.ready"
set +e
while :; do sleep 3600 & wait; done   # reaps what the daemons leave
INIT
}

up() {
  [ "$(id -u)" = 0 ] || fail "a cluster needs root, to make namespaces"
  [ -z "$(first_process)" ] || fail "a cluster is up already: $here/cluster.sh down"
  exec 8>"$lock"
  flock -n 8 || fail "another cluster runs on this machine, and two would share their control groups (lock: $lock)"
  mkdir -p "$state" "$logs"
  rm -f "$state/sandbox.ready"
  readlink /proc/self/ns/net >"$state/machine.netns"
  init_script >"$state/init.sh"
  setsid unshare --net --mount --uts --ipc --pid --fork --kill-child --mount-proc --propagation private \
    bash "$state/init.sh" >"$logs/sandbox.log" 2>&1 </dev/null &
  local parent=$!
  wait_for 15 "the namespaces" "$logs/sandbox.log" test -e "$state/sandbox.ready"
  tr -d ' ' <"/proc/$parent/task/$parent/children" >"$pidfile"
}

inside() {
  local pid
  pid=$(first_process) || fail "no cluster is up: $here/cluster.sh up"
  exec nsenter -t "$pid" --net --mount --uts --ipc --pid --wdns="$PWD" -- "$@"
}

down() {
  local pid folders
  if pid=$(first_process); then
    kill -9 "$pid" 2>/dev/null || true
    wait_for 20 "the end of the cluster's processes" "$logs/sandbox.log" test ! -d "/proc/$pid"
  fi
  [ ! -d "$state" ] || find "$state" -mindepth 1 -maxdepth 1 ! -name log -exec rm -rf {} +
  # Another checkout's cluster, and its control groups, are none of ours.
  flock -n "$lock" true || return 0
  # The kubelet's control groups are the one thing that outlives the namespaces, by some tenths of a second.
  for _ in $(seq 100); do
    folders=$(find /sys/fs/cgroup/kubepods /sys/fs/cgroup/*/kubepods -depth -type d 2>/dev/null) || true
    [ -n "$folders" ] || break
    while read -r folder; do rmdir "$folder" 2>/dev/null || true; done <<<"$folders"
    sleep 0.1
  done
  [ -z "$folders" ] || fail "control groups are left: $(head -3 <<<"$folders")"
}

case "${1:-}" in
  possible) [ "$(id -u)" = 0 ] && unshare --net --mount --uts --ipc --pid --fork true 2>/dev/null ;;
  up) up ;;
  in) shift; inside "$@" ;;
  down) down ;;
  *) echo "usage: sandbox.sh possible | up | in CMD... | down" >&2; exit 2 ;;
esac
