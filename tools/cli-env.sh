# shellcheck shell=bash
# Sourced by the scripts beside it: goes to the repository's root, finds the Terraform CLI (cli, cli_version, and
# cli_product: Terraform or OpenTofu) and keeps the settings of the machine's owner out of its way.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
unset TF_CLI_CONFIG_FILE TF_CLI_ARGS TF_DATA_DIR TF_WORKSPACE TF_PLUGIN_CACHE_DIR TF_REATTACH_PROVIDERS
export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_INPUT=0
cli=$(tools/cli.sh)
# shellcheck disable=SC2034 # used by the scripts that source this one
read -r cli_product cli_version < <("$cli" version | sed -nE 's/^(Terraform|OpenTofu) v([0-9.]+).*/\1 \2/p')

# at_least VERSION: is the CLI's version that or a later one?
at_least() {
  [ "$(printf '%s\n' "$1" "$cli_version" | sort -V | sed -n 1p)" = "$1" ]
}
