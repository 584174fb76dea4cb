# Prepares a machine for building Farrell. Sourced by the scripts next to it, never run by itself.
#
# Leaves the shell in the root of the repository with the Swift toolchain checked and the two Debian
# packages the engine links against in place. Asks no question, downloads no toolchain, and changes
# nothing when everything is there already. `SWIFT=/path/to/swift` selects another toolchain.

# shellcheck shell=bash
set -euo pipefail

FARRELL_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$FARRELL_ROOT"

SWIFT="${SWIFT:-swift}"
readonly SWIFT_MINIMUM_MAJOR=6 SWIFT_MINIMUM_MINOR=2

# Progress goes to standard error, so that standard output holds results only.
say() { printf '%s\n' "$*" >&2; }

stop() {
  say "error: $1"
  shift
  for line in "$@"; do say "       $line"; done
  exit 1
}

# The toolchain must be there, and recent enough for the manifest.
check_swift() {
  command -v "$SWIFT" > /dev/null || stop "no command '$SWIFT' found" \
    "Farrell needs Swift $SWIFT_MINIMUM_MAJOR.$SWIFT_MINIMUM_MINOR or later: https://www.swift.org/install/linux/"
  local text version
  text="$("$SWIFT" --version 2> /dev/null)" || stop "'$SWIFT --version' failed"
  version="$(printf '%s\n' "$text" | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)"
  [[ -n "$version" ]] || stop "cannot read the version from '$SWIFT --version'" "$text"
  local major="${version%%.*}" minor="${version##*.}"
  if ((major < SWIFT_MINIMUM_MAJOR || (major == SWIFT_MINIMUM_MAJOR && minor < SWIFT_MINIMUM_MINOR))); then
    stop "found Swift $version; Farrell needs $SWIFT_MINIMUM_MAJOR.$SWIFT_MINIMUM_MINOR or later" \
      "https://www.swift.org/install/linux/"
  fi
}

# Whether the C compiler of the toolchain finds a header. Debian keeps those of OpenBLAS in a
# directory of the architecture, so asking for a file by its path would miss some of them.
has_header() {
  local compiler
  for compiler in clang cc gcc; do
    command -v "$compiler" > /dev/null || continue
    # shellcheck disable=SC2046
    printf '#include <%s>\n' "$1" |
      "$compiler" $(openblas_flags) -E -x c - > /dev/null 2>&1
    return
  done
  compgen -G "/usr/include/$1" > /dev/null || compgen -G "/usr/include/*/$1" > /dev/null
}

openblas_flags() {
  if command -v pkg-config > /dev/null; then pkg-config --cflags openblas 2> /dev/null || true; fi
}

missing_packages() {
  has_header cblas.h || printf 'libopenblas-dev\n'
  has_header lapacke.h || printf 'liblapacke-dev\n'
}

# Installs what is missing, where that needs no password; otherwise says which line to run.
install_packages() {
  local -a missing
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]})) || return 0
  local line="apt-get update && apt-get install --yes ${missing[*]}"
  command -v apt-get > /dev/null || stop "missing libraries: ${missing[*]} (their names in Debian)" \
    "Install OpenBLAS and LAPACKE with their headers, then run this again."
  local -a root=()
  if ((EUID != 0)); then
    if command -v sudo > /dev/null && sudo --non-interactive true 2> /dev/null; then
      root=(sudo --non-interactive)
    else
      stop "missing packages: ${missing[*]}; run this line, then start again:" "sudo sh -c '$line'"
    fi
  fi
  say "Installing ${missing[*]} ..."
  root+=(env DEBIAN_FRONTEND=noninteractive)
  "${root[@]}" apt-get update --quiet < /dev/null >&2
  "${root[@]}" apt-get install --yes --quiet --no-install-recommends "${missing[@]}" < /dev/null >&2
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) || stop "still missing after the installation: ${missing[*]}"
}

check_swift
install_packages
