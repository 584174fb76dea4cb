"""A data set as the library takes it: columns of numbers and of names, whatever frame they came
from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _abi
from ._abi import Names as Names
from ._abi import Numbers as Numbers
from ._errors import DataError
from ._status import Status


@dataclass(frozen=True)
class Columns:
    """What an analysis reads of a frame; it can be sent to another process."""

    row_count: int
    unit: Names
    time: Names | None
    series: tuple[Numbers, ...]
    zeros: str
    missing: str

    def create(self) -> int:
        """Copies the columns into the library; returns the handle of the data."""
        return _abi.library().create_data(
            None,
            self.row_count,
            self.unit,
            self.time,
            self.series,
            self.zeros,
            self.missing,
        )


def numbers(values: Any, column: str) -> npt.NDArray[Any]:
    """An array of numbers as one of the four types that the library reads.

    These types go through as they are, without a copy. Smaller integers and booleans become int32,
    other real numbers float64; Python's numbers in an array of objects, where None is a missing
    one, float64.
    """
    array = np.asarray(values)
    if isinstance(values, np.ma.MaskedArray):
        array = np.ma.filled(values.astype(np.float64), np.nan)
    if array.ndim != 1:
        raise DataError(
            f"column {column!r}: found an array of {array.ndim} dimensions; expected one",
            Status.DATA,
        )
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    if array.dtype in _abi.SERIES_TYPES:
        return _forward(array)
    if array.dtype.kind in "bi" or array.dtype in (np.uint8, np.uint16):
        return array.astype(np.int32)
    if array.dtype.kind in "uf":
        return array.astype(np.float64)
    if array.dtype.kind == "O":
        return _numbers_of_objects(array, column)
    raise DataError(f"column {column!r}: found {_kind(array)}; expected numbers", Status.DATA)


def _forward(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The array itself, or a copy where one number would overlap the next (as in one broadcast
    number)."""
    return array.copy() if len(array) > 1 and abs(array.strides[0]) < array.itemsize else array


def _numbers_of_objects(array: npt.NDArray[Any], column: str) -> npt.NDArray[np.float64]:
    found = np.empty(len(array), np.float64)
    for row, value in enumerate(array):
        if is_missing(value):
            found[row] = np.nan
            continue
        try:
            if isinstance(value, (str, bytes)):
                raise TypeError
            found[row] = float(value)
        except (TypeError, ValueError, OverflowError):
            raise DataError(
                f"column {column!r}, row {row + 1}: found {value!r}; expected a number", Status.DATA
            ) from None
    return found


def _kind(array: npt.NDArray[Any]) -> str:
    words = {"U": "texts", "S": "bytes", "M": "dates", "m": "durations", "c": "complex numbers"}
    word = (
        "texts"
        if array.dtype.kind == "T"
        else words.get(array.dtype.kind, f"values of type {array.dtype}")
    )
    if array.dtype.kind in "UTS" and len(array):
        return f"{word} such as {array[0].item() if hasattr(array[0], 'item') else array[0]!r}"
    return word


def is_missing(value: Any) -> bool:
    """Whether a single value is None, NaN, NaT or NA."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except (TypeError, ValueError):
        return True  # pandas.NA has no truth value
