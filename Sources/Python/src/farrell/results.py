"""Results of the three analyses: tables, documents and pictures, all read-only."""

from __future__ import annotations

import csv
import html
import io
import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from . import _abi
from ._errors import LibraryError
from ._frames import hint, listed
from ._html import table_html
from ._jobs import Job
from ._status import Status
from ._tables import Array, Table, foreign, made_table, read_only, table_of
from .pictures import BootstrapPictures, Pictures

__all__ = [
    "BootstrapResult",
    "Draws",
    "EfficiencyResult",
    "Lambdas",
    "MalmquistResult",
    "Result",
    "Table",
]


class Result:
    """What an analysis came to.

    ``result["TABLE"]`` is a table; ``tables`` names them. Nothing can be changed. A result can be
    pickled: it takes its columns and documents along.
    """

    #: The table that ``to_pandas()`` and notebooks take where none is named.
    main_table = ""

    def __init__(self, job: Job, remarks: Iterable[str] = ()) -> None:
        self._job: Job | None = job
        self._data_remarks = tuple(remarks)
        self._complete = job.is_complete
        self._threads = job.threads
        self._documents: dict[str, bytes] = {}
        self._tables: dict[str, Table] = {}
        self._infos: dict[str, _abi.TableInfo] = {}
        self._lock = threading.RLock()
        index = 0
        while (info := job.library.table(job.handle, index)) is not None:
            self._infos.setdefault(info.name, info)
            index += 1
        self._sealed = True

    def __setattr__(self, name: str, value: object) -> None:
        if getattr(self, "_sealed", False):
            raise AttributeError(
                f"{name}: found an assignment; expected none, as results are read-only"
            )
        super().__setattr__(name, value)

    # Tables.

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables with every column.

        Those that people read, such as "annual-means" or "isoquants", are there by their names too.
        """
        return tuple(self._infos)

    def __getitem__(self, table: str) -> Table:
        with self._lock:
            found = self._tables.get(table)
            if found is None:
                info = self._infos.get(table)
                job = self._job
                columns: list[_abi.ColumnInfo] = []
                if job is not None and isinstance(table, str):
                    columns = job.library.columns(job.handle, table)
                if job is None or not columns:
                    raise KeyError(
                        f"found no table {table!r}{hint(str(table), self.tables)}; expected one of "
                        f"{listed(self.tables)}"
                    )
                keys = 0 if info is None else info.key_count
                found = self._tables[table] = table_of(job, table, keys, columns)
            return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self._infos)

    def __contains__(self, table: object) -> bool:
        return table in self._infos

    def to_pandas(self, table: str | None = None) -> Any:
        """A table, or the main one, as a ``pandas.DataFrame``."""
        return self[table or self.main_table].to_pandas()

    def to_polars(self, table: str | None = None) -> Any:
        """A table, or the main one, as a ``polars.DataFrame``."""
        return self[table or self.main_table].to_polars()

    def to_arrow(self, table: str | None = None) -> Any:
        """A table, or the main one, as a ``pyarrow.Table``; it lives as long as it is used."""
        return self[table or self.main_table].to_arrow()

    # Documents.

    def document(self, name: str) -> bytes:
        """A document of the C interface, such as "json", "csv/TABLE", "summary" or "svg/PICTURE".

        Raises
        ------
        LibraryError
            Where there is none of this name.
        """
        with self._lock:
            found = self._documents.get(name)
            if found is not None:
                return found
            if self._job is None:
                raise LibraryError(
                    f"document: found no {name!r} in this copy of a result", Status.NAME
                )
            found = _abi.bytes_at(*self._job.library.document(self._job.handle, name))
            if not name.startswith(("json", "csv/", "draws")):  # large, and asked for once
                self._documents[name] = found
            return found

    def to_json(self) -> str:
        """All tables and what they depend on: what the command prints with ``--format json``."""
        return self.document("json").decode()

    def to_csv(self, table: str | None = None) -> str:
        """A table, or the main one: what the command prints with ``--table TABLE --format csv``."""
        return self.document(f"csv/{self[table or self.main_table].name}").decode()

    def summary(self) -> str:
        """The tables that people read, as the command prints them."""
        return self.document("summary").decode()

    @property
    def metadata(self) -> dict[str, Any]:
        """What the results depend on, and counts; a new dict each time."""
        try:
            found: dict[str, Any] = json.loads(self.document("metadata"))
        except LibraryError as error:
            if error.status != Status.NAME:
                raise
            return {}  # of a part of a run
        return found

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was accepted with a remark."""
        lines = [*self._data_remarks, *self.metadata.get("warnings", [])]
        return tuple(dict.fromkeys(lines))

    @property
    def cautions(self) -> tuple[str, ...]:
        """What the numbers do not say by themselves."""
        return tuple(self.metadata.get("cautions", []))

    @property
    def remarks(self) -> tuple[str, ...]:
        """Lines that the command prints beside its results: sizes, counts, times."""
        return tuple(self.document("remarks").decode().splitlines())

    @property
    def complete(self) -> bool:
        """False where some values are uncertified, or failed; their status says so."""
        return self._complete

    # For people.

    def __repr__(self) -> str:
        counts = ", ".join(f"{info.name} {info.row_count}" for info in self._infos.values())
        state = "" if self.complete else "; not complete"
        return f"<farrell.{type(self).__name__}: {self._model()}; rows: {counts}{state}>"

    def _repr_html_(self) -> str:
        if self.main_table not in self:
            return f"<p>{html.escape(repr(self))}</p>"
        note = "" if self.complete else "not complete: some values are missing or uncertified"
        return table_html(self[self.main_table], f"{type(self).__name__}: {self._model()}", note)

    def _model(self) -> str:
        metadata = self.metadata
        parts = [f"{key} {metadata[key]}" for key in ("rts", "orientation") if key in metadata]
        counts = [f"{metadata[key]} {key}" for key in ("observations", "units") if key in metadata]
        counts += [f"{len(metadata['periods'])} periods"] if metadata.get("periods") else []
        statuses = metadata.get("status_counts", {})
        counts += [f"{count} {status}" for status, count in statuses.items() if count]
        counts += [f"{self._threads} threads"] if self._threads else []
        return ": ".join(part for part in (", ".join(parts), ", ".join(counts)) if part)

    @property
    def plot(self) -> Pictures:
        """Pictures of the result."""
        return Pictures(self)

    def _periods(self) -> list[str]:
        """Names of the periods that pictures have, in their order."""
        return [period["name"] for period in self.metadata.get("named_periods") or []]

    def _groups(self) -> list[str]:
        """Names of the subsets that pictures have."""
        return []

    # Copies.

    def _document_names(self) -> list[str]:
        if not self.tables:
            return ["remarks"]
        names = ["json", "summary", "metadata", "remarks"]
        names += [f"csv/{table}" for table in self.tables]
        try:
            pictures = self.document("pictures").decode().splitlines()
        except LibraryError:
            return names
        return (
            names
            + ["pictures"]
            + [f"{kind}/{name}" for name in pictures for kind in ("svg", "vega")]
        )

    def __getstate__(self) -> dict[str, Any]:
        return {
            "tables": [self[name] for name in self.tables],
            "documents": {name: self.document(name) for name in self._document_names()},
            "remarks": self._data_remarks,
            "complete": self.complete,
            "threads": self._threads,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._job = None
        self._data_remarks = state["remarks"]
        self._complete = state["complete"]
        self._threads = state["threads"]
        self._documents = dict(state["documents"])
        self._tables = {table.name: table for table in state["tables"]}
        self._infos = {
            table.name: _abi.TableInfo(table.name, table.row_count, len(table), table.key_count)
            for table in state["tables"]
        }
        self._lock = threading.RLock()
        self._sealed = True


class Lambdas(NamedTuple):
    """Intensities λ of the reference observations, as the parts of a sparse matrix.

    Row ``row[i]`` of the table of scores has the weight ``weight[i]`` on row ``column[i]``. With
    SciPy the matrix is ``scipy.sparse.coo_array((found.weight, (found.row, found.column)),
    shape=found.shape)``.
    """

    row: npt.NDArray[np.int64]
    column: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]
    shape: tuple[int, int]

    def to_dense(self) -> npt.NDArray[np.float64]:
        """The matrix, N × N."""
        matrix = np.zeros(self.shape)
        matrix[self.row, self.column] = self.weight
        return matrix


class EfficiencyResult(Result):
    """Scores of every observation, with certified bounds, slacks, targets and peers.

    Scores are θ ≤ 1 for inputs and φ ≥ 1 for outputs (Farrell 1957). All arrays have one value for
    each observation that was kept, in the order of the data.
    """

    main_table = "efficiency"

    @property
    def _scores(self) -> Table:
        return self[self.main_table]

    @property
    def scores(self) -> Array:
        """Farrell efficiency, float64 of shape (N,); NaN where the status says why."""
        return self._scores["score"]

    @property
    def eff(self) -> Array:
        """The same as :attr:`scores`, under the name it has in R's Benchmarking."""
        return self.scores

    def efficiencies(self) -> Array:
        """The same as :attr:`scores`, under the name it has in R's deaR."""
        return self.scores

    @property
    def distances(self) -> Array:
        """Shephard distance, the reciprocal of the score."""
        return self._scores["distance"]

    @property
    def lower(self) -> Array:
        """Lower end of the interval that holds the exact score for certain."""
        return self._scores["lower"]

    @property
    def upper(self) -> Array:
        """Upper end of the interval that holds the exact score for certain."""
        return self._scores["upper"]

    @property
    def status(self) -> Array:
        """What is known: certified, refined, uncertified, infeasible, unbounded or failed."""
        return self._scores["status"]

    @property
    def units(self) -> Array:
        """Name of the unit of each observation."""
        return self._scores["unit"]

    @property
    def times(self) -> Array:
        """Period of each observation; None for data without periods."""
        return self._scores["time"]

    def slacks(self) -> Table:
        """Slacks of inputs and outputs, by unit and time, in the units of the data."""
        return self._part("slack_", "slacks")

    def targets(self) -> Table:
        """The point of the frontier that each observation is compared with."""
        return self._part("target_", "targets")

    def multipliers(self) -> Table:
        """Multipliers u, v of inputs and outputs (``multipliers=True``); they need not be
        unique."""
        return self._part("multiplier_", "multipliers", ("scale_multiplier",))

    def peers(self) -> Table:
        """Reference observations with their weights λ: columns unit, time, peer, peer_time,
        weight."""
        row, column, weight, _ = self._intensities
        unit, time = self.units, self.times
        return made_table(
            "peers",
            4,
            {
                "unit": unit[row],
                "time": time[row],
                "peer": unit[column],
                "peer_time": time[column],
                "weight": weight,
            },
        )

    def lambdas(self) -> Lambdas:
        """Intensities λ as a sparse matrix over the rows of the table of scores."""
        return self._intensities

    def _part(self, prefix: str, name: str, more: tuple[str, ...] = ()) -> Table:
        table = self._scores
        keys = {key: table[key] for key in ("unit", "time")}
        values = {
            column[len(prefix) :] if column.startswith(prefix) else column: table[column]
            for column in table
            if column.startswith(prefix) or column in more
        }
        if not values:
            raise KeyError(f"{name}: found no such columns; expected them to be asked for")
        return made_table(name, 2, {**keys, **values})

    @property
    def _intensities(self) -> Lambdas:
        units, times = self.units.tolist(), self.times.tolist()
        rows = {key: row for row, key in enumerate(zip(units, times))}
        known = set(units)
        technology = self.metadata.get("technology", "own")
        has_time = technology in ("pooled", "sequential") and any(
            time is not None for time in times
        )
        single = technology if technology in set(times) else None
        row: list[int] = []
        column: list[int] = []
        weight: list[float] = []
        for number, text in enumerate(self._scores["peers"].tolist()):
            for name, value in split_peers(text, known, has_time):
                unit, _, time = name.rpartition("@") if has_time else (name, "", None)
                if not has_time:
                    time = times[number] if single is None else single
                row.append(number)
                column.append(rows[unit, time])
                weight.append(value)
        return Lambdas(
            read_only(np.array(row, np.int64)),
            read_only(np.array(column, np.int64)),
            read_only(np.array(weight, np.float64)),
            (len(units), len(units)),
        )


def split_peers(text: str | None, units: set[str], has_time: bool) -> Iterator[tuple[str, float]]:
    """Names and weights from ``name:weight;name:weight``; names may hold both marks themselves."""
    start = ""
    for token in (text or "").split(";"):
        start = f"{start};{token}" if start else token
        name, colon, weight = start.rpartition(":")
        if colon and (name.rpartition("@")[0] if has_time else name) in units:
            try:
                yield name, float(weight)
            except ValueError:
                continue
            start = ""


class MalmquistResult(Result):
    """Malmquist indices and the bias of technical change, every index above 1 for an improvement.

    ``result["indices"]`` has every index of every unit and change: tfpch = effch × techch, and
    techch = matech × obtech × ibtech (Färe, Grifell-Tatjé, Grosskopf and Lovell 1997).
    """

    main_table = "indices"


class Draws:
    """All replicates of a bootstrap.

    Attributes
    ----------
    values : numpy.ndarray
        Logarithms of the indices, float64 of shape (replicates, statistics), read-only.
    columns : Table
        One row for each column of ``values``: part, method, index, period_from, period_to, units,
        estimate and truth.
    """

    def __init__(self, values: Array, columns: Table) -> None:
        self.values, self.columns = values, columns

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return np.array(self.values, dtype) if copy else np.asarray(self.values, dtype)

    def __repr__(self) -> str:
        replicates, statistics = self.values.shape
        return f"<farrell.Draws: {replicates} replicates of {statistics} statistics>"


class BootstrapResult(Result):
    """Intervals and tests for the Malmquist index and the bias of technical change.

    ``result["units"]`` and ``result["means"]`` have the estimate, interval and p-value of every
    index.
    """

    main_table = "units"

    @property
    def draws(self) -> Draws:
        """All replicates; they are read when they are asked for."""
        content = self.document("draws.csv").decode()
        if self._job is None:
            array = np.lib.format.read_array(io.BytesIO(self.document("draws.npy")))
        else:
            start, length = self._job.library.document(self._job.handle, "draws.npy")
            array = npy_array(foreign(self._job, start, length, "|u1"))
        return Draws(read_only(array), csv_table("draws", content))

    @property
    def plot(self) -> BootstrapPictures:
        """Pictures of the bootstrap: forest, cumulative, bias_map."""
        return BootstrapPictures(self)

    def _periods(self) -> list[str]:
        return list(dict.fromkeys(self["cumulative"]["period"].tolist()))

    def _groups(self) -> list[str]:
        return list(dict.fromkeys(self["means"]["group"].tolist()))[1:]

    def _document_names(self) -> list[str]:
        return super()._document_names() + (["draws.npy", "draws.csv"] if self.tables else [])


def npy_array(content: Array) -> Array:
    """The array within the bytes of an NPY file, without a copy of its numbers."""
    # The header ends within 64 kB by the format's own rule for version 1.
    head = io.BytesIO(content[:65600].tobytes())
    version = np.lib.format.read_magic(head)
    read = (
        np.lib.format.read_array_header_1_0
        if version == (1, 0)
        else np.lib.format.read_array_header_2_0
    )
    shape, is_fortran, dtype = read(head)
    values = content[head.tell() :].view(dtype)
    return values.reshape(shape, order="F" if is_fortran else "C")


def csv_table(name: str, content: str) -> Table:
    """A table from CSV: columns of numbers become numbers."""
    rows = list(csv.reader(io.StringIO(content)))
    header, body = rows[0], rows[1:]
    columns: Mapping[str, list[str]] = {
        column: [row[position] for row in body] for position, column in enumerate(header)
    }
    return made_table(
        name, 0, MappingProxyType({key: _typed(texts) for key, texts in columns.items()})
    )


def _typed(texts: list[str]) -> Array:
    if texts and any(texts):
        try:
            return np.array([int(text) for text in texts], np.int64)
        except ValueError:
            pass
        try:
            return np.array([float(text) if text else np.nan for text in texts])
        except ValueError:
            pass
    found = np.empty(len(texts), object)
    found[:] = [text or None for text in texts]
    return found
