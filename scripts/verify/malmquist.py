#!/usr/bin/env python3
"""Malmquist indices and bias terms: `farrell malmquist` against HiGHS on shipped and other panels.

Every distance is solved again, the ones at mixed points and without the unit's own observation
included; formulas of METHODS 2.2, 2.7 (convention A) and 2.8 under CRS. Exit code 1 when an index
differs by more than 1e-8 (relative above 1) or a line is missing.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from common import REPOSITORY, FarrellError, add_farrell_option, run_command
from highs_model import RadialModel

INDICES = ("tfpch", "effch", "techch", "matech", "obtech", "ibtech", "obtech_loo", "ibtech_loo")
TOLERANCE = 1e-8
SHOWN = 10  # differences printed per data set
DATA = REPOSITORY / "Data"
ELSEWHERE = REPOSITORY.parent / "shared" / "data"

Row = dict[str, str]


def every_row(_: int, __: Row) -> bool:
    """Keeps all rows."""
    return True


@dataclass(frozen=True)
class Source:
    """A panel in a CSV file, and how to read it."""

    name: str
    path: Path
    unit: str
    time: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    keep: Callable[[int, Row], bool] = every_row


US_STATES = ("private_capital", "public_capital", "labour")
SOURCES = [
    Source("us-states", DATA / "us-states/us-states.csv", "state", "year", US_STATES, ("gsp",)),
    Source("us-states with gaps", DATA / "us-states/us-states.csv", "state", "year", US_STATES,
           ("gsp",), keep=lambda number, _: number * 7919 % 13 != 0),
    Source("klem-known-truth", DATA / "klem-known-truth/panel.csv", "unit", "year",
           ("K", "L", "E", "M"), ("y",)),
    Source("china_klem_cip", ELSEWHERE / "china_klem_cip/china_klem_cip.csv", "code", "year",
           ("k_2000", "emp_1000", "e_2000", "m_2000"), ("go_2000",),
           keep=lambda _, row: row["industrial"] == "1"),
    Source("china_provinces", ELSEWHERE / "china_provinces/china_provinces.csv", "code", "year",
           ("k_1e8", "l_mn", "energy_mtce"), ("gdp_1997_1e9",)),
    Source("eu_china_bc", ELSEWHERE / "eu_china_bc/eu_china_bc.csv", "isocode", "year",
           ("k_na_2017usd_mn", "emp_mn", "energy_twh"), ("gdp_na_2017usd_mn",)),
    Source("us_klems", ELSEWHERE / "us_klems/us_klems.csv", "id", "year",
           ("r_k", "r_l", "r_e", "r_m", "r_s"), ("r_go",)),
    Source("us_farm_states", ELSEWHERE / "us_farm_states/us_farm_states.csv", "state", "year",
           ("q_capital", "q_land", "q_labor", "q_materials"),
           ("q_livestock", "q_crop", "q_other")),
]


class DistanceOracle:
    """CRS input scores θ = 1/D_i of points made of observations, by HiGHS.

    Variables are divided by their means. Under CRS every observation may also be scaled by itself,
    so each is brought to size 1: tolerances then mean the same for small and large units.
    """

    def __init__(self, rows: list[Row], source: Source) -> None:
        self.key_row = {(row[source.unit], row[source.time]): i for i, row in enumerate(rows)}
        x = np.array([[float(row[name]) for name in source.inputs] for row in rows])
        y = np.array([[float(row[name]) for name in source.outputs] for row in rows])
        self.x, self.y = x / x.mean(axis=0), y / y.mean(axis=0)
        self.size = self.x.mean(axis=1)
        times = [row[source.time] for row in rows]
        self.periods = sorted(set(times), key=int)
        self.reference = {period: [i for i, t in enumerate(times) if t == period]
                          for period in self.periods}
        self.models = {period: RadialModel(self.x[members] / self.size[members, None],
                                           self.y[members] / self.size[members, None],
                                           "crs", "in")
                       for period, members in self.reference.items()}

    def theta(self, period: str, x_row: int, y_row: int, without: int | None) -> float:
        """Score of (x of one row, y of another) against a period, without one of its rows."""
        model, size = self.models[period], self.size[x_row]
        left_out = None if without is None else self.reference[period].index(without)
        if left_out is not None:
            model.leave_out(left_out)
        outcome = model.score(self.x[x_row] / size, self.y[y_row] / size)
        if left_out is not None:
            model.take_back(left_out)
        if outcome.value is None:
            raise ArithmeticError(f"HiGHS: {outcome.status} in {period}")
        return outcome.value


def shifts(oracle: DistanceOracle, old: str, new: str, rows: tuple[int, int],
           leave_own_out: bool) -> tuple[float, float, float]:
    """A_t, A_{t+1} and A_A = A(x^{t+1}, y^t), where A = D_i^{t+1} / D_i^t = θ^t / θ^{t+1}."""
    first, second = rows

    def shift(x_row: int, y_row: int) -> float:
        without = rows if leave_own_out else (None, None)
        return (oracle.theta(old, x_row, y_row, without[0])
                / oracle.theta(new, x_row, y_row, without[1]))

    return shift(first, first), shift(second, second), shift(second, first)


def indices(oracle: DistanceOracle, old: str, new: str, rows: tuple[int, int]) -> dict[str, float]:
    """All indices of one unit from one period to the next."""
    at_old, at_new, mixed = shifts(oracle, old, new, rows, leave_own_out=False)
    loo_old, loo_new, loo_mixed = shifts(oracle, old, new, rows, leave_own_out=True)
    effch = (oracle.theta(new, rows[1], rows[1], None) / oracle.theta(old, rows[0], rows[0], None))
    techch = math.sqrt(at_old * at_new)
    return {"tfpch": effch * techch, "effch": effch, "techch": techch, "matech": at_old,
            "obtech": math.sqrt(at_new / mixed), "ibtech": math.sqrt(mixed / at_old),
            "obtech_loo": math.sqrt(loo_new / loo_mixed),
            "ibtech_loo": math.sqrt(loo_mixed / loo_old)}


def expected_table(rows: list[Row], source: Source) -> dict[tuple[str, str, str], dict[str, float]]:
    """Indices by (unit, period_from, period_to), for units observed in both periods."""
    oracle = DistanceOracle(rows, source)
    table = {}
    for old, new in zip(oracle.periods, oracle.periods[1:], strict=False):
        for unit in dict.fromkeys(row[source.unit] for row in rows):
            if (unit, old) in oracle.key_row and (unit, new) in oracle.key_row:
                rows_of_unit = oracle.key_row[unit, old], oracle.key_row[unit, new]
                table[unit, old, new] = indices(oracle, old, new, rows_of_unit)
    return table


def run_malmquist(binary: Path, rows: list[Row], source: Source) -> list[Row]:
    """The command's table for the rows."""
    columns = [source.unit, source.time, *source.inputs, *source.outputs]
    with tempfile.TemporaryDirectory() as name:
        data, result = Path(name) / "panel.csv", Path(name) / "indices.csv"
        with data.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        run_command([str(binary), "malmquist", str(data), "--unit", source.unit, "--time",
                     source.time, "--inputs", ",".join(source.inputs), "--outputs",
                     ",".join(source.outputs), "--format", "csv", "-o", str(result)])
        with result.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def compare(found: list[Row], expected: dict[tuple[str, str, str], dict[str, float]]
            ) -> tuple[dict[str, float], list[str]]:
    """Largest difference by index, and what is wrong."""
    largest = dict.fromkeys(INDICES, 0.0)
    problems = []
    lines = {(row["unit"], row["period_from"], row["period_to"]): row for row in found}
    for key, line in lines.items():
        if key not in expected and any(line[name] for name in INDICES):
            problems.append(f"{key}: indices where the unit is not observed twice")
    for key, values in expected.items():
        row = lines.get(key)
        if row is None or not all(row[name] for name in INDICES):
            problems.append(f"{key}: line or index missing")
            continue
        for name, value in values.items():
            difference = abs(float(row[name]) - value) / max(1.0, value)
            largest[name] = max(largest[name], difference)
            if not difference <= TOLERANCE:
                problems.append(f"{key} {name}: {row[name]}, HiGHS {value!r}")
    return largest, problems


def check(binary: Path, source: Source) -> bool:
    """Compares one panel and prints the result; returns whether it failed."""
    if not source.path.exists():
        print(f"{source.name}: skipped, its file is not here")
        return False
    with source.path.open(encoding="utf-8", newline="") as file:
        rows = [row for number, row in enumerate(csv.DictReader(file)) if source.keep(number, row)]
    start = time.monotonic()
    expected = expected_table(rows, source)
    try:
        largest, problems = compare(run_malmquist(binary, rows, source), expected)
    except (FarrellError, KeyError, ValueError) as error:
        largest, problems = {}, [f"{type(error).__name__}: {error}"]
    print(f"{source.name}: {len(rows)} observations, {len(expected)} changes, "
          f"{time.monotonic() - start:.0f} s; {'FAILED' if problems else 'passed'}")
    print("  largest difference: " + ", ".join(f"{k} {v:.1e}" for k, v in largest.items()))
    for problem in problems[:SHOWN]:
        print(f"  {problem}")
    if len(problems) > SHOWN:
        print(f"  … and {len(problems) - SHOWN} more")
    return bool(problems)


def main() -> None:
    """Reads the options and compares all panels, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_farrell_option(parser)
    parser.add_argument("names", nargs="*", help="panels; all when omitted: "
                        + ", ".join(source.name for source in SOURCES))
    options = parser.parse_args()
    known = {source.name: source for source in SOURCES}
    if unknown := set(options.names) - set(known):
        parser.error(f"no such panel: {', '.join(sorted(unknown))}")
    chosen = [known[name] for name in options.names] or SOURCES
    failed = [check(options.farrell, source) for source in chosen]
    sys.exit(any(failed))


if __name__ == "__main__":
    main()
