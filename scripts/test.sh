#!/usr/bin/env bash
# Checks the format of the sources and runs every test.
#
#   bash scripts/test.sh [arguments of `swift test`, such as --filter Certificate]
#
# The last line of standard output is "N passed, N failed", by test. Exit code 0 means that at least
# one test ran and that none failed.
set -euo pipefail

# shellcheck source=scripts/lib/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/bootstrap.sh"

say "Checking the format ..."
if ! "$SWIFT" format lint --strict --recursive --parallel Sources Tests Benchmarks Package.swift >&2; then
  say "error: the format differs; 'swift format --in-place --recursive FILE' mends most of it"
  printf '0 passed, 1 failed\n'
  exit 1
fi

log="$(mktemp)"
trap 'rm -f "$log"' EXIT

say "Building and running the tests ..."
status=0
# -O2 for the kernels in C only: unoptimised they would take most of the time.
"$SWIFT" test --disable-xctest -Xcc -O2 "$@" 2>&1 | tee "$log" || status=$?

# Swift Testing ends each test with a line such as
#   ✔ Test "title" passed after 0.001 seconds.        ✘ Test name() failed after 0.001 seconds with ...
# Lines of suites, of cases of a test and of the whole run look alike and are left out.
ends_of_tests() { grep -E "^[^ ]+ +Test (\"|[A-Za-z_\`])" "$log" | grep -vE "^[^ ]+ +Test (run with|case )" || true; }
passed="$(ends_of_tests | grep -cE ' passed after [0-9.]+ seconds' || true)"
failed="$(ends_of_tests | grep -cE ' failed after [0-9.]+ seconds' || true)"

if ((failed > 0)); then
  printf '\nFailed:\n'
  grep -E ' failed after | recorded an issue |^[^ ]+ .*error:' "$log" || true
fi
if ((status != 0 && failed == 0)); then
  printf '\nerror: "swift test" ended with code %d before it could report a failure\n' "$status"
  failed=1
fi
if ((passed + failed == 0)); then
  printf '\nerror: no test ran\n'
  failed=1
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
