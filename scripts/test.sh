#!/usr/bin/env bash
# Checks the format of the sources and runs every test: of the engine, of the shared library from C, Python and R,
# and of runs shared by Slurm and Dask where these are installed.
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

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
log="$work/log" results="$work/results.xml"

say "Building and running the tests ..."
status=0
# Into a file that is shown meanwhile. The tests stay in the foreground: in the background they, and all that they
# start, would be deaf to Ctrl-C. -O2 for the kernels in C only: unoptimised they would take most of the time.
: > "$log"
tail -n +1 -f --pid=$$ "$log" &
viewer=$!
"$SWIFT" test --disable-xctest --xunit-output "$results" -Xcc -O2 "$@" >> "$log" 2>&1 || status=$?
sleep 1 # for the last lines
kill "$viewer"
wait "$viewer" 2> /dev/null || true

# Swift names the file of the results differently where other tests than those of Swift Testing may run.
[[ -f "$results" ]] || results="${results%.xml}-swift-testing.xml"
passed=0 failed=0
if [[ -f "$results" ]]; then
  # A test that is skipped is neither; one that fails may say so several times.
  read -r passed failed < <(awk '
    /<testcase / { tests++; is_new = 1 }
    /<skipped/ { skipped++ }
    /<failure/ && is_new { failed++; is_new = 0 }
    END { print tests - skipped - failed, failed + 0 }' "$results")
fi
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

# The library, and those who use it; arguments ask for some tests of Swift only.
# Adds what the last line of a part says.
count_of() {
  local last
  last="$(tail -n 1 "$log")"
  [[ "$last" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]] || last='0 passed, 1 failed'
  say "$1: $last"
  passed=$((passed + ${last%% *}))
  last="${last#*, }"
  failed=$((failed + ${last%% *}))
}

if (($# == 0)); then
  say "Building the command and the library ..."
  # As library.sh does, and instructions.sh before it: objects are shared then, and the command needs no Swift to run.
  "$SWIFT" build -c release --product farrell --static-swift-stdlib >&2
  bash scripts/library.sh >&2
  for part in C Python R; do
    bash "Tests/$part/run.sh" 2>&1 | tee "$log" || true
    count_of "$part"
  done
  # A check that says 77 lacks something that this machine does not have.
  for check in slurm dask_run; do
    status=0
    .build/python/bin/python "scripts/verify/$check.py" --quick >&2 || status=$?
    case $status in
      0) passed=$((passed + 1)) ;;
      77) say "skipped: $check" ;;
      *) failed=$((failed + 1)) ;;
    esac
  done
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
