#!/usr/bin/env bash
# Every check that reads the sources and runs none of them. Prints each command; stops at the first that fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

run() {
  printf '+ %s\n' "$*"
  "$@"
}
unformatted() {
  printf '+ gofmt -l %s\n' "$*"
  local files
  files=$(gofmt -l "$@")
  if [ -n "$files" ]; then
    printf 'not formatted (gofmt -w mends it):\n%s\n' "$files" >&2
    return 1
  fi
}

unformatted main.go internal tools
run go vet ./...
run go mod tidy -diff
for module in docs foreign lint; do
  run go -C "tools/$module" mod tidy -diff
done
run go -C tools/foreign vet ./...
run go tool -modfile=tools/lint/go.mod golangci-lint run
run tools/fmt.sh --check
for script in tools/*.sh .ci/run; do
  run bash -n "$script"
done
if command -v shellcheck >/dev/null; then
  run shellcheck -x tools/*.sh .ci/run
fi
