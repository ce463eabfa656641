#!/usr/bin/env bash
# The suite on a real Kubernetes. Prints the seconds of each part, and at the end `N passed, N failed, N skipped`.
set -euo pipefail
cd "$(dirname "$0")/../.."
home=$PWD
cluster=$home/e2e/kubernetes/cluster/cluster.sh
reports=$home/e2e/kubernetes/target/surefire-reports
mkimage=$home/e2e/kubernetes/cluster/mkimage.py
mvn=${TOLLGATE_MVN:-mvn}

usage() {
  cat <<'HELP'
usage: ./tollgate e2e kubernetes [--tier 1|2] [--load REQUESTS/STREAMS] [--keep] [TEST...]

  --tier 1    the API server alone: every overlay applied, the chart's releases, the manifests' own checks, the custom
              resources' rules; with CustomResourcesK8s their operator and the suite as processes beside it
  --tier 2    a whole node: deploy, scale, roll, kill, policies, upgrade (the default)
  --load      requests a second and open streams of the tests under load (100/200)
  --keep      leave the cluster up: e2e/kubernetes/cluster/cluster.sh kubectl … | down
  TEST        only these, by class or Class#method: QuickstartK8s 'RolloutK8s#aServiceIsRolledAndNothingFails'

With KUBECONFIG set the tests run against that cluster (kind, minikube, a real one), whose nodes must have the images
or be able to pull them; else a cluster of one node is made on this machine, which needs root on Linux, Go and Debian's
packages (see e2e/kubernetes/README.md).
HELP
}

tier=2 keep=no tests="" load=100/200
while [ $# -gt 0 ]; do
  case $1 in
    --tier) tier=${2:-}; shift ;;
    --load) load=${2:-}; shift ;;
    --keep) keep=yes ;;
    --help | -h) usage; exit ;;
    -*) usage >&2; exit 2 ;;
    *) tests="$tests${tests:+,}$1" ;;
  esac
  shift
done
case $tier in
  1) tests=${tests:-'ManifestsK8s,ChartManifestsK8s,CustomResourceRulesK8s'} ;;
  2) tests=${tests:-'*K8s,!ManifestsK8s,!ChartManifestsK8s,!CustomResource*K8s'} ;;
  *) usage >&2; exit 2 ;;
esac

case $load in */*) ;; *) usage >&2; exit 2 ;; esac

part() {
  local name=$1 start=$SECONDS
  shift
  echo "== $name"
  "$@"
  local code=$?
  printf '== %s: %d s\n' "$name" $((SECONDS - start))
  return $code
}

# How many tests the selection has, for a machine that can run none of them: one with parameters counts once.
selected() {
  local folder=$home/e2e/kubernetes/src/test/java/dev/tollgate/e2e/kubernetes
  python3 - "$folder" "$tests" <<'PYTHON'
import fnmatch, glob, os, re, sys

TEST = re.compile(r"^    @(?:Test|ParameterizedTest)\b(?:.|\n)*?^    void (\w+)\(", re.MULTILINE)
wanted = [one for one in sys.argv[2].split(",") if not one.startswith("!")]
unwanted = [one[1:] for one in sys.argv[2].split(",") if one.startswith("!")]
count = 0
for file in glob.glob(sys.argv[1] + "/*K8s.java"):
    name = os.path.basename(file)[: -len(".java")]
    for method in TEST.findall(open(file, encoding="utf-8").read()):
        def among(patterns):
            return any(fnmatch.fnmatchcase(name, one.partition("#")[0])
                       and fnmatch.fnmatchcase(method, one.partition("#")[2] or "*") for one in patterns)
        count += among(wanted) and not among(unwanted)
print(count)
PYTHON
}

skip_all() {
  echo "SKIPPED: $1"
  echo "0 passed, 0 failed, $(selected) skipped"
  exit "${TOLLGATE_E2E_SKIP_CODE:-0}"
}

# The version that deploy/PREVIOUS names, from the history: its images under a tag of their own, kept in the cache.
previous_version() {
  local commit folder
  [ -f deploy/PREVIOUS ] || { echo "deploy/PREVIOUS names no previous version"; return 0; }
  commit=$(tr -d '[:space:]' <deploy/PREVIOUS)
  git cat-file -e "$commit^{commit}" 2>/dev/null || { echo "deploy/PREVIOUS: $commit is not in this clone's history"; return 0; }
  folder=${TOLLGATE_KUBERNETES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tollgate/kubernetes}/previous-$commit
  if [ ! -f "$folder/complete" ]; then
    rm -rf "$folder"
    mkdir -p "$folder/checkout" "$folder/images"
    git archive "$commit" | tar -x -C "$folder/checkout"
    if [ -d "$folder/checkout/deploy/images" ]; then own_images; else packed_images; fi
    # Of the checkout only the manifests are wanted any more.
    find "$folder/checkout" -mindepth 1 -maxdepth 1 ! -name deploy -exec rm -rf {} +
    touch "$folder/complete"
  fi
  export TOLLGATE_PREVIOUS_HOME=$folder/checkout TOLLGATE_PREVIOUS_TAG=previous
  previous_images=("$folder"/images/*.tar)
}

# As that version built its images.
own_images() {
  local image name
  (cd "$folder/checkout" && ./tollgate images --base jlink)
  for image in "$folder"/checkout/.tollgate/images/tollgate-*.tar; do
    name=$(tar -xOf "$image" manifest.json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["RepoTags"][0])')
    python3 "$mkimage" "$folder/images/$(basename "$image")" "${name%:*}:previous" --base "$image"
  done
}

# A version from before there were images: its applications, on the base of today's.
packed_images() {
  local service
  (cd "$folder/checkout" && "$mvn" -B -ntp -q -Dquick -Dmaven.test.skip=true package -pl '!e2e')
  for service in edge auth routing billing ratelimit console; do
    python3 "$mkimage" "$folder/images/$service.tar" "ghcr.io/tollgate/tollgate-$service:previous" \
      --base "$(ls "$home"/.tollgate/images/base-*.tar | head -1)" --workdir /opt/tollgate \
      --dir "$folder/checkout/$service-service/target/quarkus-app:opt/tollgate" \
      --entrypoint '["java", "-XX:MaxRAMPercentage=65", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-jar", "quarkus-run.jar"]'
  done
}

# What the tests start beside the cluster, and the library that starts it.
suite_beside() {
  local modules=()
  case $tests in *CustomResourcesK8s* | *'CustomResource*'*) ;; *) modules=(-pl deploy/local -am) ;; esac
  "$mvn" -B -ntp -q -Dquick -Dmaven.test.skip=true install ${modules[@]+"${modules[@]}"}
}

tests_of_the_tools() {
  (cd e2e/kubernetes/cluster && PYTHONDONTWRITEBYTECODE=1 python3 -m unittest -q netpol_test)
  (cd deploy/images && PYTHONDONTWRITEBYTECODE=1 python3 -m unittest -q steady_test)
  "$mvn" -B -ntp -q -Pe2e-kubernetes -pl e2e/kubernetes test
}

# In the cluster's own network, where nothing can be downloaded.
tests_in_the_cluster() {
  rm -rf "$reports"
  local code=0 options
  options=(-Dquick -Pe2e-kubernetes -pl e2e/kubernetes -Dcluster "-Dtest=$tests"
    "-Dload.requests=${load%/*}" "-Dload.streams=${load#*/}")
  if [ -n "${KUBECONFIG:-}" ]; then
    "$mvn" -B -ntp -q "${options[@]}" test || code=$?
  else
    "$cluster" in env KUBECONFIG="$("$cluster" kubeconfig)" "$mvn" -o -B -ntp -q "${options[@]}" test || code=$?
    [ $code = 0 ] || "$cluster" kubectl get pods,events -A -o wide >"$home/.tollgate/kubernetes/log/at-the-end.log" 2>&1 || true
  fi
  return $code
}

result=0
own_cluster=no previous_images=() images=()
if [ -z "${KUBECONFIG:-}" ]; then
  own_cluster=yes
  reason=$("$cluster" possible $([ $tier = 2 ] || echo --control-plane) 2>&1) || skip_all "$reason"
  case $tier in
    1) part "the cluster's programs" "$cluster" build --programs ;;
    2) part "the cluster's programs and images" "$cluster" build ;;
  esac
  PATH=$(dirname "$("$cluster" kubectl-path)"):$PATH
fi
if [ "$tier" = 2 ] && [ $own_cluster = yes ]; then
  part "images of the services" ./tollgate images --base jlink
  part "the images, checked" ./tollgate check-images || result=1
  images=("$home"/.tollgate/images/tollgate-*.tar)
  case $tests in *Upgrade* | '*K8s'*) part "images of the previous version" previous_version ;; esac
fi
part "the suite beside the cluster" suite_beside
part "the tests' own tools" tests_of_the_tools
TOLLGATE_HELM=$(deploy/helm/check.sh --helm)
export TOLLGATE_HELM
if [ $own_cluster = yes ]; then
  [ $keep = yes ] || trap '"$cluster" down' EXIT
  if [ "$tier" = 1 ]; then
    part "control plane up" "$cluster" up --control-plane
  else
    part "cluster up" "$cluster" up "${images[@]}" ${previous_images[@]+"${previous_images[@]}"}
  fi
fi
part "tests" tests_in_the_cluster || result=1
checks=none
if [ "$tier" = 1 ] && [ -x deploy/kubernetes/check.sh ]; then
  if part "manifests' own checks" deploy/kubernetes/check.sh; then checks=passed; else checks=failed result=1; fi
fi
python3 - "$reports" $checks <<'PYTHON' || result=1
import glob, sys, xml.etree.ElementTree as xml

passed = failed = skipped = 0
for report in glob.glob(sys.argv[1] + "/*.xml"):
    root = xml.parse(report).getroot()
    for case in root.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
            print("failed: " + case.get("classname", "").split(".")[-1] + "." + case.get("name", ""))
        elif case.find("skipped") is not None:
            skipped += 1
            print("skipped: " + case.get("classname", "").split(".")[-1] + "." + case.get("name", "")
                  + ": " + (case.find("skipped").get("message") or "").strip().splitlines()[0])
        else:
            passed += 1
passed += sys.argv[2] == "passed"
failed += sys.argv[2] == "failed"
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed or not passed else 0)
PYTHON
exit $result
