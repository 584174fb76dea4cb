#!/usr/bin/env python3
"""Random DEA programs: `farrell efficiency` against HiGHS on mean-scaled data, FDH by enumeration.

Where the two differ, the program is solved once more in exact rationals, which says who is wrong.
Exit code 1 when `farrell` is wrong anywhere or leaves a distance failed.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from common import (KEPT, ORIENTATIONS, RETURNS_TO_SCALE, SCORED, Case, EfficiencyRun, FarrellError,
                    Limits, Panel, Score, add_farrell_option, difference, expected_exit_code,
                    random_case, run_efficiency, same_outcome)
from exact_simplex import ARITHMETIC, ExactTechnology, rational, to_float
from highs_model import Outcome, RadialModel

LIMITS = Limits(units=300, inputs=6, outputs=4)
MODELS = list(itertools.product(RETURNS_TO_SCALE, ORIENTATIONS))
POINTS_PER_FILE = 24  # compared; `farrell` measures all
TOLERANCE = 1e-9
SHOWN = 20  # findings printed in full


@dataclass
class Tally:
    """Counts of one returns to scale and orientation."""

    programs: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    largest: float = 0.0  # difference from HiGHS where no one is found wrong
    largest_uncertified: float = 0.0
    outside: int = 0  # HiGHS' value outside the interval
    mismatches: int = 0  # status differs from HiGHS'
    verdicts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Question:
    """One run of the command: a random panel, a model, and the rows of the reference set by row."""

    case: Case
    rts: str
    orientation: str
    technology: str

    def reference_rows(self, row: int) -> np.ndarray:
        """Observations that span the technology against which a row is measured."""
        panel = self.case.panel
        return panel.rows_of(panel.periods[row] if self.technology == "own" else self.technology)

    def describe(self, row: int) -> str:
        """The program in words."""
        panel = self.case.panel
        return (f"{self.rts} {self.orientation} technology {self.technology}, {panel.units[row]} "
                f"in {panel.periods[row]}, {self.case.description}")


def free_disposal_outcome(inputs: np.ndarray, outputs: np.ndarray, x0: np.ndarray, y0: np.ndarray,
                          orientation: str) -> Outcome:
    """Free disposal hull by enumeration of the dominating observations (METHODS 1.2)."""
    if orientation == "in":
        usable = (outputs >= y0).all(axis=1) & (inputs[:, x0 == 0] == 0).all(axis=1)
        ratios = (inputs[usable][:, x0 > 0] / x0[x0 > 0]).max(axis=1)
        return Outcome("solved", float(ratios.min())) if usable.any() else Outcome("infeasible")
    usable = (inputs <= x0).all(axis=1)
    if not usable.any():
        return Outcome("infeasible")
    best = float((outputs[usable][:, y0 > 0] / y0[y0 > 0]).min(axis=1).max())
    return Outcome("solved", best) if best > 0 else Outcome("unbounded")


class Reference:
    """HiGHS, or enumeration for FDH, on the panel of a question; one model per technology."""

    def __init__(self, question: Question) -> None:
        self.question = question
        # Enumeration compares, so it takes the data as they are.
        panel = question.case.panel
        self.panel: Panel = panel if question.rts == "fdh" else panel.mean_scaled()
        self.models: dict[tuple[int, ...], RadialModel] = {}

    def outcome(self, row: int) -> Outcome:
        """Score of one observation."""
        question, panel = self.question, self.panel
        rows = question.reference_rows(row)
        x0, y0 = panel.inputs[row], panel.outputs[row]
        if question.rts == "fdh":
            return free_disposal_outcome(panel.inputs[rows], panel.outputs[rows], x0, y0,
                                         question.orientation)
        key = tuple(rows.tolist())
        if key not in self.models:
            self.models[key] = RadialModel(panel.inputs[rows], panel.outputs[rows], question.rts,
                                           question.orientation)
        return self.models[key].score(x0, y0)


def is_outside(score: Score, reference: float) -> bool:
    """Whether a value lies outside the interval by more than the tolerance, relative above 1."""
    slack = TOLERANCE * max(1.0, reference)
    return not score.lower - slack <= reference <= score.upper + slack


def arbitrate(question: Question, row: int, score: Score, highs: Outcome) -> str:
    """Solves one program exactly and says who is wrong."""
    panel, rows = question.case.panel, question.reference_rows(row)
    exact_technology = ExactTechnology(panel.inputs[rows].tolist(), panel.outputs[rows].tolist(),
                                       question.rts, question.orientation)
    point = panel.inputs[row].tolist(), panel.outputs[row].tolist()
    exact = exact_technology.score(*point)
    farrell_right = same_outcome(score.status, exact.status)
    highs_right = highs.status == exact.status
    if exact.status == "solved":
        value = to_float(exact.value)
        if farrell_right:
            close = difference(score.score, value, question.orientation) <= TOLERANCE
            inside = rational(score.lower) <= exact.value <= rational(score.upper)
            farrell_right = inside and (close or score.status == "uncertified")
        if highs_right:
            highs_right = difference(highs.value, value, question.orientation) <= TOLERANCE
    if (score.status in SCORED and exact.status == "infeasible"
            and exact_technology.nudged_score(*point).status != "infeasible"):
        return "boundary"
    return {(True, True): "none wrong", (True, False): "HiGHS wrong",
            (False, True): "farrell wrong", (False, False): "both wrong"}[
                farrell_right, highs_right]


def compare(question: Question, row: int, score: Score, highs: Outcome, tally: Tally) -> str | None:
    """Compares one program; returns a finding worth printing, if there is one."""
    tally.programs += 1
    tally.statuses[score.status] += 1
    distance, doubtful = 0.0, False
    if not same_outcome(score.status, highs.status):
        tally.mismatches += 1
        doubtful = True
    elif highs.status == "solved":
        distance = difference(score.score, highs.value, question.orientation)
        outside = is_outside(score, highs.value)
        tally.outside += outside
        doubtful = outside or distance > TOLERANCE
    verdict = arbitrate(question, row, score, highs) if doubtful else "none wrong"
    if doubtful:
        tally.verdicts[verdict] += 1
    if verdict == "none wrong":
        if score.status == "uncertified":
            tally.largest_uncertified = max(tally.largest_uncertified, distance)
        else:
            tally.largest = max(tally.largest, distance)
        return None
    return (f"{verdict}: farrell {score.status} {score.score} [{score.lower}, {score.upper}], "
            f"HiGHS {highs.status} {highs.value}; {question.describe(row)}")


def keep_input(folder: Path, index: int) -> None:
    """Keeps the panel of a failing run for a look at it."""
    KEPT.mkdir(exist_ok=True)
    shutil.copy(folder / "panel.csv", KEPT / f"highs-{index}.csv")


def check_run(question: Question, run: EfficiencyRun, rows: np.ndarray,
              tally: Tally) -> list[str]:
    """Compares some rows of a run with the reference and returns the findings."""
    reference = Reference(question)
    findings = [compare(question, int(row), run.scores[row], reference.outcome(int(row)), tally)
                for row in rows]
    if run.exit_code != expected_exit_code(run.scores):
        findings.append(f"farrell wrong: exit code {run.exit_code}; {question.case.description}")
    return [finding for finding in findings if finding]


def run_all(binary: Path, count: int, seed: int) -> tuple[dict[tuple[str, str], Tally], list[str]]:
    """Runs the command on random panels until `count` programs are compared."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    findings: list[str] = []
    compared = 0
    with tempfile.TemporaryDirectory() as name:
        for index in itertools.count():
            if compared >= count:
                break
            rng = np.random.default_rng([seed, index])
            rts, orientation = MODELS[index % len(MODELS)]
            case = random_case(rng, LIMITS)
            question = Question(case, rts, orientation, str(rng.choice(["own", "a", "b"])))
            total = len(case.panel.units)
            rows = rng.choice(total, size=min(POINTS_PER_FILE, total, count - compared),
                              replace=False)
            compared += len(rows)
            try:
                run = run_efficiency(binary, case.panel, Path(name), rts, orientation,
                                     question.technology)
                found = check_run(question, run, rows, tallies[rts, orientation])
            except FarrellError as error:
                found = [f"farrell wrong: {error}; {question.describe(0)}"]
            findings += [f"file {index}: {finding}" for finding in found]
            if found:
                keep_input(Path(name), index)
    return tallies, findings


def report(tallies: dict[tuple[str, str], Tally], findings: list[str]) -> None:
    """Prints the table by model, the totals and the first findings."""
    print(f"{'rts':5}{'orient':7}{'programs':>9}{'max diff':>10}{'outside':>8}{'status≠':>8}  "
          "re-solved exactly")
    for model, tally in sorted(tallies.items(), key=lambda item: MODELS.index(item[0])):
        verdicts = ", ".join(f"{k} {v}" for k, v in sorted(tally.verdicts.items())) or "–"
        print(f"{model[0]:5}{model[1]:7}{tally.programs:9}{tally.largest:10.1e}{tally.outside:8}"
              f"{tally.mismatches:8}  {verdicts}")
    statuses: Counter[str] = sum((tally.statuses for tally in tallies.values()), Counter())
    settled: Counter[str] = sum((tally.verdicts for tally in tallies.values()), Counter())
    print(f"programs compared: {sum(t.programs for t in tallies.values())}; status: "
          + ", ".join(f"{name} {statuses[name]}" for name in statuses))
    print(f"max |difference|, certified: {max(t.largest for t in tallies.values()):.2e}; "
          f"uncertified: {max(t.largest_uncertified for t in tallies.values()):.2e}")
    print("re-solved exactly: " + (", ".join(f"{k} {v}" for k, v in settled.items()) or "none"))
    for finding in findings[:SHOWN]:
        print(finding)
    if len(findings) > SHOWN:
        print(f"… and {len(findings) - SHOWN} more findings")


def is_failure(tallies: dict[tuple[str, str], Tally], findings: list[str]) -> bool:
    """Whether `farrell` is wrong somewhere; HiGHS' errors and programs on the boundary are not."""
    wrong = any("farrell wrong" in finding or "both wrong" in finding for finding in findings)
    return wrong or any(tally.statuses["failed"] for tally in tallies.values())


def main() -> None:
    """Reads the options, compares, reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_farrell_option(parser)
    parser.add_argument("--count", type=int, default=20_000, help="programs to compare")
    parser.add_argument("--seed", type=int, default=20_151_122)
    options = parser.parse_args()
    print(f"seed {options.seed}, exact arithmetic: {ARITHMETIC}")
    start = time.monotonic()
    tallies, findings = run_all(options.farrell, options.count, options.seed)
    report(tallies, findings)
    failed = is_failure(tallies, findings)
    print(f"{time.monotonic() - start:.0f} s; {'FAILED' if failed else 'passed'}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
