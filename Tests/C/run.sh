#!/usr/bin/env bash
# Compiles the C programs of this folder against the tree of scripts/library.sh, and runs them.
#
#   bash Tests/C/run.sh [DIR]
#
# DIR is the tree, .build/library if not given; it is built first where it is missing. The last line
# of standard output is "N passed, N failed".
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
tree="${1:-$root/.build/library}"
[[ -f "$tree/lib/pkgconfig/farrell.pc" ]] || bash "$root/scripts/library.sh" --output "$tree" >&2
tree="$(cd "$tree" && pwd)"
: "${CC:=cc}" "${CXX:=c++}"
for tool in "$CC" "$CXX" pkg-config; do
  command -v "$tool" > /dev/null || { printf 'error: no command %s found\n' "$tool" >&2; exit 1; }
done

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
# One check of this script: its name, then the command.
try() {
  local name="$1"
  shift
  if "$@" > "$work/log" 2>&1; then
    printf 'ok %s\n' "$name"
    passed=$((passed + 1))
  else
    printf 'not ok %s: exit code %d\n' "$name" "$?"
    sed 's/^/  /' "$work/log"
    failed=$((failed + 1))
    return 1
  fi
}

export PKG_CONFIG_PATH="$tree/lib/pkgconfig"
read -ra flags < <(pkg-config --cflags farrell)
read -ra libraries < <(pkg-config --libs farrell)
warnings=(-Wall -Wextra -Werror)
printf '#include <farrell.h>\nint main(void) { return farrell_abi_version() != FARRELL_ABI_VERSION; }\n' > "$work/header.c"
cp "$work/header.c" "$work/header.cpp"
try header-c11 "$CC" -std=c11 -pedantic "${warnings[@]}" "${flags[@]}" -fsyntax-only "$work/header.c" || true
try header-c++17 "$CXX" -std=c++17 -pedantic "${warnings[@]}" "${flags[@]}" -fsyntax-only "$work/header.cpp" || true

build() {
  "$CC" -std=c11 -O1 -g "${warnings[@]}" "${flags[@]}" "$root/Tests/C/$1.c" -o "$work/$1" "${libraries[@]}" \
    -Wl,-rpath,"$tree/lib" -pthread -lm
}
# A heading and a line for each of five plants, whose scores are certified.
scores() {
  timeout 60 "$work/example" > "$work/scores" || return
  cat "$work/scores"
  [[ "$(grep -cw certified "$work/scores")" == 6 ]]
}
if try build-example build example; then try example scores || true; fi
if try build-abi-test build abi_test; then
  code=0
  timeout 300 "$work/abi_test" > "$work/checks" || code=$?
  # Its own closing line is added to ours.
  grep -vE '^[0-9]+ passed, [0-9]+ failed$' "$work/checks" || true
  counts="$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$work/checks" || true)"
  if [[ "$counts" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
  fi
  if [[ -z "$counts" ]] || ((code > 1)); then
    printf 'not ok abi_test: found exit code %d; expected it to reach its end\n' "$code"
    failed=$((failed + 1))
  fi
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
