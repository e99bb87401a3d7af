#!/usr/bin/env bash
# Prints the path of the Terraform CLI to use: TF_ACC_TERRAFORM_PATH, else `terraform` on PATH, else `tofu` on PATH,
# else the OpenTofu that tools/opentofu/go.mod pins, built once per machine with the Go toolchain.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [ -n "${TF_ACC_TERRAFORM_PATH:-}" ]; then
  if [ ! -x "$TF_ACC_TERRAFORM_PATH" ]; then
    echo "cli.sh: TF_ACC_TERRAFORM_PATH=$TF_ACC_TERRAFORM_PATH is not an executable file" >&2
    exit 1
  fi
  printf '%s\n' "$TF_ACC_TERRAFORM_PATH"
  exit 0
fi
for name in terraform tofu; do
  # A shim of a version manager is on PATH even when it has no version to run.
  if path=$(command -v "$name") && "$path" version >/dev/null 2>&1; then
    printf '%s\n' "$path"
    exit 0
  fi
done

module=github.com/opentofu/opentofu
version=$(sed -nE "s#^(require)?[[:space:]]*$module (v[^ ]+).*#\2#p" "$here/opentofu/go.mod")
if [ -n "${XDG_CACHE_HOME:-}" ]; then
  cache=$XDG_CACHE_HOME
elif [ -n "${HOME:-}" ] && mkdir -p "$HOME/.cache" 2>/dev/null && [ -w "$HOME/.cache" ]; then
  cache=$HOME/.cache
else
  cache=$here/../bin
fi
mkdir -p "$cache/hwc-tools"
out=$(cd "$cache/hwc-tools" && pwd)/tofu-$version
if [ ! -x "$out" ]; then
  echo "cli.sh: no terraform or tofu on PATH; building OpenTofu $version (once, takes some minutes)" >&2
  CGO_ENABLED=0 go -C "$here/opentofu" build -trimpath -buildvcs=false \
    -ldflags "-s -w -X $module/version.dev=no" -o "$out.$$" "$module/cmd/tofu" >&2
  mv "$out.$$" "$out"
fi
printf '%s\n' "$out"
