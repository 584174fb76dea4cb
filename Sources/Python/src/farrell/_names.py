"""Columns of names from arrays of texts, numbers or dates."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ._columns import Names, is_missing
from ._errors import DataError
from ._status import Status


def label_text(value: Any) -> str:
    """A name as it is written: whole numbers without a point, dates as ISO 8601 has them.

    >>> label_text(1999.0), label_text("A"), label_text(np.datetime64("2001-12-31"))
    ('1999', 'A', '2001-12-31')
    """
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (float, np.floating)):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    if isinstance(value, decimal.Decimal):
        return str(int(value)) if value == value.to_integral_value() else str(value)
    if isinstance(value, np.datetime64):
        text = str(value)
        return text.partition("T")[0] if value == value.astype("datetime64[D]") else text
    if isinstance(value, datetime.datetime):
        if (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0):
            return value.date().isoformat()
        return value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def encoded(codes: npt.NDArray[Any], labels: Sequence[Any], column: str) -> Names:
    """Names from codes and labels, as a categorical or dictionary array has them; a code below 0 is
    none."""
    if len(codes) and int(codes.min()) < 0:
        row = int(np.flatnonzero(codes < 0)[0]) + 1
        raise DataError(
            f"column {column!r}, row {row}: found no name; expected one in every row", Status.DATA
        )
    texts = [label if type(label) is str else label_text(label) for label in labels]
    different = dict.fromkeys(texts)
    if len(different) == len(texts):
        return Names(column, np.ascontiguousarray(codes, np.int32), texts)
    # Labels that are different values and the same text, such as 1999 and 1999.0.
    positions = {text: number for number, text in enumerate(different)}
    merged = np.array([positions[text] for text in texts], np.int32)
    return Names(column, merged[codes], list(different))


def names(values: Any, column: str) -> Names:
    """Names from an array, or a sequence, of texts, numbers or dates."""
    array = values if isinstance(values, np.ndarray) else _array(values)
    if array.ndim != 1:
        raise DataError(
            f"column {column!r}: found an array of {array.ndim} dimensions; expected one",
            Status.DATA,
        )
    if array.dtype.kind in "iub":
        return _integers(array, column)
    if array.dtype.kind in "fM":
        lacking = np.isnan(array) if array.dtype.kind == "f" else np.isnat(array)
        if lacking.any():
            codes = np.where(lacking, -1, 0)
            return encoded(codes, [""], column)
        labels, inverse = np.unique(array, return_inverse=True)
        return encoded(inverse.reshape(-1), list(labels), column)
    if array.dtype.kind == "S":
        array = np.char.decode(array, "utf-8")
    return counted(array.tolist(), column)


def counted(values: Iterable[Any], column: str) -> Names:
    """Names of any kind, numbered in the order of their first rows."""
    numbers: dict[Any, int] = {}
    codes: list[int] = []
    append = codes.append
    number = numbers.setdefault
    for value in values:
        try:
            append(number(value, len(numbers)))
        except TypeError:
            append(number(label_text(value), len(numbers)))
    found = np.array(codes, np.int32)
    lacking = [code for value, code in numbers.items() if is_missing(value)]
    if lacking:
        found[np.isin(found, lacking)] = -1
    return encoded(found, list(numbers), column)


def numbered(count: int, column: str = "unit") -> Names:
    """The names 1 to N."""
    return Names(
        column, np.arange(count, dtype=np.int32), [str(number + 1) for number in range(count)]
    )


def _array(values: Any) -> npt.NDArray[Any]:
    if hasattr(values, "__array__"):
        return np.asarray(values)
    found = list(values)
    # NumPy would make one type of all of them, and texts of numbers beside texts.
    if all(isinstance(value, (int, np.integer)) and not isinstance(value, bool) for value in found):
        try:
            return np.array(found, np.int64)
        except OverflowError:
            pass
    array = np.empty(len(found), object)
    array[:] = found
    return array


def _integers(array: npt.NDArray[Any], column: str) -> Names:
    if len(array) and array.dtype.kind != "b":
        least, most = int(array.min()), int(array.max())
        if most - least < max(1024, 4 * len(array)):
            # Years and running numbers: their place in their range, without sorting.
            if array.dtype.kind == "u":
                shifted = (array - array.dtype.type(least)).astype(np.int64)
            else:
                shifted = array.astype(np.int64, copy=False) - least
            present = np.zeros(most - least + 1, bool)
            present[shifted] = True
            places = np.cumsum(present, dtype=np.int32) - np.int32(1)
            return Names(
                column, places[shifted], [str(least + int(i)) for i in np.flatnonzero(present)]
            )
    labels, inverse = np.unique(array, return_inverse=True)
    return encoded(inverse.reshape(-1), labels.tolist(), column)
