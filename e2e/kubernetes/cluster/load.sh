#!/usr/bin/env bash
# load.sh IMAGE.tar... : inside the sandbox. Imports images, as a pull would.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
require_sandbox
for image in "$@"; do
  ctr -n k8s.io images import "$image" >"$logs/import.log" 2>&1 || { cat "$logs/import.log" >&2; fail "$image was not imported"; }
done
