"""How far a job is, shown to whoever waits in a terminal or a notebook."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, Protocol, Union

from ._abi import Progress

Report = Callable[[str, int, int], Any]
"""Called with the step of the work, the items done, and all items of the step."""

Wish = Union[None, bool, Report]
"""None shows a bar in a terminal or notebook after a second; False none; True everywhere; or a
function."""

PATIENCE = 1.0  # seconds before a bar appears: most jobs are done by then


class Display(Protocol):
    """Something that shows progress."""

    def show(self, step: str, done: int, total: int) -> None:
        """Shows how far a step is."""

    def close(self) -> None:
        """Takes it away."""


class Monitor:
    """Shows the progress of one job as its caller wishes; one that shows nothing costs nothing."""

    def __init__(self, wish: Wish) -> None:
        self._report = wish if callable(wish) else None
        self._display: Display | None = None
        self._may_show = wish is True or (wish is None and is_watched())
        self._start = time.monotonic()

    @property
    def is_needed(self) -> bool:
        """Whether the job is to be asked how far it is."""
        return self._report is not None or (
            self._may_show and time.monotonic() - self._start >= PATIENCE
        )

    def update(self, progress: Progress) -> None:
        """Takes note of how far the job is."""
        self.show(progress.step, progress.done, progress.total)

    def show(self, step: str, done: int, total: int) -> None:
        """Takes note of how far a step is."""
        if self._report is not None:
            self._report(step, done, total)
        elif self._may_show and total > 0:
            if self._display is None:
                self._display = make_display()
            self._display.show(step, done, total)

    def close(self) -> None:
        """Ends the display."""
        if self._display is not None:
            self._display.close()
            self._display = None


def is_watched() -> bool:
    """Whether somebody may look: standard error is a terminal, or this is a notebook."""
    stream = sys.stderr
    try:
        if stream is not None and stream.isatty():
            return True
    except ValueError:  # closed
        return False
    shell = sys.modules.get("IPython")
    found = shell.get_ipython() if shell is not None and hasattr(shell, "get_ipython") else None
    return type(found).__name__ == "ZMQInteractiveShell"


def make_display() -> Display:
    """The bar of tqdm or of rich, whichever is installed, else a line."""
    try:
        return TqdmDisplay()
    except ImportError:
        pass
    try:
        return RichDisplay()
    except ImportError:
        return LineDisplay()


class TqdmDisplay:
    """A bar of tqdm for each step."""

    def __init__(self) -> None:
        from tqdm.auto import tqdm

        self._make = tqdm
        self._bar: Any = None
        self._step = ""

    def show(self, step: str, done: int, total: int) -> None:
        if self._bar is None or step != self._step:
            self.close()
            self._bar = self._make(desc=step, total=total, unit="", unit_scale=True, leave=False)
            self._step = step
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class RichDisplay:
    """A task of a progress display of rich for each step."""

    def __init__(self) -> None:
        from rich.progress import Progress as RichProgress

        self._progress: Any = RichProgress(transient=True)
        self._tasks: dict[str, Any] = {}
        self._progress.start()

    def show(self, step: str, done: int, total: int) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._progress.add_task(step, total=total)
        self._progress.update(self._tasks[step], completed=done, total=total)

    def close(self) -> None:
        self._progress.stop()


class LineDisplay:
    """One line on standard error that is written over."""

    def __init__(self) -> None:
        self._width = 0

    def show(self, step: str, done: int, total: int) -> None:
        line = f"{step}: {done} of {total} ({100 * done // total} %)"
        padding = " " * max(0, self._width - len(line))
        self._width = len(line)
        print(f"\r{line}{padding}", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        if self._width:
            print("\r" + " " * self._width + "\r", end="", file=sys.stderr, flush=True)
            self._width = 0
