#!/usr/bin/env bash
# addons.sh : inside the sandbox, after node.sh. CoreDNS as a Deployment, so that a policy that forgets DNS shows, and
# the enforcer of network policies.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
require_sandbox
bin=${TOLLGATE_KUBERNETES_PROGRAMS:?set by cluster.sh}

start netpol python3 "$here/netpol.py" "$state"
sed "s/DNS_ADDRESS/$dns_ip/" "$here/coredns/coredns.yaml" | kubectl apply --server-side -f - >"$logs/coredns.log" 2>&1 ||
  { cat "$logs/coredns.log" >&2; fail "CoreDNS was refused"; }
kubectl -n kube-system rollout status deployment/coredns --timeout=60s >>"$logs/coredns.log" 2>&1 || {
  kubectl -n kube-system describe pods >&2
  fail "CoreDNS does not become ready"
}
wait_for 10 "the enforcer of network policies" "$logs/netpol.log" nft list table inet netpol
since "DNS and network policies"
