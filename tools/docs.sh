#!/usr/bin/env bash
# Writes docs/ from the schema, templates/ and examples/; with --check writes a copy and compares it with docs/.
#
# The schema comes from the provider itself (tools/schema), not from a Terraform CLI: an older CLI leaves out what it
# does not know (resource identity, list resources, actions), and the pages would depend on who wrote them last.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for folder in templates examples; do
  [ ! -d "$folder" ] || cp -R "$folder" "$work/$folder"
done
go build -o "$work/schema" ./tools/schema
"$work/schema" >"$work/schema.json"
"$work/schema" settings >"$work/settings.md"
# The table of arguments and environment variables is made by the provider, too.
for page in "$work"/templates/guides/*.tmpl; do
  awk -v table="$work/settings.md" \
    '/^<!-- settings -->$/ { while ((getline row <table) > 0) print row; next } { print }' "$page" >"$work/page"
  mv "$work/page" "$page"
done
docs() { # SUBCOMMAND
  go tool -modfile=tools/docs/go.mod tfplugindocs "$1" \
    --provider-dir "$work" --provider-name hwc --providers-schema "$work/schema.json"
}
for step in generate validate; do
  if ! docs "$step" >"$work/log" 2>&1; then
    cat "$work/log" >&2
    exit 1
  fi
done

if [ "${1:-}" = --check ]; then
  echo "docs: comparing docs/ with what the schema, templates/ and examples/ give"
  if ! diff -ru docs "$work/docs"; then
    echo "docs/ is out of date: run 'make generate' and commit the result" >&2
    exit 1
  fi
else
  rm -rf docs
  mv "$work/docs" docs
  echo "docs: wrote $(find docs -type f | wc -l) pages"
fi
