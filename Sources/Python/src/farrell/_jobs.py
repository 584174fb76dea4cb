"""Jobs of the library: handed over, waited for, cancelled, freed."""

from __future__ import annotations

import atexit
import os
import threading
import time
import warnings
import weakref
from collections.abc import Sequence

from . import _abi
from ._columns import Columns
from ._errors import DataWarning, Error
from ._progress import Monitor, Wish
from ._settings import Setting
from ._status import Status

WAIT = 50  # milliseconds between two looks at signals: Ctrl-C is answered within them
LAST_WAIT = 0.3  # seconds that a cancelled job is waited for


class Job:
    """A job that has ended, with its results; freed when nothing refers to it any more."""

    def __init__(self, library: _abi.Library, handle: int) -> None:
        self.library = library
        self.handle = handle
        self.process = os.getpid()
        self.is_complete = True
        self.threads = 0
        self.lock = threading.RLock()
        self._release = weakref.finalize(self, _free_job, library, handle, self.process)
        # Arrays may outlive the modules; the process gives everything back at its end anyway.
        self._release.atexit = False


def run(
    command: str,
    columns: Columns | None,
    settings: Sequence[Setting],
    progress: Wish = None,
    stacklevel: int = 3,
) -> tuple[Job, tuple[str, ...]]:
    """Does some work and waits for it.

    Parameters
    ----------
    command
        As in ``farrell_request``.
    columns
        The data; None for a run on disk, which has its own.
    settings
        As in ``farrell_request``.
    progress
        What is shown meanwhile.
    stacklevel
        Of warnings about the data: the caller of the public function.

    Returns
    -------
    job, remarks
        The job, done, and what is to be remarked on the data.

    Raises
    ------
    Error
        For what the library refuses.
    KeyboardInterrupt
        After Ctrl-C, within half a second; the job is cancelled.
    """
    library = _abi.library()
    data = 0
    remarks: tuple[str, ...] = ()
    try:
        if columns is not None:
            data = columns.create()
            count = library.describe_data(data)["warnings"]
            remarks = tuple(library.data_warning(data, index) for index in range(count))
        handle = library.submit(command, data, settings)
    finally:
        if data:
            library.free_data(data)
    job = Job(library, handle)
    job.threads = int(dict(settings).get("threads", library.processors()))
    _running.add(job)
    try:
        wait(job, progress)
    finally:
        _running.discard(job)
    for remark in remarks:
        warnings.warn(remark, DataWarning, stacklevel=stacklevel)
    return job, remarks


def wait(job: Job, progress: Wish) -> None:
    """Waits until a job has ended; whatever interrupts that cancels the job."""
    library, monitor = job.library, Monitor(progress)
    try:
        while (status := library.wait(job.handle, WAIT)) == Status.RUNNING:
            if monitor.is_needed:
                monitor.update(library.poll(job.handle))
        if callable(progress):
            monitor.update(library.poll(job.handle))
        job.is_complete = status == Status.OK
    except Error:
        raise
    except BaseException:
        library.cancel(job.handle)
        _wait_for_end(job)
        raise
    finally:
        monitor.close()


def _wait_for_end(job: Job) -> None:
    """Gives a cancelled job a moment, so that its shards are on disk when the caller goes on."""
    end = time.monotonic() + LAST_WAIT
    try:
        while time.monotonic() < end and job.library.wait(job.handle, WAIT) == Status.RUNNING:
            pass
    except Error:
        pass  # it says that it was cancelled


def _free_job(library: _abi.Library, handle: int, process: int) -> None:
    # A forked child has the memory of its parent's results, but not the jobs.
    if os.getpid() == process:
        library.free_job(handle)


_running: weakref.WeakSet[Job] = weakref.WeakSet()


@atexit.register
def _cancel_running() -> None:
    """Stops what daemon threads still wait for, before the library goes."""
    for job in list(_running):
        if job.process == os.getpid():
            job.library.cancel(job.handle)
            _wait_for_end(job)
