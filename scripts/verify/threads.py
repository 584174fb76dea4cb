#!/usr/bin/env python3
"""The same bytes for any number of threads: results of `farrell` by SHA-256.

    python3 scripts/verify/threads.py [--runs 20] [--rows 2500]

Runs `efficiency` and `malmquist` on the shipped panel, and `efficiency` on a generated one of more
observations than the small path takes (2,000), 20 times with each of 1, 2, 3, 4 and 8 threads. Prints one
line for each command and its hash; exit code 1 when two runs of a command differ.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
THREADS = (1, 2, 3, 4, 8)
FINISHED = (0, 3)  # exit codes: all certain; finished with uncertified or failed distances
SHIPPED = REPOSITORY / "Data" / "klem-known-truth" / "panel.csv"
SHIPPED_COLUMNS = ["--unit", "unit", "--time", "year", "--inputs", "K,L,E,M", "--outputs", "y"]


def commands(large: Path, shipped: Path, columns: list[str]) -> dict[str, list[str]]:
    """Arguments of each command, by a name for it."""
    generated = [str(large), "--unit", "unit", "--inputs", "x1,x2,x3,x4", "--outputs", "y1,y2"]
    return {
        "efficiency, shipped panel": ["efficiency", str(shipped), *columns, "--scale"],
        "malmquist, shipped panel": ["malmquist", str(shipped), *columns],
        "efficiency, large, crs": ["efficiency", *generated],
        "efficiency, large, vrs, output": ["efficiency", *generated, "--rts", "vrs",
                                           "--orientation", "out"],
        "efficiency, large, vrs, scores only": ["efficiency", *generated, "--rts", "vrs",
                                                "--no-slacks"],
    }


def digest(farrell: Path, arguments: list[str], threads: int) -> str:
    """SHA-256 of the results as JSON."""
    run = subprocess.run([farrell, *arguments, "--format", "json", "--quiet", "--threads", str(threads)],
                         stdout=subprocess.PIPE, check=False)
    if run.returncode not in FINISHED:
        sys.exit(f"farrell ended with {run.returncode}: {' '.join(arguments)}")
    return hashlib.sha256(run.stdout).hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--farrell", type=Path,
                        default=REPOSITORY / ".build" / "release" / "farrell")
    parser.add_argument("--runs", type=int, default=20, help="runs for each number of threads")
    parser.add_argument("--rows", type=int, default=2500, help="observations of the large panel")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as directory:
        large = Path(directory) / "large.csv"
        with large.open("wb") as file:
            subprocess.run([sys.executable, REPOSITORY / "scripts" / "generate_panel.py",
                            "--rows", str(options.rows), "--seed", str(options.seed)],
                           stdout=file, check=True)
        for name, arguments in commands(large, SHIPPED, SHIPPED_COLUMNS).items():
            found = {digest(options.farrell, arguments, threads)
                     for threads in THREADS for _ in range(options.runs)}
            count = options.runs * len(THREADS)
            verdict = "same" if len(found) == 1 else f"{len(found)} DIFFERENT RESULTS"
            wrong += len(found) != 1
            print(f"{name}: {count} runs, {verdict}, {' '.join(sorted(h[:16] for h in found))}",
                  flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
