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

# The verifier of Swift 6.3.1 stops ("Invalid bitcast") at what its thread sanitizer makes of sound
# code in LinearProgramming; without that check it compiles.
thread_flags=(-Xswiftc -Xfrontend -Xswiftc -disable-llvm-verify)

for sanitizer in "${sanitizers[@]}"; do
  say "Tests under the $sanitizer sanitizer ..."
  flags=()
  if [[ "$sanitizer" == thread ]]; then flags=("${thread_flags[@]}"); fi
  "$SWIFT" test --disable-xctest --sanitize="$sanitizer" --scratch-path ".build/$sanitizer" \
    ${flags[@]+"${flags[@]}"} "$@"
done
say "No finding by: ${sanitizers[*]}"
