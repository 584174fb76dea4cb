"""Tables of results: columns as read-only arrays, and the same as frames of pandas, polars and
Arrow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Union

import numpy as np
import numpy.typing as npt

from . import _abi
from ._frames import hint, listed
from ._html import table_html
from ._jobs import Job

Array = npt.NDArray[Any]


class _Foreign:
    """Memory of the library as NumPy sees it; whatever is made of it keeps the job."""

    def __init__(self, job: Job, address: int, count: int, kind: str) -> None:
        self.job = job
        self.__array_interface__ = {
            "version": 3,
            "shape": (count,),
            "typestr": kind,
            "data": (address, True),
        }


def foreign(job: Job, address: int, count: int, kind: str) -> Array:
    """A read-only array over ``count`` items of the library at an address, without a copy."""
    if count == 0 or address == 0:
        empty = np.empty(0, kind)
        empty.flags.writeable = False
        return empty
    return np.asarray(_Foreign(job, address, count, kind))


class NumberColumn:
    """Numbers, float64; NaN is a missing one."""

    def __init__(self, values: Array) -> None:
        self.values = values

    def array(self) -> Array:
        return self.values

    def arrow(self, pyarrow: Any) -> Any:
        missing = np.isnan(self.values)
        return pyarrow.array(self.values, mask=missing if missing.any() else None)


class IntegerColumn:
    """Whole numbers, int64, and a bit for each row that is 1 where it has one."""

    def __init__(self, values: Array, validity: Array | None) -> None:
        self.values, self.validity = values, validity

    def array(self) -> Array:
        if self.validity is None:
            return self.values
        return read_only(np.where(valid(self.validity, len(self.values)), self.values, np.nan))

    def arrow(self, pyarrow: Any) -> Any:
        if self.validity is None:
            return pyarrow.array(self.values)
        return pyarrow.array(self.values, mask=~valid(self.validity, len(self.values)))


class TextColumn:
    """Texts: row i is bytes offsets[i] to offsets[i + 1]; a bit for each row that is 1 where it has
    one."""

    def __init__(self, offsets: Array, data: Array, validity: Array | None) -> None:
        self.offsets, self.data, self.validity = offsets, data, validity

    def array(self) -> Array:
        count = len(self.offsets) - 1
        found = np.empty(max(0, count), object)
        data, ends = self.data.tobytes(), self.offsets.tolist()
        known: dict[bytes, str] = {}  # names come again and again
        for row in range(count):
            part = data[ends[row] : ends[row + 1]]
            text = known.get(part)
            if text is None:
                text = known[part] = part.decode("utf-8", "replace")
            found[row] = text
        if self.validity is not None:
            found[~valid(self.validity, count)] = None
        return read_only(found)

    def arrow(self, pyarrow: Any) -> Any:
        buffers = [
            None if self.validity is None else pyarrow.py_buffer(self.validity),
            pyarrow.py_buffer(self.offsets),
            pyarrow.py_buffer(self.data),
        ]
        return pyarrow.Array.from_buffers(
            pyarrow.large_string(), max(0, len(self.offsets) - 1), buffers
        )


class ObjectColumn:
    """Texts that Python made, None for a missing one."""

    def __init__(self, values: Array) -> None:
        self.values = values

    def array(self) -> Array:
        return self.values

    def arrow(self, pyarrow: Any) -> Any:
        return pyarrow.array(self.values.tolist(), pyarrow.large_string())


Column = Union[NumberColumn, IntegerColumn, TextColumn, ObjectColumn]


class Table(Mapping[str, Array]):
    """A table of results: a mapping of column names to read-only arrays of shape (rows,).

    Numbers are float64 with NaN for a missing one; whole numbers int64, or float64 where one is
    missing; texts objects, None for a missing one.

    Attributes
    ----------
    name : str
        Name of the table.
    row_count : int
        Number of rows.
    key_count : int
        Columns on the left that say what a row is about.
    """

    def __init__(
        self,
        name: str,
        row_count: int,
        key_count: int,
        column_names: Sequence[str],
        load: Callable[[int], Column],
    ) -> None:
        self.name = name
        self.row_count = row_count
        self.key_count = key_count
        self._names = tuple(column_names)
        self._load = load
        self._columns: dict[str, Column] = {}
        self._arrays: dict[str, Array] = {}
        self._lock = threading.Lock()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in their order."""
        return self._names

    @property
    def keys_of_rows(self) -> tuple[str, ...]:
        """Names of the columns that say what a row is about."""
        return self._names[: self.key_count]

    def __getitem__(self, name: str) -> Array:
        found = self._arrays.get(name)
        if found is None:
            found = self._arrays[name] = self._column(name).array()
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def _column(self, name: str) -> Column:
        with self._lock:
            if name not in self._columns:
                if name not in self._names:
                    raise KeyError(
                        f"table {self.name!r}: found no column {name!r}{hint(name, self._names)}; "
                        f"expected one of {listed(self._names)}"
                    )
                self._columns[name] = self._load(self._names.index(name))
            return self._columns[name]

    def to_pandas(self) -> Any:
        """The table as a ``pandas.DataFrame``."""
        import pandas

        return pandas.DataFrame({name: self[name] for name in self}, columns=list(self))

    def to_polars(self) -> Any:
        """The table as a ``polars.DataFrame``; numbers without a copy."""
        import polars

        series = []
        for name in self:
            column = self._column(name)
            if isinstance(column, IntegerColumn) and column.validity is not None:
                there = valid(column.validity, self.row_count)
                values = [int(v) if t else None for v, t in zip(column.values, there)]
                series.append(polars.Series(name, values, polars.Int64))
            elif isinstance(column, (TextColumn, ObjectColumn)):
                series.append(polars.Series(name, self[name].tolist(), polars.String))
            else:
                series.append(polars.Series(name, self[name], nan_to_null=True))
        return polars.DataFrame(series)

    def to_arrow(self) -> Any:
        """The table as a ``pyarrow.Table``; texts, and numbers of which none is missing, without a
        copy."""
        import pyarrow

        return pyarrow.table([self._column(name).arrow(pyarrow) for name in self], names=list(self))

    def __repr__(self) -> str:
        return f"<farrell.Table {self.name!r}: {self.row_count} rows, {len(self)} columns>"

    def _repr_html_(self) -> str:
        return table_html(self, caption=self.name)

    def __getstate__(self) -> dict[str, Any]:
        for name in self._names:
            self._column(name)
        columns = [_owned(self._columns[name]) for name in self._names]
        return {
            "name": self.name,
            "row_count": self.row_count,
            "key_count": self.key_count,
            "names": self._names,
            "columns": columns,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        columns = state["columns"]
        for column in columns:
            for array in vars(column).values():
                if isinstance(array, np.ndarray):
                    array.flags.writeable = False
        self.__init__(  # type: ignore[misc]
            state["name"],
            state["row_count"],
            state["key_count"],
            state["names"],
            columns.__getitem__,
        )


def made_table(name: str, key_count: int, columns: Mapping[str, Array]) -> Table:
    """A table of arrays that Python made."""
    made: list[Column] = []
    for values in columns.values():
        values = read_only(values)
        if values.dtype.kind == "O":
            made.append(ObjectColumn(values))
        elif values.dtype.kind == "i":
            made.append(IntegerColumn(values, None))
        else:
            made.append(NumberColumn(values))
    row_count = len(next(iter(columns.values()), ()))
    return Table(name, row_count, key_count, list(columns), made.__getitem__)


def table_of(job: Job, name: str, key_count: int, infos: Sequence[_abi.ColumnInfo]) -> Table:
    """A table of a job; what its columns hold is read when somebody asks for it."""

    def load(index: int) -> Column:
        column = infos[index]
        count = column.row_count
        validity = (
            foreign(job, column.validity, (count + 7) // 8, "|u1") if column.validity else None
        )
        if column.kind == _abi.NUMBERS:
            return NumberColumn(foreign(job, column.numbers, count, "<f8"))
        if column.kind == _abi.INTEGERS:
            return IntegerColumn(foreign(job, column.integers, count, "<i8"), validity)
        offsets = foreign(job, column.offsets, count + 1, "<i8")
        length = int(offsets[-1]) if len(offsets) else 0
        return TextColumn(offsets, foreign(job, column.bytes, length, "|u1"), validity)

    names = [column.name for column in infos]
    return Table(name, infos[0].row_count if infos else 0, key_count, names, load)


def valid(bits: Array, count: int) -> npt.NDArray[np.bool_]:
    """Which rows are there, by the bits of a column."""
    return np.unpackbits(bits, count=count, bitorder="little").astype(bool)


def read_only(values: Array) -> Array:
    """The same array, which nobody can write to through this name."""
    if values.flags.writeable:
        values = values.view()
        values.flags.writeable = False
    return values


def _owned(column: Column) -> Column:
    """The column with memory of its own, to be pickled."""
    parts = {
        name: np.array(part) if isinstance(part, np.ndarray) else part
        for name, part in vars(column).items()
    }
    return type(column)(**parts)
