#!/usr/bin/env python3
"""How often the class of a pair of inputs is right on Data/klem-known-truth.

There the true Hicks bias of every pair is known. Compared with it are the classes of `farrell
malmquist` by each rule, and those that the rule of Weber and Domazlicky gives with the true IBTECH:
with four inputs even that is no certainty. Pairs that are neutral in truth are left out.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
import tempfile
from pathlib import Path

from common import REPOSITORY, add_farrell_option, run_command

DATA = REPOSITORY / "Data" / "klem-known-truth"
RULES = {"ibtech": "IBTECH", "ibtech_loo": "IBTECH without own observations",
         "pib": "pair-isolated", "pib_loo": "pair-isolated without own observations"}
EXPECTED_LINES = 36 * 13 * 6


def read(path: Path) -> list[dict[str, str]]:
    """Lines of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def estimate(binary: Path) -> list[dict[str, str]]:
    """The command's pairs."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "pairs.csv"
        run_command([str(binary), "malmquist", str(DATA / "panel.csv"), "--unit", "unit", "--time",
                     "year", "--inputs", "K,L,E,M", "--outputs", "y", "--pair-isolated", "--table",
                     "pairs", "--format", "csv", "-o", str(result)])
        return read(result)


def true_biases() -> dict[tuple[str, str, str], float]:
    """Hicks bias by period and pair, in both orders of the pair."""
    biases = {}
    for row in read(DATA / "bias.csv"):
        a, b = row["pair"].split("-")
        biases[row["period_to"], a, b] = float(row["bias"])
        biases[row["period_to"], b, a] = -float(row["bias"])
    return biases


def main() -> None:
    """Reads the options, compares, reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_farrell_option(parser)
    options = parser.parse_args()
    biases = true_biases()
    true_index = {(row["unit"], row["period_to"]): float(row["ibtech"])
                  for row in read(DATA / "truth.csv")}
    lines = estimate(options.farrell)
    compared = 0
    called = dict.fromkeys(["truth", *RULES], 0)
    right = dict(called)
    for row in lines:
        bias = biases[row["period_to"], row["first"], row["second"]]
        if bias == 0:
            continue
        compared += 1
        saved = row["second"] if bias > 0 else row["first"]
        sign = math.log(true_index[row["unit"], row["period_to"]]) * float(row["mix_change"])
        calls = {"truth": row["second"] if sign > 0 else row["first"]}
        calls |= {rule: row[f"{rule}_saves"] for rule in RULES}
        for rule, call in calls.items():
            called[rule] += call != ""
            right[rule] += call == saved
    print(f"{compared} pairs that are not neutral in truth")
    for rule, name in {"truth": "true IBTECH", **RULES}.items():
        print(f"{name:40} {called[rule]:5} called, {right[rule] / called[rule]:6.1%} of them right")
    passed = len(lines) == EXPECTED_LINES
    print("passed" if passed else f"FAILED: {len(lines)} lines, {EXPECTED_LINES} expected")
    sys.exit(not passed)


if __name__ == "__main__":
    main()
