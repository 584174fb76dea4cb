"""A bootstrap on the workers of Dask: the same bytes as on one machine, whatever happens to the
workers.

>>> from dask.distributed import Client
>>> import farrell.distributed
>>> result = farrell.distributed.bootstrap(
...     Client("tcp://scheduler:8786"), frame, unit="sector", time="year",
...     inputs=["k", "l"], outputs="y", replicates=1999, run="work")

The client keeps the run in a directory, and stores each shard as it arrives: a client that was
killed goes on with ``resume=True``. Workers need this package, and no shared disk. Needs ``pip
install farrell[distributed]``.
"""

from __future__ import annotations

import math
import os
import tempfile
import time as clock
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from . import _analyses, runs
from ._columns import Columns
from ._errors import UsageError
from ._progress import Monitor, Wish
from ._status import Status
from .results import BootstrapResult

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["bootstrap"]


def bootstrap(
    client: Client,
    data: Any,
    *,
    unit: Any = None,
    time: Any = None,
    inputs: Any = None,
    outputs: Any = None,
    run: _analyses.Path | None = None,
    resume: bool = False,
    task_seconds: float = 5.0,
    retries: int = 10,
    threads: int | None = None,
    progress: Wish = None,
    **settings: Any,
) -> BootstrapResult:
    """:func:`farrell.bootstrap` with its replicates drawn by the workers of a cluster.

    Parameters
    ----------
    client
        A client of ``dask.distributed``.
    data, unit, time, inputs, outputs
        As for :func:`farrell.bootstrap`; the columns are sent to each worker once.
    run
        Directory on the client's machine in which the run is kept; None for a temporary one.
    resume
        Goes on with the run in the directory, or begins it.
    task_seconds
        Least work of a task: shards are put together until they take as long, by the time of the
        first, which a worker draws by itself.
    retries
        How often a task is given out again after its worker died or failed.
    threads
        Threads that join the shards on the client. A worker draws with as many threads as Dask gave
        it.
    progress
        As for :func:`farrell.efficiency`.
    **settings
        Further settings of :func:`farrell.bootstrap`.

    Returns
    -------
    BootstrapResult
        To the last byte that of :func:`farrell.bootstrap` where processors are of one type.

    Raises
    ------
    KeyboardInterrupt
        After Ctrl-C; tasks that have not begun are cancelled, and the run on disk keeps what is
        there.
    """
    if not task_seconds > 0:
        raise UsageError(
            f"task_seconds: found {task_seconds}; expected a time above 0", Status.USAGE
        )
    options = {**_analyses.BOOTSTRAP_DEFAULTS, **settings}
    columns = _analyses.bootstrap_columns(data, unit, time, inputs, outputs, options)
    if columns is None:
        raise UsageError("data: found nothing; expected a data frame", Status.USAGE)
    with tempfile.TemporaryDirectory(prefix="farrell-") as temporary:
        directory = os.fspath(run) if run is not None else os.path.join(temporary, "run")
        plan = runs.plan(
            columns, run=directory, resume=resume, threads=threads, progress=progress, **settings
        )
        if plan.missing:
            work = _Work(client, columns, settings, directory, retries)
            work.draw(plan, task_seconds, Monitor(progress))
        return _joined(directory, columns, settings, threads, progress)


def _joined(
    directory: str, columns: Columns, settings: dict[str, Any], threads: int | None, progress: Wish
) -> BootstrapResult:
    """The results of a run that is whole."""
    return _analyses.bootstrap(
        columns, run=directory, resume=True, threads=threads, progress=progress, **settings
    )


class _Work:
    """The missing shards of a run as tasks of a cluster."""

    def __init__(
        self,
        client: Client,
        columns: Columns,
        settings: dict[str, Any],
        directory: str,
        retries: int,
    ) -> None:
        self.client = client
        self.settings = settings
        self.directory = directory
        self.retries = retries
        self.columns = columns
        self.scattered: Any = None
        self.futures: set[Any] = set()

    def draw(self, plan: runs.Plan, task_seconds: float, monitor: Monitor) -> None:
        """Draws and stores what a run lacks; the first shard by itself, to learn what a task should
        hold."""
        missing = list(plan.missing)
        total, done = len(missing), 0
        try:
            seconds = 0.0
            for shards, spent in self._results([missing[:1]]):
                seconds = spent / len(shards)
                done += len(shards)
                monitor.show("shards", done, total)
            rest = missing[1:]
            for shards, _ in self._results(grouped(rest, seconds, task_seconds)):
                done += len(shards)
                monitor.show("shards", done, total)
        finally:
            if self.futures:
                self.client.cancel(list(self.futures), force=True)
            monitor.close()

    def _results(self, tasks: Sequence[list[int]]) -> Iterator[tuple[list[int], float]]:
        """Shards and seconds of each task, once its shards are on disk; tasks that fail are given
        out again."""
        from distributed import as_completed

        lost: dict[Any, list[int]] = {}
        attempts: dict[int, int] = {}

        def submit(shards: list[int]) -> Any:
            # Once, unless every worker that had the columns is dead.
            if self.scattered is None or self.scattered.status != "finished":
                self.scattered = self.client.scatter(self.columns, broadcast=True, hash=False)
            future = self.client.submit(
                draw_task,
                self.scattered,
                self.settings,
                shards,
                pure=False,
                retries=self.retries,
                key=f"farrell-{os.urandom(8).hex()}",
            )
            lost[future] = shards
            self.futures.add(future)
            return future

        queue = as_completed([submit(shards) for shards in tasks])
        for future in queue:
            shards = lost.pop(future)
            self.futures.discard(future)
            if future.status != "finished":
                # More workers died under it than the scheduler allows, or it failed for good.
                attempts[shards[0]] = attempts.get(shards[0], 0) + 1
                if not _is_lost(future) or attempts[shards[0]] > self.retries:
                    future.result()  # raises
                queue.add(submit(shards))
                continue
            drawn, seconds = future.result()
            for number in sorted(drawn):
                runs.store(self.directory, drawn[number])
            future.release()
            yield shards, seconds


def grouped(shards: list[int], seconds: float, task_seconds: float) -> list[list[int]]:
    """Neighbouring shards that take about as long as a task should, and never less.

    Parameters
    ----------
    shards
        What is to be drawn.
    seconds
        What one shard takes.
    task_seconds
        Least work of a task; all shards are one task where they are less than that together.
    """
    if not shards:
        return []
    least = min(len(shards), max(1, math.ceil(task_seconds / max(seconds, 1e-6))))
    count = len(shards) // least  # so that none holds less
    ends = [len(shards) * number // count for number in range(count + 1)]
    return [shards[start:end] for start, end in zip(ends, ends[1:])]


def _is_lost(future: Any) -> bool:
    """Whether a task failed by the death of its workers, not by itself."""
    from distributed import CancelledError, KilledWorker

    return future.status in ("lost", "cancelled") or isinstance(
        future.exception(), (KilledWorker, CancelledError)
    )


def draw_task(
    columns: Columns, settings: dict[str, Any], shards: list[int]
) -> tuple[dict[int, bytes], float]:
    """What a worker does: draws shards with the threads that it has; returns them and the
    seconds."""
    start = clock.monotonic()
    drawn = runs.draw(columns, shards=shards, threads=_threads(), progress=False, **settings)
    return drawn, clock.monotonic() - start


def _threads() -> int | None:
    """Threads that Dask gave this worker; None outside of one."""
    try:
        from distributed import get_worker

        return int(get_worker().state.nthreads)
    except (ImportError, ValueError):
        return None
