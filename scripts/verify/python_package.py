"""The Python package in Sources/Python over the library of scripts/library.sh, and a panel for it."""

from __future__ import annotations

import csv
import os
import sys
from typing import Any

import numpy as np
from common import REPOSITORY

SOURCES = REPOSITORY / "Sources" / "Python" / "src"
LIBRARY = REPOSITORY / ".build" / "library" / "lib" / "libfarrell.so.1"
PANEL = REPOSITORY / "Data" / "klem-known-truth" / "panel.csv"
NAMES: dict[str, Any] = {
    "unit": "unit",
    "time": "year",
    "inputs": ["K", "L", "E", "M"],
    "outputs": "y",
}

sys.path.insert(0, str(SOURCES))
if "FARRELL_LIBRARY" not in os.environ and LIBRARY.is_file():
    os.environ["FARRELL_LIBRARY"] = str(LIBRARY)


def panel() -> dict[str, Any]:
    """The shipped panel of 36 units and 14 years as a dict of arrays."""
    with PANEL.open(newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, Any] = {name: [row[name] for row in rows] for name in ("unit", "year")}
    for name in [*NAMES["inputs"], NAMES["outputs"]]:
        found[name] = np.array([float(row[name]) for row in rows])
    return found
