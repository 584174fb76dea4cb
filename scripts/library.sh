#!/usr/bin/env bash
# Builds the shared library libfarrell.so.1 for programs in other languages.
#
#   bash scripts/library.sh [--debug] [--output DIR]
#
# DIR (.build/library) gets a tree that can be copied anywhere: lib/ with the library and its
# pkg-config file, include/farrell.h, and share/licenses/farrell/ with the licences of all that is
# linked in. Swift, OpenBLAS and LAPACKE are inside; only libraries of GNU C and GCC are needed.
set -euo pipefail

configuration=release
output=
while (($#)); do
  case "$1" in
    --debug) configuration=debug ;;
    --output)
      (($# > 1)) || { printf 'error: --output: found nothing; expected a directory\n' >&2; exit 64; }
      output="$(mkdir -p "$2" && cd "$2" && pwd)"
      shift
      ;;
    *) printf 'error: found %s; expected --debug or --output DIR\n' "$1" >&2; exit 64 ;;
  esac
  shift
done

# shellcheck source=scripts/lib/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/bootstrap.sh"

readonly SONAME=libfarrell.so.1
# The earliest GNU C among Debian 12, Ubuntu 22.04 and RHEL 9.
readonly GLIBC_MAXIMUM=2.34
readonly HEADER=Sources/CFarrell/include/farrell.h
output="${output:-$FARRELL_ROOT/.build/library}"
work="$FARRELL_ROOT/.build/link-$configuration"
# The toolchain behind the command, which may be a link to it.
toolchain="$(dirname "$(dirname "$(readlink -f "$(command -v "$SWIFT")")")")"
clang="$toolchain/bin/clang"
for tool in "$clang" nm readelf strip dpkg-query; do
  command -v "$tool" > /dev/null || stop "no command '$tool' found" \
    "The library is linked with the clang of the toolchain, binutils, and the packages of Debian."
done
rm -rf "$work"
mkdir -p "$work/archives"

# Functions that the header declares, one a line.
declared_functions() {
  "$clang" -E -P -x c "$HEADER" | grep -oE '\bfarrell_[a-z0-9_]+[[:space:]]*\(' | tr -d ' (' | sort -u
}

# The version of the engine, from the one file that states it.
engine_version() {
  local -a files
  mapfile -t files < <(find Sources -name EngineVersion.swift)
  ((${#files[@]} == 1)) || stop "EngineVersion.swift: found ${#files[@]} files; expected one"
  sed -n 's/.*static let current = "\([0-9][0-9.]*\)".*/\1/p' "${files[0]}"
}

# A static archive, by the folders in which the compiler looks for it.
archive() {
  local folder
  # First where Debian keeps the build with threads, which need not be the one chosen on this machine.
  for folder in /usr/lib/*-linux-gnu/openblas-pthread "$(pkg-config --variable=libdir openblas 2> /dev/null || true)" \
    "/usr/lib/$("$clang" -print-multiarch 2> /dev/null || true)" /usr/lib/*-linux-gnu /usr/lib; do
    if [[ -n "$folder" && -f "$folder/$1" ]]; then
      readlink -f "$folder/$1"
      return
    fi
  done
  stop "no static $1 found" "Debian has it in the packages libopenblas-dev and liblapacke-dev."
}

# Licence text of a linked archive: the toolchain's own, else that of its Debian package.
licence_of() {
  local file package
  file="$(readlink -f "$1")"
  if [[ "$file" == "$toolchain"/* ]]; then
    printf 'Swift.txt %s\n' "$toolchain/share/swift/LICENSE.txt"
    return
  fi
  package="$(dpkg-query --search "$file" 2> /dev/null | head -n 1 | cut -d : -f 1)" ||
    stop "$1 is linked in: found no package that it is of; expected one with a licence"
  printf '%s.txt %s\n' "$package" "/usr/share/doc/$package/copyright"
}

say "Building the engine ($configuration) ..."
"$SWIFT" build -c "$configuration" --product CFarrell --static-swift-stdlib >&2
products="$("$SWIFT" build -c "$configuration" --show-bin-path)"
# The objects one by one, and not their archive: it has several of the same name, and a linker takes
# from an archive only what it sees the need for, which misses conformances that are looked up by name.
objects="$products/CFarrell.product/Objects.LinkFileList"
[[ -f "$objects" ]] || stop "$objects: found nothing; expected the list of objects that Swift writes"

say "Linking $SONAME ..."
version="$(engine_version)"
[[ -n "$version" ]] || stop "EngineVersion.swift: found no version; expected static let current = \"...\""
declared_functions > "$work/declared"
[[ -s "$work/declared" ]] || stop "$HEADER: found no function; expected some"
{
  printf 'FARRELL_1 {\n  global:\n'
  sed 's/.*/    &;/' "$work/declared"
  printf '  local: *;\n};\n'
} > "$work/exports.map"
# A folder with archives only, so that -lopenblas cannot mean the shared one.
ln -s "$(archive libopenblas.a)" "$work/archives/libopenblas.a"
ln -s "$(archive liblapacke.a)" "$work/archives/liblapacke.a"
for replacement in one-blas-thread older-libm; do
  "$clang" -O2 -fPIC -Wall -Wextra -Werror -c "scripts/lib/$replacement.c" -o "$work/$replacement.o"
done

# Before the whole of Foundation, which a dependency names: a few symbols are in both, and those of
# Foundation would bring 70 MB of tables for languages and calendars with them.
essentials="$toolchain/lib/swift_static/linux/libFoundationEssentials.a"
[[ -f "$essentials" ]] || stop "$essentials: found nothing; expected the static libraries of Swift"

linker=(-soname="$SONAME" --version-script="$work/exports.map" --undefined-version
  -Bsymbolic -z nodelete -z defs --gc-sections --exclude-libs ALL
  --wrap=openblas_num_threads_env --wrap=hypot --wrap=hypotf -Map="$work/map")
arguments=()
for option in "${linker[@]}"; do arguments+=(-Xlinker "$option"); done
"$(dirname "$(command -v "$SWIFT")")/swiftc" -emit-library -static-stdlib -use-ld=lld -o "$work/$SONAME" \
  "@$objects" "$work/one-blas-thread.o" "$work/older-libm.o" "$essentials" -L "$work/archives" "${arguments[@]}" >&2

# What is exported: the functions of the header, no less and no more.
nm --dynamic --defined-only "$work/$SONAME" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' |
  sort -u > "$work/exported"
mapfile -t missing < <(comm -23 "$work/declared" "$work/exported")
mapfile -t extra < <(comm -13 "$work/declared" "$work/exported")
((${#missing[@]} == 0)) || stop "$HEADER: found no definition of ${#missing[@]} functions; expected all" "${missing[@]}"
((${#extra[@]} == 0)) || stop "$SONAME: found ${#extra[@]} symbols that no header declares; expected none" "${extra[@]}"

# What is needed: libraries that every Linux with GNU C has, by name and not by path.
foreign="$(readelf --dynamic --wide "$work/$SONAME" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
  grep -vE '^(libc\.so\.6|libm\.so\.6|libdl\.so\.2|libpthread\.so\.0|libstdc\+\+\.so\.6|libgcc_s\.so\.1|ld-linux[-a-z0-9_]*\.so\.[0-9])$' || true)"
[[ -z "$foreign" ]] || stop "$SONAME: found the need for these; expected libraries of GNU C and GCC only" "$foreign"
if readelf --dynamic --wide "$work/$SONAME" | grep -E '\((RPATH|RUNPATH)\)' >&2; then
  stop "$SONAME: found a search path; expected none"
fi
# Symbols of a later GNU C would keep the library from loading on the systems that it is for.
newest="$(readelf --version-info --wide "$work/$SONAME" | grep -oE 'Name: GLIBC_[0-9.]+' | sed 's/.*_//' | sort -V | tail -n 1)"
if [[ "$(printf '%s\n%s\n' "$newest" "$GLIBC_MAXIMUM" | sort -V | tail -n 1)" != "$GLIBC_MAXIMUM" ]]; then
  stop "$SONAME: found the need for GNU C $newest; expected $GLIBC_MAXIMUM or earlier" \
    "$(nm --dynamic "$work/$SONAME" | grep -F "@GLIBC_$newest")"
fi
# A serial OpenBLAS does not ask for a count of threads, and would drop the answer.
if grep -q 'libopenblas' "$work/map"; then
  nm "$work/$SONAME" | grep ' __wrap_openblas_num_threads_env$' > /dev/null ||
    stop "OpenBLAS: found a build without threads; expected one that may be called from several" \
      "Debian has it in the package libopenblas-pthread-dev."
fi

if [[ "$configuration" == release ]]; then strip --strip-all "$work/$SONAME"; fi

say "Collecting licences ..."
licences="$work/licences"
mkdir -p "$licences"
cp LICENSE "$licences/Farrell.txt"
# Packages of Swift that are linked in as objects.
while read -r package; do
  checkout=".build/checkouts/$package"
  [[ -d "$checkout" ]] || continue
  text="$(find "$checkout" -maxdepth 1 -iname 'licen[sc]e*' | head -n 1)"
  [[ -n "$text" ]] || stop "$checkout: found no licence; expected LICENSE"
  cp "$text" "$licences/$package.txt"
done < <(sed -n "s|^'\{0,1\}.*/\([A-Za-z]*\)\.build/[^/]*$|\1|p" "$objects" | sort -u)
grep -oE '[^ ]+\.a(:\(|\()' "$work/map" | sed -E 's/:?\($//' | sort -u > "$work/linked-archives"
while read -r file; do
  read -r name text < <(licence_of "$file") || stop "$file: found no licence; expected one"
  [[ -f "$text" ]] || stop "$file is linked in: found no $text; expected its licence"
  cp --dereference "$text" "$licences/$name"
done < "$work/linked-archives"
# An unoptimised build names more of Foundation, and is not handed to anyone.
if [[ "$configuration" == release ]] && grep 'lib_FoundationICU\.a$' "$work/linked-archives" >&2; then
  stop "$SONAME: found tables for languages and calendars; expected none of Foundation but its essentials"
fi

mkdir -p "$output/lib/pkgconfig" "$output/include" "$output/share/licenses"
rm -rf "$output/share/licenses/farrell"
cp -r "$licences" "$output/share/licenses/farrell"
cp "$HEADER" "$output/include/farrell.h"
# Moved into its place, since a program may have the old one loaded.
cp "$work/$SONAME" "$output/lib/$SONAME.new"
mv -f "$output/lib/$SONAME.new" "$output/lib/$SONAME"
ln -sfn "$SONAME" "$output/lib/libfarrell.so"
cat > "$output/lib/pkgconfig/farrell.pc" << PC
prefix=\${pcfiledir}/../..
libdir=\${prefix}/lib
includedir=\${prefix}/include

Name: farrell
Description: Data envelopment analysis, the Malmquist index and the bias of technical change
Version: $version
Libs: -L\${libdir} -lfarrell
Cflags: -I\${includedir}
PC

printf '%s: %s bytes, %s functions, version %s\n' "$output/lib/$SONAME" \
  "$(stat --format=%s "$output/lib/$SONAME")" "$(wc -l < "$work/declared")" "$version"
