#!/usr/bin/env bash
# Builds Farrell and runs it on the sample panel, productivity of 48 US states from 1970 to 1986.
#
#   bash scripts/quickstart.sh
#
# Installs two missing Debian packages where that needs no password; runs again at no cost.
set -euo pipefail

# shellcheck source=scripts/lib/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/bootstrap.sh"

say "Building the command farrell (a few minutes the first time) ..."
"$SWIFT" build -c release --product farrell >&2
farrell="$("$SWIFT" build -c release --show-bin-path)/farrell"

panel=(
  Data/us-states/us-states.csv --unit state --time year
  --inputs private_capital,public_capital,labour --outputs gsp
)
periods=(--period 1970s=1971..1979 --period 1980s=1980..1986)

say ""
"$farrell" malmquist "${panel[@]}" "${periods[@]}"

cat << TEXT

How to read this
  Every index is above 1 for an improvement. tfpch (MI, productivity change) = effch (EFFCH, catching
  up with the frontier) x techch (TECH, shift of the frontier), and techch = matech (MATECH, shift at
  the old input mix) x obtech (OBTECH, output bias; 1 with one output) x ibtech (IBTECH, input bias).
  C is the chain since the first year.
  LOO: the state's own observations are left out of the frontier. Estimates of ibtech are biased
  upwards; where the LOO column falls back to 1 (WY, NJ, CA), the state was judged by itself.
  In the tables of pairs a cell names the input that technical change saved. One ibtech serves all
  pairs of three inputs, which is right about two times in three even with exact distances.
  "certified" counts distances whose exact value is proved to lie in an interval at most 1e-9 wide.

What to try next
  $farrell malmquist ${panel[*]} \\
    --table indices --format csv -o indices.csv        # every state and year, with status
  $farrell malmquist ${panel[*]} \\
    --pair-isolated --table pairs --format csv         # an index of its own for each pair
  $farrell efficiency ${panel[*]} \\
    --rts vrs --orientation out --scale                # scores with bounds, slacks, targets, peers
  $farrell doctor                                      # is this installation right?
  $farrell malmquist --help
TEXT
