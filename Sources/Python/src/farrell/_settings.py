"""Arguments of Python as the settings of the library, which are texts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Union

import numpy as np

from ._errors import UsageError
from ._names import label_text
from ._status import Status

Setting = tuple[str, str]
"""A name and a value of the library; a list repeats the name."""

Periods = Union[Mapping[str, Union[str, tuple[Any, Any]]], Sequence[Union[str, tuple[Any, Any]]]]
"""Named periods: ``{"10th plan": (2001, 2005)}``, or ranges whose names are themselves."""

Pairs = Iterable[Union[str, tuple[str, str]]]
"""Pairs of inputs: ``[("e", "k")]`` or ``["e:k"]``."""

Subsets = Mapping[str, Iterable[Any]]
"""Groups of units by name: ``{"high": ["power", "steel"]}``."""

Prices = Mapping[str, str]
"""Columns with prices of inputs: ``{"e": "p_e"}``."""


def _refusal(name: str, found: object, expected: str) -> UsageError:
    return UsageError(f"{name}: found {found!r}; expected {expected}", Status.USAGE)


def word(name: str, value: object) -> str:
    """A single value as text: a word, a number, or whether something is on."""
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    if isinstance(value, (str, os.PathLike)):
        return os.fspath(value) if not isinstance(value, str) else value
    raise _refusal(name, value, "a word, a number, True or False")


def settings_of(values: Mapping[str, object]) -> list[Setting]:
    """Settings of single values; those that are None keep what is built in."""
    return [(name, word(name, value)) for name, value in values.items() if value is not None]


def zeros_text(zeros: object) -> str:
    """The policy of zeros: "reject", "allow", "floor:VALUE", or the value of the floor as a
    number."""
    if isinstance(zeros, (int, float, np.number)) and not isinstance(zeros, bool):
        return f"floor:{word('zeros', zeros)}"
    return word("zeros", zeros)


def quoted(text: str) -> str:
    """A name within a list: between quotes where it holds a comma or a quote, which is doubled."""
    if "," not in text and '"' not in text:
        return text
    return '"' + text.replace('"', '""') + '"'


def period_settings(periods: Periods | None) -> list[Setting]:
    """Named periods as ``NAME=FIRST..LAST``."""
    if periods is None:
        return []
    if isinstance(periods, str):
        raise _refusal("periods", periods, "a dict such as {'10th plan': (2001, 2005)}")
    found: list[Setting] = []
    for item in periods.items() if isinstance(periods, Mapping) else periods:
        if isinstance(item, str):
            found.append(("period", item))
            continue
        name, ends = item if isinstance(periods, Mapping) else (None, item)
        if isinstance(ends, str):
            first, dots, last = ends.partition("..")
            pair = [first, last] if dots else []
        else:
            try:
                pair = [label_text(end) for end in ends]
            except TypeError:
                pair = []
        if len(pair) != 2:
            raise _refusal("periods", ends, "the first and the last year of a period")
        text = f"{pair[0]}..{pair[1]}"
        if name is None:
            name = text
        if not isinstance(name, str) or "=" in name or not name.strip():
            raise _refusal("periods", name, "a name without an equals sign")
        if ".." in pair[0]:
            raise _refusal("periods", pair[0], "a year without two dots")
        found.append(("period", f"{name}={text}"))
    return found


def pair_settings(pairs: Pairs | None) -> list[Setting]:
    """Pairs of inputs as ``A:B``, one a setting, so that a comma is part of a name."""
    if pairs is None:
        return []
    found: list[Setting] = []
    for pair in [pairs] if isinstance(pairs, str) else pairs:
        if isinstance(pair, str):
            found.append(("pairs", pair))
            continue
        ends = list(pair) if isinstance(pair, Iterable) else []
        if len(ends) != 2:
            raise _refusal("pairs", pair, "two inputs such as ('e', 'k')")
        for end in ends:
            if not isinstance(end, str) or ":" in end:
                raise _refusal("pairs", end, "the name of an input, without a colon")
        found.append(("pairs", f"{ends[0]}:{ends[1]}"))
    return found


def subset_settings(subsets: Subsets | None) -> list[Setting]:
    """Groups of units as ``NAME=UNIT,UNIT``."""
    if subsets is None:
        return []
    if not isinstance(subsets, Mapping):
        raise _refusal("subsets", subsets, "a dict such as {'high': ['power', 'steel']}")
    found: list[Setting] = []
    for name, units in subsets.items():
        if not isinstance(name, str) or "=" in name or not name:
            raise _refusal("subsets", name, "a name without an equals sign")
        if isinstance(units, str):
            raise _refusal("subsets", units, "a list of units")
        texts = [quoted(label_text(unit)) for unit in units]
        if not texts:
            raise _refusal("subsets", name, "at least one unit in it")
        found.append(("subset", f"{name}={','.join(texts)}"))
    return found


def price_settings(prices: Prices | None) -> list[Setting]:
    """Columns of prices as ``INPUT=COLUMN``, one a setting."""
    if prices is None:
        return []
    if not isinstance(prices, Mapping):
        raise _refusal("prices", prices, "a dict such as {'e': 'p_e'}")
    found: list[Setting] = []
    for name, column in prices.items():
        if not isinstance(name, str) or "=" in name:
            raise _refusal("prices", name, "the name of an input, without an equals sign")
        if not isinstance(column, str) or not column:
            raise _refusal("prices", column, "the name of a column")
        found.append(("prices", f"{name}={column}"))
    return found
