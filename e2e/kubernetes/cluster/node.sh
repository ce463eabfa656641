#!/usr/bin/env bash
# node.sh IMAGE.tar... : inside the sandbox, after controlplane.sh. Starts containerd, kubelet and kube-proxy, imports the
# images, and waits until the node is ready.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
require_sandbox
bin=${TOLLGATE_KUBERNETES_PROGRAMS:?set by cluster.sh}
keys=$state/pki
mkdir -p "$state"/{containerd,kubelet,cni}

cat >"$state/cni/10-e2e.conflist" <<CONFIG
{"cniVersion": "1.0.0", "name": "e2e", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true, "ipMasq": false,
   "ipam": {"type": "host-local", "dataDir": "/run/cni-ipam", "ranges": [[{"subnet": "$node_pods"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
CONFIG
# restrict_oom_score_adj: a machine without CAP_SYS_RESOURCE cannot lower a score.
cat >"$state/containerd.toml" <<CONFIG
version = 2
root = "$state/containerd"
state = "/run/containerd"
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/tollgate/pause:1"
  disable_apparmor = true
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$state/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
CONFIG
# What pods with dnsPolicy Default get: nothing, as there is no way out.
echo "nameserver $dns_ip" >"$state/resolv.conf"
# failCgroupV1: machines with the older control groups are served too.
cat >"$state/kubelet.yaml" <<CONFIG
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $keys/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $keys/kubelet.crt
tlsPrivateKeyFile: $keys/kubelet.key
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
clusterDomain: cluster.local
clusterDNS: [$dns_ip]
resolvConf: $state/resolv.conf
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
nodeStatusUpdateFrequency: 4s
maxPods: 100
CONFIG
cat >"$state/proxy.yaml" <<CONFIG
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clusterCIDR: $pod_cidr
hostnameOverride: $node
clientConnection: {kubeconfig: $state/proxy.kubeconfig}
conntrack: {maxPerCore: 0, min: 0}
metricsBindAddress: 127.0.0.1:10249
healthzBindAddress: 127.0.0.1:10256
CONFIG

start containerd containerd -c "$state/containerd.toml"
wait_for 30 "containerd" "$logs/containerd.log" ctr version
"$here/load.sh" "$@"
since "images imported"
start kubelet "$bin/kubebox" kubelet --config="$state/kubelet.yaml" --kubeconfig="$state/kubelet.kubeconfig" \
  --root-dir="$state/kubelet" --hostname-override=$node --node-ip=$node_ip
start kube-proxy "$bin/kubebox" kube-proxy --config="$state/proxy.yaml"
# A connection that the node itself opens to a node port with nothing behind it is refused, and yet remembered for two
# minutes as one that goes nowhere: another from the same port of the caller would be refused as well, when there has
# long been something behind. Callers elsewhere have no such memory; these tests call from the node, a lot.
forgets=/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_syn_sent
wait_for 30 "connection tracking" "$logs/kube-proxy.log" test -e $forgets
echo 1 >$forgets
ready() { [ "$(kubectl get node $node -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]; }
wait_for 90 "the node" "$logs/kubelet.log" ready
since "node ready"
