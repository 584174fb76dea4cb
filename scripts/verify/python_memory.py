#!/usr/bin/env python3
"""Memory that the Python package takes for a large frame: one copy of its columns, that of the
library.

    python3 scripts/verify/python_memory.py [--rows 1000000] [--columns 10] [--periods 1]

Makes a frame of 9 inputs and an output of float64, hands it to the library as the analyses do, and
prints the peak of the resident memory before and after. The library copies a frame once, N × (p +
q) numbers of 8 bytes, and beside it the codes and labels of units and periods. With --periods T the
rows are those of a panel, N / T units in T periods. Exit code 1 where the peak grows by more than
the numbers once, 48 bytes a row and 300 bytes a unit, and 25 MB: too little for a second copy.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time

import numpy as np
import python_package  # noqa: F401  # before farrell, which it finds

from farrell import _abi
from farrell._frames import columns_of

BYTES_PER_ROW = 48  # codes and positions of unit and period, the rows that are kept
BYTES_PER_UNIT = 300  # a name as Python's text, its entries in the library
SLACK = 25e6


def peak() -> int:
    """Largest resident memory so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def frame_of(kind: str, values: np.ndarray, names: list[str], periods: int) -> object:
    """The columns as a frame of some library, over the same memory where that can be."""
    unit, time = np.divmod(np.arange(len(values)), periods)
    if kind == "pandas":
        import pandas

        frame = pandas.DataFrame(values, columns=names, copy=False)
        frame["unit"], frame["time"] = unit, time
        return frame
    return {"unit": unit, "time": time, **{name: values[:, i] for i, name in enumerate(names)}}


def main() -> int:
    """Reads the options, makes the frame, measures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, default=10)
    parser.add_argument("--periods", type=int, default=1)
    parser.add_argument("--kind", choices=["numpy", "pandas"], default="numpy")
    options = parser.parse_args()
    library = _abi.library()
    names = [f"v{i}" for i in range(options.columns)]
    values = np.full((options.rows, options.columns), 1.0)
    values += np.arange(options.columns)
    frame = frame_of(options.kind, values, names, options.periods)
    size = values.nbytes
    before, start = peak(), time.monotonic()
    keys = {"unit": "unit", "time": "time" if options.periods > 1 else None}
    columns = columns_of(frame, **keys, inputs=names[:-1], outputs=names[-1:])
    between, middle = peak(), time.monotonic()
    shared = all(np.shares_memory(one.values, values) for one in columns.series)
    data = columns.create()
    after, end = peak(), time.monotonic()
    described = library.describe_data(data)
    observations, units = described["observations"], described["units"]
    library.free_data(data)
    mega = 1e6
    print(
        f"{options.rows} rows x {options.columns} columns, "
        f"{size / mega:.0f} MB of numbers in {options.kind}"
    )
    print(
        f"columns: {middle - start:.2f} s, peak + {(between - before) / mega:.0f} MB, "
        f"{'no copy' if shared else 'COPIED'}"
    )
    print(
        f"library: {end - middle:.2f} s, peak + {(after - between) / mega:.0f} MB, "
        f"{observations} observations of {units} units"
    )
    allowed = size + BYTES_PER_ROW * options.rows + BYTES_PER_UNIT * units + SLACK
    same = shared and observations == options.rows and after - before <= allowed
    print(
        f"peak + {(after - before) / mega:.0f} MB of at most {allowed / mega:.0f}: "
        f"{'ok' if same else 'TOO MUCH'}"
    )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
