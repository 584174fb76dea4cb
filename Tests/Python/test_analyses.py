"""The three analyses give what the command prints, to the last byte, for every kind of frame."""

from __future__ import annotations

import csv
import io
import json
import pickle
from collections.abc import Callable
from typing import Any

import farrell
import numpy as np
import pytest
from farrell import DataError, UsageError
from test_frames import KINDS

pytestmark = pytest.mark.usefixtures("library")

# What only the command knows: the file and how it was read.
OF_FILES = ("file", "encoding", "decimal", "where", "from", "to")


def content(text: str) -> dict[str, Any]:
    """A JSON document without what depends on a file; numbers as they are written."""
    found = json.loads(text, parse_float=str)
    for name in OF_FILES:
        found.pop(name, None)
    return dict(found)


def check_tables(result: farrell.Result, text: str) -> None:
    """Every table of a document is the table of the result, number for number."""
    tables = json.loads(text)["tables"]
    assert len(tables) > 0
    for table in tables:
        found = result[table["name"]]
        assert list(found) == table["columns"]
        assert found.row_count == len(table["rows"])
        for name in found:
            values = [row[name] for row in table["rows"]]
            for one, other in zip(found[name].tolist(), values):
                missing = one is None or one != one
                assert (other is None) if missing else one == other


@pytest.mark.parametrize("rts", ["crs", "vrs", "fdh"])
@pytest.mark.parametrize("orientation", ["in", "out"])
def test_scores_are_those_of_the_command(
    rts: str, orientation: str, states: Any, names: Any, command: Callable[..., str]
) -> None:
    flags = ["--rts", rts, "--orientation", orientation, "--scale", "--multipliers"]
    result = farrell.efficiency(
        states, **names, rts=rts, orientation=orientation, scale=True, multipliers=True
    )
    expected = command("efficiency", *flags, "--format", "json")
    assert content(result.to_json()) == content(expected)
    check_tables(result, expected)
    assert result.to_csv() == command("efficiency", *flags, "--format", "csv")
    assert result.complete


def test_a_bootstrap_of_scores_is_that_of_the_command(
    states: Any, names: Any, command: Callable[..., str]
) -> None:
    result = farrell.efficiency(states, **names, bootstrap=50, seed=7, level=0.9, bandwidth=0.1)
    expected = command(
        "efficiency",
        "--bootstrap",
        "50",
        "--seed",
        "7",
        "--level",
        "0.9",
        "--bandwidth",
        "0.1",
        "--format",
        "json",
    )
    assert content(result.to_json()) == content(expected)


def test_indices_are_those_of_the_command(
    states: Any, names: Any, command: Callable[..., str]
) -> None:
    result = farrell.malmquist(
        states,
        **names,
        periods={"1970s": (1971, 1979), "1980s": (1980, 1986)},
        pairs=[("labour", "private_capital")],
        subsets={"north": ["ME", "VT", "NH"]},
        pair_isolated=True,
        scale=True,
        distances=True,
        changes="within",
        neutral_decimals=4,
    )
    flags = [
        "--period",
        "1970s=1971..1979",
        "--period",
        "1980s=1980..1986",
        "--pairs",
        "labour:private_capital",
        "--subset",
        "north=ME,VT,NH",
        "--pair-isolated",
        "--scale",
        "--distances",
        "--changes",
        "within",
        "--neutral-decimals",
        "4",
    ]
    expected = command("malmquist", *flags, "--format", "json")
    assert content(result.to_json()) == content(expected)
    check_tables(result, expected)
    assert "annual-means" not in result.tables and "1971" in result["annual-means"]["year"]
    for table in (*result.tables, "annual-means", "bias-by-unit"):
        assert result.to_csv(table) == command(
            "malmquist", *flags, "--format", "csv", "--table", table
        )


def test_prices_say_whether_the_dear_input_is_saved(
    states: Any, names: Any, command: Callable[..., str]
) -> None:
    data = {**states, "p,l": states["labour"] + 1, "p_k": states["gsp"]}
    result = farrell.malmquist(data, **names, prices={"labour": "p,l", "private_capital": "p_k"})
    assert "induced-innovation" in result.tables
    with pytest.raises(DataError, match="no price column 'p_l'"):
        farrell.malmquist(data, **names, prices={"labour": "p_l"})


def test_a_bootstrap_is_that_of_the_command(
    states: Any, names: Any, command: Callable[..., str], tmp_path: Any
) -> None:
    draws = tmp_path / "draws.npy"
    result = farrell.bootstrap(
        states, **names, replicates=20, periods={"1980s": (1980, 1986)}, subsets={"s": ["AL", "GA"]}
    )
    expected = command(
        "bootstrap",
        "--replicates",
        "20",
        "--period",
        "1980s=1980..1986",
        "--subset",
        "s=AL,GA",
        "--format",
        "json",
        "--draws",
        str(draws),
    )
    assert content(result.to_json()) == content(expected)
    check_tables(result, expected)
    found = result.draws
    np.testing.assert_array_equal(found.values, np.load(draws))
    assert not found.values.flags.writeable
    with draws.with_name(draws.name + ".columns.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert found.columns["period_from"].tolist() == [int(row["period_from"]) for row in rows]
    assert found.columns.row_count == found.values.shape[1] == len(rows)
    copy = pickle.loads(pickle.dumps(result))
    np.testing.assert_array_equal(copy.draws.values, found.values)
    assert copy.to_json() == result.to_json() and copy.to_csv("means") == result.to_csv("means")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_frame_gives_the_same_bytes(kind: str, states: Any, names: Any) -> None:
    expected = farrell.efficiency(states, **names).to_json()
    assert farrell.efficiency(KINDS[kind](states), **names).to_json() == expected


def test_threads_do_not_matter(states: Any, names: Any) -> None:
    one, two = (farrell.bootstrap(states, **names, replicates=20, threads=n) for n in (1, 2))
    assert one.to_json() == two.to_json()


def test_dea_as_in_r(states: Any) -> None:
    one = {name: values[states["year"] == 1986] for name, values in states.items()}
    x = np.column_stack([one["private_capital"], one["labour"]])
    result = farrell.dea(inputs=x, outputs=one["gsp"], rts="vrs")
    named = farrell.efficiency(
        one, unit="state", inputs=["private_capital", "labour"], outputs="gsp", rts="vrs"
    )
    np.testing.assert_array_equal(result.eff, named.scores)
    assert result.units.tolist() == [str(n + 1) for n in range(48)]
    assert set(result.times.tolist()) == {None}


@pytest.mark.parametrize("technology", ["own", "pooled", "sequential", "1975"])
def test_peers_carry_each_unit_to_its_target(technology: str, states: Any, names: Any) -> None:
    result = farrell.efficiency(states, **names, rts="vrs", technology=technology)
    found = result.lambdas()
    matrix = found.to_dense()
    solved = ~np.isnan(result.scores)
    np.testing.assert_allclose(matrix.sum(axis=1)[solved], 1, rtol=1e-9)
    targets, slacks = result.targets(), result.slacks()
    assert list(targets) == ["unit", "time", *names["inputs"], "gsp"] and len(slacks) == 6
    for name in [*names["inputs"], "gsp"]:
        np.testing.assert_allclose(
            (matrix @ states[name])[solved], targets[name][solved], rtol=1e-8
        )
    peers = result.peers()
    assert peers.row_count == len(found.weight)
    assert list(peers) == ["unit", "time", "peer", "peer_time", "weight"]
    if technology == "1975":
        assert set(peers["peer_time"].tolist()) == {"1975"}
    assert (result.lower[solved] <= result.scores[solved]).all()
    assert (result.scores[solved] <= result.upper[solved]).all()
    np.testing.assert_allclose(result.distances[solved] * result.scores[solved], 1, rtol=1e-15)


@pytest.mark.filterwarnings("ignore::farrell.DataWarning")
def test_rows_without_a_number_are_refused_or_left_out(states: Any, names: Any) -> None:
    data = {**states, "gsp": np.where(np.arange(816) == 3, np.nan, states["gsp"])}
    with pytest.raises(DataError, match="gsp"):
        farrell.efficiency(data, **names)
    row = farrell.efficiency(data, **names, missing="drop-row")
    assert row.scores.shape == (815,)
    unit = farrell.efficiency(data, **names, missing="drop-unit")
    assert unit.scores.shape == (816 - 17,) and "AL" not in unit.units


def test_zeros_are_refused_allowed_or_raised(states: Any, names: Any) -> None:
    data = {**states, "labour": np.where(np.arange(816) == 3, 0, states["labour"])}
    with pytest.raises(DataError, match="labour"):
        farrell.efficiency(data, **names)
    assert farrell.efficiency(data, **names, zeros="allow").scores.shape == (816,)
    with pytest.warns(farrell.DataWarning, match="1 value raised to the floor"):
        floored = farrell.efficiency(data, **names, zeros=0.5)
    assert floored.scores.shape == (816,)


def test_periods_without_an_order_are_accepted_with_a_warning(states: Any, names: Any) -> None:
    words = {year: word for year, word in zip(range(1970, 1973), ["then", "later", "now"])}
    chosen = states["year"] < 1973
    data = {name: values[chosen] for name, values in states.items()}
    data["year"] = [words[year] for year in data["year"]]
    with pytest.warns(farrell.DataWarning) as caught:
        result = farrell.malmquist(data, **names)
    assert result.metadata["periods"] == ["then", "later", "now"] and len(result.warnings) == 1
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    ("changed", "kind", "text"),
    [
        ({"rts": "crx"}, UsageError, "^rts: found 'crx'|^rts: found \"crx\""),
        ({"orientation": "up"}, UsageError, "^orientation: found"),
        ({"threads": 0}, UsageError, "^threads: found"),
        ({"bootstrap": 1}, UsageError, "^bootstrap: found"),
        ({"seed": 3}, UsageError, "^seed: found no bootstrap"),
        ({"technology": "1066"}, DataError, "1066"),
        ({"missing": "drop"}, UsageError, "missing.*drop"),
        ({"zeros": "no"}, UsageError, "zeros.*no"),
        ({"unit": "gsp"}, UsageError, "column \"gsp\" twice"),
        ({"time": None}, DataError, "AL"),
    ],
)
def test_misuse_is_answered_with_one_line(
    changed: Any, kind: Any, text: str, states: Any, names: Any
) -> None:
    with pytest.raises(kind, match=text) as caught:
        farrell.efficiency(states, **{**names, **changed})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [np.nan, np.inf, -1.0])
def test_a_bad_number_is_named_by_row_and_column(value: float, states: Any, names: Any) -> None:
    data = {**states, "gsp": np.where(np.arange(816) == 3, value, states["gsp"])}
    with pytest.raises(DataError, match="gsp"):
        farrell.efficiency(data, **names)


def test_one_unit_twice_in_a_period_is_refused(states: Any, names: Any) -> None:
    data = {name: np.concatenate([values, values[:1]]) for name, values in states.items()}
    with pytest.raises(DataError, match="AL"):
        farrell.efficiency(data, **names)


@pytest.mark.filterwarnings("ignore::farrell.DataWarning")
def test_empty_and_single_rows(states: Any, names: Any) -> None:
    one = {name: values[:1] for name, values in states.items()}
    assert farrell.efficiency(one, **names).scores.tolist() == [1]
    with pytest.raises(DataError, match="no rows"):
        farrell.efficiency({name: values[:0] for name, values in states.items()}, **names)


@pytest.mark.filterwarnings("ignore::farrell.DataWarning")
def test_names_of_any_script_come_back(states: Any) -> None:
    names = ["工业", "a;b:c,d", 'say "x"', "<b>"]
    x = np.array([1.0, 2, 3, 4])
    result = farrell.efficiency({"u": names, "x": x, "y": x}, unit="u", inputs="x", outputs="y")
    assert result.units.tolist() == names
    assert set(result.peers()["peer"]) <= set(names)
    rows = list(csv.reader(io.StringIO(result.to_csv())))
    assert [row[0] for row in rows[1:]] == names


def test_pictures_of_a_bootstrap(states: Any, names: Any) -> None:
    altair = pytest.importorskip("altair")
    result = farrell.bootstrap(
        states, **names, replicates=10, periods={"1970s": (1971, 1979), "1980s": (1980, 1986)}
    )
    for chart in (
        result.plot.forest(),
        result.plot.forest("1970s"),
        result.plot.cumulative("1980s"),
        result.plot.bias_map(),
    ):
        assert isinstance(chart, altair.TopLevelMixin)
    assert "1970s" in result.plot.picture("forest-" + str(len(result._periods()) - 1)).svg
    with pytest.raises(UsageError, match="did you mean '1970s'"):
        result.plot.forest("1970")
    indices = farrell.malmquist(states, **names)
    assert isinstance(indices.plot.cumulative(), altair.TopLevelMixin)
    assert isinstance(indices.plot.isoquant(("private_capital", "labour")), altair.TopLevelMixin)
    for name in result.plot.names:
        assert result.plot.picture(name).svg.startswith("<svg")


def test_results_print_and_show(states: Any, names: Any, command: Callable[..., str]) -> None:
    result = farrell.efficiency(states, **names)
    assert "816 observations" in repr(result) and "816 certified" in repr(result)
    html = result._repr_html_()
    assert f"{farrell.processors()} threads" in html
    assert html.count("<tr>") == 11 and "color:" in html
    printed = command("efficiency").splitlines()
    shown = result.summary().splitlines()
    assert shown[-5:] == printed[-5:]


def test_one_version_everywhere() -> None:
    assert farrell.engine_version() == farrell.__version__
    assert farrell.processors() >= 1


@pytest.mark.filterwarnings("ignore::farrell.DataWarning")
def test_units_with_quotes_and_commas_make_a_group() -> None:
    units = ['5" pipe', "coal, hard", "steel"]
    frame = {
        "id": units * 2,
        "year": [1] * 3 + [2] * 3,
        "k": np.array([1.0, 2, 3, 1, 2, 4]),
        "l": np.array([3.0, 2, 1, 4, 2, 1]),
        "y": np.array([1.0, 1, 1, 1, 2, 1]),
    }
    found = farrell.malmquist(
        frame, unit="id", time="year", inputs=["k", "l"], outputs="y", subsets={"two": units[:2]}
    )
    assert found.metadata["subsets"] == [{"name": "two", "units": units[:2]}]
