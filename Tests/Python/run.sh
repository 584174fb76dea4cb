#!/usr/bin/env bash
# Tests the Python package against the shared library.
#
#   bash Tests/Python/run.sh [arguments of pytest, such as -k frames]
#
# FARRELL_LIBRARY   the library (default: .build/library/lib/libfarrell.so.1, by scripts/library.sh)
# FARRELL_COMMAND   the command that results are compared with (default: .build/release/farrell)
# FARRELL_SKIP_NATIVE=1   tests of the package alone, without a library
#
# Makes a virtual environment in .build/python at its first run. The last line of standard output is
# "N passed, N failed". Exit code 0 means that at least one test ran and that none failed.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
environment="$root/.build/python"
packages=(numpy pandas polars pyarrow pytest mypy altair vl-convert-python threadpoolctl tqdm rich "dask[distributed]")

export FARRELL_LIBRARY="${FARRELL_LIBRARY:-$root/.build/library/lib/libfarrell.so.1}"
if [[ ! -f "$FARRELL_LIBRARY" && "${FARRELL_SKIP_NATIVE:-0}" != 1 ]]; then
  echo "error: $FARRELL_LIBRARY: found no library; bash scripts/library.sh builds it" >&2
  printf '0 passed, 1 failed\n'
  exit 1
fi

wanted="$(printf '%s\n' "${packages[@]}")"
if [[ ! -x "$environment/bin/python" || "$(cat "$environment/packages" 2>/dev/null)" != "$wanted" ]]; then
  python3 -m venv "$environment"
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check "${packages[@]}"
  printf '%s\n' "$wanted" >"$environment/packages"
fi

log="$(mktemp)"
trap 'rm -f "$log"' EXIT
status=0
PYTHONPATH="$root/Sources/Python/src${PYTHONPATH:+:$PYTHONPATH}" PYTHONDONTWRITEBYTECODE=1 \
  "$environment/bin/python" -m pytest -p no:cacheprovider -q -rfEs --junitxml="$log" \
  "$root/Tests/Python" "$@" || status=$?

"$environment/bin/python" - "$log" "$status" <<'END'
import sys
import xml.etree.ElementTree as tree

passed = failed = 0
try:
    for suite in tree.parse(sys.argv[1]).getroot().iter("testsuite"):
        count = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
        failed += count["failures"] + count["errors"]
        passed += count["tests"] - count["failures"] - count["errors"] - count["skipped"]
except tree.ParseError:
    pass
if not failed and (int(sys.argv[2]) or not passed):
    failed = 1
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
END
