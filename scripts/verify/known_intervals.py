#!/usr/bin/env python3
"""How many intervals of `farrell bootstrap` hold the truth on the shipped panel whose truth is known.

Data/klem-known-truth, all units and transitions and the means over units, by the neutral-null method and by that of
Simar and Wilson (1999).
"""
from __future__ import annotations

import argparse
import csv
import math
import subprocess
from pathlib import Path

from common import REPOSITORY, add_farrell_option

FOLDER = REPOSITORY / "Data" / "klem-known-truth"
INDICES = ("ibtech", "ibtech_loo", "matech", "techch", "effch", "tfpch")


def read_truth() -> dict[tuple[str, str, str], float]:
    """ln of the true index by unit, last year of the transition, and name."""
    truth = {}
    with open(FOLDER / "truth.csv", newline="", encoding="utf-8") as source:
        for row in csv.DictReader(source):
            for name in INDICES:
                value = float(row[name.removesuffix("_loo")])
                truth[row["unit"], row["period_to"], name] = math.log(value)
    return truth


def read_table(farrell: Path, table: str, replicates: int) -> list[dict[str, str]]:
    """Rows of a table of the bootstrap."""
    command = [str(farrell), "bootstrap", str(FOLDER / "panel.csv"), "--unit", "unit", "--time", "year",
               "--inputs", "K,L,E,M", "--outputs", "y", "--replicates", str(replicates),
               "--table", table, "--format", "csv", "--quiet"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return list(csv.DictReader(done.stdout.splitlines()))


def holds(row: dict[str, str], prefix: str, log: float) -> bool:
    """Whether an interval of a row holds a value."""
    return float(row[prefix + "lower"]) <= math.exp(log) <= float(row[prefix + "upper"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=1999)
    add_farrell_option(parser)
    options = parser.parse_args()
    truth = read_truth()
    units = sorted({unit for unit, _, _ in truth})
    years = sorted({year for _, year, _ in truth})

    def value(unit: str, period: str, name: str) -> float:
        covered = years if period == "overall" else [period]
        return sum(truth[unit, year, name] for year in covered)

    print("| index | span | neutral-null | Simar-Wilson 1999 | of |")
    print("|---|---|---|---|---|")
    for table, subject in (("units", "units"), ("means", "means")):
        rows = read_table(options.farrell, table, options.replicates)
        for name in INDICES:
            for span in ("transitions", "overall"):
                chosen = [row for row in rows
                          if row["index"] == name and (row["period"] == "overall") == (span == "overall")]
                counts = [0, 0]
                for row in chosen:
                    members = [row["unit"]] if table == "units" else units
                    log = sum(value(unit, row["period"], name) for unit in members) / len(members)
                    for position, prefix in enumerate(("", "compared_")):
                        counts[position] += holds(row, prefix, log)
                print(f"| {name} | {subject}, {span} | {counts[0]} | {counts[1]} | {len(chosen)} |")


if __name__ == "__main__":
    main()
