#!/usr/bin/env python3
"""Makes an artificial KLEM panel whose technology, and so every index, is known exactly.

Writes panel.csv, truth.csv and bias.csv beside this script; README.md explains the model.
Random numbers are raw Philox words turned into uniforms and normals here, so that the panel does
not depend on the version of NumPy.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np

SEED = 20151122
UNITS = 36
YEARS = np.arange(1999, 2013)
FACTORS = "KLEM"

RHO = -1.0  # of the CES function; elasticity of substitution 1 / (1 - RHO) = 0.5
SHARE = np.array([0.25, 0.15, 0.15, 0.45])  # a_k
CENTRE = np.array([3000.0, 150.0, 2500.0, 4000.0])  # inputs of a typical unit in the base year
LEVEL = 7000.0  # output of that unit at the frontier in the base year
NEUTRAL = 0.02  # g, Hicks-neutral progress a year
# Growth of b_k a year; until the change to `REGIME_YEAR`, and from that change on.
AUGMENTING = np.array([[0.01, 0.06, -0.03, 0.01], [-0.01, 0.05, 0.08, 0.0]])
REGIME_YEAR = 2006

SIZE_SPREAD = 1.0  # sd of the log size of a unit
GROWTH = 0.06  # common growth of all inputs
LEVEL_NOISE = 0.03  # sd of a unit's yearly growth around it
MIX_DRIFT = np.array([0.03, -0.03, 0.01, -0.01])  # common drift of the input mix
MIX_NOISE = 0.03  # sd of a unit's yearly change of mix
INEFFICIENCY = 0.25  # sigma_u
PERSISTENCE = 0.95  # correlation of inefficiency from year to year
DIGITS = 8  # significant digits of the panel


class Draws:
    """Uniforms and normals from raw Philox words, in a fixed order."""

    def __init__(self, seed: int) -> None:
        self._words = np.random.Philox(key=[seed, 0])

    def uniform(self, *shape: int) -> np.ndarray:
        """Uniforms inside (0, 1) from the top 53 bits of each word."""
        words = self._words.random_raw(int(np.prod(shape)))
        return (((words >> np.uint64(11)).astype(float) + 0.5) * 2.0**-53).reshape(shape)

    def normal(self, *shape: int) -> np.ndarray:
        """Standard normals by the Box-Muller formula, one from each pair of uniforms."""
        pair = self.uniform(2, *shape)
        return np.sqrt(-2 * np.log(pair[0])) * np.cos(2 * np.pi * pair[1])


def augmenting_path() -> np.ndarray:
    """ln b_kt, years × factors; 0 in the first year."""
    regimes = (YEARS[1:] >= REGIME_YEAR).astype(int)
    return np.vstack([np.zeros(len(FACTORS)), np.cumsum(AUGMENTING[regimes], axis=0)])


def log_frontier(year: int, x: np.ndarray) -> np.ndarray:
    """ln F_t(x), the largest output from inputs x (… × factors) in the year of index `year`."""
    effective = np.exp(augmenting_path()[year]) * x / CENTRE
    return np.log(LEVEL) + NEUTRAL * year + np.log((SHARE * effective**RHO).sum(-1)) / RHO


def draw_inputs(draws: Draws) -> np.ndarray:
    """Inputs, units × years × factors."""
    factor_count, steps = len(FACTORS), len(YEARS) - 1
    start = (SIZE_SPREAD * draws.normal(UNITS, 1) + draws.uniform(UNITS, factor_count) - 0.5
             + 0.4 * draws.normal(UNITS, factor_count))
    change = (GROWTH + LEVEL_NOISE * draws.normal(UNITS, steps, 1) + MIX_DRIFT
              + MIX_NOISE * draws.normal(UNITS, steps, factor_count))
    path = np.concatenate([np.zeros((UNITS, 1, factor_count)), np.cumsum(change, axis=1)], axis=1)
    return CENTRE * np.exp(start[:, None, :] + path)


def draw_inefficiency(draws: Draws) -> np.ndarray:
    """u ≥ 0, units × years: the absolute value of a stationary autoregression."""
    shocks = draws.normal(UNITS, len(YEARS))
    z = np.empty_like(shocks)
    z[:, 0] = shocks[:, 0]
    for t in range(1, len(YEARS)):
        z[:, t] = PERSISTENCE * z[:, t - 1] + np.sqrt(1 - PERSISTENCE**2) * shocks[:, t]
    return INEFFICIENCY * np.abs(z)


def rounded(values: np.ndarray) -> np.ndarray:
    """Values at `DIGITS` significant digits: what the file holds is what the truth is made of."""
    return np.vectorize(lambda value: float(f"{value:.{DIGITS}g}"))(values)


def true_indices(x: np.ndarray, y: np.ndarray, t: int) -> dict[str, np.ndarray]:
    """True indices of every unit from year index t to t + 1 (convention A; logs in, levels out)."""
    old, new = x[:, t], x[:, t + 1]
    own_old = np.log(y[:, t]) - log_frontier(t, old)  # ln D_o^t(t)
    own_new = np.log(y[:, t + 1]) - log_frontier(t + 1, new)  # ln D_o^{t+1}(t+1)
    shift_old = log_frontier(t + 1, old) - log_frontier(t, old)  # ln A_t
    shift_new = log_frontier(t + 1, new) - log_frontier(t, new)  # ln A_{t+1} = ln A_A
    effch, techch = own_new - own_old, (shift_old + shift_new) / 2
    logs = {"tfpch": effch + techch, "effch": effch, "techch": techch, "matech": shift_old,
            "obtech": np.zeros(UNITS), "ibtech": (shift_new - shift_old) / 2}
    return {name: np.exp(values) for name, values in logs.items()}


def bias_class(first: str, bias: float) -> str:
    """Class of a pair: what technical change does to its first factor."""
    if bias == 0:
        return "neutral"
    return f"{first}-using" if bias > 0 else f"{first}-saving"


def panel_lines(names: list[str], x: np.ndarray, y: np.ndarray) -> list[str]:
    """Lines of panel.csv."""
    lines = ["unit,year,K,L,E,M,y"]
    for i, name in enumerate(names):
        for t, year in enumerate(YEARS):
            values = ",".join(repr(float(v)) for v in [*x[i, t], y[i, t]])
            lines.append(f"{name},{year},{values}")
    return lines


def truth_lines(names: list[str], x: np.ndarray, y: np.ndarray) -> list[str]:
    """Lines of truth.csv."""
    indices = [true_indices(x, y, t) for t in range(len(YEARS) - 1)]
    lines = ["unit,period_from,period_to," + ",".join(indices[0])]
    for i, name in enumerate(names):
        for t, table in enumerate(indices):
            values = ",".join(f"{column[i]:.12g}" for column in table.values())
            lines.append(f"{name},{YEARS[t]},{YEARS[t + 1]},{values}")
    return lines


def bias_lines() -> list[str]:
    """Lines of bias.csv: Hicks bias rho * d ln(b_a / b_b) of every pair and change."""
    lines = ["period_to,pair,bias,class"]
    for year in YEARS[1:]:
        growth = AUGMENTING[int(year >= REGIME_YEAR)]
        for a, b in itertools.combinations(["E", "K", "L", "M"], 2):
            bias = RHO * (growth[FACTORS.index(a)] - growth[FACTORS.index(b)])
            lines.append(f"{year},{a}-{b},{bias + 0.0:.6g},{bias_class(a, bias)}")
    return lines


def main() -> None:
    """Draws the panel and writes the three files."""
    draws = Draws(SEED)
    x = rounded(draw_inputs(draws))
    u = draw_inefficiency(draws)
    frontier = np.stack([log_frontier(t, x[:, t]) for t in range(len(YEARS))], axis=1)
    y = rounded(np.exp(frontier - u))
    names = [f"S{i:02d}" for i in range(1, UNITS + 1)]
    here = Path(__file__).resolve().parent
    for file, lines in [("panel.csv", panel_lines(names, x, y)),
                        ("truth.csv", truth_lines(names, x, y)), ("bias.csv", bias_lines())]:
        (here / file).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
