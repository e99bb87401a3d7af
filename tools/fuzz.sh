#!/usr/bin/env bash
# Runs every fuzz test for a few seconds (FUZZTIME, 5s unless set); go test takes one at a time. Inputs are made smaller
# in few tries only: that would take up the time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

count=0
while IFS=: read -r file name; do
  count=$((count + 1))
  echo "+ go test -fuzz ^$name\$ ./${file%/*} for ${FUZZTIME:-5s}"
  go test -run '^$' -fuzz "^$name\$" -fuzztime "${FUZZTIME:-5s}" -fuzzminimizetime 10x "./${file%/*}"
done < <(grep -roE '^func Fuzz\w+' --include='*_test.go' internal | sed 's/func //' | sort)
echo "fuzz: $count tests found nothing"
