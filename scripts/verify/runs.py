#!/usr/bin/env python3
"""The same bytes however a bootstrap is drawn: threads, shards, merged directories, kills, signals.

    python3 scripts/verify/runs.py [--replicates 2000] [--kills 20] [--seed 1]

Runs `bootstrap` on the shipped panel in memory with 1, 2, 4 and 8 threads; on disk in 1, 3 and 7 parts,
each by a process of its own; in two directories that `merge` joins; killed with SIGKILL while it draws and
resumed until it is done; stopped with SIGINT and with SIGTERM and resumed. Results (JSON), draws (.npy) and
the files of the shards must have one SHA-256 each, and the first quarter of the replicates must be those of
a run with a quarter of B. One line for each check; exit code 1 when one differs.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from common import REPOSITORY, FarrellError, add_farrell_option

THREADS = (1, 2, 4, 8)
PARTS = (1, 3, 7)
RESUMABLE = 75  # exit code: a run on disk is not complete
SHIPPED = REPOSITORY / "Data" / "klem-known-truth" / "panel.csv"
COLUMNS = ["--unit", "unit", "--time", "year", "--inputs", "K,L,E,M", "--outputs", "y"]
DRAWING_THREADS = 2  # of runs that are split or stopped
PATIENCE = 300.0  # seconds until a process must have begun to draw


def heed_interrupts() -> None:
    """Gives SIGINT back its action in a process that is about to begin."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass(frozen=True)
class Digests:
    """SHA-256 of the JSON and of the draws of a run, in hexadecimal digits."""

    results: str
    draws: str


class Checks:
    """Runs the command in a folder of its own, compares with the first run and prints the lines."""

    def __init__(self, farrell: Path, folder: Path, replicates: int, seed: int) -> None:
        self.farrell, self.folder, self.replicates = farrell, folder, replicates
        self.random = random.Random(seed)
        self.wanted: Digests | None = None
        self.shards: str | None = None
        self.wrong = 0

    # Processes.

    def bootstrap(self, *arguments: str, replicates: int | None = None) -> list[str]:
        """Command line of a bootstrap of the panel."""
        count = str(replicates or self.replicates)
        return [str(self.farrell), "bootstrap", str(SHIPPED), *COLUMNS, "--replicates", count,
                *arguments]

    def resumed(self, directory: Path) -> list[str]:
        """Command line that goes on with a run, as its messages name it."""
        return [str(self.farrell), "bootstrap", "--resume", "--run", str(directory), "--threads",
                str(DRAWING_THREADS)]

    @property
    def outputs(self) -> list[str]:
        """Flags that write results and draws; they replace those of the run before."""
        return ["--format", "json", "-o", str(self.folder / "results.json"), "--draws",
                str(self.folder / "draws.npy"), "--force"]

    def run(self, command: list[str], expected: int = 0) -> subprocess.CompletedProcess[str]:
        """Runs a command that must end with an exit code."""
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != expected:
            raise FarrellError(f"exit code {done.returncode}, expected {expected}, from "
                               f"{' '.join(command)}\n{done.stderr[-2000:]}")
        return done

    def start_drawing(self, command: list[str], directory: Path) -> subprocess.Popen[str]:
        """A process of which the lock says that it draws, or that has ended before."""
        # A shell's background job ignores SIGINT, and would hand that down.
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   text=True, preexec_fn=heed_interrupts)
        end = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < end:
            with contextlib.suppress(OSError, ValueError):  # not there yet
                if json.loads((directory / "locks/all").read_text())["process"] == process.pid:
                    break
            time.sleep(0.002)
        return process

    # Comparisons.

    def report(self, name: str, seconds: float, digest: str, *, same: bool) -> None:
        """Prints the line of a check."""
        self.wrong += not same
        print(f"{name}: {seconds:.1f} s, {digest}, {'ok' if same else 'DIFFERS'}", flush=True)

    def compare(self, name: str, seconds: float) -> None:
        """Compares the outputs that were just written with those of the first run."""
        found = Digests(file_digest(self.folder / "results.json"),
                        file_digest(self.folder / "draws.npy"))
        self.wanted = self.wanted or found
        self.report(name, seconds, f"results {found.results}, draws {found.draws}",
                    same=found == self.wanted)

    def finish(self, name: str, seconds: float, directory: Path) -> None:
        """Compares the outputs and the shards of a run on disk, and removes it."""
        self.compare(name, seconds)
        files = sorted((directory / "shards").iterdir())
        lines = [f"{file.name} {file_digest(file)}\n" for file in files]
        found = hashlib.sha256("".join(lines).encode()).hexdigest()
        self.shards = self.shards or found
        self.report(f"  its {len(files)} shard files", 0, found, same=found == self.shards)
        shutil.rmtree(directory)

    # Checks.

    def in_memory(self) -> float:
        """Numbers of threads; returns the seconds of a run with those that draw on disk."""
        seconds = {}
        for threads in THREADS:
            start = time.monotonic()
            self.run(self.bootstrap("--threads", str(threads), *self.outputs))
            seconds[threads] = time.monotonic() - start
            self.compare(f"in memory, threads {threads}", seconds[threads])
            if threads == THREADS[0]:
                (self.folder / "draws.npy").rename(self.folder / "whole.npy")
        return seconds[DRAWING_THREADS]

    def first_replicates(self) -> None:
        """A run of a quarter of the replicates has those of the whole one."""
        count = max(1, self.replicates // 4)
        start = time.monotonic()
        self.run(self.bootstrap("--threads", str(DRAWING_THREADS), *self.outputs,
                                replicates=count))
        seconds = time.monotonic() - start
        part = np.load(self.folder / "draws.npy").view(np.uint64)
        whole = np.load(self.folder / "whole.npy", mmap_mode="r")[:count].view(np.uint64)
        self.report(f"replicates 1 to {count} of {self.replicates}, and a run of {count}", seconds,
                    hashlib.sha256(part.tobytes()).hexdigest(), same=np.array_equal(part, whole))

    def in_parts(self, count: int) -> None:
        """Parts drawn by a process each, the last of them after a merge has missed it."""
        directory = self.folder / f"parts-{count}"
        order = self.random.sample(range(1, count + 1), count)
        merge = [str(self.farrell), "merge", str(directory), *self.outputs]
        start = time.monotonic()
        for position, part in enumerate(order):
            if position > 0 and position == count - 1:
                self.run(merge, expected=RESUMABLE)
            flags = ["--run", str(directory), "--shard", f"{part}/{count}", "--threads",
                     str(DRAWING_THREADS)]
            self.run(self.bootstrap(*flags, *(["--resume"] if position > 0 else [])))
        self.run(merge)
        missing = f", merge without {order[-1]}/{count} exits {RESUMABLE}" if count > 1 else ""
        self.finish(f"parts {count}{missing}", time.monotonic() - start, directory)

    def in_two_directories(self) -> None:
        """Halves in directories of their own, joined by `merge`."""
        directories = [self.folder / name for name in ("first", "second")]
        start = time.monotonic()
        for number, directory in enumerate(directories, 1):
            self.run(self.bootstrap("--run", str(directory), "--shard", f"{number}/2",
                                    "--threads", str(DRAWING_THREADS)))
        self.run([str(self.farrell), "merge", str(directories[0]), *self.outputs], RESUMABLE)
        self.run([str(self.farrell), "merge", *map(str, directories), *self.outputs])
        self.finish("two directories, merged", time.monotonic() - start, directories[0])
        shutil.rmtree(directories[1])

    def killed(self, kills: int, drawing: float) -> None:
        """SIGKILL at random moments of drawing; a run that is done too soon is followed by another."""
        done, number = 0, 0
        while done < kills:
            number += 1
            directory = self.folder / f"killed-{number}"
            start, before = time.monotonic(), done
            command = self.bootstrap("--run", str(directory), "--threads", str(DRAWING_THREADS))
            while done < kills:
                process = self.start_drawing([*command, *self.outputs], directory)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(self.random.uniform(0, 1.5 * drawing / (kills + 5)))
                process.send_signal(signal.SIGKILL)
                process.communicate()
                command = self.resumed(directory)
                if process.returncode != -signal.SIGKILL or self.is_drawn(directory):
                    break  # too late for a kill that counts
                done += 1
            self.run([*command, *self.outputs])
            self.finish(f"killed {done - before} times", time.monotonic() - start, directory)

    def is_drawn(self, directory: Path) -> bool:
        """Whether `status` finds all shards; it must end with 75 otherwise."""
        status = [str(self.farrell), "status", str(directory)]
        code = subprocess.run(status, capture_output=True, check=False).returncode
        if code not in (0, RESUMABLE):
            raise FarrellError(f"exit code {code} from {' '.join(status)}")
        return code == 0

    def signalled(self, drawing: float) -> None:
        """SIGINT and then SIGTERM while it draws; both times the message names the way to go on."""
        directory = self.folder / "signalled"
        command = self.bootstrap("--run", str(directory), "--threads", str(DRAWING_THREADS))
        start = time.monotonic()
        for number in (signal.SIGINT, signal.SIGTERM):
            begun = time.monotonic()
            process = self.start_drawing([*command, *self.outputs], directory)
            time.sleep(self.random.uniform(0, drawing / 10))
            process.send_signal(number)
            messages = process.communicate()[1]
            advice = f"farrell bootstrap --resume --run {directory} "
            same = process.returncode == RESUMABLE and advice in messages
            self.report(f"{number.name}: exit code {process.returncode}, "
                        f"{'names' if advice in messages else 'DOES NOT NAME'} the command",
                        time.monotonic() - begun, f"{self.stored(directory)} shards", same=same)
            command = self.resumed(directory)
        self.run([*command, *self.outputs])
        self.finish("signalled twice", time.monotonic() - start, directory)

    def stored(self, directory: Path) -> int:
        """Number of shards on disk."""
        return len(list((directory / "shards").iterdir()))


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> int:
    """Reads the options, runs all checks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_farrell_option(parser)
    parser.add_argument("--replicates", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20, help="moments at which a run is killed")
    parser.add_argument("--seed", type=int, default=1, help="of the moments and the order of parts")
    options = parser.parse_args()
    print(f"B = {options.replicates}, seed {options.seed}")
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        checks = Checks(options.farrell, Path(name), options.replicates, options.seed)
        drawing = checks.in_memory()
        checks.first_replicates()
        for count in PARTS:
            checks.in_parts(count)
        checks.in_two_directories()
        checks.killed(options.kills, drawing)
        checks.signalled(drawing)
    print(f"{time.monotonic() - start:.0f} s; "
          f"{f'{checks.wrong} DIFFER' if checks.wrong else 'all the same'}")
    return 1 if checks.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
