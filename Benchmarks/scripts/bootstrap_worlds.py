"""The bootstrap of Malmquist indices and input biases written down once more, without Farrell.

Worlds, draws and statistics of `farrell bootstrap` under constant returns with one output, from METHODS 5.3,
5.6 and 5.7 by NumPy; who solves the programs is left open. Draws come from NumPy's Philox and are those of the
command, so that replicates can be compared number by number.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

NEUTRAL, ESTIMATED = "neutral-null", "simar-wilson-1999"
METHODS = (NEUTRAL, ESTIMATED)
KINDS = {NEUTRAL: 1, ESTIMATED: 2}  # numbers in the streams
NOTHING_TO_DRAW = 1 + 1e-6


@dataclass(frozen=True)
class Panel:
    """A balanced panel: inputs T × n × p and the one output T × n."""

    units: list[str]
    periods: list[str]
    inputs: np.ndarray
    output: np.ndarray


def read_panel(path: Path, unit: str, time: str, inputs: list[str], output: str,
               keep: Callable[[dict[str, str]], bool]) -> Panel:
    """Rows of a CSV file that are kept; variables are divided by their means."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if keep(row)]
    units = list(dict.fromkeys(row[unit] for row in rows))
    periods = sorted({row[time] for row in rows}, key=int)
    table = {(row[time], row[unit]): row for row in rows}
    if len(table) != len(units) * len(periods) or len(rows) != len(table):
        raise ValueError(f"{path}: found a panel with gaps or repeats; expected a balanced one")
    values = np.array([[[float(table[t, i][name]) for name in (*inputs, output)] for i in units]
                       for t in periods])
    values /= values.mean(axis=(0, 1))
    return Panel(units, periods, values[..., :-1], values[..., -1])


@dataclass(frozen=True, order=True)
class Question:
    """All units of one period measured against another: inputs of a period, outputs of a period."""

    base: int
    inputs: int
    outputs: int
    leaves_own_out: bool


@dataclass(frozen=True)
class Window:
    """First and last period of a world."""

    first: int
    last: int

    @property
    def periods(self) -> range:
        """Its periods."""
        return range(self.first, self.last + 1)

    def questions(self, base: int) -> list[Question]:
        """Everything that the indices ask of the technology of one period."""
        found = {Question(base, base, base, False)}
        if base < self.last:  # as the old technology of a transition
            found |= {Question(base, base + 1, y, False) for y in (base, base + 1)}
            found |= {Question(base, x, base, True) for x in (base, base + 1)}
        if base > self.first:  # as the new one
            found |= {Question(base, x, base - 1, False) for x in (base - 1, base)}
            found |= {Question(base, x, base - 1, True) for x in (base - 1, base)}
        return sorted(found)

    @cached_property
    def all_questions(self) -> list[Question]:
        """Those of all periods."""
        return [question for base in self.periods for question in self.questions(base)]


def windows(panel: Panel) -> list[Window]:
    """One for each transition, and one for the chain of all years."""
    last = len(panel.periods) - 1
    return [*(Window(t, t + 1) for t in range(last)), *([Window(0, last)] if last > 1 else [])]


Distances = dict[Question, np.ndarray]
"""ln D_o of all units, by question."""

INDICES = ("tfpch", "effch", "techch", "matech", "ibtech", "ibtech_loo")


def logarithms(d: Distances, t: int) -> dict[str, np.ndarray]:
    """ln of the indices of all units from period t to the next (METHODS 2.1, 2.2, 2.7 A, 2.8)."""
    new = t + 1

    def shift(x: int, y: int, loo: bool = False) -> np.ndarray:
        return d[Question(t, x, y, loo)] - d[Question(new, x, y, loo)]

    effch = d[Question(new, new, new, False)] - d[Question(t, t, t, False)]
    techch = (shift(t, t) + shift(new, new)) / 2
    return {"tfpch": effch + techch, "effch": effch, "techch": techch, "matech": shift(t, t),
            "ibtech": (shift(new, t) - shift(t, t)) / 2,
            "ibtech_loo": (shift(new, t, True) - shift(t, t, True)) / 2}


def statistics(window: Window, logs: list[dict[str, np.ndarray]]) -> np.ndarray:
    """Each index of each unit over the window, then its mean up to each year."""
    columns = []
    for name in INDICES:
        sums = np.cumsum([log[name] for log in logs], axis=0)
        columns += [sums[-1], sums.mean(axis=1)]
    return np.concatenate(columns)


def statistics_of(window: Window, d: Distances) -> np.ndarray:
    """The statistics of a world's distances."""
    return statistics(window, [logarithms(d, t) for t in window.periods[:-1]])


class Draws:
    """Random numbers of one replicate of a stream (METHODS 5.3)."""

    def __init__(self, seed: int, stream: int, replicate: int) -> None:
        self.generator = np.random.Philox(key=np.array([seed, stream], dtype=np.uint64),
                                          counter=[0, 0, replicate, 0])

    def uniforms(self, count: int) -> np.ndarray:
        """Between 0 and 1, from the top 53 bits."""
        return ((self.generator.random_raw(count) >> np.uint64(11)) + 0.5) * 2.0**-53

    def normals(self, count: int) -> np.ndarray:
        """Box and Muller, cosine first."""
        u = self.uniforms(count + count % 2).reshape(-1, 2)
        radius, angle = np.sqrt(-2 * np.log(u[:, 0])), 2 * np.pi * u[:, 1]
        return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1).ravel()[:count]


class SmoothedSample:
    """Steps 1 to 3 of METHODS 5.6 on δ̂, n × T."""

    def __init__(self, delta: np.ndarray) -> None:
        self.delta = delta
        n, periods = delta.shape
        self.bandwidth = (4 / (5 * n)) ** (1 / 6)
        self.centred = delta - delta.mean(axis=0)
        covariance = self.centred.T @ self.centred / (n - 1)
        self.factor: np.ndarray | None = None
        if periods < n:
            try:
                factor = np.linalg.cholesky(covariance)
            except np.linalg.LinAlgError:
                return
            if (np.diag(factor) ** 2 > 1e-10 * np.diag(covariance)).all():
                self.factor = factor

    def draw(self, draws: Draws) -> np.ndarray:
        """γ, n × T."""
        n, periods = self.delta.shape
        chosen = (n * draws.uniforms(n)).astype(int)
        signs = np.where(draws.uniforms(n * periods) < 0.5, 1.0, -1.0).reshape(n, periods)
        reflected = 1 + signs * (self.delta[chosen] - 1)
        if self.factor is None:
            noise = draws.normals(n * n).reshape(n, n) @ self.centred / np.sqrt(n - 1)
        else:
            noise = draws.normals(n * periods).reshape(n, periods) @ self.factor.T
        mean, h = reflected.mean(axis=0), self.bandwidth
        gamma = mean + (reflected + h * signs * noise - mean) / np.sqrt(1 + h * h)
        return np.where(gamma < 1, 2 - gamma, gamma)


Frontier = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""Most output of inputs m × p from generators with inputs n × p and outputs n: m numbers."""


class World:
    """A window by one method: its estimates, its truth and the outputs of its replicates.

    Under constant returns inputs x·γ/δ̂ with output y span the same technology as x with y·δ̂/γ, so that
    both methods change outputs only.
    """

    def __init__(self, panel: Panel, method: str, window: Window, observed: Distances,
                 frontier: Frontier, seed: int) -> None:
        self.panel, self.method, self.window, self.seed = panel, method, window, seed
        self.stream = KINDS[method] << 56 | window.first << 16 | window.last
        logs = [logarithms(observed, t) for t in window.periods[:-1]]
        self.estimates = statistics(window, logs)
        if method == ESTIMATED:
            own = [observed[Question(t, t, t, False)] for t in window.periods]
            delta, self.truths = np.exp(-np.array(own)), self.estimates
        else:
            growth = np.cumsum([0.0, *(log["techch"].mean() for log in logs)])
            delta = self.pooled(growth, frontier)
            self.truths = statistics(window, self.neutral_logs(np.maximum(1, delta), growth))
        self.delta = np.maximum(1, delta).T  # n × T
        if not (self.delta > NOTHING_TO_DRAW).any():
            raise ValueError(f"{method} {window}: every unit is efficient")
        self.sample = SmoothedSample(self.delta)

    def pooled(self, growth: np.ndarray, frontier: Frontier) -> np.ndarray:
        """Farrell measures against all years, outputs divided by the growth so far, T × n."""
        part = slice(self.window.first, self.window.last + 1)
        outputs = self.panel.output[part] * np.exp(-growth)[:, None]
        inputs = self.panel.inputs[part].reshape(outputs.size, -1)
        return frontier(inputs, outputs.ravel(), inputs).reshape(outputs.shape) / outputs

    @staticmethod
    def neutral_logs(delta: np.ndarray, growth: np.ndarray) -> list[dict[str, np.ndarray]]:
        """What the indices are in the world (METHODS 5.7, step 6)."""
        logs = []
        for t, step in enumerate(np.diff(growth)):
            effch = np.log(delta[t] / delta[t + 1])
            same = np.full_like(effch, step)
            logs.append({"tfpch": effch + step, "effch": effch, "techch": same, "matech": same,
                         "ibtech": 0 * same, "ibtech_loo": 0 * same})
        return logs

    def outputs(self, replicate: int) -> np.ndarray:
        """Outputs of the generators of all periods in a replicate, T × n."""
        gamma = self.sample.draw(Draws(self.seed, self.stream, replicate))
        return self.panel.output[self.window.first:self.window.last + 1] * (self.delta / gamma).T


def columns(panel: Panel) -> Iterator[tuple[str, str, str, str, str]]:
    """Method, index, first and last period and units of every statistic, in order."""
    for method in METHODS:
        for window in windows(panel):
            first, last = panel.periods[window.first], panel.periods[window.last]
            for name in INDICES:
                for unit in panel.units:
                    yield method, name, first, last, unit
                for t in window.periods[1:]:
                    yield method, name, first, panel.periods[t], ";".join(panel.units)
