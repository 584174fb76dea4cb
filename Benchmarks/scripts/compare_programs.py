#!/usr/bin/env python3
"""Whole programs on the same CSV file: `farrell efficiency`, R with lpSolve, SciPy, DEAPack.

Each is a process of its own, timed from its start to its end with everything it reads and writes, in
rounds A B C A B C; answers are compared before any time is printed. A program that is missing is left
out with a line, and so is one whose next size would take longer than --limit, judged by the square of
the size.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
FARRELL = HERE.parents[1] / ".build" / "release" / "farrell"
TOLERANCE = 1e-6  # the others keep their default tolerances
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Task:
    """One file and what is asked of it."""

    data: Path
    units: int
    inputs: int
    outputs: int
    returns: str

    @property
    def columns(self) -> tuple[list[str], list[str]]:
        """Names of the inputs and of the outputs."""
        return ([f"x{i}" for i in range(self.inputs)], [f"y{r}" for r in range(self.outputs)])


@dataclass
class Program:
    """A program and the times of its runs at the size at hand."""

    name: str
    command: Callable[[Task, Path], list[str]]
    score_column: str = "score"
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    scores: np.ndarray | None = None
    error: str | None = None


def write_data(path: Path, units: int, inputs: int, outputs: int, seed: int) -> None:
    """Log-normal sizes and mixes, a Cobb-Douglas frontier and half-normal inefficiency."""
    random = np.random.default_rng(seed)
    x = np.exp(random.normal(size=(units, 1)) + 0.4 * random.normal(size=(units, inputs)))
    level = np.exp(np.log(x).mean(axis=1) - 0.2 * np.abs(random.normal(size=units)))
    mix = np.exp(0.4 * random.normal(size=(units, outputs)))
    y = level[:, None] * mix / np.sqrt((mix ** 2).mean(axis=1))[:, None]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *(f"x{i}" for i in range(inputs)),
                         *(f"y{r}" for r in range(outputs))])
        for unit in range(units):
            writer.writerow([unit, *map(repr, map(float, (*x[unit], *y[unit])))])


def script(interpreter: str, name: str) -> Callable[[Task, Path], list[str]]:
    """The command line of one of the loops beside this file."""
    def command(task: Task, target: Path) -> list[str]:
        return [interpreter, str(HERE / name), str(task.data), str(task.inputs),
                str(task.outputs), task.returns, str(target)]
    return command


def farrell(executable: Path, *more: str) -> Callable[[Task, Path], list[str]]:
    """The command line of `farrell efficiency`."""
    def command(task: Task, target: Path) -> list[str]:
        inputs, outputs = task.columns
        return [str(executable), "efficiency", str(task.data), "--unit", "id",
                "--inputs", ",".join(inputs), "--outputs", ",".join(outputs),
                "--rts", task.returns, "--threads", "1", "--format", "csv", "--quiet",
                "--force", "-o", str(target), *more]
    return command


def has_module(name: str) -> bool:
    """Whether this Python can import a module."""
    return subprocess.run([sys.executable, "-c", f"import {name}"], check=False,
                          capture_output=True).returncode == 0


def installed(executable: Path) -> list[Program]:
    """The programs that can be run here; ours first."""
    programs = [Program("farrell", farrell(executable, "--no-slacks")),
                Program("farrell, with slacks", farrell(executable))]
    found_r = shutil.which("Rscript")
    if found_r and subprocess.run([found_r, "-e", "library(lpSolve)"], check=False,
                                  capture_output=True).returncode == 0:
        programs.append(Program("R, lpSolve loop", script(found_r, "lpsolve_loop.R")))
    else:
        print("no R with lpSolve (Debian: r-cran-lpsolve): left out", file=sys.stderr)
    if has_module("scipy"):
        programs.append(Program("SciPy linprog loop", script(sys.executable, "scipy_loop.py")))
    else:
        print("no SciPy: left out", file=sys.stderr)
    if has_module("deapack"):
        programs.append(Program("DEAPack", script(sys.executable, "deapack_radial.py"),
                                "efficiency"))
    else:
        print("no DEAPack: left out", file=sys.stderr)
    return programs


def run_once(program: Program, task: Task, folder: Path) -> None:
    """One run, its times and its scores."""
    target = folder / "scores.csv"
    target.unlink(missing_ok=True)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(program.command(task, target), check=False, capture_output=True,
                          text=True, env={**os.environ, **ONE_THREAD})
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3) or not target.exists():
        program.error = (done.stderr.strip().splitlines() or ["no scores"])[-1]
        return
    program.wall.append(wall)
    program.processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    program.scores = np.array([float(row[program.score_column]) for row in rows])


def largest_difference(program: Program, reference: np.ndarray) -> float:
    """From the reference; infinite where a score is missing."""
    if program.scores is None or program.scores.shape != reference.shape:
        return float("inf")
    difference = np.abs(program.scores - reference) / np.maximum(1, np.abs(reference))
    return float("inf") if np.isnan(difference).any() else float(difference.max())


def report(task: Task, programs: list[Program], as_json: bool) -> bool:
    """Answers, then times; false where answers differ."""
    ours = programs[0]
    title = f"{task.units} units, {task.inputs} + {task.outputs}, {task.returns}"
    if ours.error or ours.scores is None:
        print(f"{title}: farrell failed: {ours.error}", file=sys.stderr)
        return False
    is_right = True
    if not as_json:
        print(f"\n{title}\n{'program':24}{'CPU s':>10}{'wall s':>10}{'wall min':>10}"
              f"{'wall max':>10}{'x wall':>10}{'|diff|':>10}")
    for program in programs:
        if program.error:
            print(f"{program.name}: {program.error}", file=sys.stderr)
            continue
        if not program.wall:
            continue
        difference = largest_difference(program, ours.scores)
        is_right = is_right and difference <= TOLERANCE
        ratio = statistics.median(a / b for a, b in zip(program.wall, ours.wall))
        figures = {"processorSeconds": statistics.median(program.processor),
                   "wallSeconds": statistics.median(program.wall),
                   "minWallSeconds": min(program.wall), "maxWallSeconds": max(program.wall),
                   "wallRatio": ratio}
        if as_json:
            print(json.dumps({"suite": "programs", "program": program.name, "units": task.units,
                              "inputs": task.inputs, "outputs": task.outputs,
                              "returnsToScale": task.returns, "rounds": len(program.wall),
                              **figures, "largestDifference": difference}))
        else:
            numbers = "".join(f"{value:10.3f}" for value in figures.values())
            print(f"{program.name:24}{numbers}{difference:10.0e}")
    return is_right


def main() -> int:
    """Every size and both returns to scale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--farrell", type=Path, default=FARRELL)
    parser.add_argument("--sizes", default="100,500,2000")
    parser.add_argument("--inputs", type=int, default=4)
    parser.add_argument("--outputs", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=120, help="seconds a run may take")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args()
    programs = installed(options.farrell)
    expected: dict[str, tuple[int, float]] = {}
    is_right = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for units in map(int, options.sizes.split(",")):
            data = folder / "data.csv"
            write_data(data, units, options.inputs, options.outputs, options.seed)
            for returns in ("crs", "vrs"):
                task = Task(data, units, options.inputs, options.outputs, returns)
                fitting = []
                for program in programs:
                    size, seconds = expected.get(program.name, (units, 0.0))
                    if seconds * (units / size) ** 2 > options.limit:
                        print(f"{units} units: {program.name} left out by --limit",
                              file=sys.stderr)
                        continue
                    program.wall, program.processor = [], []
                    program.scores, program.error = None, None
                    fitting.append(program)
                for _ in range(options.rounds):
                    for program in fitting:
                        if not program.error:
                            run_once(program, task, folder)
                is_right = report(task, fitting, options.json) and is_right
                for program in fitting:
                    if program.wall:
                        expected[program.name] = (units, statistics.median(program.wall))
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
