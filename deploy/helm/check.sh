#!/usr/bin/env bash
# Judges the chart without a cluster: its copies of the manifests, its lint, what it renders beside the overlays, its values and
# README.md. It takes some twenty seconds.
#   check.sh               all of it
#   check.sh --write       writes README.md's table of values
#   check.sh --helm        prints the path of helm, built first where there is none
set -euo pipefail
folder=$(cd "$(dirname "$0")" && pwd -P)
home=$(cd "$folder/../.." && pwd -P)

fail() {
  echo "chart: $*" >&2
  exit 1
}

# Helm of the PATH (any of version 3), else one built once a checkout from its Go module: some two minutes of one core.
helm_version=v3.20.2
kubernetes_minor=35
helm_path() {
  local found module=helm.sh/helm/v3 built=$home/.tollgate/tools/helm-$helm_version/helm
  if found=$(type -P helm) && [[ $("$found" version --short 2>/dev/null) == v3.* ]]; then
    echo "$found"
    return
  fi
  if [ ! -x "$built" ]; then
    command -v go >/dev/null || fail "helm is not on the PATH, and there is no Go to build it with"
    # It tells charts which Kubernetes it speaks to, where there is none, by these.
    GOBIN=$(dirname "$built") nice -n 10 go install -trimpath -ldflags "-s -w -X $module/internal/version.version=$helm_version
      -X $module/pkg/chartutil.k8sVersionMajor=1 -X $module/pkg/chartutil.k8sVersionMinor=$kubernetes_minor
      -X $module/pkg/lint/rules.k8sVersionMajor=1 -X $module/pkg/lint/rules.k8sVersionMinor=$kubernetes_minor" \
      "$module/cmd/helm@$helm_version" >&2 || fail "helm could not be built"
  fi
  echo "$built"
}

case ${1:-} in
  --helm) helm_path; exit ;;
  --write) exec python3 "$folder/table.py" --write ;;
  "") ;;
  *) sed -n '2,6p' "$0" >&2; exit 2 ;;
esac

HELM=$(helm_path)
export HELM PYTHONDONTWRITEBYTECODE=1
OVERLAYS=$(mktemp -d)
export OVERLAYS
trap 'rm -rf "$OVERLAYS"' EXIT

python3 "$home/deploy/kubernetes/gather.py" --check --chart
"$home/deploy/kubernetes/check.sh" --render "$OVERLAYS"
"$HELM" lint --strict --quiet "$folder/tollgate"
"$HELM" lint --strict --quiet "$folder/tollgate" -f "$folder/tollgate/values-production.yaml"
python3 "$folder/table.py"
cd "$folder"
python3 -m unittest -q chart_test
