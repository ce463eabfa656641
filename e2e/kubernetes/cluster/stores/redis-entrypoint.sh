#!/bin/sh
# What the official image's entrypoint does: options alone are redis-server's. That image is built without the protected
# mode, which refuses whoever comes by the network without a password.
set -e
case ${1:-redis-server} in
  -* | *.conf) set -- redis-server "$@" ;;
esac
umask 0077
[ "${1:-redis-server}" = redis-server ] || exec "$@"
[ $# -eq 0 ] || shift
exec redis-server "$@" --protected-mode no
