#!/usr/bin/env bash
# enter.sh ROOT DIRECTORY SHARED PROGRAM… : becomes PROGRAM, with an unpacked image as its root directory and DIRECTORY as
# its working directory, in a mount namespace that ends with it. The folder SHARED is seen at its own path; the rest of
# the image is read-only, /tmp is empty, and the network is this machine's. ENTER_PATH is where programs are looked for;
# with ENTER_USER=1000 it runs as that user. No process is left in between: signals reach the program itself.
# With ENTER_PID=1 the program is process 1 of a namespace of its own, as in a container: then unshare waits for it here,
# and its child is the program.
# Needs Linux, and root or a kernel that lets users make namespaces.
set -euo pipefail
if [ "$1" != --inside ]; then
  own=(--mount)
  [ "$(id -u)" = 0 ] || own=(--user --map-root-user --mount)
  [ -z "${ENTER_PID:-}" ] || own+=(--pid --fork --kill-child)
  exec unshare "${own[@]}" --propagation private "$0" --inside "$@"
fi
root=$2 directory=$3 shared=$4
shift 4
mkdir -p "$root/proc" "$root/dev" "$root/tmp"
mount --rbind "$root" "$root"
if [ -z "${ENTER_PID:-}" ]; then mount --rbind /proc "$root/proc"; else mount -t proc proc "$root/proc"; fi
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mkdir -p "$root$shared"
mount --bind "$shared" "$root$shared"
mount -o remount,bind,ro "$root"
user=()
[ -z "${ENTER_USER:-}" ] || user=(--setgid "$ENTER_USER" --setuid "$ENTER_USER")
unshare=$(command -v unshare)
PATH=$ENTER_PATH
unset ENTER_PATH ENTER_USER ENTER_PID
exec "$unshare" --root="$root" --wd="$directory" ${user[@]+"${user[@]}"} -- "$@"
