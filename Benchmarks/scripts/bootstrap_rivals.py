#!/usr/bin/env python3
"""A whole bootstrap: `farrell bootstrap` beside loops over HiGHS and over R's lpSolve.

    python3 Benchmarks/scripts/bootstrap_rivals.py [--replicates 20] [--lpsolve-replicates 2]

All draw the same replicates of the same worlds (`bootstrap_worlds.py`) and solve the same programs: own,
cross and mixed distances and those without the unit's own observation, in a world for each transition and one
for the chain, by both methods. `farrell` draws 2,000 replicates in the same invocation; the loops draw few, and
their times are scaled. Statistics of the first replicates are compared number by number before any time is
printed; exit code 1 when one differs by more than 1e-6.

HiGHS has one model for each year, kept from start to end: with one output and constant returns the program
max Σ y_j λ_j with Σ x_j λ_j ≤ x gives every distance, so that a replicate changes costs, a point right-hand
sides, and the basis stays. lpSolve has the program of the textbooks, made anew for each point.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from bootstrap_worlds import METHODS, Distances, Panel, Question, Window, World
from bootstrap_worlds import columns, read_panel, statistics_of, windows

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
FARRELL = REPOSITORY / ".build" / "release" / "farrell"
SCALED = 2000  # replicates that times are scaled to
TOLERANCE = 1e-6  # the libraries keep their default tolerances
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
MEBIBYTE = 1024  # of what getrusage counts in


@dataclass(frozen=True)
class DataSet:
    """A panel in a CSV file, and how to read it."""

    name: str
    path: Path
    unit: str
    inputs: tuple[str, ...]
    output: str
    where: tuple[str, str] | None = None
    span: tuple[int, int] | None = None

    def keeps(self, row: dict[str, str]) -> bool:
        """Whether a row takes part."""
        return ((self.where is None or row[self.where[0]] == self.where[1])
                and (self.span is None or self.span[0] <= int(row["year"]) <= self.span[1]))

    def panel(self) -> Panel:
        """The rows that take part."""
        return read_panel(self.path, self.unit, "year", list(self.inputs), self.output, self.keeps)

    @property
    def flags(self) -> list[str]:
        """The same for the command."""
        flags = [str(self.path), "--unit", self.unit, "--time", "year", "--inputs",
                 ",".join(self.inputs), "--outputs", self.output]
        if self.where:
            flags += ["--where", "=".join(self.where)]
        if self.span:
            flags += ["--from", str(self.span[0]), "--to", str(self.span[1])]
        return flags


DATA_SETS = (
    DataSet("klem-known-truth", REPOSITORY / "Data/klem-known-truth/panel.csv", "unit",
            ("K", "L", "E", "M"), "y"),
    DataSet("china_klem_cip",
            REPOSITORY.parent / "shared/data/china_klem_cip/china_klem_cip.csv", "industry",
            ("k_2000", "emp_1000", "e_2000", "m_2000"), "go_2000", ("industrial", "1"),
            (1999, 2012)),
)


@dataclass(frozen=True)
class Outcome:
    """What a program did, and what it took."""

    name: str
    replicates: int
    programs: int
    failed: int
    seconds: float  # of the processor, for the programs alone
    all_seconds: float  # of the processor, for all
    wall: float
    peak: float  # MiB
    values: np.ndarray | None = None  # statistics of the first replicates
    estimates: np.ndarray | None = None
    truths: np.ndarray | None = None


# MARK: HiGHS

class YearModel:
    """max Σ y_j λ_j subject to Σ x_j λ_j ≤ x in HiGHS, with the basis kept.

    The optimum is the most output that inputs x allow; every generator is brought to size 1.
    """

    def __init__(self, inputs: np.ndarray, outputs: np.ndarray) -> None:
        import highspy  # not loaded by the process that measures `farrell`

        self.infinity, self.optimal = highspy.kHighsInf, highspy.HighsModelStatus.kOptimal
        self.size = inputs.mean(axis=1)
        self.count, self.p = inputs.shape
        self.every = np.arange(self.count, dtype=np.int32)
        self.rows = np.arange(self.p, dtype=np.int32)
        self.below = np.full(self.p, -self.infinity)
        self.programs = self.failed = 0
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.count, self.p
        model.col_cost_ = outputs / self.size
        model.col_lower_ = np.zeros(self.count)
        model.col_upper_ = np.full(self.count, self.infinity)
        model.row_lower_, model.row_upper_ = self.below, np.ones(self.p)
        model.sense_ = highspy.ObjSense.kMaximize
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.arange(0, self.count * self.p + 1, self.p)
        model.a_matrix_.index_ = np.tile(self.rows, self.count)
        model.a_matrix_.value_ = (inputs / self.size[:, None]).ravel()
        self.highs = highspy.Highs()
        # The primal simplex, without scaling and perturbation, was fastest by a tenth to a quarter.
        for option, value in {"output_flag": False, "presolve": "off", "solver": "simplex",
                              "threads": 1, "simplex_strategy": 4, "simplex_scale_strategy": 0,
                              "primal_simplex_bound_perturbation_multiplier": 0.0}.items():
            self.highs.setOptionValue(option, value)
        self.highs.passModel(model)

    def take(self, outputs: np.ndarray) -> None:
        """Changes the outputs of the generators."""
        self.highs.changeColsCost(self.count, self.every, outputs / self.size)

    def most(self, inputs: np.ndarray, without: int | None = None) -> float:
        """Most output of some inputs, without one of the generators."""
        size = inputs.mean()
        if without is not None:
            self.highs.changeColBounds(without, 0.0, 0.0)
        self.highs.changeRowsBounds(self.p, self.rows, self.below, inputs / size)
        self.highs.run()
        self.programs += 1
        is_solved = self.highs.getModelStatus() == self.optimal
        value = self.highs.getObjectiveValue() * size if is_solved else np.nan
        self.failed += not is_solved
        if without is not None:
            self.highs.changeColBounds(without, 0.0, self.infinity)
        return value


def most_by_highs(inputs: np.ndarray, outputs: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Most output of each point from some generators."""
    model = YearModel(inputs, outputs)
    return np.array([model.most(point) for point in points])


def distances_by_highs(panel: Panel, window: Window, outputs: np.ndarray,
                       models: list[YearModel]) -> Distances:
    """All distances of a world, year by year, unit by unit."""
    found: Distances = {}
    for base, row in zip(window.periods, outputs, strict=True):
        models[base].take(row)
        # Unit by unit, the same inputs after each other: half the pivots of question by question.
        questions = sorted(window.questions(base), key=lambda q: (q.inputs, q.leaves_own_out))
        most = np.array([[models[base].most(panel.inputs[q.inputs, unit],
                                            unit if q.leaves_own_out else None)
                          for q in questions] for unit in range(len(panel.units))])
        for column, question in zip(most.T, questions, strict=True):
            found[question] = np.log(panel.output[question.outputs] / column)
    return found


def worlds_of(panel: Panel, seed: int, models: list[YearModel]) -> list[World]:
    """Each window by each method."""
    observed = {window: distances_by_highs(
        panel, window, panel.output[window.first:window.last + 1], models)
        for window in windows(panel)}
    return [World(panel, method, window, observed[window], most_by_highs, seed)
            for method in METHODS for window in windows(panel)]


def run_highs(data: DataSet, count: int, seed: int) -> Outcome:
    """The loop over HiGHS, in a process of its own."""
    begun, start = time.monotonic(), time.process_time()
    panel = data.panel()
    models = [YearModel(x, y) for x, y in zip(panel.inputs, panel.output, strict=True)]
    worlds = worlds_of(panel, seed, models)
    before = sum(model.programs for model in models)
    seconds, rows = 0.0, []
    for replicate in range(count):
        row = []
        for world in worlds:
            outputs = world.outputs(replicate)
            from_here = time.process_time()
            found = distances_by_highs(panel, world.window, outputs, models)
            seconds += time.process_time() - from_here
            row.append(statistics_of(world.window, found))
        rows.append(np.concatenate(row))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE
    return Outcome(
        "HiGHS, basis kept", count, sum(m.programs for m in models) - before,
        sum(m.failed for m in models), seconds, time.process_time() - start,
        time.monotonic() - begun, peak, np.array(rows),
        np.concatenate([world.estimates for world in worlds]),
        np.concatenate([world.truths for world in worlds]))


# MARK: lpSolve

def write_tasks(folder: Path, data: DataSet, count: int, seed: int) -> list[World]:
    """Files for the loop in R: the panel, the questions and the outputs of all generators."""
    panel = data.panel()
    models = [YearModel(x, y) for x, y in zip(panel.inputs, panel.output, strict=True)]
    worlds = worlds_of(panel, seed, models)
    with (folder / "panel.csv").open("w", encoding="utf-8") as file:
        for x, y in zip(panel.inputs, panel.output, strict=True):
            for values, output in zip(x.tolist(), y.tolist(), strict=True):
                file.write(",".join(map(repr, [*values, output])) + "\n")
    with ((folder / "questions.csv").open("w", encoding="utf-8") as questions,
          (folder / "outputs.csv").open("w", encoding="utf-8") as references):
        technology = 0
        for replicate in range(count):
            for world in worlds:
                for base, outputs in zip(world.window.periods, world.outputs(replicate),
                                         strict=True):
                    technology += 1
                    references.write(",".join(map(repr, outputs.tolist())) + "\n")
                    for q in world.window.questions(base):
                        questions.write(f"{technology},{base + 1},{q.inputs + 1},"
                                        f"{q.outputs + 1},{int(q.leaves_own_out)}\n")
    return worlds


def read_answers(path: Path, worlds: list[World], count: int) -> np.ndarray:
    """Statistics of the scores that R has written."""
    scores = iter(np.genfromtxt(path, delimiter=","))
    return np.array([np.concatenate([
        statistics_of(world.window, {q: np.log(next(scores)) for q in world.window.all_questions})
        for world in worlds]) for _ in range(count)])


def run_lpsolve(data: DataSet, count: int, seed: int) -> Outcome:
    """The loop over R's lpSolve; draws and statistics come from here and are not counted."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        worlds = write_tasks(folder, data, count, seed)
        output, wall, usage = run_measured(
            ["Rscript", str(HERE / "bootstrap_lpsolve.R"), str(folder), str(len(data.inputs))])
        programs, failed, seconds, peak = output.split()
        values = read_answers(folder / "scores.csv", worlds, count)
    return Outcome("R, lpSolve", count, int(programs), int(failed), float(seconds),
                   usage.ru_utime + usage.ru_stime, wall, float(peak) / MEBIBYTE, values)


# MARK: Farrell

def run_measured(command: list[str]) -> tuple[str, float, resource.struct_rusage]:
    """What a process printed, how long it took, and what it used."""
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output,
                                   env={**os.environ, **ONE_THREAD})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - start
        output.seek(0)
        text = output.read()
    if process.returncode != 0:
        raise RuntimeError(f"exit code {process.returncode} from {command[0]}\n{text[-2000:]}")
    return text, wall, usage


def run_farrell(farrell: Path, data: DataSet, count: int, seed: int) -> Outcome:
    """The command with one thread, results as JSON."""
    with tempfile.TemporaryDirectory() as name:
        text, wall, usage = run_measured(
            [str(farrell), "bootstrap", *data.flags, "--replicates", str(count), "--seed",
             str(seed), "--threads", "1", "--format", "json", "-o", f"{name}/results.json"])
    solver = re.search(r"(\d+) LPs, ([\d.e-]+) CPU seconds in the solver", text)
    failed = re.search(r"LPs: (\d+) failed, (\d+) rescued, (\d+) infeasible", text)
    if solver is None or failed is None:
        raise RuntimeError(f"no counts in what farrell printed\n{text[-2000:]}")
    return Outcome("farrell", count, int(solver[1]), int(failed[1]), float(solver[2]),
                   usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / MEBIBYTE)


def compared_draws(farrell: Path, data: DataSet, count: int, seed: int) -> tuple[
        np.ndarray, np.ndarray, np.ndarray]:
    """Draws, estimates and truths of a short run of the command."""
    with tempfile.TemporaryDirectory() as name:
        draws = Path(name) / "draws.npy"
        run_measured([str(farrell), "bootstrap", *data.flags, "--replicates", str(max(2, count)),
                      "--seed", str(seed), "--threads", "1", "--format", "json", "-o",
                      f"{name}/results.json", "--draws", str(draws)])
        with draws.with_name("draws.npy.columns.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        names = [(row["method"], row["index"], row["period_from"], row["period_to"], row["units"])
                 for row in rows]
        if names != list(columns(data.panel())):
            raise RuntimeError(f"{data.name}: the columns of the draws are not those expected")
        return (np.load(draws), np.array([float(row["estimate"]) for row in rows]),
                np.array([float(row["truth"]) for row in rows]))


# MARK: Report

def be_silent() -> None:
    """HiGHS prints a banner whatever its options say."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def in_process(task, *arguments) -> Outcome:
    """Runs a task in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=be_silent) as pool:
        return pool.submit(task, *arguments).result()


def report(outcomes: list[Outcome]) -> None:
    """The table; farrell first."""
    ours = outcomes[0]
    per_replicate = ours.seconds / ours.replicates
    print(f"{'':20}{'B':>6}{'LPs':>12}{'failed':>8}{'LP CPU s':>10}{'LPs/CPU s':>11}"
          f"{'all CPU s':>11}{'wall s':>8}{'MiB':>6}{f'LP s, B={SCALED}':>14}"
          f"{'x LP':>8}{'x all':>8}")
    for outcome in outcomes:
        scaled = outcome.seconds * SCALED / outcome.replicates
        all_scaled = ours.all_seconds * SCALED / ours.replicates
        is_ours = outcome is ours
        print(f"{outcome.name:20}{outcome.replicates:6}{outcome.programs:12}{outcome.failed:8}"
              f"{outcome.seconds:10.2f}{outcome.programs / outcome.seconds:11.0f}"
              f"{outcome.all_seconds:11.2f}{outcome.wall:8.1f}{outcome.peak:6.0f}{scaled:14.1f}"
              f"{scaled / (per_replicate * SCALED):8.1f}"
              f"{1.0 if is_ours else scaled / all_scaled:8.1f}")
    print(f"x LP: LP seconds for B = {SCALED} by farrell's LP seconds; x all: by all of farrell's, "
          "data to JSON")


def compare(farrell: Path, data: DataSet, outcomes: list[Outcome], seed: int) -> bool:
    """Prints the largest differences of the statistics; whether all are small."""
    count = max(outcome.replicates for outcome in outcomes)
    draws, estimates, truths = compared_draws(farrell, data, count, seed)
    is_right = True
    for outcome in outcomes:
        pairs = {"ln τ*": (outcome.values, draws[:outcome.replicates]),
                 "estimates": (outcome.estimates, estimates), "truths": (outcome.truths, truths)}
        texts = []
        for name, (found, expected) in pairs.items():
            if found is not None:
                largest = float(np.abs(found - expected).max())
                is_right = is_right and largest <= TOLERANCE
                texts.append(f"{name} {largest:.1e} of {found.size}")
        print(f"largest difference from farrell, {outcome.name}: {', '.join(texts)}")
    return is_right


def main() -> int:
    """Every data set: loops, farrell, comparison, table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--farrell", type=Path, default=FARRELL)
    parser.add_argument("--replicates", type=int, default=20, help="of the loop over HiGHS")
    parser.add_argument("--lpsolve-replicates", type=int, default=2, help="0 leaves it out")
    parser.add_argument("--farrell-replicates", type=int, default=SCALED)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.update(ONE_THREAD)
    print(f"HiGHS {version('highspy')}")
    is_right = True
    for data in DATA_SETS:
        if not data.path.exists():
            print(f"\n{data.name}: skipped, its file is not here")
            continue
        panel = data.panel()
        print(f"\n{data.name}: {len(panel.units)} units, {len(panel.periods)} years, "
              f"{len(data.inputs)} + 1 variables, seed {options.seed}", flush=True)
        rivals = [in_process(run_highs, data, options.replicates, options.seed)]
        if options.lpsolve_replicates and shutil.which("Rscript"):
            rivals.append(in_process(run_lpsolve, data, options.lpsolve_replicates, options.seed))
        elif options.lpsolve_replicates:
            print("no Rscript (Debian: r-cran-lpsolve): left out")
        ours = run_farrell(options.farrell, data, options.farrell_replicates, options.seed)
        is_right = compare(options.farrell, data, rivals, options.seed) and is_right
        print(f"statistics: {sum(1 for _ in columns(panel))} a replicate; LPs: "
              f"{ours.programs // ours.replicates} a replicate")
        report([ours, *rivals])
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
