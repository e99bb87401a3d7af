#!/usr/bin/env bash
# Runs acceptance tests like acceptance.sh, with the logs of the CLI and of the provider at their finest level. Every test
# searches its own logs for the secrets of the fixtures and for all that its emulator has issued, as they are and in base64.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

HWC_TEST_LOGS=$(mktemp -d)
export HWC_TEST_LOGS
trap 'rm -rf "$HWC_TEST_LOGS"' EXIT
tools/acceptance.sh "$@"

files=$(find "$HWC_TEST_LOGS" -name '*.log' | wc -l)
requests=$(find "$HWC_TEST_LOGS" -name '*.log' -exec cat {} + | grep -c 'API bodies' || true)
if [ "$requests" -eq 0 ]; then
  echo "secrets: the logs hold no request of the provider, so nothing was proved" >&2
  exit 1
fi
echo "secrets: none in $files logs with $requests requests"
