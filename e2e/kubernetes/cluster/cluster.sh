#!/usr/bin/env bash
# A real Kubernetes of one node on a plain Linux machine, inside namespaces, from ordinary packages.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
usage: cluster.sh COMMAND

  possible [--control-plane]
                        whether this machine can have one, and why not; installs the packages that it needs
  build                 build the programs and images of a cluster into the cache
  build --programs      only the programs
  up [IMAGE.tar...]     a whole cluster, with these images on its node
  up --control-plane    no node: the API server with its controllers, enough to judge manifests
  load IMAGE.tar...     more images for the node
  in CMD...             run a command inside: a test, curl, a load generator
  kubectl ARGS...       as the cluster's administrator
  kubeconfig            print the path of the administrator's kubeconfig (its address is good inside only)
  kubectl-path          print the path of kubectl
  down                  end it; leaves nothing but its logs
HELP
}

# Debian's packages of what a control plane and what a node needs; the scripts install those that are missing.
control_plane_packages="openssl iproute2"
node_packages="containerd runc containernetworking-plugins iptables nftables conntrack ipset busybox-static unzip xz-utils"

install_packages() {
  local missing="" package
  for package in "$@"; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || fail "these Debian packages, or what they bring, are needed:$missing"
  echo "cluster: installing$missing" >&2
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
    fail "apt-get could not install$missing"
}

# Says why not.
possible() {
  "$here/sandbox.sh" possible || fail "a cluster on this machine needs root and namespaces (unshare); or set KUBECONFIG"
  command -v go >/dev/null || fail "Go is needed to build the cluster's programs; or set KUBECONFIG"
  # shellcheck disable=SC2086  # lists of words
  install_packages $control_plane_packages $([ "${1:-}" = --control-plane ] || echo $node_packages)
}

build() {
  "$here/build.sh"
  [ "${1:-}" = --programs ] || "$here/images.sh" >/dev/null
}

up() {
  local control_plane_only=no images
  if [ "${1:-}" = --control-plane ]; then
    control_plane_only=yes
    shift
  fi
  possible $([ $control_plane_only = no ] || echo --control-plane)
  "$here/build.sh"
  export TOLLGATE_KUBERNETES_PROGRAMS
  TOLLGATE_KUBERNETES_PROGRAMS=$(programs)
  # What a cluster that was killed has left.
  "$here/sandbox.sh" down
  rm -rf "$logs"
  "$here/sandbox.sh" up
  trap '[ $? = 0 ] || "$here/sandbox.sh" down' EXIT
  "$here/sandbox.sh" in "$here/controlplane.sh"
  [ $control_plane_only = no ] || return 0
  images=$("$here/images.sh")
  # shellcheck disable=SC2086  # the names of the cache's files have no spaces of their own
  "$here/sandbox.sh" in "$here/node.sh" $images/*.tar "$@"
  "$here/sandbox.sh" in "$here/addons.sh"
}

command=${1:-help}
[ $# -eq 0 ] || shift
case $command in
  possible) possible "$@" ;;
  build) build "$@" ;;
  up) up "$@" ;;
  load) exec "$here/sandbox.sh" in "$here/load.sh" "$@" ;;
  in) exec "$here/sandbox.sh" in "$@" ;;
  kubectl) exec "$here/sandbox.sh" in "$(programs)/kubectl" --kubeconfig "$state/admin.kubeconfig" "$@" ;;
  kubeconfig) echo "$state/admin.kubeconfig" ;;
  kubectl-path) echo "$(programs)/kubectl" ;;
  down) exec "$here/sandbox.sh" down ;;
  help | --help | -h) usage ;;
  *) usage >&2; exit 2 ;;
esac
