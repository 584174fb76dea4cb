#!/usr/bin/env bash
# Begins a bootstrap, and submits it to Slurm as an array and a job that joins its parts.
#
#   bash scripts/slurm/submit.sh RUN [options] -- FILE [flags of `farrell bootstrap`] [-- flags of `farrell merge`]
#   bash scripts/slurm/submit.sh RUN [options]            goes on with the run in RUN
#
#   --minutes M      length of a task to aim at (default: 10)
#   --tasks N        number of tasks, instead of --minutes
#   --cpus C         processors of a task (default: 1)
#   --limit T        time limit of a task, as sbatch takes it (default: three times its estimate, and 5 minutes)
#   --sbatch OPTION  an option for sbatch, as --sbatch --partition=short; may be given several times
#
# The number of tasks comes from `farrell bootstrap --dry-run`, which draws for two seconds here. RUN must be seen
# by all nodes under the same path. Environment: FARRELL is the command (default: farrell in PATH); SBATCH_ACCOUNT,
# SBATCH_PARTITION and the like work as ever. Logs and results lie in RUN/slurm.
# Exit codes: 64 bad request, those of `farrell bootstrap` where the run cannot begin, that of sbatch.
set -euo pipefail

export FARRELL="${FARRELL:-farrell}"
scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
readonly scripts

refuse() {
  printf 'submit.sh: %s\n' "$1" >&2
  exit 64
}

# A whole number above 0.
check_number() { [[ "$2" =~ ^[1-9][0-9]{0,8}$ ]] || refuse "$1: found \"$2\"; expected a number from 1"; }

# The value of a line of a table of farrell as CSV.
value() { awk -F, -v name="$2" '$1 == name { print $2 }' <<< "$1"; }

if (($# == 0)) || [[ "$1" == -* ]]; then refuse "found no directory; expected RUN [options] -- FILE ..."; fi
run="$1"
shift
minutes=10 tasks="" cpus=1 limit=""
options=() drawing=() merging=()
while (($# > 0)) && [[ "$1" != -- ]]; do
  (($# > 1)) || refuse "$1: found no value; expected one"
  case "$1" in
    --minutes) check_number "$1" "$2" && minutes="$2" ;;
    --tasks) check_number "$1" "$2" && tasks="$2" ;;
    --cpus) check_number "$1" "$2" && cpus="$2" ;;
    --limit) limit="$2" ;;
    --sbatch) options+=("$2") ;;
    *) refuse "found $1; expected --minutes, --tasks, --cpus, --limit, --sbatch or --" ;;
  esac
  shift 2
done
(($# == 0)) || shift
while (($# > 0)) && [[ "$1" != -- ]]; do
  drawing+=("$1")
  shift
done
(($# == 0)) || shift
merging=("$@")
for command in "$FARRELL" sbatch; do
  command -v "$command" > /dev/null || refuse "found no command $command; expected one (FARRELL=PATH for farrell)"
done

# Tasks that begin one run at the same time are in each other's way, so it begins here.
"$FARRELL" bootstrap ${drawing[@]+"${drawing[@]}"} --run "$run" --resume --begin --quiet
run="$(cd "$run" && pwd)" # jobs may start elsewhere
state="$("$FARRELL" status "$run" --format csv)" || (($? == 75))
shards="$(value "$state" shards)"
left=$((shards - $(value "$state" "shards done")))
estimate="$("$FARRELL" bootstrap --run "$run" --resume --dry-run --format csv --quiet)"
memory="$(value "$estimate" "megabytes of memory at most")"
seconds="$(awk -v whole="$(value "$estimate" "CPU seconds")" -v left="$left" -v shards="$shards" \
  'BEGIN { printf "%.0f", whole * left / shards + 0.5 }')"
if ((left == 0)); then
  printf 'All %d shards are there. Results: %q merge %q\n' "$shards" "$FARRELL" "$run"
  exit 0
fi

# Ends of arrays are limited by the site; a thread without a shard is idle.
largest="$(scontrol show config | sed -n 's/^MaxArraySize *= *\([0-9]*\).*/\1/p')"
if [[ -z "$tasks" ]]; then
  tasks=$(((seconds + 60 * minutes * cpus - 1) / (60 * minutes * cpus)))
  ((tasks <= (left + cpus - 1) / cpus)) || tasks=$(((left + cpus - 1) / cpus))
  ((tasks < ${largest:-1001})) || tasks=$((${largest:-1001} - 1))
fi
length=$(((seconds + tasks * cpus - 1) / (tasks * cpus)))
limit="${limit:-$((length * 3 / 60 + 5))}"

mkdir -p "$run/slurm"
logs="${run//%/%%}/slurm" # sbatch replaces %a and its like
name="$(basename "$run")"
array="$(sbatch --parsable --job-name="farrell-$name" --array="1-$tasks" --cpus-per-task="$cpus" --time="$limit" \
  --output="$logs/draw-%A_%a.log" ${options[@]+"${options[@]}"} \
  "$scripts/bootstrap.sbatch" --parts "$tasks" "$run")"
array="${array%%;*}" # a cluster's name may follow
merge="$(sbatch --parsable --job-name="merge-$name" --dependency="afterany:$array" --mem="${memory}M" \
  --output="$logs/results-%j.txt" --error="$logs/merge-%j.log" ${options[@]+"${options[@]}"} \
  "$scripts/merge.sbatch" "$run" ${merging[@]+"${merging[@]}"})"
merge="${merge%%;*}"

printf '%d of %d shards to draw, about %d CPU seconds by an estimate on this machine\n' "$left" "$shards" "$seconds"
printf 'array %s: %d task(s) of %d processor(s), about %d s each, limit %s\n' \
  "$array" "$tasks" "$cpus" "$length" "$limit"
printf 'merge %s: begins when all tasks have ended\n' "$merge"
printf 'look:    squeue --jobs=%s,%s; %q status %q\n' "$array" "$merge" "$FARRELL" "$run"
printf 'results: %q; logs beside it\n' "$run/slurm/results-$merge.txt"
again="$(printf '%q ' bash "$scripts/submit.sh" "$run" --tasks "$tasks" ${merging[@]+-- -- "${merging[@]}"})"
printf 'again:   %s draws what is missing\n' "${again% }"
