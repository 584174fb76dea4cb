#!/usr/bin/env bash
# Counts the instructions of fixed workloads and fails when one needs 3 % more than is stored.
#
#   scripts/instructions.sh            compares with Benchmarks/instructions.txt
#   scripts/instructions.sh --update   stores the counts
#
# Counts depend on the compiler, on the kernels chosen and on the BLAS core, so the last two are fixed
# here and the first is named when it is not the one of the stored counts. Skipped with a line where
# valgrind is missing. FARRELL_BENCHMARKS names a built executable; without it one is built.
set -euo pipefail
cd "$(dirname "$0")/.."
stored=Benchmarks/instructions.txt
allowed_percent=3

if ! command -v valgrind >/dev/null; then
  echo "instructions: skipped, there is no valgrind"
  exit 0
fi
if [ "$(uname -m)" != x86_64 ]; then
  echo "instructions: skipped, the stored counts are for x86_64"
  exit 0
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
benchmarks=${FARRELL_BENCHMARKS:-}
if [ -z "$benchmarks" ]; then
  swift build -c release --product farrell-benchmarks --static-swift-stdlib
  benchmarks=$(swift build -c release --show-bin-path)/farrell-benchmarks
fi
# Valgrind 3.19 gives up on the compiler's debug information.
strip --strip-debug -o "$folder/benchmarks" "$benchmarks"

# Valgrind 3.19 does not know AVX-512.
export FARRELL_KERNELS=avx2 OPENBLAS_CORETYPE=Haswell OPENBLAS_NUM_THREADS=1
export folder

count_one() { # workload: "workload instructions"; only what runs inside `counted_call` counts
  local log=$folder/$1.log
  if ! valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect=counted_call \
    "$folder/benchmarks" --workload "$1" >"$log" 2>&1; then
    echo "instructions: $1 failed:" >&2
    tail -n 5 "$log" >&2
    return 1
  fi
  local instructions
  instructions=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$log")
  if [ -z "$instructions" ] || [ "$instructions" = 0 ]; then
    echo "instructions: nothing counted for $1" >&2
    return 1
  fi
  echo "$1 $instructions"
}
export -f count_one

workloads="tiny-crs tiny-vrs middle-crs bootstrap-crs programs-vrs large-vrs"
printf '%s\n' $workloads | xargs -P 2 -I{} bash -c 'count_one {}' | sort >"$folder/counts"

compiler=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([^ ]*\).*/\1/p' | head -n 1)
if [ "${1:-}" = --update ]; then
  {
    echo "# Instructions of farrell-benchmarks --workload NAME, counted by scripts/instructions.sh"
    echo "# compiler $compiler"
    cat "$folder/counts"
  } >"$stored"
  cat "$stored"
  exit 0
fi

stored_compiler=$(sed -n 's/^# compiler //p' "$stored")
if [ "$stored_compiler" != "$compiler" ]; then
  echo "instructions: counts stored with Swift $stored_compiler, this is $compiler"
fi
awk -v allowed="$allowed_percent" '
  FNR == NR { if ($1 != "#") before[$1] = $2; next }
  {
    if (!($1 in before)) { printf "%-16s %15d  not stored yet\n", $1, $2; failed = 1; next }
    change = 100 * ($2 / before[$1] - 1)
    verdict = change > allowed ? "  MORE THAN " allowed " %" : ""
    printf "%-16s %15d  %+7.2f %%%s\n", $1, $2, change, verdict
    if (change > allowed) failed = 1
  }
  END {
    if (failed) print "instructions: if that is wanted, store the counts with --update and say why"
    exit failed
  }' "$stored" "$folder/counts"
