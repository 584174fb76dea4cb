#!/usr/bin/env bash
# Runs the tests under the address and the thread sanitizer, each in a build folder of its own.
#
#   bash scripts/sanitize.sh [address|thread] [arguments of `swift test`]
#
# Takes several times as long as the plain tests; meant for releases.
set -euo pipefail

# shellcheck source=scripts/lib/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/bootstrap.sh"

sanitizers=(address thread)
case "${1:-}" in
  thread | address)
    sanitizers=("$1")
    shift
    ;;
esac

for sanitizer in "${sanitizers[@]}"; do
  say "Tests under the $sanitizer sanitizer ..."
  "$SWIFT" test --disable-xctest --sanitize="$sanitizer" --scratch-path ".build/$sanitizer" "$@"
done
say "No finding by: ${sanitizers[*]}"
