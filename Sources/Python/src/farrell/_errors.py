"""What can go wrong, as exceptions: one class for each kind of trouble, with the library's line of
text."""

from __future__ import annotations

import re
from typing import Any

from ._status import Status


class Error(Exception):
    """Trouble that Farrell found; the text is one line, ``what: found X; expected Y``.

    Attributes
    ----------
    status : int
        What the C interface answered: the exit codes of the command ``farrell`` where they are
        above 63.
    """

    status: int

    def __init__(self, message: str, status: int = Status.INTERNAL) -> None:
        super().__init__(message)
        self.status = int(status)

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.status)


class UsageError(Error, ValueError):
    """Settings that contradict themselves, each other or the data."""


class DataError(Error, ValueError):
    """Data that cannot be used; the text names the row and the column."""


class FileError(Error, OSError):
    """A run or a file on disk that is not there, cannot be made, or broke off half way."""


class ResumableError(Error):
    """A run on disk lacks replicates: the same call with ``resume=True`` goes on."""


class Cancelled(Error):
    """A job that was stopped by something else than Ctrl-C, which raises ``KeyboardInterrupt``."""


class LibraryError(Error, RuntimeError):
    """The library is missing, of another version, or at fault."""


class OutOfMemory(Error, MemoryError):
    """The data do not fit into memory."""


class DataWarning(UserWarning):
    """Data that were accepted with a remark, such as periods whose names do not tell their
    order."""


_CLASSES: dict[int, type[Error]] = {
    Status.USAGE: UsageError,
    Status.DATA: DataError,
    Status.NO_INPUT: FileError,
    Status.CANNOT_CREATE: FileError,
    Status.IO: FileError,
    Status.RESUMABLE: ResumableError,
    Status.CANCELLED: Cancelled,
    Status.MEMORY: OutOfMemory,
}

_PLURALS = {"period": "periods", "subset": "subsets"}
_FLAG = re.compile(r"(?<![\w-])--([a-z][a-z-]*[a-z])")


def error_for(status: int, message: str) -> Error:
    """The exception for an answer of the library."""
    text = argument_names(message) or f"the library answered {status}"
    return _CLASSES.get(status, LibraryError)(text, status)


def argument_names(message: str) -> str:
    """A line of the library with the names of arguments in place of those of flags.

    A command line within it is left as it is: it is there to be copied.
    """
    head, command, tail = message.partition("farrell bootstrap")
    if not command:
        head, command, tail = message.partition("farrell merge")

    def name(found: re.Match[str]) -> str:
        return _PLURALS.get(found[1], found[1].replace("-", "_"))

    # The library itself leaves out the dashes, and knows a list by the name of one of its items.
    line = _FLAG.sub(name, head)
    first, colon, rest = line.partition(": ")
    return _PLURALS.get(first, first) + colon + rest + command + tail
