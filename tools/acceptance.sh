#!/usr/bin/env bash
# Runs `go test` on the given packages and flags with acceptance tests switched on: acceptance.sh ./internal/...
set -euo pipefail
# shellcheck source=tools/cli-env.sh
source "$(dirname "${BASH_SOURCE[0]}")/cli-env.sh"

export TF_ACC=1 TF_ACC_TERRAFORM_PATH=$cli
if [ "$cli_product" = OpenTofu ]; then
  # Where OpenTofu looks for a provider that a test names without an address.
  export TF_ACC_PROVIDER_HOST=registry.opentofu.org
fi

# Most of the time goes into starting the CLI, some thousand times, and a fifth of that into collecting its garbage.
export GOGC=${GOGC:-400}

echo "+ go test -count=1 $* (TF_ACC=1, $cli_product $cli_version)"
# -count=1: a cached result would not notice another CLI behind the same path. -parallel: an acceptance test mostly waits
# for its CLI to start, so more of them run at once than there are processors.
exec go test -count=1 -parallel 6 -timeout 20m "$@"
