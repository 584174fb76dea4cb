#!/usr/bin/env python3
"""Processor time of the Python package against that of the command, for the same jobs.

    python3 scripts/verify/python_overhead.py [--runs 5] [--replicates 200] [--farrell PATH]

Each job reads the shipped panel (36 units, 14 years, CSV), computes on one thread and makes the
results as JSON: efficiency under variable returns, the Malmquist index, and its bootstrap. Command
and package take turns, each time in a process of their own; printed are medians of CPU seconds, and
the ratio of the call to the command. The start of Python with NumPy and the package, which a session
pays once, is printed apart. Exit code 1 where the JSON differs in more than the name of the file,
which a frame does not have, or where the call of the longest job, the bootstrap, takes more than
1.25 times the command's.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from common import add_farrell_option
from python_package import NAMES, PANEL, panel

import farrell

LARGEST_RATIO = 1.25
JOBS = ("efficiency", "malmquist", "bootstrap")


def call(job: str, replicates: int) -> farrell.Result:
    """The job by the package."""
    options: dict[str, Any] = {**NAMES, "threads": 1}
    match job:
        case "efficiency":
            return farrell.efficiency(panel(), rts="vrs", **options)
        case "malmquist":
            return farrell.malmquist(panel(), **options)
        case _:
            return farrell.bootstrap(panel(), replicates=replicates, progress=False, **options)


def package_seconds(job: str, replicates: int, target: Path) -> tuple[float, float]:
    """CPU seconds of the call, and of the start before it, of a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--call", job, "--replicates", str(replicates),
         "--output", str(target)],
        capture_output=True, text=True, check=True)
    start, whole = map(float, done.stdout.split())
    return whole - start, start


def command_seconds(binary: Path, job: str, replicates: int, target: Path) -> float:
    """CPU seconds of the command."""
    flags = {"efficiency": ["--rts", "vrs"], "malmquist": [],
             "bootstrap": ["--replicates", str(replicates)]}[job]
    process = subprocess.Popen(
        [str(binary), job, str(PANEL), "--unit", NAMES["unit"], "--time", NAMES["time"],
         "--inputs", ",".join(NAMES["inputs"]), "--outputs", NAMES["outputs"], "--threads", "1",
         "--quiet", "--format", "json", "-o", str(target), "--force", *flags])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"farrell {job}: exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def compare(binary: Path, job: str, runs: int, replicates: int, folder: Path) -> tuple[float, bool]:
    """Prints medians of a job; returns the ratio, and whether the results are the same bytes."""
    ours, theirs, starts = [], [], []
    for _ in range(runs):
        theirs.append(command_seconds(binary, job, replicates, folder / "command.json"))
        seconds, start = package_seconds(job, replicates, folder / "package.json")
        ours.append(seconds)
        starts.append(start)
    documents = {(folder / f"{who}.json").read_text().replace(f'"{PANEL}"', '"data"')
                 for who in ("command", "package")}
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"{job:<12} command {statistics.median(theirs):8.3f}   call {statistics.median(ours):8.3f}"
          f"   ratio {ratio:5.2f}   start of Python {statistics.median(starts):6.3f}"
          f"   JSON {'the same' if len(documents) == 1 else 'DIFFERS'}", flush=True)
    return ratio, len(documents) == 1


def main() -> int:
    """Reads the options, runs the jobs in turns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_farrell_option(parser)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--call", choices=JOBS, help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.call:
        start = time.process_time()
        options.output.write_bytes(call(options.call, options.replicates).document("json"))
        print(start, time.process_time())
        return 0
    print(f"CPU seconds on one thread, medians of {options.runs} runs, B = {options.replicates}")
    with tempfile.TemporaryDirectory() as name:
        found = {job: compare(Path(options.farrell), job, options.runs, options.replicates,
                              Path(name)) for job in JOBS}
    same = all(is_same for _, is_same in found.values())
    return 0 if same and found["bootstrap"][0] <= LARGEST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
