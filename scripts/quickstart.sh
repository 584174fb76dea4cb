#!/usr/bin/env bash
# Builds Farrell and runs it on the sample panel, productivity of 48 US states from 1970 to 1986.
#
#   bash scripts/quickstart.sh
#
# Installs the two Debian packages it needs where that takes no password; runs again at no cost.
set -euo pipefail

# shellcheck source=scripts/lib/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/bootstrap.sh"

say "Building the command farrell (a few minutes the first time) ..."
"$SWIFT" build -c release --product farrell --static-swift-stdlib >&2
farrell=.build/release/farrell
config=Data/us-states/farrell.toml
report=.build/us-states.txt

say ""
"$farrell" malmquist --config "$config" -o "$report" --force
# The table of pairs by state is wide; it is in the file only.
printf '\n'
sed '/^Saved input by unit/,$d' "$report"

say "Drawing 499 replicates of every year ..."
intervals=.build/us-states-intervals.txt
figures=.build/us-states-figures
page=.build/us-states.html
# A run on disk serves both commands; it is drawn again each time, as the program may have changed.
run=.build/us-states-run
rm -rf "$run"
"$farrell" bootstrap --config "$config" --replicates 499 --run "$run" -o "$intervals" \
  --pictures "$figures" --force
"$farrell" report "$run" -o "$page" --title "Productivity of 48 US states, 1970-1986" --force --quiet
printf '\n'
sed -n '/^Geometric means of/,/overall  ibtech_loo/p' "$intervals"

cat << TEXT

How to read this
  Every index is above 1 for an improvement. tfpch (MI, productivity) = effch (EFFCH, catching up
  with the frontier) x techch (TECH, shift of the frontier), and techch = matech (MATECH, shift at
  the old input mix) x obtech (OBTECH, output bias; 1 with one output) x ibtech (IBTECH, input bias).
  Rows of years are changes into that year, those below a mean year of each period; by state, ibtech
  is the product over the years of a period.
  LOO, ibtech_loo: the frontiers are built without the state's own observations. Estimates of ibtech
  are biased upwards; where LOO falls back to about 1 (WY, NJ, CA) the state was measured against
  itself. supp.: share of the years in which the state was compared with observed mixes only.
  In the table of saved inputs a cell names the input that technical change saved. One ibtech serves all
  pairs; with more than two inputs that is right about two times in three, even without any error of
  estimation. The same table by state is in $report.
  The last table has intervals of the means. neutral-null: free of the upward bias of ibtech, with the
  p-value of no change; simar-wilson-1999: the published method, which keeps that bias; E3: for the
  mean of a population. By state: $intervals. Pictures (SVG): $figures.
  All of it as one page for a browser, findings first: $page
  certified: a distance with bounds that hold its exact value for certain, relative width <= 1e-9.

What to try next
  alias farrell=$farrell
  farrell malmquist --config $config --table indices --format csv   # every state and year
  farrell malmquist --config $config --pair-isolated --table pairs --format csv
  farrell efficiency --config $config --rts vrs --orientation out   # scores with their bounds
  farrell bootstrap --config $config --run work --replicates 1999   # Ctrl-C, then --resume
  farrell study Data/recipes/wang-2015.toml -o study                # raw tables to a report
  farrell doctor                                                    # is this installation right?
  farrell malmquist --help                                          # every option
TEXT
