"""The example runs from its first cell to its last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY

NOTEBOOK = REPOSITORY / "Sources" / "Python" / "examples" / "us_states.ipynb"


def cells() -> list[dict[str, Any]]:
    """Cells of code."""
    return [
        cell for cell in json.loads(NOTEBOOK.read_text())["cells"] if cell["cell_type"] == "code"
    ]


def test_outputs_are_cleared() -> None:
    assert len(cells()) > 3
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells())


def test_every_cell_runs(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("altair")
    monkeypatch.chdir(NOTEBOOK.parent)
    space: dict[str, Any] = {}
    try:
        for number, cell in enumerate(cells()):
            exec(compile("".join(cell["source"]), f"cell {number + 1}", "exec"), space)
    except SystemExit as stop:  # no data: the first cell says so
        pytest.skip(str(stop))
    assert space["scores"].row_count > 0
