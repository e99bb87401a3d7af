#!/usr/bin/env bash
# Formats the HCL files of examples/ and of every testdata folder; with --check only names those that are not formatted.
set -euo pipefail
# shellcheck source=tools/cli-env.sh
source "$(dirname "${BASH_SOURCE[0]}")/cli-env.sh"
check=
[ "${1:-}" != --check ] || check=-check

folders=()
[ ! -d examples ] || folders+=(examples)
while IFS= read -r folder; do folders+=("$folder"); done < <(find internal -type d -name testdata | sort)

bad=
for folder in "${folders[@]}"; do
  status=0
  names=$("$cli" fmt $check -recursive "$folder") || status=$?
  case $status in
  0) [ -z "$names" ] || printf '%s\n' "$names" ;;
  3) bad+=$names$'\n' ;;
  *) exit "$status" ;;
  esac
done

# Query files are known to Terraform 1.14 and newer only; every CLI formats them when they come on standard input.
while IFS= read -r file; do
  formatted=$("$cli" fmt - <"$file")
  if [ "$formatted" = "$(cat "$file")" ]; then
    continue
  elif [ -n "$check" ]; then
    [[ $'\n'$bad == *$'\n'"$file"$'\n'* ]] || bad+=$file$'\n'
  else
    printf '%s\n' "$formatted" >"$file"
    echo "$file"
  fi
done < <(find "${folders[@]}" -name '*.tfquery.hcl' | sort)

if [ -n "$bad" ]; then
  printf 'not formatted (make generate mends it):\n%s' "$bad" >&2
  exit 1
fi
