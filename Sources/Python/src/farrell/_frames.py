"""Frames of every kind as columns: pandas, polars, Arrow, NumPy, dictionaries of arrays.

None of these libraries is imported before somebody hands over one of its frames.
"""

from __future__ import annotations

import difflib
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _abi, _columns, _names
from ._columns import Columns, Names, Numbers
from ._errors import DataError, UsageError
from ._status import Status


class Frame(ABC):
    """Named columns of one length."""

    @property
    @abstractmethod
    def columns(self) -> list[str]:
        """Names of the columns."""

    @property
    @abstractmethod
    def row_count(self) -> int:
        """Number of rows, N."""

    @abstractmethod
    def numbers(self, column: str) -> npt.NDArray[Any]:
        """A column of numbers; NaN where one is missing."""

    @abstractmethod
    def names(self, column: str) -> Names:
        """A column of names."""

    def row_names(self) -> Names:
        """Names of units where no column has them."""
        return _names.numbered(self.row_count)


def frame_of(data: Any) -> Frame:
    """The frame behind ``data``.

    Raises
    ------
    UsageError
        For an object that has no columns.
    """
    kind = type(data)
    package = kind.__module__.partition(".")[0]
    if package == "pandas" and hasattr(data, "iloc") and hasattr(data, "columns"):
        return PandasFrame(data)
    if package == "polars" and kind.__name__ == "LazyFrame":
        raise UsageError(
            "data: found a LazyFrame of polars; expected a DataFrame, as its collect() gives",
            Status.USAGE,
        )
    if package == "polars" and kind.__name__ == "DataFrame":
        return PolarsFrame(data)
    if package == "pyarrow" and kind.__name__ in ("Table", "RecordBatch"):
        return ArrowFrame(data)
    if isinstance(data, Mapping):
        return DictionaryFrame(data)
    if isinstance(data, np.ndarray) and data.dtype.names is not None:
        return StructuredFrame(data)
    if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__dataframe__"):
        return _exchanged(data)
    raise UsageError(
        f"data: found {kind.__module__}.{kind.__qualname__}; expected a data frame of pandas or polars, "
        "a table of Arrow, a dict of arrays, or a structured array of NumPy; matrices go into "
        "inputs and outputs, without data",
        Status.USAGE,
    )


def _exchanged(data: Any) -> Frame:
    """A frame of another library, by way of pyarrow, polars or pandas."""
    stream = hasattr(data, "__arrow_c_stream__")
    try:
        import pyarrow

        if stream:
            return ArrowFrame(pyarrow.table(data))
        from pyarrow import interchange

        return ArrowFrame(interchange.from_dataframe(data))
    except ImportError:
        pass
    try:
        import polars

        return PolarsFrame(polars.DataFrame(data) if stream else polars.from_dataframe(data))
    except ImportError:
        pass
    raise UsageError(
        f"data: found {type(data).__module__}.{type(data).__qualname__}; expected pyarrow or polars "
        "to read it with, and neither is installed",
        Status.USAGE,
    )


class PandasFrame(Frame):
    """A ``pandas.DataFrame``."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    @property
    def columns(self) -> list[str]:
        return [str(name) for name in self._frame.columns]

    @property
    def row_count(self) -> int:
        return len(self._frame)

    def _series(self, column: str) -> Any:
        for position, name in enumerate(self._frame.columns):
            if str(name) == column:
                return self._frame.iloc[:, position]
        raise AssertionError(column)

    def numbers(self, column: str) -> npt.NDArray[Any]:
        series = self._series(column)
        if isinstance(series.dtype, np.dtype):
            return _columns.numbers(series.to_numpy(copy=False), column)
        if getattr(series.dtype, "kind", "O") in "iufb" and hasattr(series.dtype, "na_value"):
            if not series.hasnans and not series.isna().any():
                return _columns.numbers(series.to_numpy(dtype=series.dtype.numpy_dtype), column)
            return series.to_numpy(dtype=np.float64, na_value=np.nan)  # type: ignore[no-any-return]
        return _columns.numbers(series.to_numpy(dtype=object), column)

    def names(self, column: str) -> Names:
        return self._names(self._series(column), column)

    def row_names(self) -> Names:
        index = self._frame.index
        if type(index).__name__ == "RangeIndex" and index.name is None and index.start == 0:
            return super().row_names()
        if type(index).__name__ == "MultiIndex":
            raise UsageError(
                "unit: found an index of several levels; expected the name of a column, as "
                "reset_index() gives",
                Status.USAGE,
            )
        return self._names(index, str(index.name) if index.name is not None else "unit")

    @staticmethod
    def _names(values: Any, column: str) -> Names:
        dtype = values.dtype
        if hasattr(dtype, "categories"):
            categorical = getattr(values, "cat", values)
            codes = np.asarray(categorical.codes)
            return _names.encoded(codes.astype(np.int32), list(categorical.categories), column)
        if isinstance(dtype, np.dtype) and dtype.kind in "iubfM":
            return _names.names(values.to_numpy(), column)
        codes, labels = values.factorize()
        return _names.encoded(codes, list(labels), column)


class PolarsFrame(Frame):
    """A ``polars.DataFrame``."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    @property
    def columns(self) -> list[str]:
        return list(self._frame.columns)

    @property
    def row_count(self) -> int:
        return int(self._frame.height)

    def numbers(self, column: str) -> npt.NDArray[Any]:
        import polars

        series = self._frame.get_column(column)
        if not series.dtype.is_numeric() and series.dtype != polars.Boolean:
            if series.dtype == polars.Object:
                return _columns.numbers(np.array(series.to_list(), object), column)
            raise DataError(
                f"column {column!r}: found values of type {series.dtype}; expected numbers",
                Status.DATA,
            )
        if series.null_count() or series.dtype.is_decimal() or series.dtype == polars.Boolean:
            series = series.cast(polars.Float64)
        return _columns.numbers(series.to_numpy(), column)

    def names(self, column: str) -> Names:
        import polars

        series = self._frame.get_column(column)
        if series.null_count():
            row = int(series.is_null().arg_true()[0])
            codes = np.zeros(len(series), np.int32)
            codes[row] = -1
            return _names.encoded(codes, [""], column)
        if series.dtype.is_numeric() or series.dtype == polars.Datetime:
            return _names.names(series.to_numpy(), column)
        texts = series.cast(polars.String)
        labels = texts.unique(maintain_order=True)
        codes = texts.cast(polars.Enum(labels)).to_physical().cast(polars.Int32).to_numpy()
        return _names.encoded(codes, labels.to_list(), column)


class ArrowFrame(Frame):
    """A ``pyarrow.Table`` or ``pyarrow.RecordBatch``."""

    def __init__(self, table: Any) -> None:
        self._table = table

    @property
    def columns(self) -> list[str]:
        return list(self._table.schema.names)

    @property
    def row_count(self) -> int:
        return int(self._table.num_rows)

    def _array(self, column: str) -> Any:
        import pyarrow

        found = self._table.column(self.columns.index(column))
        if isinstance(found, pyarrow.ChunkedArray):
            return found.chunk(0) if found.num_chunks == 1 else found.combine_chunks()
        return found

    def numbers(self, column: str) -> npt.NDArray[Any]:
        import pyarrow

        array = self._array(column)
        if isinstance(array, pyarrow.ChunkedArray):  # of several chunks that are too long for one
            array = pyarrow.concat_arrays(array.chunks)
        kind = array.type
        if pyarrow.types.is_dictionary(kind):
            array, kind = array.dictionary_decode(), kind.value_type
        is_number = pyarrow.types.is_integer(kind) or pyarrow.types.is_floating(kind)
        if (
            not is_number
            and not pyarrow.types.is_decimal(kind)
            and not pyarrow.types.is_boolean(kind)
        ):
            raise DataError(
                f"column {column!r}: found values of type {kind}; expected numbers", Status.DATA
            )
        if is_number and array.null_count == 0:
            return _columns.numbers(array.to_numpy(zero_copy_only=True), column)
        if pyarrow.types.is_boolean(kind):
            array = array.cast(pyarrow.int32())
        values = array.cast(pyarrow.float64(), safe=False).to_numpy(zero_copy_only=False)
        return _columns.numbers(values, column)

    def names(self, column: str) -> Names:
        import pyarrow

        array = self._array(column)
        kind = array.type
        if pyarrow.types.is_integer(kind) and array.null_count == 0:
            return _names.names(array.to_numpy(zero_copy_only=False), column)
        if not pyarrow.types.is_dictionary(kind):
            array = array.dictionary_encode()
        if isinstance(array, pyarrow.ChunkedArray):
            array = array.unify_dictionaries().combine_chunks()
        if isinstance(array, pyarrow.ChunkedArray):
            array = array.chunk(0)
        codes = array.indices.fill_null(-1).cast(pyarrow.int32()).to_numpy(zero_copy_only=False)
        return _names.encoded(codes, array.dictionary.to_pylist(), column)


class DictionaryFrame(Frame):
    """A mapping of names to arrays, lists or series of one length."""

    def __init__(self, data: Mapping[Any, Any]) -> None:
        self._columns = {str(name): values for name, values in data.items()}
        lengths = {name: len(values) for name, values in self._columns.items()}
        for name, length in lengths.items():
            first = next(iter(lengths))
            if length != lengths[first]:
                raise DataError(
                    f"data: found {length} values in column {name!r}; expected {lengths[first]}, as "
                    f"in column {first!r}",
                    Status.DATA,
                )
        self._row_count = next(iter(lengths.values()), 0)

    @property
    def columns(self) -> list[str]:
        return list(self._columns)

    @property
    def row_count(self) -> int:
        return self._row_count

    def _one(self, column: str) -> Frame | None:
        """The column as a frame of its library; None where it is of none."""
        values = self._columns[column]
        package = type(values).__module__.partition(".")[0]
        if package == "pandas" and hasattr(values, "to_frame"):
            return PandasFrame(values.to_frame(name=column))
        if package == "pandas" and hasattr(values, "categories"):
            return PandasFrame(sys.modules["pandas"].DataFrame({column: values}))
        if package == "polars":
            return PolarsFrame(values.alias(column).to_frame())
        if package == "pyarrow":
            return ArrowFrame(sys.modules["pyarrow"].table({column: values}))
        return None

    def numbers(self, column: str) -> npt.NDArray[Any]:
        one = self._one(column)
        if one is not None:
            return one.numbers(column)
        values = self._columns[column]
        if isinstance(values, np.ndarray) or hasattr(values, "__array__"):
            return _columns.numbers(values, column)
        array = np.asarray(values)
        if array.dtype.kind not in "biuf":  # where a list has a text, NumPy would make texts of all
            array = np.empty(len(values), object)
            array[:] = list(values)
        return _columns.numbers(array, column)

    def names(self, column: str) -> Names:
        one = self._one(column)
        return _names.names(self._columns[column], column) if one is None else one.names(column)


class StructuredFrame(Frame):
    """A structured array of NumPy; its columns are views."""

    def __init__(self, array: npt.NDArray[Any]) -> None:
        if array.ndim != 1:
            raise UsageError(
                f"data: found a structured array of {array.ndim} dimensions; expected one",
                Status.USAGE,
            )
        self._array = array

    @property
    def columns(self) -> list[str]:
        return list(self._array.dtype.names or ())

    @property
    def row_count(self) -> int:
        return len(self._array)

    def numbers(self, column: str) -> npt.NDArray[Any]:
        return _columns.numbers(self._array[column], column)

    def names(self, column: str) -> Names:
        return _names.names(self._array[column], column)


class MatrixFrame(Frame):
    """Inputs and outputs as matrices with units in rows, as in R's Benchmarking."""

    def __init__(self, inputs: Any, outputs: Any, unit: Any, time: Any) -> None:
        self._columns: dict[str, npt.NDArray[Any]] = {}
        self.inputs = self._matrix(inputs, "inputs", "x")
        self.outputs = self._matrix(outputs, "outputs", "y")
        self._keys = {"unit": unit, "time": time}
        count = len(self._columns[self.inputs[0]])
        for name in self.outputs:
            if len(self._columns[name]) != count:
                raise DataError(
                    f"outputs: found {len(self._columns[name])} rows; expected {count}, "
                    "as in inputs",
                    Status.DATA,
                )
        for name, values in self._keys.items():
            if values is not None and (isinstance(values, str) or len(values) != count):
                found = repr(values) if isinstance(values, str) else f"{len(values)} names"
                raise UsageError(
                    f"{name}: found {found}; expected an array of {count} names, "
                    "as there is no data",
                    Status.USAGE,
                )
        self._row_count = count

    def _matrix(self, values: Any, what: str, letter: str) -> list[str]:
        if hasattr(values, "columns") or isinstance(values, Mapping):
            frame = frame_of(values)
            names = frame.columns
            arrays = [frame.numbers(name) for name in names]
        else:
            try:
                matrix = np.asarray(values)
            except ValueError:
                matrix = np.empty(0, object)
            if matrix.ndim == 1 and matrix.dtype.kind in "biuf":
                matrix = matrix[:, np.newaxis]
            if matrix.ndim != 2 or matrix.dtype.kind not in "biufO" or matrix.shape[1] == 0:
                raise UsageError(
                    f"{what}: found no matrix of numbers; expected one with units in rows and "
                    f"{what} in columns, as there is no data",
                    Status.USAGE,
                )
            names = [f"{letter}{column + 1}" for column in range(matrix.shape[1])]
            arrays = [
                _columns.numbers(matrix[:, column], name) for column, name in enumerate(names)
            ]
        for name, array in zip(names, arrays):
            if name in self._columns:
                raise DataError(
                    f"{what}: found the name {name!r} twice; expected different names", Status.DATA
                )
            self._columns[name] = array
        return names

    @property
    def columns(self) -> list[str]:
        return list(self._columns)

    @property
    def row_count(self) -> int:
        return self._row_count

    def numbers(self, column: str) -> npt.NDArray[Any]:
        return self._columns[column]

    def names(self, column: str) -> Names:
        return DictionaryFrame({column: self._keys[column]}).names(column)


def columns_of(
    data: Any,
    *,
    unit: Any,
    time: Any,
    inputs: Any,
    outputs: Any,
    prices: Sequence[str] = (),
    zeros: str = "reject",
    missing: str = "reject",
) -> Columns:
    """The columns that an analysis reads.

    Parameters
    ----------
    data
        A frame, or None where ``inputs`` and ``outputs`` are matrices and ``unit`` and ``time``
        arrays.
    unit, time
        Names of columns, or None.
    inputs, outputs
        Name or names of columns.
    prices
        Columns with prices of inputs.
    zeros, missing
        Policies, as the library takes them.

    Raises
    ------
    UsageError, DataError
        For what is no frame, columns that it lacks, and columns of another kind.
    """
    frame: Frame
    if data is None:
        matrices = MatrixFrame(inputs, outputs, unit, time)
        frame, inputs, outputs = matrices, matrices.inputs, matrices.outputs
        unit, time = (None if unit is None else "unit"), (None if time is None else "time")
    else:
        frame = frame_of(data)
        inputs, outputs = column_names(inputs, "inputs"), column_names(outputs, "outputs")
        for role, name in (("unit", unit), ("time", time)):
            if name is not None and not isinstance(name, (str, int)):
                raise UsageError(
                    f"{role}: found {type(name).__qualname__}; expected the name of a column",
                    Status.USAGE,
                )
    if frame.row_count == 0:
        raise DataError("data: found no rows; expected at least one", Status.DATA)
    known = frame.columns
    wanted = [("unit", unit), ("time", time)]
    wanted += [("input", name) for name in inputs] + [("output", name) for name in outputs]
    wanted += [("price", name) for name in prices]
    for role, name in wanted if data is not None else []:
        if name is not None:
            _check(str(name), role, known)
    series = [
        Numbers(name, role, _finite_length(frame, name))
        for role, group in (
            (_abi.INPUT, inputs),
            (_abi.OUTPUT, outputs),
            (_abi.PRICE, list(dict.fromkeys(prices))),
        )
        for name in group
    ]
    return Columns(
        row_count=frame.row_count,
        unit=frame.row_names() if unit is None else frame.names(str(unit)),
        time=None if time is None else frame.names(str(time)),
        series=tuple(series),
        zeros=zeros,
        missing=missing,
    )


def _finite_length(frame: Frame, name: str) -> npt.NDArray[Any]:
    values = frame.numbers(name)
    if len(values) != frame.row_count:
        raise DataError(
            f"column {name!r}: found {len(values)} values; expected {frame.row_count}", Status.DATA
        )
    return values


def column_names(names: Any, what: str) -> list[str]:
    """One name, or several, as a list; commas belong to a name."""
    if isinstance(names, (str, int)) and not isinstance(names, bool):
        return [str(names)]
    if isinstance(names, np.ndarray) and names.dtype.kind in "biuf":
        raise UsageError(
            f"{what}: found an array of numbers beside data; expected names of columns",
            Status.USAGE,
        )
    try:
        found = list(names)
    except TypeError:
        found = []
    if not found or not all(isinstance(name, (str, int)) for name in found):
        raise UsageError(f"{what}: found {names!r}; expected names of columns", Status.USAGE)
    return [str(name) for name in found]


def _check(name: str, role: str, known: Sequence[str]) -> None:
    count = known.count(name)
    if count == 1:
        return
    if count > 1:
        raise DataError(
            f"data: found {count} columns with the name {name!r}; expected one", Status.DATA
        )
    raise DataError(
        f"data: found no {role} column {name!r}{hint(name, known)}; "
        f"expected one of {listed(known)}",
        Status.DATA,
    )


def hint(name: str, known: Sequence[str]) -> str:
    """The known name that is nearest to a mistyped one, as a question; "" where none is near."""
    folded = {one.lower(): one for one in reversed(known)}
    near = difflib.get_close_matches(name.lower(), list(folded), 1, 0.7)
    return f" (did you mean {folded[near[0]]!r}?)" if near else ""


def listed(names: Sequence[str], most: int = 40) -> str:
    """Names in quotes between commas, cut after a screenful."""
    text = ", ".join(repr(name) for name in names[:most])
    return f"{text} and {len(names) - most} more" if len(names) > most else text or "none"
