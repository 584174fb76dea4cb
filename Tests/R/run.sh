#!/usr/bin/env bash
# Installs the R package into a library of its own and runs its tests against the command.
#
#   bash Tests/R/run.sh
#
# Needs the tree of scripts/library.sh and the release build of the command; without R it says so and skips. The
# last line of standard output is "N passed, N failed".
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
if ! command -v R > /dev/null; then
  echo "skipped: no R found (r-base-core and r-base-dev in Debian)" >&2
  printf '0 passed, 0 failed\n'
  exit 0
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir "$work/library"
cp -r "$root/Sources/R" "$work/farrell"
FARRELL_HOME="$root/.build/library" R CMD INSTALL --library="$work/library" "$work/farrell" >&2
FARRELL_COMMAND="$root/.build/release/farrell" \
  FARRELL_PANEL="$root/Data/us-states/us-states.csv" \
  FARRELL_INPUTS=private_capital,public_capital,labour FARRELL_OUTPUTS=gsp \
  R_LIBS="$work/library" Rscript "$root/Sources/R/tests/us_states.R"
