"""Values of Python become the texts that the library takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from farrell import DataError, Error, LibraryError, UsageError
from farrell._analyses import bootstrap_settings
from farrell._errors import argument_names, error_for
from farrell._settings import (
    pair_settings,
    period_settings,
    price_settings,
    settings_of,
    subset_settings,
    word,
    zeros_text,
)


def test_single_values_are_words() -> None:
    assert settings_of(
        {"rts": "vrs", "seed": None, "scale": True, "level": 0.9, "threads": np.int64(2)}
    ) == [("rts", "vrs"), ("scale", "true"), ("level", "0.9"), ("threads", "2")]
    assert word("run", Path("a/b")) == "a/b"
    assert word("technology", 2001) == word("technology", 2001.0) == "2001"
    assert (zeros_text(0.5), zeros_text("allow"), zeros_text(1)) == (
        "floor:0.5",
        "allow",
        "floor:1",
    )
    with pytest.raises(UsageError, match="seed: found \\[1\\]"):
        word("seed", [1])


def test_periods_are_named_ranges() -> None:
    assert period_settings({"10th plan": (2001, 2005), "rest": "2006..2010"}) == [
        ("period", "10th plan=2001..2005"),
        ("period", "rest=2006..2010"),
    ]
    assert period_settings([(2001.0, "2005"), "x=1..2"]) == [
        ("period", "2001..2005=2001..2005"),
        ("period", "x=1..2"),
    ]
    assert period_settings(None) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"a=b": (1, 2)},
        {"a": (1, 2, 3)},
        {"a": 3},
        {"": (1, 2)},
        "a=1..2",
        {"a": "1-2"},
        {3: (1, 2)},
    ],
)
def test_periods_that_cannot_be_written_are_refused(wrong: Any) -> None:
    with pytest.raises(UsageError, match="periods: found"):
        period_settings(wrong)


def test_names_with_commas_are_quoted() -> None:
    assert subset_settings({"high": ["coal, hard", "steel"], "one": [7]}) == [
        ("subset", 'high="coal, hard",steel'),
        ("subset", "one=7"),
    ]
    assert subset_settings({"a": ['5" pipe']}) == [("subset", 'a="5"" pipe"')]
    assert pair_settings([("e,1", "k"), "e:l"]) == [("pairs", "e,1:k"), ("pairs", "e:l")]
    assert price_settings({"e": "p,e", "k": "p_k"}) == [("prices", "e=p,e"), ("prices", "k=p_k")]


@pytest.mark.parametrize(
    ("make", "wrong"),
    [
        (subset_settings, {"a=b": ["u"]}),
        (subset_settings, {"a": "u"}),
        (subset_settings, {"a": []}),
        (subset_settings, ["u"]),
        (pair_settings, [("a", "b", "c")]),
        (pair_settings, [("a:b", "c")]),
        (pair_settings, [3]),
        (price_settings, {"a=b": "c"}),
        (price_settings, [("a", "b")]),
        (price_settings, {"a": ""}),
        (price_settings, {"a": 3}),
    ],
)
def test_lists_that_cannot_be_written_are_refused(make: Any, wrong: Any) -> None:
    with pytest.raises(UsageError):
        make(wrong)


def test_a_bootstrap_says_all_that_is_drawn_and_a_begun_one_what_differs() -> None:
    found = dict(bootstrap_settings({"replicates": 20}))
    assert found == {
        "replicates": "20",
        "seed": "1",
        "method": "neutral-null",
        "compare": "simar-wilson-1999",
        "rts": "crs",
        "orientation": "in",
    }
    assert bootstrap_settings({"replicates": 20, "seed": 1}, begun=True) == [("replicates", "20")]
    assert dict(bootstrap_settings({"method": "simar-wilson-1999"}))["compare"] == "none"
    with pytest.raises(
        TypeError, match="no setting 'replicate' \\(did you mean 'replicates'\\?\\)"
    ):
        bootstrap_settings({"replicate": 20})


def test_messages_have_the_names_of_arguments() -> None:
    assert argument_names("--rts: found 'x'; expected crs") == "rts: found 'x'; expected crs"
    assert (
        argument_names("--bandwidth-factor: found no --bootstrap")
        == "bandwidth_factor: found no bootstrap"
    )
    assert argument_names("--period: a -- b") == "periods: a -- b"
    assert argument_names("period: found 'x'") == "periods: found 'x'"
    line = "w: 1 of 2; farrell bootstrap --resume --run w draws the rest"
    assert argument_names(line) == line


def test_errors_have_a_class_a_status_and_can_be_pickled() -> None:
    import pickle

    for status, kind, builtin in [
        (64, UsageError, ValueError),
        (65, DataError, ValueError),
        (70, LibraryError, RuntimeError),
        (73, Error, OSError),
        (-6, Error, MemoryError),
        (-3, LibraryError, RuntimeError),
    ]:
        error = error_for(status, "a: found b; expected c")
        assert isinstance(error, kind) and isinstance(error, builtin) and isinstance(error, Error)
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), copy.status) == (
            type(error),
            "a: found b; expected c",
            status,
        )
