#!/usr/bin/env python3
"""Writes a panel of any size as CSV, the same bytes for the same arguments.

    python3 scripts/generate_panel.py --rows 100000 > panel.csv
    farrell efficiency panel.csv --unit unit --inputs x1,x2,x3,x4 --outputs y1,y2 --rts vrs

Each unit has a size and a mix of inputs and of outputs. Outputs lie on a sphere whose radius is a
Cobb-Douglas function of the inputs with decreasing returns, less an inefficiency that a share of the
units does not have. With --periods P every unit is observed P times and the frontier moves.
"""

import argparse
import math
import random
import sys


def row(rng: random.Random, inputs: int, outputs: int, shift: float, efficient: float) -> list[float]:
    """Inputs and outputs of one observation."""
    size = math.exp(rng.gauss(0, 1))
    x = [size * math.exp(rng.gauss(0, 0.5)) for _ in range(inputs)]
    radius = shift * math.prod(v ** (0.8 / inputs) for v in x)
    mix = [abs(rng.gauss(0, 1)) + 0.05 for _ in range(outputs)]
    norm = math.sqrt(sum(v * v for v in mix))
    inside = 1.0 if rng.random() < efficient else math.exp(-abs(rng.gauss(0, 0.4)))
    return [100 * v for v in x] + [100 * radius * inside * v / norm for v in mix]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000, help="units (default 100000)")
    parser.add_argument("--inputs", type=int, default=4)
    parser.add_argument("--outputs", type=int, default=2)
    parser.add_argument("--periods", type=int, default=1)
    parser.add_argument("--efficient", type=float, default=0.01, help="share without inefficiency")
    parser.add_argument("--digits", type=int, default=17,
                        help="significant digits; 17 keeps every double (default)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    key = ["unit"] + (["time"] if options.periods > 1 else [])
    names = ([f"x{i + 1}" for i in range(options.inputs)]
             + [f"y{r + 1}" for r in range(options.outputs)])
    sys.stdout.write(",".join(key + names) + "\n")
    for unit in range(options.rows):
        for period in range(options.periods):
            values = row(rng, options.inputs, options.outputs, 1.02 ** period, options.efficient)
            if options.digits >= 17:
                texts = [repr(v) for v in values]
            else:
                texts = [f"{v:.{options.digits}g}" for v in values]
            label = [f"unit{unit:06d}"] + ([str(2001 + period)] if options.periods > 1 else [])
            sys.stdout.write(",".join(label + texts) + "\n")


if __name__ == "__main__":
    main()
