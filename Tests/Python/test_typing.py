"""The package is typed throughout."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import REPOSITORY

pytest.importorskip("mypy")


def test_mypy_finds_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = REPOSITORY / "Sources" / "Python"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file",
            str(folder / "pyproject.toml"),
            "--cache-dir",
            str(tmp_path_factory.mktemp("mypy")),
            str(folder / "src"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
