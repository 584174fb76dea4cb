#!/usr/bin/env python3
"""Whether intervals stand the rounding of the data that they are made from.

Multiplies every input by 1 + u, u uniform within ±1e-12, runs `farrell bootstrap` on both files with the same
seed, and compares every interval end of every table. Exit code 1 where one moves by more than 1e-6.
"""
import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from common import REPOSITORY, add_farrell_option

LARGEST_MOVE = 1e-6
KNOWN_TRUTH = REPOSITORY / "Data" / "klem-known-truth" / "panel.csv"
CHINA = REPOSITORY.parent / "shared" / "data" / "china_klem_cip" / "china_klem_cip.csv"
# name, file, inputs, condition on rows, other arguments
PANELS = [
    ("klem-known-truth", KNOWN_TRUTH, ["K", "L", "E", "M"], None,
     ["--unit", "unit", "--time", "year", "--outputs", "y"]),
    ("china_klem_cip", CHINA, ["k_2000", "emp_1000", "e_2000", "m_2000"], ("industrial", "1"),
     ["--unit", "industry", "--time", "year", "--outputs", "go_2000", "--where", "industrial=1",
      "--from", "1999", "--to", "2012"]),
]
ENDS = ("lower", "upper", "compared_lower", "compared_upper", "e3_lower", "e3_upper")


def noisy(path, inputs, where, target, seed):
    """Writes the rows that are read with noise in their inputs; returns how many there are."""
    generator = random.Random(seed)
    with open(path, newline="", encoding="utf-8") as source:
        reader = csv.DictReader(source)
        rows = [row for row in reader if where is None or row[where[0]] == where[1]]
        fields = reader.fieldnames
    for row in rows:
        for name in inputs:
            row[name] = repr(float(row[name]) * (1 + generator.uniform(-1e-12, 1e-12)))
    with open(target, "w", newline="", encoding="utf-8") as output:
        writer = csv.DictWriter(output, fields)
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def results(farrell, file, arguments, replicates):
    """Tables of a bootstrap by name."""
    command = [farrell, "bootstrap", str(file), *arguments, "--replicates", str(replicates)]
    text = subprocess.run(
        command + ["--format", "json", "--quiet"], check=True, capture_output=True, text=True).stdout
    return {table["name"]: table["rows"] for table in json.loads(text)["tables"]}


def compare(before, after):
    """Number of ends, the largest move of one, and where it is."""
    count, largest, place = 0, 0.0, ""
    for name, rows in before.items():
        for row, other in zip(rows, after[name], strict=True):
            for end in ENDS:
                if not isinstance(row.get(end), float):
                    continue
                if name == "counts":
                    continue  # whole numbers of units
                move = abs(row[end] - other[end])
                count += 1
                if move > largest:
                    largest, place = move, f"{name} {list(row.values())[:5]} {end}"
    return count, largest, place


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    add_farrell_option(parser)
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, path, inputs, where, arguments in PANELS:
            if not path.exists():
                print(f"{name}: skipped, {path.name} is not there")
                continue
            arguments = [*arguments, "--inputs", ",".join(inputs)]
            target = Path(folder) / f"{name}.csv"
            count = noisy(path, inputs, where, target, options.seed)
            before = results(options.farrell, path, arguments, options.replicates)
            after = results(options.farrell, target, arguments, options.replicates)
            ends, largest, place = compare(before, after)
            failed |= largest > LARGEST_MOVE
            print(f"{name}: {count} rows, {ends} interval ends, largest move {largest:.2g} at {place}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
