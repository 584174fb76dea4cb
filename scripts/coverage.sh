#!/usr/bin/env bash
# Runs the tests with coverage and prints the share of source lines they reach, by library.
#
#   bash scripts/coverage.sh [arguments of `swift test`]
set -euo pipefail

# shellcheck source=scripts/lib/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/bootstrap.sh"

command -v python3 > /dev/null || stop "no command 'python3' found; it adds up the coverage"

"$SWIFT" test --disable-xctest --enable-code-coverage "$@" >&2
report="$("$SWIFT" test --show-codecov-path)"
[[ -s "$report" ]] || stop "no coverage report at $report"

python3 - "$report" "$FARRELL_ROOT" << 'PYTHON'
"""Adds up llvm-cov's lines by library target; tests and dependencies do not count."""

import json
import sys
from pathlib import Path

LIBRARIES = ("DenseKernels", "LinearProgramming", "Frontier", "Productivity", "Inference", "Tables")

with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
sources = Path(sys.argv[2]).resolve() / "Sources"
covered = dict.fromkeys(LIBRARIES, 0)
total = dict.fromkeys(LIBRARIES, 0)
for entry in report["data"][0]["files"]:
    try:
        library = Path(entry["filename"]).resolve().relative_to(sources).parts[0]
    except ValueError:
        continue
    if library in total:
        covered[library] += entry["summary"]["lines"]["covered"]
        total[library] += entry["summary"]["lines"]["count"]


def line(name: str, hit: int, count: int) -> str:
    """One row of the table."""
    share = f"{100 * hit / count:6.1f} %" if count else "     -"
    return f"{name:<18} {hit:>6} of {count:>6} lines {share}"


for library in LIBRARIES:
    print(line(library, covered[library], total[library]))
print(line("total", sum(covered.values()), sum(total.values())))
PYTHON
