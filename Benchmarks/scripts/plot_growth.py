#!/usr/bin/env python3
"""Draws seconds by number of units from the JSON lines of the growth suite.

farrell-benchmarks --suite growth --units 1000000 --rivals none --json >> growth.jsonl
python3 plot_growth.py growth.jsonl growth.svg
"""

from __future__ import annotations

import collections
import json
import math
import sys

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot  # noqa: E402  (the backend comes first)


def main(source: str, target: str) -> None:
    """One line for each shape of the data, with the spread of the rounds, and the slope between ends."""
    series: dict[str, list[tuple[int, float, float, float]]] = collections.defaultdict(list)
    with open(source, encoding="utf-8") as file:
        for record in map(json.loads, filter(str.strip, file)):
            if record.get("suite") == "growth":
                name = (f"{record['inputs']}+{record['outputs']}, {record['density']:.0%}, "
                        f"{record['returnsToScale']} {record['orientation']}")
                series[name].append((record["units"], record["seconds"], record["minSeconds"],
                                     record["maxSeconds"]))
    figure, axes = pyplot.subplots(figsize=(7, 5))
    for name, points in series.items():
        points.sort()
        units, seconds, least, most = zip(*points)
        if len(points) > 1:
            slope = math.log(seconds[-1] / seconds[0]) / math.log(units[-1] / units[0])
            name += f": exponent {slope:.2f}"
        below = [middle - low for middle, low in zip(seconds, least)]
        above = [high - middle for middle, high in zip(seconds, most)]
        axes.errorbar(units, seconds, yerr=[below, above], marker="o", capsize=3, label=name)
    axes.set(xscale="log", yscale="log", xlabel="units", ylabel="processor seconds, one core")
    axes.grid(True, which="both", alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(target)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
