"""Results of a library that is none: arrays, frames, HTML, pictures, copies."""

from __future__ import annotations

import gc
import pickle
from typing import Any

import numpy as np
import pytest
from farrell import Picture, UsageError
from farrell._jobs import Job
from farrell.results import EfficiencyResult, csv_table, npy_array, split_peers


@pytest.fixture
def result(fake: Any) -> EfficiencyResult:
    """A result of three rows."""
    job = Job(fake, 1)
    job.is_complete = False
    return EfficiencyResult(job, ["another remark"])


def test_columns_are_read_only_arrays(result: EfficiencyResult, fake: Any) -> None:
    table = result["efficiency"]
    assert result.tables == ("efficiency",) and list(table) == ["unit", "score", "count", "status"]
    np.testing.assert_array_equal(result.scores, [0.5, np.nan, 1])
    assert np.shares_memory(result.scores, fake.numbers)
    assert table["unit"].tolist() == ["A<b>&", "B", None]
    np.testing.assert_array_equal(table["count"], [7, np.nan, 9])
    for name in table:
        with pytest.raises(ValueError, match="read-only"):
            table[name][0] = 0
    with pytest.raises(ValueError):
        result.scores.flags.writeable = True


def test_results_cannot_be_changed(result: EfficiencyResult) -> None:
    with pytest.raises(AttributeError):
        result.main_table = "x"
    with pytest.raises(TypeError):
        result["efficiency"]["score"] = 3  # type: ignore[index]
    result.metadata["rts"] = "vrs"
    assert result.metadata["rts"] == "crs"


def test_unknown_names_are_answered_with_the_near_one(result: EfficiencyResult) -> None:
    with pytest.raises(KeyError, match="did you mean 'efficiency'"):
        result["eficiency"]
    with pytest.raises(KeyError, match="did you mean 'score'"):
        result["efficiency"]["scores"]
    with pytest.raises(UsageError, match="did you mean 'cumulative'"):
        result.plot.picture("cumulativ")


def test_frames_of_all_libraries_hold_the_same(result: EfficiencyResult) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    pandas, polars = result.to_pandas(), result.to_polars()
    arrow = result.to_arrow()
    assert pandas["score"].tolist()[::2] == [0.5, 1.0] and pandas["unit"].isna().tolist() == [
        0,
        0,
        1,
    ]
    expected = {
        "unit": ["A<b>&", "B", None],
        "score": [0.5, None, 1.0],
        "count": [7, None, 9],
        "status": ["A<b>&", "B", None],
    }
    assert arrow.to_pydict() == expected
    assert polars.to_dict(as_series=False) == expected


def test_texts_of_arrow_are_those_of_the_library(result: EfficiencyResult, fake: Any) -> None:
    pytest.importorskip("pyarrow")
    buffers = result.to_arrow().column("unit").chunk(0).buffers()
    assert [buffer.address for buffer in buffers] == [
        array.ctypes.data for array in (fake.text_validity, fake.offsets, fake.bytes)
    ]


def test_a_job_lives_as_long_as_its_arrays(fake: Any) -> None:
    pytest.importorskip("pyarrow")
    result = EfficiencyResult(Job(fake, 9))
    scores, texts = result.scores, result.to_arrow()
    del result
    gc.collect()
    assert fake.freed == []
    del texts
    gc.collect()
    assert fake.freed == []
    del scores
    gc.collect()
    assert fake.freed == [9]


def test_html_is_escaped(result: EfficiencyResult) -> None:
    html = result._repr_html_()
    assert "A&lt;b&gt;&amp;" in html and "<b>" not in html
    assert "1 failed" in html and "not complete" in html
    assert "rts crs" in repr(result) and len(repr(result)) < 200


def test_documents_are_those_of_the_library(result: EfficiencyResult) -> None:
    assert result.to_json() == "{}\n" and result.to_csv() == "unit\n"
    assert result.summary() == "summary\n" and result.remarks == ("one", "two")
    assert result.warnings == ("another remark", "a remark") and not result.complete


def test_results_can_be_pickled(result: EfficiencyResult, fake: Any) -> None:
    pytest.importorskip("pyarrow")
    copy = pickle.loads(pickle.dumps(result))
    again = pickle.loads(pickle.dumps(copy))
    for one in (copy, again):
        assert one.to_arrow().equals(result.to_arrow()) and one.to_json() == result.to_json()
        assert repr(one) == repr(result) and one._repr_html_() == result._repr_html_()
        assert one.plot.picture("cumulative").svg == "<svg/>"
        assert not one.scores.flags.writeable and not np.shares_memory(one.scores, fake.numbers)


def test_pictures_are_charts_where_altair_is(result: EfficiencyResult, tmp_path: Any) -> None:
    altair = pytest.importorskip("altair")
    assert isinstance(result.plot.cumulative(), altair.Chart)
    picture = result.plot.picture("cumulative")
    assert isinstance(picture, Picture) and picture._repr_svg_() == "<svg/>"
    picture.save(tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text() == "<svg/>"
    with pytest.raises(UsageError, match="ending '.gif'"):
        picture.save(tmp_path / "a.gif")


def test_pictures_do_without_altair(
    result: EfficiencyResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "altair", None)
    assert isinstance(result.plot.cumulative(), Picture)


def test_peers_with_marks_in_their_names() -> None:
    units = {"A", "a:b", "c;d", "e@f"}
    text = "A:0.5;a:b:0.25;c;d:1e-05"
    assert list(split_peers(text, units, False)) == [("A", 0.5), ("a:b", 0.25), ("c;d", 1e-05)]
    assert list(split_peers("e@f@2001:1;A@2000:2", units, True)) == [("e@f@2001", 1), ("A@2000", 2)]
    assert list(split_peers(None, units, False)) == []


def test_arrays_of_draws_are_views() -> None:
    import io

    for values in (np.arange(6.0).reshape(2, 3), np.asfortranarray(np.arange(6.0).reshape(2, 3))):
        file = io.BytesIO()
        np.save(file, values)
        content = np.frombuffer(file.getvalue(), np.uint8)
        found = npy_array(content)
        np.testing.assert_array_equal(found, values)
        assert np.shares_memory(found, content)
    table = csv_table("draws", "part,units,truth\n0,a;b,\n1,c,0.5\n")
    assert table["part"].dtype == np.int64 and table["units"].tolist() == ["a;b", "c"]
    np.testing.assert_array_equal(table["truth"], [np.nan, 0.5])
