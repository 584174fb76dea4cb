"""What the tests share: where the library and the command are, sample data, and a library that is
none."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
BUILT = REPOSITORY / ".build" / "library" / "lib" / "libfarrell.so.1"
STATES = REPOSITORY / "Data" / "us-states" / "us-states.csv"
INPUTS = ["private_capital", "public_capital", "labour"]

if "FARRELL_LIBRARY" not in os.environ and BUILT.is_file():
    os.environ["FARRELL_LIBRARY"] = str(BUILT)


def command_path() -> Path:
    """The command that results are compared with."""
    return Path(os.environ.get("FARRELL_COMMAND", REPOSITORY / ".build" / "release" / "farrell"))


@pytest.fixture(scope="session")
def library() -> Path:
    """The shared library; tests that need it are skipped without it."""
    import farrell._abi

    path = farrell._abi.library_path()
    if not path.is_file():
        pytest.skip(f"{path}: no library; scripts/library.sh builds it")
    return path


@pytest.fixture(scope="session")
def command(library: Path) -> Callable[..., str]:
    """Runs the command and returns what it prints."""
    path = command_path()
    if not path.is_file():
        pytest.skip(f"{path}: no command; FARRELL_COMMAND names it")

    def run(name: str, *arguments: str) -> str:
        done = subprocess.run(
            [
                str(path),
                name,
                str(STATES),
                "--unit",
                "state",
                "--time",
                "year",
                "--inputs",
                ",".join(INPUTS),
                "--outputs",
                "gsp",
                "--quiet",
                *arguments,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 3), done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def states() -> dict[str, Any]:
    """US states as a dict of arrays: state, year, inputs and output."""
    with STATES.open(newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, Any] = {
        "state": np.array([row["state"] for row in rows], object),
        "year": np.array([int(row["year"]) for row in rows]),
    }
    for name in [*INPUTS, "gsp"]:
        found[name] = np.array([float(row[name]) for row in rows])
    return found


NAMES: dict[str, Any] = {"unit": "state", "time": "year", "inputs": INPUTS, "outputs": "gsp"}


@pytest.fixture(scope="session")
def names() -> dict[str, Any]:
    """Arguments that name the columns of the states."""
    return dict(NAMES)


class FakeLibrary:
    """A library with one table and some documents, in memory of NumPy."""

    def __init__(self) -> None:
        texts = ["A<b>&", "B", ""]
        encoded = [text.encode() for text in texts]
        self.numbers = np.array([0.5, np.nan, 1.0])
        self.integers = np.array([7, 0, 9], np.int64)
        self.offsets = np.array([0, *np.cumsum([len(text) for text in encoded])], np.int64)
        self.bytes = np.frombuffer(b"".join(encoded), np.uint8)
        self.validity = np.array([0b101], np.uint8)
        self.text_validity = np.array([0b011], np.uint8)
        self.freed: list[int] = []
        vega = json.dumps({"mark": "point", "data": {"values": []}}).encode()
        metadata = {
            "rts": "crs",
            "orientation": "in",
            "observations": 3,
            "units": 3,
            "periods": [],
            "warnings": ["a remark"],
            "status_counts": {"certified": 2, "failed": 1},
        }
        self.documents = {
            "json": b"{}\n",
            "csv/efficiency": b"unit\n",
            "summary": b"summary\n",
            "metadata": json.dumps(metadata).encode(),
            "remarks": b"one\ntwo\n",
            "pictures": b"cumulative\n",
            "svg/cumulative": b"<svg/>",
            "vega/cumulative": vega,
        }
        self._alive = [np.frombuffer(text, np.uint8) for text in self.documents.values()]

    def table(self, job: int, index: int) -> Any:
        from farrell._abi import TableInfo

        return TableInfo("efficiency", 3, 4, 1) if index == 0 else None

    def column(self, job: int, table: str, index: int) -> Any:
        from farrell._abi import INTEGERS, NUMBERS, TEXTS, ColumnInfo

        address = [a.ctypes.data for a in (self.numbers, self.integers, self.offsets, self.bytes)]
        validity, text_validity = self.validity.ctypes.data, self.text_validity.ctypes.data
        return [
            ColumnInfo("unit", TEXTS, 3, 1, 0, 0, address[2], address[3], text_validity),
            ColumnInfo("score", NUMBERS, 3, 1, address[0], 0, 0, 0, 0),
            ColumnInfo("count", INTEGERS, 3, 1, 0, address[1], 0, 0, validity),
            ColumnInfo("status", TEXTS, 3, 1, 0, 0, address[2], address[3], text_validity),
        ][index]

    def columns(self, job: int, table: str) -> Any:
        return [self.column(job, table, i) for i in range(4)] if table == "efficiency" else []

    def document(self, job: int, name: str) -> tuple[int, int]:
        from farrell._errors import LibraryError
        from farrell._status import Status

        if name not in self.documents:
            raise LibraryError(f"document: found {name!r}", Status.NAME)
        array = self._alive[list(self.documents).index(name)]
        return array.ctypes.data, len(array)

    def free_job(self, job: int) -> None:
        self.freed.append(job)


@pytest.fixture
def fake() -> Any:
    """A library that is none."""
    return FakeLibrary()
