#!/usr/bin/env bash
# Shows the provider at work with no cloud account: emulator, init, plan, apply, empty plan, destroy.
set -euo pipefail
# shellcheck source=tools/cli-env.sh
source "$(dirname "${BASH_SOURCE[0]}")/cli-env.sh"
# shellcheck source=tools/emulator.sh
source tools/emulator.sh
work=$(mktemp -d)
emulator=
finish() {
  [ -z "$emulator" ] || kill "$emulator" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

color=-no-color bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  color='' bold=$'\e[1m' plain=$'\e[0m'
fi
step() { printf '\n%s==> %s%s\n' "$bold" "$*" "$plain"; }

# tf SUBCOMMAND FLAG...
tf() {
  local name=$1
  shift
  # shellcheck disable=SC2086 # no word when the output is a terminal
  "$cli" -chdir="$work/quickstart" "$name" $color "$@"
}

step "Starting bin/hwc-emulator"
start_emulator "$work"
get /_emulator/state >"$work/before.json"
echo "It answers at $url, as Huawei Cloud would."

step "Installing bin/terraform-provider-hwc for $cli_product $cli_version"
platform=$(go env GOOS)_$(go env GOARCH)
for host in registry.terraform.io registry.opentofu.org; do
  folder=$work/mirror/$host/hwc-community/hwc/0.0.1/$platform
  mkdir -p "$folder"
  cp bin/terraform-provider-hwc "$folder/terraform-provider-hwc_v0.0.1"
done
cat >"$work/cli.tfrc" <<RC
provider_installation {
  filesystem_mirror {
    path = "$work/mirror"
  }
}
RC
export TF_CLI_CONFIG_FILE=$work/cli.tfrc
cp -R examples/quickstart "$work/quickstart"
as_tenant_a
# Its remarks on lock files and mirrors are of no use here; they are shown only when it fails.
if ! tf init >"$work/init.log" 2>&1; then
  cat "$work/init.log" >&2
  exit 1
fi
echo "Done, from a folder on this machine; no registry was asked."

step "$cli_product plan and apply, of examples/quickstart"
tf plan -out "$work/tfplan"
tf apply "$work/tfplan"

step "A second plan: there must be nothing left to do"
if ! tf plan -detailed-exitcode; then
  echo "the second plan is not empty" >&2
  exit 1
fi

step "$cli_product destroy"
# The list of what goes would repeat the one above.
tf plan -destroy -out "$work/tfplan" >/dev/null
tf apply "$work/tfplan"
get /_emulator/state >"$work/after.json"
if ! diff "$work/before.json" "$work/after.json"; then
  echo "the cloud is not as it was before" >&2
  exit 1
fi
requests=$(get /_emulator/journal | grep -o '"request_id"' | wc -l)
kill "$emulator"
wait "$emulator" || { echo "the emulator did not stop cleanly" >&2; exit 1; }
emulator=

step "What this did"
cat <<SUMMARY
  - started the cloud emulator on a free port of this machine ($url) and stopped it again;
  - applied examples/quickstart with $cli_product $cli_version and bin/terraform-provider-hwc;
  - saw that a second plan is empty: what was created is what was asked for;
  - destroyed it all, and saw that the cloud is as it was before, after $requests API requests in all.
To go on by yourself: run 'make emulator' in another terminal; it prints the settings that point the provider at it.
SUMMARY
