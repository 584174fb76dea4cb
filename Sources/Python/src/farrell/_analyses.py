"""The three analyses: efficiency, Malmquist index, and its bootstrap."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, Union

from ._columns import Columns
from ._errors import UsageError
from ._frames import columns_of, frame_of, hint, listed
from ._jobs import run as run_job
from ._progress import Wish
from ._settings import (
    Pairs,
    Periods,
    Prices,
    Setting,
    Subsets,
    pair_settings,
    period_settings,
    price_settings,
    settings_of,
    subset_settings,
    word,
    zeros_text,
)
from ._status import Status
from .results import BootstrapResult, EfficiencyResult, MalmquistResult

ColumnNames = Union[str, Iterable[str]]
Path = Union[str, "os.PathLike[str]"]


def efficiency(
    data: Any = None,
    *,
    inputs: Any,
    outputs: Any,
    unit: Any = None,
    time: Any = None,
    rts: str = "crs",
    orientation: str = "in",
    technology: Any = "own",
    slacks: bool = True,
    scale: bool = False,
    multipliers: bool = False,
    bootstrap: int | None = None,
    seed: int | None = None,
    level: float | None = None,
    bandwidth: str | float | None = None,
    bandwidth_factor: float | None = None,
    smoothing: str | None = None,
    zeros: str | float = "reject",
    missing: str = "reject",
    threads: int | None = None,
    progress: Wish = None,
) -> EfficiencyResult:
    """Farrell efficiency of every observation, with certified bounds.

    Parameters
    ----------
    data
        N rows: a data frame of pandas or polars, a table of Arrow, a dict of arrays, a structured
        array of NumPy; or None, with ``inputs`` and ``outputs`` as matrices of N rows.
    inputs, outputs
        Names of p and q columns of numbers that are not negative, in any units; or the matrices.
    unit
        Column with the names of the units; without it the labels of the frame's index, or 1 to N.
    time
        Column with the periods, where there are some.
    rts
        Returns to scale: "crs", "vrs", "nirs", "ndrs" or "fdh".
    orientation
        "in" for θ ≤ 1, "out" for φ ≥ 1.
    technology
        Whose frontier: "own" (the same period), "pooled", "sequential", or the name of a period.
    slacks
        Whether slacks and targets are found, by a second phase.
    scale
        Adds scale efficiency and local returns to scale.
    multipliers
        Adds multipliers; they need not be unique.
    bootstrap
        Replicates B, 2 to 10^6, of a bootstrap of the scores; adds the columns corrected, ci_lower,
        ci_upper, bias, std_error, valid_share and correct.
    seed, level, bandwidth, bandwidth_factor, smoothing
        Of the bootstrap: seed of the draws (1); level of the intervals (0.95); "silverman",
        "normal-reference", "cross-validation" or a number; a factor (1); "reflect-last" or
        "reflect-first".
    zeros
        "reject", "allow", or a floor that zeros are raised to, as a number or "floor:VALUE".
    missing
        Rows without a number: "reject", "drop-row" or "drop-unit".
    threads
        Number of threads; None for the processors that this process may use.
    progress
        None shows a bar in a terminal or notebook after a second; False none; True anywhere; or a
        function of the step, the items done, and all items.

    Returns
    -------
    EfficiencyResult
        One row for each observation.

    Raises
    ------
    UsageError
        For a setting that cannot be.
    DataError
        For a column that is not there or holds something else, a number that is missing, negative
        or not finite, or a unit twice in a period.

    Notes
    -----
    Farrell (1957); the programs are METHODS 1.2, the bootstrap is that of Simar and Wilson (1998),
    METHODS 5.5.
    """
    columns = columns_of(
        data,
        unit=unit,
        time=time,
        inputs=inputs,
        outputs=outputs,
        zeros=zeros_text(zeros),
        missing=word("missing", missing),
    )
    settings = settings_of(
        {
            "rts": rts,
            "orientation": orientation,
            "technology": technology,
            "slacks": slacks,
            "scale": scale,
            "multipliers": multipliers,
            "bootstrap": bootstrap,
            "seed": seed,
            "level": level,
            "bandwidth": bandwidth,
            "bandwidth_factor": bandwidth_factor,
            "smoothing": smoothing,
            "threads": threads,
        }
    )
    return EfficiencyResult(*run_job("efficiency", columns, settings, progress))


dea = efficiency


def malmquist(
    data: Any = None,
    *,
    unit: Any,
    time: Any,
    inputs: Any,
    outputs: Any,
    rts: str = "crs",
    orientation: str = "in",
    reference: str = "contemporaneous",
    convention: str | None = None,
    periods: Periods | None = None,
    changes: str | None = None,
    weights: str | None = None,
    neutral_decimals: int | None = None,
    pairs: Pairs | None = None,
    subsets: Subsets | None = None,
    prices: Prices | None = None,
    isoquant_unit: Any = None,
    leave_own_out: bool | None = None,
    pair_isolated: bool = False,
    scale: bool = False,
    balanced: bool = False,
    distances: bool = False,
    zeros: str | float = "reject",
    missing: str = "reject",
    threads: int | None = None,
    progress: Wish = None,
) -> MalmquistResult:
    """Malmquist index, its components, and the bias of technical change.

    Parameters
    ----------
    data, unit, time, inputs, outputs, zeros, missing, threads, progress
        As for :func:`efficiency`; units and periods are needed.
    rts
        Returns to scale: "crs", "vrs", "nirs", "ndrs" or "fdh".
    orientation
        "in" or "out"; every index is above 1 for an improvement in both.
    reference
        "contemporaneous", "sequential" or "global".
    convention
        Path of the bias decomposition: "a" (built in), "b", "sym" or "printed".
    periods
        Periods to chain over: ``{"10th plan": (2001, 2005)}``.
    changes
        Which changes a period covers: "growth-years" (those into its years, built in) or "within".
    weights
        Averages over units: "unweighted" (built in) or "output-shares".
    neutral_decimals
        Decimals, 0 to 15, at which an index that rounds to 1 is called neutral.
    pairs
        Pairs of inputs to classify: ``[("e", "k")]``; all where None.
    subsets
        Units shown again together: ``{"high emitters": ["power", "steel"]}``.
    prices
        Columns with prices of inputs: ``{"e": "p_e"}``; adds the tables of induced innovation.
    isoquant_unit
        Unit at which isoquants are drawn; None for the geometric mean of the units.
    leave_own_out
        Biases without a unit's own observations too (built in: True).
    pair_isolated
        The index that moves the inputs of a pair only.
    scale
        Pure efficiency and scale.
    balanced
        Only units observed in both periods of a change span the frontiers.
    distances
        Shephard distances in the table of indices.

    Returns
    -------
    MalmquistResult
        Tables indices, pairs, annual, periods, input-bias, average-bias, unit-bias, bias-counts and
        more.

    Raises
    ------
    UsageError, DataError
        As for :func:`efficiency`.

    Notes
    -----
    Färe, Grosskopf, Lindgren and Roos (1992), METHODS 2.2; Färe, Grifell-Tatjé, Grosskopf and
    Lovell (1997), METHODS 2.7; Weber and Domazlicky (1999), METHODS 3.1. The index without own
    observations and the pair-isolated index are Farrell's own, METHODS 2.8 and 3.4.
    """
    columns = columns_of(
        data,
        unit=unit,
        time=time,
        inputs=inputs,
        outputs=outputs,
        prices=list((prices or {}).values()) if isinstance(prices, Mapping) else [],
        zeros=zeros_text(zeros),
        missing=word("missing", missing),
    )
    settings = settings_of(
        {
            "rts": rts,
            "orientation": orientation,
            "reference": reference,
            "convention": convention,
            "changes": changes,
            "weights": weights,
            "neutral_decimals": neutral_decimals,
            "isoquant_unit": isoquant_unit,
            "leave_own_out": leave_own_out,
            "pair_isolated": pair_isolated,
            "scale": scale,
            "balanced": balanced,
            "distances": distances,
            "threads": threads,
        }
    )
    settings += period_settings(periods) + pair_settings(pairs)
    settings += subset_settings(subsets) + price_settings(prices)
    return MalmquistResult(*run_job("malmquist", columns, settings, progress))


#: Settings of a bootstrap with their values where nobody names them; None is what the engine has.
BOOTSTRAP_DEFAULTS: dict[str, Any] = {
    "replicates": 1999,
    "seed": 1,
    "method": "neutral-null",
    "compare": "simar-wilson-1999",
    "subsample_size": None,
    "bandwidth_factor": None,
    "rts": "crs",
    "orientation": "in",
    "convention": None,
    "periods": None,
    "changes": None,
    "subsets": None,
    "level": None,
    "interval": None,
    "pairs": None,
    "prices": None,
    "isoquant_unit": None,
    "zeros": "reject",
    "missing": "reject",
}


def bootstrap_columns(
    data: Any, unit: Any, time: Any, inputs: Any, outputs: Any, options: Mapping[str, Any]
) -> Columns | None:
    """The columns of a bootstrap; None for a run on disk that has its own."""
    if isinstance(data, Columns):
        return data
    if data is None and inputs is None and outputs is None:
        return None
    for name, value in (("unit", unit), ("time", time), ("inputs", inputs), ("outputs", outputs)):
        if value is None:
            known = "" if data is None else f": {listed(frame_of(data).columns)}"
            raise UsageError(
                f"{name}: found nothing; expected columns of the data{known}", Status.USAGE
            )
    prices = options["prices"]
    return columns_of(
        data,
        unit=unit,
        time=time,
        inputs=inputs,
        outputs=outputs,
        prices=list(prices.values()) if isinstance(prices, Mapping) else [],
        zeros=zeros_text(options["zeros"]),
        missing=word("missing", options["missing"]),
    )


def bootstrap_settings(options: Mapping[str, Any], *, begun: bool = False) -> list[Setting]:
    """The settings of a bootstrap.

    Parameters
    ----------
    options
        By the names of :data:`BOOTSTRAP_DEFAULTS`.
    begun
        Whether the run is on disk already: then only what differs from the built-in values is said.
    """
    for name in options:
        if name not in BOOTSTRAP_DEFAULTS:
            raise TypeError(
                f"found no setting {name!r}{hint(name, list(BOOTSTRAP_DEFAULTS))}; expected one of "
                f"{listed(list(BOOTSTRAP_DEFAULTS))}"
            )
    found = {**BOOTSTRAP_DEFAULTS, **options}
    if found["compare"] == found["method"] and "compare" not in options:
        found["compare"] = "none"
    single = {
        name: value
        for name, value in found.items()
        if name not in ("periods", "subsets", "pairs", "prices", "zeros", "missing")
        and not (begun and value == BOOTSTRAP_DEFAULTS[name])
    }
    settings = settings_of(single)
    settings += period_settings(found["periods"]) + pair_settings(found["pairs"])
    return settings + subset_settings(found["subsets"]) + price_settings(found["prices"])


def bootstrap(
    data: Any = None,
    *,
    unit: Any = None,
    time: Any = None,
    inputs: Any = None,
    outputs: Any = None,
    replicates: int = 1999,
    seed: int = 1,
    method: str = "neutral-null",
    compare: str = "simar-wilson-1999",
    subsample_size: int | None = None,
    bandwidth_factor: float | None = None,
    rts: str = "crs",
    orientation: str = "in",
    convention: str | None = None,
    periods: Periods | None = None,
    changes: str | None = None,
    subsets: Subsets | None = None,
    level: float | None = None,
    interval: str | None = None,
    pairs: Pairs | None = None,
    prices: Prices | None = None,
    isoquant_unit: Any = None,
    run: Path | None = None,
    resume: bool = False,
    shard: str | tuple[int, int] | None = None,
    zeros: str | float = "reject",
    missing: str = "reject",
    threads: int | None = None,
    progress: Wish = None,
) -> BootstrapResult:
    """Intervals and tests for the Malmquist index and the bias of technical change.

    The numbers depend on the data, the settings and the seed, and on nothing else: not on the
    threads, nor on how often a run was stopped.

    Parameters
    ----------
    data, unit, time, inputs, outputs, zeros, missing, threads, progress
        As for :func:`malmquist`. A run on disk has its data: with ``run`` and ``resume=True`` they
        may be left out, and so may the settings that it was begun with.
    replicates
        Replicates B, 2 to 10^6.
    seed
        Seed of the draws, 0 to 2^64 - 1.
    method
        "neutral-null", "simar-wilson-1999" or "subsampling".
    compare
        Method shown beside it, or "none".
    subsample_size
        Units of a subsample; chosen for each interval where None.
    bandwidth_factor
        Factor of the bandwidth, 0.01 to 100 (built in: 1).
    rts, orientation, convention, periods, changes, pairs, subsets, prices, isoquant_unit
        As for :func:`malmquist`; the neutral-null method needs ``orientation="out"`` unless returns
        to scale are constant.
    level
        Level of the intervals, 0.5 to 0.9999 (built in: 0.95).
    interval
        "basic" (built in), "percentile" or "basic-levels".
    run
        Directory in which the run is kept: whatever stops it, the same call with ``resume=True``
        goes on.
    resume
        Goes on with the run in the directory, or begins it.
    shard
        Draws part i of N only, ``(i, N)`` or "i/N" with i from 1; needs ``run``. The result has no
        tables then: call again without it once all parts are there.

    Returns
    -------
    BootstrapResult
        Tables units, means, cumulative, saving, counts, aggregate, windows and more, and all draws.

    Raises
    ------
    UsageError, DataError
        As for :func:`efficiency`; also where a run on disk was begun with other settings or data.
    FileError
        Where the directory of the run is taken, or cannot be made or written.
    KeyboardInterrupt
        After Ctrl-C, within half a second; a run on disk keeps what is drawn.

    Notes
    -----
    Simar and Wilson (1999), METHODS 5.6; the neutral-null method is Farrell's own, METHODS 5.7;
    subsampling, METHODS 5.8.
    """
    arguments = dict(locals())
    options = {
        name: arguments[name]
        for name, built_in in BOOTSTRAP_DEFAULTS.items()
        if arguments[name] is not built_in and arguments[name] != built_in
    }
    columns = bootstrap_columns(
        data, unit, time, inputs, outputs, {**BOOTSTRAP_DEFAULTS, **options}
    )
    if columns is None and run is None:
        raise UsageError(
            "data: found nothing; expected a data frame, or run with the directory of a begun run",
            Status.USAGE,
        )
    settings = bootstrap_settings(options, begun=columns is None)
    part = "/".join(map(str, shard)) if isinstance(shard, tuple) else shard
    settings += settings_of(
        {"run": run, "resume": resume or None, "shard": part, "threads": threads}
    )
    return BootstrapResult(*run_job("bootstrap", columns, settings, progress))
