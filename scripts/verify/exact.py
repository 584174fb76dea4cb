#!/usr/bin/env python3
"""Small random DEA programs: `farrell efficiency` against exact rational arithmetic.

The oracle takes the doubles of the file as they are. Exit code 1 when an exact value lies outside
its interval, a certified score is off by more than 1e-10, or a status is wrong.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from common import (KEPT, ORIENTATIONS, RETURNS_TO_SCALE, SCORED, FarrellError, Limits, Panel,
                    Score, add_farrell_option, difference, expected_exit_code, random_case,
                    run_efficiency, same_outcome)
from exact_simplex import ARITHMETIC, ExactOutcome, ExactTechnology, rational, to_float

LIMITS = Limits(units=12, inputs=3, outputs=2)
MODELS = list(itertools.product(RETURNS_TO_SCALE, ORIENTATIONS))
POINTS_PER_FILE = 8
TOLERANCE = 1e-10
JUMP = 1e-6  # an error above it is not one of rounding
SHOWN = 20


@dataclass
class Tally:
    """Counts over all programs."""

    programs: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    largest: dict[str, float] = field(default_factory=lambda: {"in": 0.0, "out": 0.0})
    widest: float = 0.0  # (U − L) / U of certified scores
    outside: int = 0
    too_far: int = 0
    mismatches: int = 0
    boundary: int = 0
    findings: list[str] = field(default_factory=list)


class Oracle:
    """Exact technologies of one panel and model, made when first needed."""

    def __init__(self, panel: Panel, rts: str, orientation: str, technology: str) -> None:
        self.panel, self.rts = panel, rts
        self.orientation, self.technology = orientation, technology
        self.made: dict[str, ExactTechnology] = {}

    def technology_of(self, row: int) -> ExactTechnology:
        """The technology against which a row is measured."""
        period = self.panel.periods[row] if self.technology == "own" else self.technology
        if period not in self.made:
            rows = self.panel.rows_of(period)
            self.made[period] = ExactTechnology(
                self.panel.inputs[rows].tolist(), self.panel.outputs[rows].tolist(), self.rts,
                self.orientation)
        return self.made[period]


def check_value(score: Score, exact: Any, nudged: ExactOutcome, orientation: str,
                tally: Tally) -> str | None:
    """Interval and distance of a score whose exact value exists."""
    distance = difference(score.score, to_float(exact), orientation)
    if not rational(score.lower) <= exact <= rational(score.upper):
        tally.outside += 1
        jumps = (distance > JUMP and nudged.status == "solved" and difference(
            score.score, to_float(nudged.value), orientation) < distance / 2)
        note = " (the exact score jumps to farrell's when the point moves by 1e-9)" if jumps else ""
        return f"outside by about {distance:.2e}{note}"
    if score.status == "uncertified":
        return None
    tally.largest[orientation] = max(tally.largest[orientation], distance)
    if score.upper > 0:
        tally.widest = max(tally.widest, (score.upper - score.lower) / score.upper)
    if distance > TOLERANCE:
        tally.too_far += 1
        return f"off by {distance:.2e}"
    return None


def check_row(oracle: Oracle, row: int, score: Score, tally: Tally) -> str | None:
    """Compares one program with the exact answer; returns what is wrong, if anything."""
    tally.programs += 1
    tally.statuses[score.status] += 1
    technology = oracle.technology_of(row)
    point = oracle.panel.inputs[row].tolist(), oracle.panel.outputs[row].tolist()
    exact, nudged = technology.score(*point), technology.nudged_score(*point)
    if same_outcome(score.status, exact.status):
        return (check_value(score, exact.value, nudged, oracle.orientation, tally)
                if exact.status == "solved" else None)
    if (score.status in SCORED and exact.status == "infeasible"
            and nudged.status != "infeasible"):
        tally.boundary += 1
        return f"boundary: {score.status}, exactly {exact.status}"
    tally.mismatches += 1
    return f"status {score.status}, exactly {exact.status}"


def run_all(binary: Path, count: int, seed: int) -> Tally:
    """Runs the command on random panels until `count` programs are compared."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as name:
        for index in itertools.count():
            if tally.programs >= count:
                break
            rng = np.random.default_rng([seed, index])
            rts, orientation = MODELS[index % len(MODELS)]
            case = random_case(rng, LIMITS)
            oracle = Oracle(case.panel, rts, orientation, str(rng.choice(["own", "a", "b"])))
            size = min(POINTS_PER_FILE, len(case.panel.units), count - tally.programs)
            rows = rng.choice(len(case.panel.units), size=size, replace=False).tolist()
            model = f"{rts} {orientation} technology {oracle.technology}"
            found = check_file(binary, oracle, rows, Path(name), tally)
            tally.findings += [f"file {index}: {text}; {model}, {case.description}"
                               for text in found]
            if found:
                KEPT.mkdir(exist_ok=True)
                shutil.copy(Path(name) / "panel.csv", KEPT / f"exact-{index}.csv")
    return tally


def check_file(binary: Path, oracle: Oracle, rows: list[int], folder: Path,
               tally: Tally) -> list[str]:
    """Runs the command on one panel and compares some rows; returns what is wrong."""
    panel = oracle.panel
    try:
        run = run_efficiency(binary, panel, folder, oracle.rts, oracle.orientation,
                             oracle.technology)
    except FarrellError as error:
        tally.programs += len(rows)
        tally.mismatches += len(rows)
        return [str(error)]
    found = []
    for row in rows:
        text = check_row(oracle, row, run.scores[row], tally)
        if text:
            found.append(f"{panel.units[row]} in {panel.periods[row]} {text}")
    if run.exit_code != expected_exit_code(run.scores):
        tally.mismatches += 1
        found.append(f"exit code {run.exit_code}")
    return found


def report(tally: Tally) -> bool:
    """Prints the counts and the first findings; returns whether the check failed."""
    print(f"programs compared: {tally.programs}; status: "
          + ", ".join(f"{name} {number}" for name, number in tally.statuses.items()))
    print(f"max |θ − θ*|: {tally.largest['in']:.2e}; max |φ − φ*| / max(1, φ*): "
          f"{tally.largest['out']:.2e}; widest certified interval: {tally.widest:.2e}")
    print(f"exact value outside its interval: {tally.outside}; certified but off by more than "
          f"{TOLERANCE:g}: {tally.too_far}; wrong status: {tally.mismatches}; "
          f"score where exactly infeasible by less than 1e-9 (boundary): {tally.boundary}")
    for finding in tally.findings[:SHOWN]:
        print(finding)
    if len(tally.findings) > SHOWN:
        print(f"… and {len(tally.findings) - SHOWN} more findings")
    return bool(tally.outside or tally.too_far or tally.mismatches)


def main() -> None:
    """Reads the options, compares, reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_farrell_option(parser)
    parser.add_argument("--count", type=int, default=2_000, help="programs to compare")
    parser.add_argument("--seed", type=int, default=20_151_122)
    options = parser.parse_args()
    print(f"seed {options.seed}, exact arithmetic: {ARITHMETIC}")
    start = time.monotonic()
    failed = report(run_all(options.farrell, options.count, options.seed))
    print(f"{time.monotonic() - start:.0f} s; {'FAILED' if failed else 'passed'}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
