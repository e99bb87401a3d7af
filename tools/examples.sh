#!/usr/bin/env bash
# Validates every example with the CLI and the provider in bin/, with no registry.
#
# Folders that tfplugindocs knows hold files that stand alone (an import block goes with the resource.tf beside it);
# any other folder with .tf files is one configuration. What the CLI is too old for is named as skipped.
set -euo pipefail
# shellcheck source=tools/cli-env.sh
source "$(dirname "${BASH_SOURCE[0]}")/cli-env.sh"
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

# check NAME FILE...: validates the files together, as one configuration. Runs in the background, so it keeps its
# output for the end.
check() {
  local name=$1 folder args=()
  shift
  folder=$(mktemp -d "$work/example.XXXXXX")
  cp "$@" "$folder"
  case $1 in
  *.tfquery.hcl) args=(-query) ;;
  esac
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
  if (cd "$folder" && "$cli" validate -no-color "${args[@]}") >"$folder.log" 2>&1; then
    echo "ok    $name"
  else
    echo "FAIL  $name"
    cat "$folder.log"
    touch "$work/failed"
  fi
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
        *) echo "$file" ;;
        esac
      done
      ;;
    *) echo "$folder/"*.tf ;;
    esac
  done < <(find examples -name '*.tf' -o -name '*.tfquery.hcl' | sed 's#/[^/]*$##' | sort -u)
}

echo "examples: validating with $cli_product $cli_version"
count=0
while IFS= read -r files; do
  first=${files%% *}
  name=$first
  [ "$files" = "$first" ] || [[ $first == */import-by-* ]] || name=${first%/*}
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
echo "examples: $count valid"
