#!/usr/bin/env bash
# Calls the C interface a million times over with random faults, under the sanitizers.
#
#   bash scripts/verify/misuse.sh [address|thread|soak] [arguments of misuse, such as --seed 7]
#
# Without a word, all three: 1,000,000 sequences of one thread and 200,000 of four under the address and the
# leak sanitizer, 100,000 of four threads under the thread sanitizer, and ten minutes of sound work without
# one, in which memory must not grow by more than 2 %. Arguments come after those, so that they win;
# --seed 7 --threads 4 --from 800 --sequences 12 repeats what a violation names. Exit code 0: nothing found.
set -euo pipefail

# shellcheck source=scripts/lib/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib/bootstrap.sh"

parts=(address thread soak)
case "${1:-}" in
  address | thread | soak)
    parts=("$1")
    shift
    ;;
esac

toolchain="$(dirname "$(readlink -f "$(command -v "$SWIFT")")")"
# The compiler of the toolchain, so that C and Swift have the same runtime of the sanitizer.
CLANG="${CLANG:-$toolchain/clang}"
[[ -x "$CLANG" ]] || stop "no compiler '$CLANG' found" "CLANG=/path/to/clang selects another."

# The library, and the test linked with it, for "address", "thread" or "plain"; leaves its path in $program.
build_misuse() {
  local name="$1" scratch=".build" build objects source
  local -a swift_flags=() compile_flags=() link_flags=()
  if [[ "$name" != plain ]]; then
    scratch=".build/$name"
    swift_flags+=("--sanitize=$name")
    compile_flags+=("-fsanitize=$name")
    link_flags+=("-sanitize=$name")
  else
    # As scripts/library.sh builds it, so that neither has to build it again after the other.
    swift_flags+=(--static-swift-stdlib)
    link_flags+=(-static-stdlib "$toolchain/../lib/swift_static/linux/libFoundationEssentials.a")
  fi
  if [[ "$name" == thread ]]; then
    # See scripts/sanitize.sh. The runtime knows Dispatch, and wants it linked.
    swift_flags+=(-Xswiftc -Xfrontend -Xswiftc -disable-llvm-verify)
    link_flags+=(-L "$toolchain/../lib/swift/linux" -ldispatch -lBlocksRuntime)
  fi
  say "Building the library ($name) ..."
  swift_flags+=(-c release --product CFarrell --scratch-path "$scratch")
  "$SWIFT" build "${swift_flags[@]}" >&2
  build="$("$SWIFT" build "${swift_flags[@]}" --show-bin-path)"
  objects="$build/misuse.objects"
  mkdir -p "$objects"
  rm -f "$objects"/*.o
  for source in Tests/C/misuse.c Tests/C/misuse/*.c; do
    "$CLANG" -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -O1 -g ${compile_flags[@]+"${compile_flags[@]}"} \
      -I Sources/CFarrell/include -c "$source" -o "$objects/$(basename "$source" .c).o"
  done
  if [[ "$name" == thread ]]; then
    "$CLANG" -O1 -g -Wall -Wextra -Werror -c scripts/lib/mutex-order.c -o "$objects/mutex-order.o"
  fi
  program="$build/misuse"
  # Swift links, since it knows the libraries that its own code needs; gold cannot link the sanitizers. The
  # objects of the product one by one: from an archive, conformances that are looked up by name are missed.
  "${SWIFT}c" -use-ld=lld ${link_flags[@]+"${link_flags[@]}"} "$objects"/*.o \
    "@$build/CFarrell.product/Objects.LinkFileList" -lopenblas -llapacke -lstdc++ -o "$program"
}

# Kernels and BLAS with one thread each; the threads that matter here are those of the jobs.
export OPENBLAS_NUM_THREADS=1
# A size that cannot be had is answered with null, as outside of a sanitizer.
export ASAN_OPTIONS="detect_leaks=1:allocator_may_return_null=1:${ASAN_OPTIONS:-}"

# What a global is made of lives as long as the process; some of it hangs on pointers with marks in them.
# And an array that gets nothing appended writes its count, 0, into the one empty array of all threads.
suppressions="$(mktemp -d)"
trap 'rm -rf "$suppressions"' EXIT
echo 'leak:once_slow' > "$suppressions/leaks"
echo 'race:_swiftEmptyArrayStorage' > "$suppressions/races"
export LSAN_OPTIONS="suppressions=$suppressions/leaks:print_suppressions=0:${LSAN_OPTIONS:-}"
export TSAN_OPTIONS="suppressions=$suppressions/races:${TSAN_OPTIONS:-}"

failed=()
run_misuse() { # what arguments of misuse ...
  local what="$1"
  shift
  say "$what ..."
  "$program" "$@" || failed+=("$what")
}

for part in "${parts[@]}"; do
  case "$part" in
    address)
      build_misuse address
      run_misuse "address and leak sanitizer, one thread" --sequences 1000000 "$@"
      run_misuse "address and leak sanitizer, four threads" --sequences 200000 --threads 4 "$@"
      ;;
    thread)
      build_misuse thread
      run_misuse "thread sanitizer, four threads" --sequences 100000 --threads 4 "$@"
      ;;
    soak)
      build_misuse plain
      run_misuse "memory over ten minutes" --soak 600 "$@"
      ;;
  esac
done
((${#failed[@]} == 0)) || stop "misuse of the C interface: found faults by: ${failed[*]}"
say "No finding by: ${parts[*]}"
