#!/usr/bin/env python3
"""First speed figure: distances per CPU second of `farrell efficiency` and of HiGHS.

Same programs (CRS, input orientation, own period), same machine, same run; rounds alternate between
the two. Answers are compared before times are printed.

What counts. farrell: the CPU time in the solver that its summary line states, one radial program per
point with its certificate and no second phase; without such a line the CPU time of the whole process
less that of a run on a file of two observations. HiGHS: the CPU time of changing the score column and right-hand sides and of run(), the calls from Python included
(the changes take 2 to 9 % of it), nothing else: models are built, data scaled, orders found and
values read outside the clock. HiGHS gets one model per technology, the basis of the point before,
no presolve, one thread, its own default tolerances, dual and primal simplex, and points in data
order, in neighbour order, and in neighbour order with the technology cut down to its efficient
units (which it is told for nothing). The best of these is the one to beat.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from common import FarrellError, Panel, add_farrell_option, run_efficiency
from highs_model import RadialModel

SUMMARY = re.compile(r"farrell: (\d+) distances, (\d+) linear programs, ([\d.]+) CPU seconds")
STRATEGIES = {"dual": 1, "primal": 4}
ORDERS = ("data", "neighbour", "neighbour, frame")
HIGHS_TOLERANCE = 1e-7  # HiGHS' default
ANSWER_TOLERANCE = 1e-6  # of θ; HiGHS runs at its default tolerances here


@dataclass(frozen=True)
class Size:
    """A test size: units a period, inputs, outputs, periods."""

    units: int
    inputs: int
    outputs: int
    periods: int

    @property
    def name(self) -> str:
        """The size in words."""
        return (f"n={self.units} p={self.inputs} q={self.outputs}, "
                f"{self.units * self.periods} programs")


@dataclass(frozen=True)
class Timing:
    """One pass over all programs: CPU seconds and the scores."""

    seconds: float
    scores: np.ndarray


def make_panel(size: Size, seed: int) -> Panel:
    """Cobb-Douglas data with half-normal inefficiency; a mix of outputs where there are several."""
    rng = np.random.default_rng([seed, size.units])
    total = size.units * size.periods
    x = np.exp(0.5 * rng.normal(size=(total, size.inputs)))
    mix = np.exp(0.3 * rng.normal(size=(total, size.outputs)))
    mix /= np.sqrt((mix**2).mean(axis=1, keepdims=True))
    waste = 0.25 * np.abs(rng.normal(size=total))
    y = mix * np.exp(np.log(x).mean(axis=1) - waste)[:, None]
    units = [f"u{i + 1}" for i in range(size.units)] * size.periods
    periods = [f"t{t + 1:04d}" for t in range(size.periods) for _ in range(size.units)]
    return Panel(units, periods, x, y)


def neighbour_order(inputs: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    """Greedy tour through the points, each next to the nearest in the logs of its mix."""
    logs = np.log(np.hstack([inputs, outputs]))
    logs -= logs[:, :1]
    left = np.ones(len(logs), dtype=bool)
    tour = [0]
    left[0] = False
    while left.any():
        candidates = np.flatnonzero(left)
        distances = ((logs[candidates] - logs[tour[-1]]) ** 2).sum(axis=1)
        tour.append(int(candidates[distances.argmin()]))
        left[tour[-1]] = False
    return np.array(tour)


class HighsVariant:
    """HiGHS with one strategy and one order of points; models built once."""

    def __init__(self, panel: Panel, strategy: str, order: str, efficient: np.ndarray) -> None:
        self.name = f"HiGHS {strategy}, {order}"
        scaled = panel.mean_scaled()
        self.total = len(panel.units)
        self.work: list[tuple[RadialModel, list[tuple[int, np.ndarray, np.ndarray]]]] = []
        for period in dict.fromkeys(panel.periods):
            rows = panel.rows_of(period)
            reference = rows[efficient[rows]] if order.endswith("frame") else rows
            model = RadialModel(scaled.inputs[reference], scaled.outputs[reference], "crs", "in",
                                tolerance=HIGHS_TOLERANCE, strategy=STRATEGIES[strategy])
            if order != "data":
                rows = rows[neighbour_order(panel.inputs[rows], panel.outputs[rows])]
            points = [(int(row), scaled.inputs[row], scaled.outputs[row]) for row in rows]
            self.work.append((model, points))

    def run(self) -> Timing:
        """Solves every program, each from the basis before; the first of a model from scratch."""
        scores = np.full(self.total, np.nan)
        seconds = 0.0
        for model, points in self.work:
            model.highs.clearSolver()
            for row, x0, y0 in points:
                start = time.process_time()
                model.move_to(x0, y0)
                model.highs.run()
                seconds += time.process_time() - start
                scores[row] = model.outcome().value
        return Timing(seconds, scores)


class FarrellVariant:
    """The command line, one thread."""

    name = "farrell"

    def __init__(self, panel: Panel, binary: Path) -> None:
        self.panel, self.binary = panel, binary
        self.clock = "solver CPU time of its summary line"

    def run(self) -> Timing:
        """Runs the command on the panel."""
        total, scores, messages = self._run(self.panel)
        match = SUMMARY.search(messages)
        if match:
            return Timing(float(match[3]), scores)
        self.clock = "process CPU time less that of a tiny run (no summary line)"
        tiny = Panel(self.panel.units[:2], self.panel.periods[:2], self.panel.inputs[:2],
                     self.panel.outputs[:2])
        return Timing(max(total - self._run(tiny)[0], 1e-9), scores)

    def _run(self, panel: Panel) -> tuple[float, np.ndarray, str]:
        """CPU seconds of the whole process, scores, messages."""
        with tempfile.TemporaryDirectory() as folder:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            run = run_efficiency(self.binary, panel, Path(folder), "crs", "in", "own",
                                 ["--threads", "1", "--no-slacks"])
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if any(score.score is None for score in run.scores):
            raise FarrellError("a distance is missing")
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return seconds, np.array([score.score for score in run.scores]), run.messages


def compare_answers(names: list[str], timings: list[Timing]) -> dict[str, float]:
    """Largest |difference| of each variant's scores from those of `farrell`, which come first."""
    return {name: float(np.abs(timing.scores - timings[0].scores).max())
            for name, timing in zip(names, timings, strict=True)}


def measure(size: Size, binary: Path, seed: int, rounds: int) -> Iterator[dict]:
    """Runs the rounds and yields one result per variant, `farrell` first."""
    panel = make_panel(size, seed)
    everything = np.ones(len(panel.units), dtype=bool)
    efficient = HighsVariant(panel, "dual", "data", everything).run().scores >= 1 - 1e-7
    farrell = FarrellVariant(panel, binary)
    others = [HighsVariant(panel, strategy, order, efficient)
              for strategy, order in itertools.product(STRATEGIES, ORDERS)]
    names = [farrell.name, *(other.name for other in others)]
    runs: list[Callable[[], Timing]] = [farrell.run, *(other.run for other in others)]
    table = [[run() for run in runs] for _ in range(rounds)]  # A B … A B …
    differences = compare_answers(names, table[0])
    for column, name in enumerate(names):
        rates = [len(panel.units) / row[column].seconds for row in table]
        yield {"size": size.name, "variant": name, "rounds": rounds, "seed": seed,
               "clock": farrell.clock if column == 0 else "changes and run()",
               "median": statistics.median(rates), "least": min(rates), "most": max(rates),
               "difference": differences[name]}


def print_table(results: list[dict]) -> None:
    """Answers first, then distances per CPU second, then the ratio to the best of HiGHS."""
    farrell, others = results[0], results[1:]
    worst = max(result["difference"] for result in others)
    print(f"\n{farrell['size']}; clock of farrell: {farrell['clock']}")
    print(f"largest |θ difference| between farrell and HiGHS: {worst:.2e}")
    print(f"{'variant':32}{'median':>10}{'least':>10}{'most':>10}  distances per CPU second")
    for result in results:
        print(f"{result['variant']:32}{result['median']:10.0f}{result['least']:10.0f}"
              f"{result['most']:10.0f}")
    best = max(others, key=lambda result: result["median"])
    plain = next(result for result in others if result["variant"] == "HiGHS dual, data")
    print(f"farrell / {best['variant']} (best): {farrell['median'] / best['median']:.1f}; "
          f"farrell / {plain['variant']}: {farrell['median'] / plain['median']:.1f}")


def main() -> None:
    """Reads the options, measures both sizes, prints; fails when answers differ."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    add_farrell_option(parser)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--periods", type=int, default=200, help="of the size n = 36")
    parser.add_argument("--seed", type=int, default=20_151_122)
    parser.add_argument("--json", action="store_true", help="JSON lines instead of the table")
    options = parser.parse_args()
    differ = False
    for size in (Size(36, 4, 1, options.periods), Size(1000, 5, 5, 1)):
        results = list(measure(size, options.farrell, options.seed, options.rounds))
        differ |= any(not result["difference"] <= ANSWER_TOLERANCE for result in results)
        if options.json:
            print("\n".join(json.dumps(result, ensure_ascii=False) for result in results))
        else:
            print_table(results)
    if differ:
        print("FAILED: answers differ", file=sys.stderr)
    sys.exit(differ)


if __name__ == "__main__":
    main()
