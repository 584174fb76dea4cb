"""A bootstrap in parts, for pipelines: which shards there are, drawing some, keeping them, joining.

>>> plan = farrell.runs.plan(frame, ..., run="work")              # begins the run in a directory
>>> for number, shard in farrell.runs.draw(frame, ..., shards=[0, 1]).items():   # anywhere
...     farrell.runs.store("work", shard)                         # where the directory is
>>> farrell.bootstrap(run="work", resume=True)                    # draws what is missing, and joins

All take the data and the settings of :func:`farrell.bootstrap`, which decide what is drawn.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from . import _abi
from ._analyses import BOOTSTRAP_DEFAULTS, Path, bootstrap_columns, bootstrap_settings
from ._errors import UsageError
from ._jobs import run as run_job
from ._progress import Wish
from ._settings import settings_of
from ._status import Status

__all__ = ["Plan", "draw", "plan", "store"]


class Plan:
    """The shards of a bootstrap, and which of them are missing.

    ``plan["NAME"]`` is any member of the library's document.
    """

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content

    def __getitem__(self, name: str) -> Any:
        return self._content[name]

    @property
    def shard_count(self) -> int:
        """Number of shards, which are counted from 0."""
        return int(self._content["shard_count"])

    @property
    def missing(self) -> tuple[int, ...]:
        """Shards that the run lacks; all of them for a run that is not on disk."""
        found = self._content.get("missing")
        return tuple(range(self.shard_count) if found is None else map(int, found))

    def to_dict(self) -> dict[str, Any]:
        """All members, as a copy."""
        copy: dict[str, Any] = json.loads(json.dumps(self._content))
        return copy

    def __repr__(self) -> str:
        return f"<farrell.runs.Plan: {len(self.missing)} of {self.shard_count} shards missing>"


def plan(
    data: Any = None,
    *,
    unit: Any = None,
    time: Any = None,
    inputs: Any = None,
    outputs: Any = None,
    run: Path | None = None,
    resume: bool = False,
    threads: int | None = None,
    progress: Wish = None,
    **settings: Any,
) -> Plan:
    """Which shards a bootstrap has; begins the run on disk where ``run`` names a directory.

    Parameters
    ----------
    data, unit, time, inputs, outputs
        As for :func:`farrell.bootstrap`; without them the run in the directory is looked at.
    run
        Directory of the run; None for a plan that is kept nowhere.
    resume
        Looks at the run that is there already, or begins it.
    threads, progress
        As for :func:`farrell.efficiency`.
    **settings
        Further settings of :func:`farrell.bootstrap`.
    """
    columns = bootstrap_columns(
        data, unit, time, inputs, outputs, {**BOOTSTRAP_DEFAULTS, **settings}
    )
    texts = bootstrap_settings(settings, begun=columns is None)
    texts += settings_of({"run": run, "resume": resume or None, "threads": threads})
    job, _ = run_job("plan", columns, texts, progress)
    return Plan(json.loads(_abi.bytes_at(*job.library.document(job.handle, "plan"))))


def draw(
    data: Any = None,
    *,
    shards: Iterable[int],
    unit: Any = None,
    time: Any = None,
    inputs: Any = None,
    outputs: Any = None,
    run: Path | None = None,
    threads: int | None = None,
    progress: Wish = None,
    **settings: Any,
) -> dict[int, bytes]:
    """Draws some shards of a bootstrap.

    Parameters
    ----------
    data, unit, time, inputs, outputs, threads, progress
        As for :func:`farrell.bootstrap`.
    shards
        Their numbers, from 0.
    run
        Directory of a run that has the data, where none are handed over.
    **settings
        Further settings of :func:`farrell.bootstrap`, the same for all shards of a run.

    Returns
    -------
    dict of int to bytes
        Each shard as :func:`store` takes it. The bytes depend on data, settings and the type of
        processor only.
    """
    numbers = [int(number) for number in shards]
    if not numbers:
        raise UsageError("shards: found none; expected numbers of shards", Status.USAGE)
    columns = bootstrap_columns(
        data, unit, time, inputs, outputs, {**BOOTSTRAP_DEFAULTS, **settings}
    )
    texts = bootstrap_settings(settings, begun=columns is None)
    texts += settings_of({"run": run, "threads": threads})
    texts += [("shards", str(number)) for number in numbers]
    job, _ = run_job("draw", columns, texts, progress)
    return {
        number: _abi.bytes_at(*job.library.document(job.handle, f"shard/{number}"))
        for number in numbers
    }


def store(directory: Path, shard: bytes) -> None:
    """Keeps a shard in the run in a directory; the file appears whole or not at all.

    Raises
    ------
    DataError
        For bytes that are no shard of this run.
    FileError
        Where there is no run, or no room.
    """
    _abi.library().store(os.fspath(directory), bytes(shard))
