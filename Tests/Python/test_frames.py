"""Every kind of frame becomes the same columns, numbers without a copy."""

from __future__ import annotations

import datetime
import decimal
from typing import Any

import numpy as np
import pytest
from farrell import DataError, UsageError, _names
from farrell._frames import columns_of, frame_of

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")


def texts(names: Any) -> list[str]:
    """The names of the rows."""
    return [names.labels[code] for code in names.codes]


def structured(states: dict[str, Any]) -> Any:
    array = np.empty(
        len(states["gsp"]),
        [(name, "U2" if name == "state" else values.dtype) for name, values in states.items()],
    )
    for name, values in states.items():
        array[name] = values
    return array


class Stream:
    """An object that nothing but the stream of Arrow is known of."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._table.__arrow_c_stream__(requested_schema)


class Interchange:
    """An object that nothing but the interchange protocol is known of."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __dataframe__(self, nan_as_null: bool = False, allow_copy: bool = True) -> Any:
        return self._table.__dataframe__(nan_as_null, allow_copy)


KINDS = {
    "dict of arrays": dict,
    "dict of lists": lambda data: {name: values.tolist() for name, values in data.items()},
    "dict of series": lambda data: dict(pandas.DataFrame(data).items()),
    "dict of polars": lambda data: {s.name: s for s in polars.DataFrame(data)},
    "dict of arrow": lambda data: {n: pyarrow.array(v.tolist()) for n, v in data.items()},
    "structured": structured,
    "pandas": pandas.DataFrame,
    "pandas categorical": lambda data: pandas.DataFrame(data).astype({"state": "category"}),
    "pandas nullable": lambda data: pandas.DataFrame(data).convert_dtypes(),
    "pandas arrow": lambda data: pandas.DataFrame(data).convert_dtypes(dtype_backend="pyarrow"),
    "pandas float year": lambda data: pandas.DataFrame(data).astype({"year": "float64"}),
    "polars": polars.DataFrame,
    "polars categorical": lambda data: polars.DataFrame(data).with_columns(
        polars.col("state").cast(polars.Categorical)
    ),
    "arrow": lambda data: pyarrow.table({n: v.tolist() for n, v in data.items()}),
    "arrow chunked": lambda data: pyarrow.concat_tables(
        [
            pyarrow.table({n: v[part].tolist() for n, v in data.items()})
            for part in (slice(0, 100), slice(100, None))
        ]
    ),
    "arrow dictionary": lambda data: pyarrow.table(
        {
            n: pyarrow.array(v.tolist()).dictionary_encode() if n == "state" else pyarrow.array(v)
            for n, v in data.items()
        }
    ),
    "arrow stream": lambda data: Stream(pyarrow.table({n: v.tolist() for n, v in data.items()})),
    "interchange": lambda data: Interchange(
        pyarrow.table({n: v.tolist() for n, v in data.items()})
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_frame_gives_the_same_columns(
    kind: str, states: dict[str, Any], names: dict[str, Any]
) -> None:
    found = columns_of(KINDS[kind](states), **names)
    assert texts(found.unit) == states["state"].tolist()
    assert found.time is not None
    assert texts(found.time) == [str(year) for year in states["year"]]
    assert found.unit.codes.dtype == np.int32
    for one in found.series:
        np.testing.assert_array_equal(one.values, states[one.name])


def test_numbers_go_in_without_a_copy(states: dict[str, Any]) -> None:
    block = np.column_stack([states["gsp"], states["labour"]])
    frame = pandas.DataFrame(block, columns=["a", "b"], copy=False)
    cases: list[tuple[Any, Any]] = [
        (frame, block),
        ({"b": states["labour"]}, states["labour"]),
        (structured(states), None),
    ]
    for data, owner in cases:
        name = "labour" if owner is None else "b"
        found = frame_of(data).numbers(name)
        assert np.shares_memory(found, data if owner is None else owner)
    series = polars.Series("b", states["labour"])
    found = frame_of(polars.DataFrame([series])).numbers("b")
    assert np.shares_memory(found, series.to_numpy())
    array = pyarrow.array(states["labour"])
    found = frame_of(pyarrow.table({"b": array})).numbers("b")
    assert found.ctypes.data == array.buffers()[1].address


def test_strides_of_any_sign_go_through(states: dict[str, Any]) -> None:
    block = np.column_stack([states["gsp"], states["labour"]])[::-1]
    found = frame_of({"b": block[:, 1]}).numbers("b")
    assert found.strides == (-16,)
    repeated = np.broadcast_to(np.float64(3), 5)
    assert frame_of({"b": repeated}).numbers("b").strides == (8,)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (np.array([1, 2], np.int8), np.int32),
        (np.array([1, 2], np.uint16), np.int32),
        (np.array([1, 2], np.uint32), np.float64),
        (np.array([True, False]), np.int32),
        (np.array([1, 2], np.float16), np.float64),
        (np.array([1, 2], ">f8"), np.float64),
        (np.array([1, 2], np.float32), np.float32),
        (np.array([1, 2], np.int64), np.int64),
        ([decimal.Decimal("1.5"), 2], np.float64),
        ([1, None], np.float64),
        (np.ma.array([1.0, 2.0], mask=[False, True]), np.float64),
    ],
)
def test_other_numbers_are_converted(values: Any, kind: Any) -> None:
    found = frame_of({"a": values}).numbers("a")
    assert found.dtype == kind
    assert len(found) == 2


def test_missing_numbers_become_nan() -> None:
    for data in (
        pandas.DataFrame({"a": pandas.array([1, None], "Int64")}),
        polars.DataFrame({"a": [1, None]}),
        pyarrow.table({"a": [1, None]}),
        {"a": [1.0, None]},
    ):
        np.testing.assert_array_equal(frame_of(data).numbers("a"), [1, np.nan])


@pytest.mark.parametrize(
    "data",
    [
        pandas.DataFrame({"a": ["x", "y"]}),
        polars.DataFrame({"a": ["x", "y"]}),
        pyarrow.table({"a": ["x", "y"]}),
        {"a": ["x", "y"]},
        {"a": np.array(["x", "y"])},
        {"a": np.array([1, 2], "datetime64[D]")},
        {"a": np.array([1j, 2])},
    ],
)
def test_columns_without_numbers_are_refused_by_name(data: Any) -> None:
    with pytest.raises(DataError, match="column 'a'.*expected (a number|numbers)"):
        frame_of(data).numbers("a")


@pytest.mark.parametrize(
    "data",
    [
        pandas.DataFrame({"a": ["x", None]}),
        polars.DataFrame({"a": ["x", None]}),
        pyarrow.table({"a": ["x", None]}),
        {"a": ["x", None]},
        {"a": np.array([1.0, np.nan])},
        pandas.DataFrame({"a": pandas.Categorical(["x", None])}),
        {"a": np.array(["2001-01-01", "NaT"], "datetime64[D]")},
    ],
)
def test_a_missing_name_is_refused_with_its_row(data: Any) -> None:
    with pytest.raises(DataError, match="column 'a', row 2: found no name"):
        frame_of(data).names("a")


def test_dates_and_whole_numbers_are_written_as_people_do() -> None:
    day = np.array(["2001-12-31"], "datetime64[ns]")
    for value, text in [
        (1999.0, "1999"),
        (1999.5, "1999.5"),
        (np.int64(3), "3"),
        (decimal.Decimal("7.0"), "7"),
        (datetime.date(2001, 12, 31), "2001-12-31"),
        (datetime.datetime(2001, 12, 31), "2001-12-31"),
        (datetime.datetime(2001, 12, 31, 6), "2001-12-31T06:00:00"),
        (day[0], "2001-12-31"),
        (b"abc", "abc"),
        (pandas.Period("2001Q4"), "2001Q4"),
    ]:
        assert _names.label_text(value) == text
    for frame in (
        pandas.DataFrame({"t": day}),
        polars.DataFrame({"t": day}),
        {"t": day},
        polars.DataFrame({"t": [datetime.date(2001, 12, 31)]}),
        pyarrow.table({"t": day}),
    ):
        assert texts(frame_of(frame).names("t")) == ["2001-12-31"]


def test_labels_that_are_written_alike_are_one() -> None:
    found = frame_of({"u": [1, "1", 1.0, "2"]}).names("u")
    assert texts(found) == ["1", "1", "1", "2"]
    assert len(found.labels) == 2


@pytest.mark.parametrize("spread", [1, 10**9])
def test_integers_are_numbered_near_and_far(spread: int) -> None:
    values = np.array([5, 3, 5, 9]) * spread - 4
    assert texts(_names.names(values, "u")) == [str(value) for value in values]
    unsigned = np.array([2**64 - 1, 2**64 - 2], np.uint64)
    assert texts(_names.names(unsigned, "u")) == [str(value) for value in unsigned]


def test_units_without_a_column_have_the_labels_of_the_index() -> None:
    frame = pandas.DataFrame({"x": [1.0, 2], "y": [1.0, 2]}, index=["a", "b"])
    found = columns_of(frame, unit=None, time=None, inputs="x", outputs="y")
    assert texts(found.unit) == ["a", "b"]
    found = columns_of(frame.reset_index(drop=True), unit=None, time=None, inputs="x", outputs="y")
    assert texts(found.unit) == ["1", "2"]
    two = frame.set_index(["x", "y"], append=True, drop=False)
    with pytest.raises(UsageError, match="several levels"):
        columns_of(two, unit=None, time=None, inputs="x", outputs="y")


def test_matrices_stand_for_a_frame(states: dict[str, Any]) -> None:
    x, y = np.column_stack([states["labour"], states["gsp"]]), states["gsp"]
    found = columns_of(None, unit=states["state"], time=states["year"], inputs=x, outputs=y)
    assert [one.name for one in found.series] == ["x1", "x2", "y1"]
    assert np.shares_memory(found.series[1].values, x)
    assert texts(found.unit) == states["state"].tolist()
    frame = pandas.DataFrame({"k": x[:, 0], "l": x[:, 1]})
    found = columns_of(None, unit=None, time=None, inputs=frame, outputs=y)
    assert [one.name for one in found.series] == ["k", "l", "y1"]
    with pytest.raises(DataError, match="outputs: found 3 rows; expected 816"):
        columns_of(None, unit=None, time=None, inputs=x, outputs=y[:3])
    with pytest.raises(UsageError, match="unit: found 'state'"):
        columns_of(None, unit="state", time=None, inputs=x, outputs=y)
    for wrong in (None, "k", ["k"], np.zeros((2, 2, 2)), np.zeros((2, 0))):
        with pytest.raises(UsageError, match="inputs: found no matrix"):
            columns_of(None, unit=None, time=None, inputs=wrong, outputs=y)


def test_wrong_names_are_answered_with_the_near_one(
    states: dict[str, Any], names: dict[str, Any]
) -> None:
    with pytest.raises(DataError, match="no input column 'labor' \\(did you mean 'labour'\\?\\)"):
        columns_of(states, **{**names, "inputs": ["labor"]})
    with pytest.raises(DataError, match="no unit column 'firm'; expected one of 'state'"):
        columns_of(states, **{**names, "unit": "firm"})
    with pytest.raises(UsageError, match="inputs: found 3.5; expected names"):
        columns_of(states, **{**names, "inputs": 3.5})
    with pytest.raises(UsageError, match="found an array of numbers beside data"):
        columns_of(states, **{**names, "inputs": states["gsp"]})
    twice = pandas.DataFrame([[1.0, 2, 3]], columns=["x", "x", "y"])
    with pytest.raises(DataError, match="2 columns with the name 'x'"):
        columns_of(twice, unit=None, time=None, inputs="x", outputs="y")


@pytest.mark.parametrize("data", [3, "file.csv", [1, 2], np.zeros((2, 2)), object()])
def test_what_is_no_frame_is_refused(data: Any) -> None:
    with pytest.raises(UsageError, match="data: found .*expected a data frame"):
        frame_of(data)


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(DataError, match="found 1 values in column 'b'; expected 2"):
        frame_of({"a": [1, 2], "b": [1]})
    with pytest.raises(UsageError, match="LazyFrame"):
        frame_of(polars.DataFrame({"a": [1]}).lazy())
