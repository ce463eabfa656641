#!/usr/bin/env bash
# images.sh : builds the images of the cluster's own pods into the cache, unless they are there; prints their folder.
#
# pause and coredns are this folder's. postgres, redis and busybox stand in for the official images, under their names,
# so that manifests are applied unedited: made of the embedded databases that the services' tests use, and of Debian's
# busybox-static.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
bin=$(programs)
[ -f "$bin/complete" ] || fail "the programs are not built: $here/build.sh"
command -v busybox >/dev/null || fail "busybox is needed (Debian: busybox-static)"

case $(uname -m) in
  x86_64) postgres_platform=linux-amd64 redis_platform=linux-amd64 ;;
  aarch64) postgres_platform=linux-arm64v8 redis_platform=linux-arm64 ;;
  *) fail "no embedded databases for $(uname -m)" ;;
esac
postgres_version=$(sed -n 's/.*<embedded-postgres-binaries.version>\(.*\)<.*/\1/p' "$home/pom.xml")
redis_version=$(sed -n 's/.*<embedded-redis.version>\(.*\)<.*/\1/p' "$home/pom.xml")

# A jar that the build of deploy/local brought: beside its program, or in Maven's repository.
jar() {
  local folder=$1 name=$2 version=$3 file
  for file in "$home/deploy/local/target/lib/$name-$version.jar" \
    "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/$folder/$name/$version/$name-$version.jar"; do
    [ -f "$file" ] && { echo "$file"; return; }
  done
  fail "$name-$version.jar is not there: build deploy/local first (mvn -Dquick -DskipTests package -pl deploy/local -am)"
}
postgres_jar=$(jar io/zonky/test/postgres "embedded-postgres-binaries-$postgres_platform" "$postgres_version")
redis_jar=$(jar com/github/codemonstur embedded-redis "$redis_version")

key=$({ basename "$bin"; basename "$postgres_jar"; basename "$redis_jar"; cat "$here"/{images.sh,mkimage.py} "$here"/stores/*; } |
  sha256sum | cut -c1-16)
into=$cache/images-$key
if [ -f "$into/complete" ]; then
  touch "$into/complete"
  echo "$into"
  exit
fi
exec 9>"$cache/images.lock"
flock 9
work=$(mktemp -d "$cache/images.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/out"

# image NAME:TAG ROOT OPTIONS... : the folder as the one layer of an image; /tmp is everybody's.
image() {
  local name=$1 root=$2
  shift 2
  mkdir -p "$root/tmp"
  chmod -R u+rwX,go+rX,go-w "$root"
  [ ! -d "$root/var" ] || find "$root/var" -type d -exec chmod 1777 {} +
  [ ! -d "$root/data" ] || chmod 1777 "$root/data"
  chmod 1777 "$root/tmp"
  tar -C "$root" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1 -cf "$root.layer" .
  python3 "$here/mkimage.py" "$work/out/$(basename "$root").tar" "$name" --layer "$root.layer" "$@"
}

# A root with a shell and its tools.
shell_root() {
  local root=$work/$1 tool
  mkdir -p "$root"/{bin,etc,usr/local/bin}
  cp "$(command -v busybox)" "$root/bin/busybox"
  for tool in $(busybox --list); do
    [ "$tool" = busybox ] || ln -s busybox "$root/bin/$tool"
  done
  printf 'root:x:0:0::/:/bin/sh\n%s:x:999:999::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n' "$1" >"$root/etc/passwd"
  printf 'root:x:0:\n%s:x:999:\nnogroup:x:65534:\n' "$1" >"$root/etc/group"
  printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
  echo "$root"
}

# The machine's libraries that a program wants and does not bring, where the loader looks for them.
libraries() {
  local root=$1 library
  shift
  local -x LD_LIBRARY_PATH=$root/usr/lib/postgresql/lib
  ! ldd "$@" 2>/dev/null | grep 'not found' >&2 || fail "this machine lacks libraries of the embedded databases"
  ldd "$@" | grep -oE '/[^ ]+\.so[^ ]*' | grep -v "^$work" | sort -u | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
}

root=$work/pause
mkdir "$root"
cp "$bin/pause" "$root/"
image localhost/tollgate/pause:1 "$root" --entrypoint '["/pause"]' --user 65535

root=$work/coredns
mkdir "$root"
cp "$bin/coredns" "$root/"
image localhost/tollgate/coredns:1 "$root" --entrypoint '["/coredns"]'

root=$(shell_root busybox)
image docker.io/library/busybox:1 "$root" --cmd '["sh"]' --env PATH=/bin

root=$(shell_root postgres)
mkdir -p "$root"/{usr/lib/postgresql,var/lib/postgresql,var/run/postgresql}
unzip -qp "$postgres_jar" 'postgres-linux-*.txz' | tar -xJ -C "$root/usr/lib/postgresql"
libraries "$root" "$root"/usr/lib/postgresql/bin/* "$root"/usr/lib/postgresql/lib/*.so.*
cp "$here/stores/postgres-entrypoint.sh" "$here/stores/pg_isready" "$root/usr/local/bin/"
image docker.io/library/postgres:18 "$root" --entrypoint '["postgres-entrypoint.sh"]' --cmd '["postgres"]' --user 999 --stop-signal SIGINT \
  --env PATH=/usr/local/bin:/usr/lib/postgresql/bin:/bin --env PGDATA=/var/lib/postgresql/18/docker

root=$(shell_root redis)
mkdir -p "$root/data"
unzip -qp "$redis_jar" "redis-server-6*-$redis_platform" >"$root/usr/local/bin/redis-server"
chmod +x "$root/usr/local/bin/redis-server"
libraries "$root" "$root/usr/local/bin/redis-server"
cp "$here/stores/redis-entrypoint.sh" "$here/stores/redis-cli" "$root/usr/local/bin/"
image docker.io/library/redis:8 "$root" --entrypoint '["redis-entrypoint.sh"]' --cmd '["redis-server"]' --user 999 --workdir /data \
  --env PATH=/usr/local/bin:/bin

touch "$work/out/complete"
rm -rf "$into"
mv "$work/out" "$into"
ls -1dt "$cache"/images-*/complete 2>/dev/null | tail -n +4 | while read -r old; do rm -rf "${old%/complete}"; done
echo "$into"
