#!/usr/bin/env bash
# Proves every example with the CLI and the provider in bin/, with no registry: validates it, and unless it only shows
# an import or a provider block, applies it to an emulator of its own, sees that a second plan is empty, and destroys it
# again. An example of a list resource goes with the resource.tf of the resource, whose object the query must find.
#
# Folders that tfplugindocs knows hold files that stand alone (an import block goes with the resource.tf beside it);
# any other folder with .tf files is one configuration. What the CLI is too old for is named as skipped. Narrow with a
# part of the path: examples.sh data-sources.
set -euo pipefail
# shellcheck source=tools/cli-env.sh
source "$(dirname "${BASH_SOURCE[0]}")/cli-env.sh"
# shellcheck source=tools/emulator.sh
source tools/emulator.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export TF_CLI_CONFIG_FILE=$work/cli.tfrc
cat >"$TF_CLI_CONFIG_FILE" <<RC
provider_installation {
  dev_overrides {
    "registry.terraform.io/hwc-community/hwc" = "$PWD/bin"
    "registry.opentofu.org/hwc-community/hwc" = "$PWD/bin"
  }
}
RC

# needs FILE: prints what the CLI lacks for this file, or nothing.
needs() {
  local terraform='' tofu=''
  case $1 in
  examples/actions/* | *.tfquery.hcl) terraform=1.14 tofu=never ;;
  */import-by-identity.tf) terraform=1.12 tofu=1.12 ;;
  examples/ephemeral-resources/*) terraform=1.10 tofu=1.11 ;;
  esac
  if [ -z "$terraform" ] && grep -q '_wo *=' "$1"; then
    terraform=1.11 tofu=1.11 # write-only arguments
  fi
  if [ "$cli_product" = OpenTofu ]; then
    if [ "$tofu" = never ]; then
      echo "OpenTofu does not know this"
    elif [ -n "$tofu" ] && ! at_least "$tofu"; then
      echo "needs OpenTofu $tofu"
    fi
  elif [ -n "$terraform" ] && ! at_least "$terraform"; then
    echo "needs Terraform $terraform"
  fi
}

# check NAME FILE...: proves the files together, as one configuration. Runs in the background, so it keeps its output
# for the end.
check() {
  local name=$1 folder
  shift
  folder=$(mktemp -d "$work/example.XXXXXX")
  cp "$@" "$folder"
  if ! grep -qs required_providers "$folder"/*; then
    cat >"$folder/versions.tf" <<'TF'
terraform {
  required_providers {
    hwc = {
      source = "hwc-community/hwc"
    }
  }
}
TF
  fi
  if (prove "$1" "$folder") >"$folder.log" 2>&1; then
    echo "ok    $name"
  else
    echo "FAIL  $name"
    cat "$folder.log"
    touch "$work/failed"
  fi
}

# tf SUBCOMMAND FLAG...: prints what it does.
tf() {
  echo "+ $*"
  "$cli" -chdir="$folder" "$@" -no-color
}

# adopt: the query finds the object of the folder, and the configuration it writes takes that over with nothing to change.
adopt() {
  tf query -generate-config-out=generated.tf || return
  grep -q '^import' "$folder/generated.tf" || { echo "the query found nothing"; return 1; }
  mkdir "$folder/adopted"
  mv "$folder/generated.tf" "$folder/versions.tf" "$folder/adopted"
  folder=$folder/adopted tf plan -input=false | tee "$folder/adopted.log"
  mv "$folder/adopted/versions.tf" "$folder"
  grep -q ' to import, 0 to add, 0 to change, 0 to destroy' "$folder/adopted.log" || { echo "what the query wrote does not plan empty"; return 1; }
}

# prove FIRST FOLDER: the first file of a configuration says what is to be seen of it.
prove() {
  local folder=$2 query=
  case $1 in
  *.tfquery.hcl) query=-query ;;
  esac
  tf validate $query || return
  case $1 in
  examples/provider/* | */import-by-*) return ;;
  esac
  start_emulator "$folder" || return
  trap 'kill "$emulator"' EXIT
  as_tenant_a
  # For examples with a second account beside the one of the environment.
  export TF_VAR_other_access_key=AKTENANTB00000000001 TF_VAR_other_secret_key=SKTENANTB0000000000000000000000000000001
  export TF_VAR_other_domain_id=6e9dfd51d1124e8d8498dce894923a0d TF_VAR_other_domain_name=domain-b
  # For examples that log in with a password, or give one to an object.
  export TF_VAR_domain_name=domain-a TF_VAR_domain_id=5fc973eea581490997e82ea11a1df31f TF_VAR_user_name=user-a TF_VAR_password=password-A1
  export TF_VAR_resource_password=Resource@123 TF_VAR_couchdb_password=Couchdb@123 TF_VAR_init_node_password=InitNode@123
  get /_emulator/state >"$folder/before.json"
  tf apply -auto-approve -input=false || return
  if [ -n "$query" ]; then
    tf query | tee "$folder/found"
    grep -q "^list\." "$folder/found" || { echo "the query found nothing"; return 1; }
  fi
  tf plan -detailed-exitcode -input=false || { echo "the second plan is not empty"; return 1; }
  tf destroy -auto-approve -input=false || return
  get /_emulator/state >"$folder/after.json"
  diff "$folder/before.json" "$folder/after.json" || { echo "the cloud is not as it was before"; return 1; }
}

# Each item: the files of one configuration, the first of which names it.
configurations() {
  local folder file
  while IFS= read -r folder; do
    case $folder in
    examples/provider | examples/resources/* | examples/data-sources/* | examples/ephemeral-resources/* | \
      examples/list-resources/* | examples/actions/* | examples/functions/*)
      for file in "$folder"/*.tf "$folder"/*.tfquery.hcl; do
        case $file in
        *'*'*) ;;
        */import-by-*) echo "$file $folder/resource.tf" ;;
        *.tfquery.hcl) echo "$file examples/resources/${folder##*/}/resource.tf" ;;
        *) echo "$file" ;;
        esac
      done
      ;;
    *) echo "$folder/"*.tf ;;
    esac
  done < <(find examples -name '*.tf' -o -name '*.tfquery.hcl' | sed 's#/[^/]*$##' | sort -u)
}

echo "examples: proving with $cli_product $cli_version"
count=0
while IFS= read -r files; do
  [[ $files == *"${1:-}"* ]] || continue
  first=${files%% *}
  name=$first
  [ "$files" = "$first" ] || [[ $first == */import-by-* || $first == *.tfquery.hcl ]] || name=${first%/*}
  lacks=$(needs "$first")
  if [ -n "$lacks" ]; then
    echo "skip  $name ($lacks)"
    continue
  fi
  count=$((count + 1))
  # shellcheck disable=SC2086 # a list of paths, none of which has a space
  check "$name" $files &
  [ $((count % $(nproc))) -ne 0 ] || wait
done < <(configurations)
wait
if [ -e "$work/failed" ]; then
  echo "examples: some are not valid" >&2
  exit 1
fi
if [ "$count" -eq 0 ]; then
  echo "examples: there is none" >&2
  exit 1
fi
echo "examples: $count proved"
