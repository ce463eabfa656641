#!/usr/bin/env bash
# controlplane.sh : inside the sandbox. Starts etcd, kube-apiserver, kube-controller-manager and kube-scheduler, writes
# admin.kubeconfig, and installs what an administrator brings: custom resource definitions, a storage class, volumes.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
require_sandbox
bin=${TOLLGATE_KUBERNETES_PROGRAMS:?set by cluster.sh}
keys=$state/pki
volumes=96
mkdir -p "$keys" "$state/etcd" "$state/volumes"

key() {
  openssl ecparam -name prime256v1 -genkey -noout -out "$keys/$1.key"
}

# pair NAME SUBJECT EXTENSIONS : a key and its certificate by the cluster's authority
pair() {
  key "$1"
  openssl req -new -key "$keys/$1.key" -subj "$2" |
    openssl x509 -req -CA "$keys/ca.crt" -CAkey "$keys/ca.key" -CAcreateserial -days 30 -extfile <(printf '%s' "$3") \
      -out "$keys/$1.crt" 2>/dev/null
}

kubeconfig() {
  cat <<CONFIG
apiVersion: v1
kind: Config
clusters: [{name: e2e, cluster: {server: "https://127.0.0.1:6443", certificate-authority: $keys/ca.crt}}]
users: [{name: $1, user: {token: $2}}]
contexts: [{name: e2e, context: {cluster: e2e, user: $1}}]
current-context: e2e
CONFIG
}

# One authority, a serving pair, a client pair for what the API server asks, the signer of service accounts' tokens, and
# one random token for each program.
make_keys() {
  local name user groups token
  umask 077
  key ca
  openssl req -x509 -new -key "$keys/ca.key" -days 30 -subj /CN=e2e-authority -out "$keys/ca.crt" 2>/dev/null
  pair apiserver /CN=kube-apiserver "subjectAltName=IP:127.0.0.1,IP:$node_ip,IP:$api_ip,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
  pair kubelet-client /O=system:masters/CN=apiserver-kubelet "extendedKeyUsage=clientAuth"
  pair kubelet /CN=$node "subjectAltName=IP:$node_ip,DNS:$node"
  key sa
  while IFS=, read -r name user groups; do
    token=$(openssl rand -hex 16)
    echo "$token,$user,$name,\"$groups\"" >>"$keys/tokens.csv"
    kubeconfig "$name" "$token" >"$state/$name.kubeconfig"
  done <<PROGRAMS
admin,admin,system:masters
controller,system:kube-controller-manager,
scheduler,system:kube-scheduler,
kubelet,system:node:$node,system:nodes
proxy,system:kube-proxy,
PROGRAMS
  umask 022
}

api_server() {
  # The names allowed for request headers are needed as one authority signs those certificates and the clients'.
  start kube-apiserver "$bin/kubebox" kube-apiserver --etcd-servers=http://127.0.0.1:2379 --secure-port=6443 \
    --bind-address=0.0.0.0 --advertise-address=$node_ip --service-cluster-ip-range=$service_cidr \
    --service-node-port-range=30000-30100 --allow-privileged=true --profiling=false \
    --tls-cert-file="$keys/apiserver.crt" --tls-private-key-file="$keys/apiserver.key" --client-ca-file="$keys/ca.crt" \
    --token-auth-file="$keys/tokens.csv" --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$keys/sa.key" \
    --service-account-signing-key-file="$keys/sa.key" \
    --kubelet-client-certificate="$keys/kubelet-client.crt" --kubelet-client-key="$keys/kubelet-client.key" \
    --kubelet-certificate-authority="$keys/ca.crt" --kubelet-preferred-address-types=InternalIP \
    --enable-aggregator-routing=true --requestheader-client-ca-file="$keys/ca.crt" \
    --requestheader-allowed-names=apiserver-kubelet \
    --proxy-client-cert-file="$keys/kubelet-client.crt" --proxy-client-key-file="$keys/kubelet-client.key" \
    --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group \
    --requestheader-extra-headers-prefix=X-Remote-Extra-
}

controllers() {
  start kube-controller-manager "$bin/kubebox" kube-controller-manager --kubeconfig="$state/controller.kubeconfig" \
    --authentication-kubeconfig="$state/controller.kubeconfig" --authorization-kubeconfig="$state/controller.kubeconfig" \
    --leader-elect=false --use-service-account-credentials=true --bind-address=127.0.0.1 \
    --service-account-private-key-file="$keys/sa.key" --root-ca-file="$keys/ca.crt" \
    --allocate-node-cidrs=true --cluster-cidr=$pod_cidr --node-cidr-mask-size=24 --service-cluster-ip-range=$service_cidr \
    --authorization-always-allow-paths=/healthz,/metrics
  start kube-scheduler "$bin/kubebox" kube-scheduler --kubeconfig="$state/scheduler.kubeconfig" \
    --authentication-kubeconfig="$state/scheduler.kubeconfig" --authorization-kubeconfig="$state/scheduler.kubeconfig" \
    --leader-elect=false --bind-address=127.0.0.1
}

# A default class without a provisioner, and volumes of the node made beforehand. A hostPath takes no notice of
# fsGroup, so that each folder is open to every user.
storage() {
  local i folder
  cat <<CLASS
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: standard, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
CLASS
  for i in $(seq -w $volumes); do
    folder=$state/volumes/$i
    mkdir -p "$folder"
    chmod 0777 "$folder"
    cat <<VOLUME
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: volume-$i}
spec:
  storageClassName: standard
  capacity: {storage: 100Gi}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  hostPath: {path: "$folder"}
VOLUME
  done
}

make_keys
start etcd "$bin/kubebox" etcd --name e2e --data-dir "$state/etcd" --unsafe-no-fsync --log-level warn \
  --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 --listen-peer-urls http://127.0.0.1:2380
api_server
wait_for 90 "the API server" "$logs/kube-apiserver.log" kubectl get --raw=/readyz
since "etcd and API server ready"
controllers
kubectl apply --server-side -f "$bin/definitions" >"$logs/definitions.log" 2>&1 ||
  { cat "$logs/definitions.log" >&2; fail "the custom resource definitions were refused"; }
storage | kubectl apply --server-side -f - >"$logs/storage.log" 2>&1 ||
  { cat "$logs/storage.log" >&2; fail "the storage class or its volumes were refused"; }
kubectl wait --for=condition=Established --timeout=30s -f "$bin/definitions" >/dev/null ||
  fail "the custom resource definitions are not established"
wait_for 60 "the controllers" "$logs/kube-controller-manager.log" kubectl -n default get serviceaccount default
since "controllers, definitions, volumes"
