#!/usr/bin/env python3
"""How far estimated indices lie from the truth: `farrell malmquist` on Data/klem-known-truth.

Prints mean error (bias) and root mean squared error of each log index, for IBTECH both ordinary and
leave-own-out. The errors are those of the method at 36 units, not of the program; exit code 1 only
when lines are missing or an identity that must hold does not.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from pathlib import Path

import numpy as np

from common import REPOSITORY, add_farrell_option, run_command

DATA = REPOSITORY / "Data" / "klem-known-truth"
# Column of the command: column of the truth.
ESTIMATES = {"tfpch": "tfpch", "effch": "effch", "techch": "techch", "matech": "matech",
             "ibtech": "ibtech", "ibtech_loo": "ibtech"}
IDENTITY_TOLERANCE = 1e-9

Key = tuple[str, str, str]


def read_table(path: Path) -> dict[Key, dict[str, str]]:
    """Lines of a table of indices by unit and periods."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["unit"], row["period_from"], row["period_to"]): row
                for row in csv.DictReader(file)}


def estimate(binary: Path) -> dict[Key, dict[str, str]]:
    """The command's indices of the panel."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "indices.csv"
        run_command([str(binary), "malmquist", str(DATA / "panel.csv"), "--unit", "unit", "--time",
                     "year", "--inputs", "K,L,E,M", "--outputs", "y", "--format", "csv", "-o",
                     str(result)])
        return read_table(result)


def log_column(table: dict[Key, dict[str, str]], keys: list[Key], name: str) -> np.ndarray:
    """Logs of one column in the order of the keys."""
    return np.log([float(table[key][name]) for key in keys])


def broken_identities(estimates: dict[Key, dict[str, str]], keys: list[Key]) -> list[str]:
    """Identities of METHODS 8.2 (I1, I2, I8) that the estimates do not satisfy."""
    logs = {name: log_column(estimates, keys, name)
            for name in ("tfpch", "effch", "techch", "matech", "obtech", "ibtech", "obtech_loo")}
    residuals = {
        "tfpch = effch · techch": logs["tfpch"] - logs["effch"] - logs["techch"],
        "techch = matech · obtech · ibtech":
            logs["techch"] - logs["matech"] - logs["obtech"] - logs["ibtech"],
        "obtech = 1 with one output": logs["obtech"],
        "obtech_loo = 1 with one output": logs["obtech_loo"],
    }
    return [f"{name} broken by {np.abs(residual).max():.1e}"
            for name, residual in residuals.items()
            if not np.abs(residual).max() <= IDENTITY_TOLERANCE]


def print_errors(estimates: dict[Key, dict[str, str]], truth: dict[Key, dict[str, str]]) -> None:
    """The table of errors of the log indices."""
    keys = list(truth)
    print(f"{len(keys)} changes; logs of the indices")
    print(f"{'index':12}{'true mean':>11}{'mean':>11}{'bias':>11}{'rmse':>11}{'share > 1':>11}")
    for name, true_name in ESTIMATES.items():
        found, true = log_column(estimates, keys, name), log_column(truth, keys, true_name)
        error = found - true
        print(f"{name:12}{true.mean():11.5f}{found.mean():11.5f}{error.mean():11.5f}"
              f"{np.sqrt((error**2).mean()):11.5f}{(found > 0).mean():11.2f}")
    share = (log_column(truth, keys, "ibtech") > 0).mean()
    print(f"share of true ibtech > 1: {share:.2f}")


def main() -> None:
    """Reads the options, compares, reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_farrell_option(parser)
    options = parser.parse_args()
    truth, estimates = read_table(DATA / "truth.csv"), estimate(options.farrell)
    if set(truth) != set(estimates):
        sys.exit(f"FAILED: {len(estimates)} lines, {len(truth)} expected, or other keys")
    print_errors(estimates, truth)
    broken = broken_identities(estimates, list(truth))
    for text in broken:
        print(text)
    print("FAILED" if broken else "passed")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
