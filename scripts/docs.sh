#!/usr/bin/env bash
# Builds the manual and the documentation of all libraries as one static site, .build/documentation.
#
#   bash scripts/docs.sh
#
# Needs nothing but the toolchain (its own `docc`) and Python 3. Uses the build that scripts/test.sh
# leaves, so after the tests it takes half a minute or less. Any warning of DocC is an error: a link
# that leads nowhere, an unknown symbol, a reference that is missing. So is a reference of commands
# that differs from what the program says, or Swift in an article that does not compile.
#
# The site is for any static server, from its root: pages load their text, which browsers refuse
# from file://. The last lines say how to look at it.
set -euo pipefail

# shellcheck source=scripts/lib/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/bootstrap.sh"

site=.build/documentation
work=.build/documentation-work

# `docc` lies beside the compiler, wherever that is installed.
find_docc() {
  local beside
  beside="$(dirname "$(realpath "$(command -v "$SWIFT")")")/docc"
  if [[ -x "$beside" ]]; then printf '%s\n' "$beside"; else command -v docc; fi
}
docc="$(find_docc)" || stop "found no 'docc' beside '$SWIFT'" "It is part of the toolchains of swift.org."
command -v python3 > /dev/null || stop "no command 'python3' found"

say "Building the package (nothing to do after scripts/test.sh) ..."
"$SWIFT" build -Xcc -O2 >&2
bin="$("$SWIFT" build -Xcc -O2 --show-bin-path)"

say "Comparing the reference of commands with the program ..."
python3 scripts/command_reference.py "$bin/farrell" --check >&2

rm -rf "$work"
mkdir -p "$work/archives" "$work/snippets"

# What the compiler needs to find the modules of this build, the C ones included.
modules=(-I "$bin/Modules" -I Sources/COpenBLAS)
for map in "$bin"/*.build/module.modulemap; do modules+=(-Xcc "-fmodule-map-file=$map"); done

say "Compiling the Swift of README and articles ..."
python3 scripts/lib/snippets.py "$work/snippets"
snippets=0
for snippet in "$work"/snippets/*.swift; do
  "${SWIFT}c" -typecheck -swift-version 6 -package-name farrell "${modules[@]}" "$snippet" >&2 ||
    stop "the block of Swift at $(basename "$snippet" .swift) (file and line) does not compile"
  snippets=$((snippets + 1))
done

# One archive for each catalogue, libraries before those that use and may mention them.
target="$("$SWIFT" -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)".*/\1/p')"
archives=()
while IFS=$'\t' read -r name catalogue access below; do
  say "Documenting $name ..."
  options=(--output-dir "$work/archives/$name.doccarchive" --fallback-bundle-identifier "farrell.$name"
    --fallback-display-name "$name" --warnings-as-errors --enable-experimental-external-link-support)
  IFS=, read -r -a others <<< "$below"
  for other in "${others[@]}"; do
    [[ "$other" == - ]] || options+=(--dependency "$work/archives/$other.doccarchive")
  done
  if [[ "$access" != none ]]; then
    mkdir -p "$work/symbols/$name"
    "$SWIFT" symbolgraph-extract -module-name "$name" -target "$target" "${modules[@]}" \
      -minimum-access-level "$access" -skip-synthesized-members -skip-inherited-docs \
      -output-dir "$work/symbols/$name" >&2
    options+=(--additional-symbol-graph-dir "$work/symbols/$name")
  fi
  "$docc" convert "$catalogue" "${options[@]}" >&2 || stop "DocC is not content with $catalogue"
  archives=("$work/archives/$name.doccarchive" "${archives[@]}")  # the manual first in the end
done < <("$SWIFT" package describe --type json | python3 scripts/lib/documented_targets.py)

say "Joining the archives ..."
rm -rf "$site"
"$docc" merge "${archives[@]}" --output-path "$site" --synthesized-landing-page-name Farrell \
  --synthesized-landing-page-kind "Data envelopment analysis" \
  --synthesized-landing-page-topics-style list >&2
# The root of the site leads to the manual, whose first page links all libraries.
printf '<!doctype html>\n<meta charset="utf-8">\n<title>Farrell</title>\n%s\n%s\n' \
  '<meta http-equiv="refresh" content="0; url=documentation/farrell/">' \
  '<p><a href="documentation/farrell/">Farrell: manual and libraries</a></p>' > "$site/index.html"

pages="$(find "$site/data" -name '*.json' | wc -l)"
printf '%d pages of %d catalogues in %s, no warnings; %d blocks of Swift compiled\n' \
  "$pages" "${#archives[@]}" "$site" "$snippets"
printf 'Look at them with: python3 -m http.server --bind 127.0.0.1 --directory %s 8000\n' "$site"
printf 'then open http://127.0.0.1:8000/\n'
