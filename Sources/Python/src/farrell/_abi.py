"""The C interface of the library: its structs, its functions, and where the library is.

This is the only module that knows ctypes. What it gives to the others is typed, and every answer of
the library that is a failure has become an exception.
"""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Sequence
from ctypes import (
    POINTER,
    Structure,
    byref,
    c_char,
    c_char_p,
    c_double,
    c_int32,
    c_int64,
    c_size_t,
    c_ssize_t,
    c_uint32,
    c_uint64,
    c_void_p,
    sizeof,
)
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ._errors import LibraryError, error_for
from ._status import Status

ABI_VERSION = 1
FILE_NAME = "libfarrell.so.1"

FLOAT64, FLOAT32, INT64, INT32 = 1, 2, 3, 4
INPUT, OUTPUT, PRICE = 1, 2, 3
NUMBERS, INTEGERS, TEXTS = 1, 2, 3

SERIES_TYPES = {
    np.dtype(np.float64): FLOAT64,
    np.dtype(np.float32): FLOAT32,
    np.dtype(np.int64): INT64,
    np.dtype(np.int32): INT32,
}


# ---------------------------------------------------------------- structs of farrell.h


class _Series(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("name", c_char_p),
        ("role", c_int32),
        ("type", c_int32),
        ("values", c_void_p),
        ("stride", c_ssize_t),
    ]


class _Labels(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("name", c_char_p),
        ("codes", c_void_p),
        ("stride", c_ssize_t),
        ("base", c_int32),
        ("labels", POINTER(c_char_p)),
        ("label_count", c_size_t),
    ]


class _Frame(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("name", c_char_p),
        ("row_count", c_size_t),
        ("unit", POINTER(_Labels)),
        ("time", POINTER(_Labels)),
        ("series", POINTER(_Series)),
        ("series_count", c_size_t),
        ("zeros", c_char_p),
        ("missing", c_char_p),
    ]


class _DataInfo(Structure):
    _fields_ = [("size", c_size_t)] + [
        (name, c_uint64)
        for name in (
            "observations",
            "units",
            "periods",
            "dropped_rows",
            "floored_values",
            "rounded_numbers",
            "warnings",
        )
    ]


class _Setting(Structure):
    _fields_ = [("name", c_char_p), ("value", c_char_p)]


class _Request(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("command", c_char_p),
        ("data", c_uint64),
        ("settings", POINTER(_Setting)),
        ("setting_count", c_size_t),
    ]


class _Progress(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("state", c_int32),
        ("reserved", c_int32),
        ("done", c_uint64),
        ("total", c_uint64),
        ("elapsed_seconds", c_double),
        ("step", c_char * 32),
    ]


class _Table(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("name", c_char_p),
        ("row_count", c_uint64),
        ("column_count", c_uint64),
        ("key_count", c_uint64),
    ]


class _Column(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("name", c_char_p),
        ("kind", c_int32),
        ("reserved", c_int32),
        ("row_count", c_uint64),
        ("missing_count", c_uint64),
        ("numbers", c_void_p),
        ("integers", c_void_p),
        ("offsets", c_void_p),
        ("bytes", c_void_p),
        ("validity", c_void_p),
    ]


# ---------------------------------------------------------------- what the others see


@dataclass(frozen=True)
class Numbers:
    """A column of numbers, of shape (N,), float64, float32, int64 or int32 with any stride."""

    name: str
    role: int
    values: npt.NDArray[Any]


@dataclass(frozen=True)
class Names:
    """A column of names: for each row the number of a label, and the labels.

    ``codes`` is int32 of shape (N,), from 0; no two labels are the same text. The order of the
    labels means nothing.
    """

    name: str
    codes: npt.NDArray[np.int32]
    labels: Sequence[str]


@dataclass(frozen=True)
class Progress:
    """How far a job is: ``done`` of ``total`` items of the step."""

    state: int
    step: str
    done: int
    total: int
    elapsed_seconds: float


@dataclass(frozen=True)
class TableInfo:
    """Name and size of a table of results."""

    name: str
    row_count: int
    column_count: int
    key_count: int


@dataclass(frozen=True)
class ColumnInfo:
    """A column of results by the addresses of its buffers; 0 for one that it does not have."""

    name: str
    kind: int
    row_count: int
    missing_count: int
    numbers: int
    integers: int
    offsets: int
    bytes: int
    validity: int


# ---------------------------------------------------------------- the library


_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "farrell_abi_version": (c_uint32, []),
    "farrell_version": (c_char_p, []),
    "farrell_processors": (c_int32, []),
    "farrell_last_error": (c_int32, [c_char_p, c_size_t, POINTER(c_size_t)]),
    "farrell_data_create": (c_int32, [POINTER(_Frame), POINTER(c_uint64)]),
    "farrell_data_describe": (c_int32, [c_uint64, POINTER(_DataInfo)]),
    "farrell_data_warning": (c_int32, [c_uint64, c_uint64, POINTER(c_char_p)]),
    "farrell_data_free": (c_int32, [c_uint64]),
    "farrell_job_submit": (c_int32, [POINTER(_Request), POINTER(c_uint64)]),
    "farrell_job_poll": (c_int32, [c_uint64, POINTER(_Progress)]),
    "farrell_job_wait": (c_int32, [c_uint64, c_int64]),
    "farrell_job_cancel": (c_int32, [c_uint64]),
    "farrell_job_free": (c_int32, [c_uint64]),
    "farrell_result_table": (c_int32, [c_uint64, c_uint64, POINTER(_Table)]),
    "farrell_result_column_at": (c_int32, [c_uint64, c_char_p, c_uint64, POINTER(_Column)]),
    "farrell_result_document": (
        c_int32,
        [c_uint64, c_char_p, POINTER(c_void_p), POINTER(c_size_t)],
    ),
    "farrell_run_store": (c_int32, [c_char_p, c_void_p, c_size_t]),
}


def library_path() -> Path:
    """File of the library: what ``FARRELL_LIBRARY`` names, else the one inside the package."""
    named = os.environ.get("FARRELL_LIBRARY")
    return Path(named) if named else Path(__file__).parent / "_library" / FILE_NAME


class Library:
    """The functions of the library, with failures as exceptions."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise LibraryError(
                f"{path}: found no library; expected {FILE_NAME} there, or the environment "
                "variable FARRELL_LIBRARY with the path of one",
                Status.NO_INPUT,
            )
        try:
            # RTLD_LOCAL, the default: no symbol of it gets in the way of the host's.
            handle = ctypes.CDLL(str(path))
        except OSError as error:
            raise LibraryError(f"{path}: {error}; expected the library of Farrell") from error
        self.path = path
        self._handle = handle  # keeps it loaded
        self._functions: dict[str, Any] = {}
        for name, (answer, arguments) in _SIGNATURES.items():
            try:
                function = getattr(handle, name)
            except AttributeError:
                raise LibraryError(
                    f"{path}: found no {name}; expected the library of Farrell", Status.ABI
                ) from None
            function.restype, function.argtypes = answer, arguments
            self._functions[name] = function
        found = int(self._functions["farrell_abi_version"]())
        if found != ABI_VERSION:
            raise LibraryError(
                f"{path}: found version {found} of the C interface; expected {ABI_VERSION}",
                Status.ABI,
            )

    def _call(self, name: str, *arguments: Any) -> int:
        return int(self._functions[name](*arguments))

    def _checked(self, name: str, *arguments: Any) -> None:
        status = self._call(name, *arguments)
        if status != Status.OK:
            raise error_for(status, self.last_error())

    def version(self) -> str:
        """Version of the engine."""
        return bytes(self._functions["farrell_version"]()).decode()

    def processors(self) -> int:
        """Processors that this process may use now."""
        return self._call("farrell_processors")

    def last_error(self) -> str:
        """The line of this thread's last failure."""
        length = c_size_t()
        self._call("farrell_last_error", None, 0, byref(length))
        buffer = ctypes.create_string_buffer(length.value + 1)
        self._call("farrell_last_error", buffer, len(buffer), None)
        return buffer.value.decode("utf-8", "replace")

    # Data.

    def create_data(
        self,
        name: str | None,
        row_count: int,
        unit: Names,
        time: Names | None,
        series: Sequence[Numbers],
        zeros: str | None,
        missing: str | None,
    ) -> int:
        """Copies a frame into the library; returns its handle."""
        columns = (_Series * max(1, len(series)))()
        for column, view in zip(columns, series):
            column.size = sizeof(_Series)
            column.name = text(view.name)
            column.role = view.role
            column.type = SERIES_TYPES[view.values.dtype]
            column.values = view.values.ctypes.data
            # NumPy may give a single row, or none, any stride.
            column.stride = view.values.strides[0] if row_count > 1 else view.values.itemsize
        frame = _Frame(
            size=sizeof(_Frame),
            name=None if name is None else text(name),
            row_count=row_count,
            unit=ctypes.pointer(_labels(unit)),
            time=ctypes.pointer(_labels(time)) if time is not None else None,
            series=columns,
            series_count=len(series),
            zeros=None if zeros is None else text(zeros),
            missing=None if missing is None else text(missing),
        )
        data = c_uint64()
        self._checked("farrell_data_create", byref(frame), byref(data))
        return data.value

    def describe_data(self, data: int) -> dict[str, int]:
        """Sizes of data, and how many values were accepted with a remark."""
        info = _DataInfo(size=sizeof(_DataInfo))
        self._checked("farrell_data_describe", data, byref(info))
        return {name: int(getattr(info, name)) for name, *_ in _DataInfo._fields_[1:]}

    def data_warning(self, data: int, index: int) -> str:
        """A remark on data."""
        line = c_char_p()
        self._checked("farrell_data_warning", data, index, byref(line))
        return (line.value or b"").decode()

    def free_data(self, data: int) -> None:
        """Frees data; a handle that is none any more is no trouble here."""
        self._call("farrell_data_free", data)

    # Jobs.

    def submit(self, command: str, data: int, settings: Sequence[tuple[str, str]]) -> int:
        """Hands over work; returns the handle of the job."""
        pairs = (_Setting * max(1, len(settings)))()
        for pair, (name, value) in zip(pairs, settings):
            pair.name, pair.value = text(name), text(value)
        request = _Request(
            size=sizeof(_Request),
            command=text(command),
            data=data,
            settings=pairs,
            setting_count=len(settings),
        )
        job = c_uint64()
        self._checked("farrell_job_submit", byref(request), byref(job))
        return job.value

    def poll(self, job: int) -> Progress:
        """How far a job is."""
        progress = _Progress(size=sizeof(_Progress))
        self._checked("farrell_job_poll", job, byref(progress))
        return Progress(
            int(progress.state),
            bytes(progress.step).decode("utf-8", "replace"),
            int(progress.done),
            int(progress.total),
            float(progress.elapsed_seconds),
        )

    def wait(self, job: int, milliseconds: int) -> int:
        """Waits for a job; RUNNING, OK or INCOMPLETE. The interpreter's lock is free meanwhile."""
        status = self._call("farrell_job_wait", job, milliseconds)
        if status not in (Status.RUNNING, Status.OK, Status.INCOMPLETE):
            raise error_for(status, self.last_error())
        return status

    def cancel(self, job: int) -> None:
        """Asks a job to stop."""
        self._call("farrell_job_cancel", job)

    def free_job(self, job: int) -> None:
        """Frees a job with its results."""
        self._call("farrell_job_free", job)

    # Results.

    def table(self, job: int, index: int) -> TableInfo | None:
        """A table, counted from 0; None after the last."""
        table = _Table(size=sizeof(_Table))
        status = self._call("farrell_result_table", job, index, byref(table))
        if status == Status.NAME:
            return None
        if status != Status.OK:
            raise error_for(status, self.last_error())
        return TableInfo(
            (table.name or b"").decode(),
            int(table.row_count),
            int(table.column_count),
            int(table.key_count),
        )

    def column(self, job: int, table: str, index: int) -> ColumnInfo:
        """A column of a table, counted from 0."""
        column = _Column(size=sizeof(_Column))
        self._checked("farrell_result_column_at", job, text(table), index, byref(column))
        return ColumnInfo(
            (column.name or b"").decode(),
            int(column.kind),
            int(column.row_count),
            int(column.missing_count),
            column.numbers or 0,
            column.integers or 0,
            column.offsets or 0,
            column.bytes or 0,
            column.validity or 0,
        )

    def columns(self, job: int, table: str) -> list[ColumnInfo]:
        """All columns of a table, also of one that is not counted; none where there is no such table."""
        found: list[ColumnInfo] = []
        while True:
            try:
                found.append(self.column(job, table, len(found)))
            except LibraryError as error:
                if error.status == Status.NAME:
                    return found
                raise

    def document(self, job: int, name: str) -> tuple[int, int]:
        """Address and length of a document, which lives as long as the job."""
        start, length = c_void_p(), c_size_t()
        self._checked("farrell_result_document", job, text(name), byref(start), byref(length))
        return start.value or 0, length.value

    def store(self, directory: str, shard: bytes) -> None:
        """Keeps a shard in the run in a directory."""
        self._checked("farrell_run_store", os.fsencode(directory), shard, len(shard))


def text(value: str) -> bytes:
    """A text as the library takes it; one with a NUL would be cut short."""
    if "\0" in value:
        raise error_for(Status.USAGE, f"{value!r}: found a NUL character; expected a text")
    try:
        return value.encode()
    except UnicodeEncodeError:
        raise error_for(
            Status.USAGE, f"{value!r}: found half a surrogate pair; expected a text"
        ) from None


def bytes_at(address: int, length: int) -> bytes:
    """A copy of bytes of the library."""
    return ctypes.string_at(address, length) if length else b""


def _labels(view: Names) -> _Labels:
    count = len(view.labels)
    names = (c_char_p * max(1, count))(*map(text, view.labels))
    labels = _Labels(
        size=sizeof(_Labels),
        name=text(view.name),
        codes=view.codes.ctypes.data,
        stride=view.codes.strides[0] if len(view.codes) > 1 else 4,
        base=0,
        labels=names,
        label_count=count,
    )
    return labels


_lock = threading.Lock()
_library: Library | None = None


def library() -> Library:
    """The library, loaded at its first use."""
    global _library
    if _library is None:
        with _lock:
            if _library is None:
                _library = Library(library_path())
    return _library
