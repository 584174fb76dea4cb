#!/usr/bin/env bash
# Builds the wheel of the Python package, with the shared library in it.
#
#   bash scripts/wheel.sh [--check]
#
# The wheel is left in .build/wheel. It is refused unless it fits the platform that its name states
# without another library. With --check it is also installed into a new environment, which has no
# Swift, and imported there. `PYTHON=/path/to/python3` selects another Python.
set -euo pipefail

check=
case "${1:-}" in
  '') ;;
  --check) check=yes ;;
  *) printf 'error: found %s; expected --check or nothing\n' "$1" >&2; exit 64 ;;
esac

# shellcheck source=scripts/lib/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/bootstrap.sh"

PYTHON="${PYTHON:-python3}"
package=Sources/Python
wheels=.build/wheel
tools=.build/wheel-tools
command -v "$PYTHON" > /dev/null || stop "no command '$PYTHON' found" "The wheel needs Python 3."
[[ -f "$package/pyproject.toml" ]] || stop "$package: found no pyproject.toml; expected the Python package"
"$PYTHON" -c 'import ensurepip, venv' 2> /dev/null ||
  stop "'$PYTHON' cannot make virtual environments" "Debian has the missing part in the package python3-venv."

bash scripts/library.sh

say "Building the wheel ..."
[[ -x "$tools/bin/python" ]] || "$PYTHON" -m venv "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check build hatchling "auditwheel>=6.8" >&2
rm -rf "$wheels"
mkdir -p "$wheels"
# The library just built, whatever the caller has in its environment.
FARRELL_LIBRARY="$PWD/.build/library/lib/libfarrell.so.1" \
  "$tools/bin/python" -m build --wheel --no-isolation --outdir "$wheels" "$package" >&2
built=("$wheels"/*.whl)
[[ ${#built[@]} == 1 && -f "${built[0]}" ]] || stop "$wheels: found ${#built[@]} wheels; expected one"
wheel="${built[0]}"

machine="$(uname -m)"
tag="manylinux_2_34_$machine"
[[ "$wheel" == *-py3-none-"$tag".whl ]] || stop "$(basename "$wheel"): found another tag; expected py3-none-$tag"
"$tools/bin/python" - "$wheel" << 'PY'
import sys, zipfile
names = [n for n in zipfile.ZipFile(sys.argv[1]).namelist() if n.rpartition("/")[2].startswith("libfarrell")]
if names != ["farrell/_library/libfarrell.so.1"]:
    sys.exit(f"error: wheel: found {names}; expected farrell/_library/libfarrell.so.1")
PY

# What auditwheel finds, for people first. An earlier platform than the stated one is fine.
"$tools/bin/auditwheel" show "$wheel" >&2
"$tools/bin/auditwheel" show --json "$wheel" | "$tools/bin/python" -c '
import json, re, sys
machine, found = sys.argv[1], json.load(sys.stdin)
tag, libraries = found.get("overall_tag", found.get("error")), found.get("external_libs")
version = re.fullmatch(rf"manylinux_2_(\d+)_{machine}", str(tag))
if not version or int(version[1]) > 34:
    sys.exit(f"error: wheel: found the platform {tag}; expected manylinux_2_34_{machine}")
if libraries != {}:
    sys.exit(f"error: wheel: found libraries to be added, {libraries}; expected none")
' "$machine"

if [[ -n "$check" ]]; then
  say "Importing the wheel in a new environment ..."
  clean=.build/wheel-check
  rm -rf "$clean"
  "$PYTHON" -m venv "$clean"
  "$clean/bin/python" -m pip install --quiet --disable-pip-version-check "$wheel" >&2
  clean="$PWD/$clean"
  if (PATH="$clean/bin:/usr/bin:/bin" command -v swift > /dev/null); then
    stop "swift: found in /usr/bin or /bin; expected a path without it for this check"
  fi
  # From another folder, so that the installed package is meant and not the sources.
  (cd / && env -i PATH="$clean/bin:/usr/bin:/bin" "$clean/bin/python" -c \
    'import farrell; print("imported farrell", getattr(farrell, "__version__", "without a version"))')
fi
printf '%s: %s bytes\n' "$wheel" "$(stat --format=%s "$wheel")"
