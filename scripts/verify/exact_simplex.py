"""DEA linear programs solved exactly: rational arithmetic on the doubles as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

try:
    from flint import fmpq

    ARITHMETIC = "python-flint fmpq"

    def rational(value: float) -> Any:
        """The double as a rational, without rounding."""
        numerator, denominator = float(value).as_integer_ratio()
        return fmpq(numerator, denominator)

    def to_float(value: Any) -> float:
        """The double nearest to a rational."""
        return int(value.p) / int(value.q)

except ImportError:
    ARITHMETIC = "fractions.Fraction"

    def rational(value: float) -> Any:
        """The double as a rational, without rounding."""
        return Fraction(value)

    def to_float(value: Any) -> float:
        """The double nearest to a rational."""
        return float(value)


ZERO = rational(0)
ONE = rational(1)
NUDGE = ONE / rational(10**9)
Vector = list[Any]


@dataclass(frozen=True)
class ExactOutcome:
    """Exact answer: `solved`, `infeasible` or `unbounded` (no finite distance), and the score."""

    status: str
    value: Any = None


class ExactTechnology:
    """Reference observations as rationals; measures points against them exactly."""

    def __init__(self, inputs: Sequence, outputs: Sequence, rts: str, orientation: str) -> None:
        self.inputs = [[rational(v) for v in row] for row in inputs]
        self.outputs = [[rational(v) for v in row] for row in outputs]
        self.rts = rts
        self.orientation = orientation

    def score(self, inputs: Sequence[float], outputs: Sequence[float]) -> ExactOutcome:
        """Farrell score of a point given in doubles."""
        return self._score([rational(v) for v in inputs], [rational(v) for v in outputs])

    def nudged_score(self, inputs: Sequence[float], outputs: Sequence[float]) -> ExactOutcome:
        """Score of a point whose inputs are 1e-9 larger and outputs 1e-9 smaller.

        Where it is far from the score of the point itself, the last digits of the data decide, and
        a solver with tolerances may well find the score of this one.
        """
        grown, shrunk = ONE + NUDGE, ONE - NUDGE
        return self._score([grown * rational(v) for v in inputs],
                           [shrunk * rational(v) for v in outputs])

    def _score(self, x0: Vector, y0: Vector) -> ExactOutcome:
        if self.rts == "fdh":
            score = self._enumerate(x0, y0)
        elif self.orientation == "in":
            score = self._solve_input(x0, y0)
        else:
            score = self._solve_output(x0, y0)
        if score is None:
            return ExactOutcome("infeasible")
        if self.orientation == "out" and score == 0:
            return ExactOutcome("unbounded")
        return ExactOutcome("solved", score)

    def _enumerate(self, x0: Vector, y0: Vector) -> Any | None:
        """Free disposal hull: best ratio among dominating observations; None without one."""
        pairs = list(zip(self.inputs, self.outputs, strict=True))
        if self.orientation == "out":
            return max((min(y / v for y, v in zip(row, y0, strict=True) if v > 0)
                        for x, row in pairs if dominates(x0, x)), default=None)
        return min((max(x / v for x, v in zip(row, x0, strict=True) if v > 0)
                    for row, y in pairs
                    if dominates(y, y0) and not any(x > 0 and v == 0
                                                    for x, v in zip(row, x0, strict=True))),
                   default=None)

    def _solve_input(self, x0: Vector, y0: Vector) -> Any | None:
        """min θ: Xλ − θ x0 ≤ 0, Yλ ≥ y0; columns λ, θ."""
        program = Program(len(self.inputs) + 1)
        for k, bound in enumerate(x0):
            program.add([row[k] for row in self.inputs] + [-bound], "<=", ZERO)
        for m, bound in enumerate(y0):
            program.add([row[m] for row in self.outputs] + [ZERO], ">=", bound)
        self._add_scale_row(program)
        return program.minimise([ZERO] * len(self.inputs) + [ONE])

    def _solve_output(self, x0: Vector, y0: Vector) -> Any | None:
        """max φ: Xλ ≤ x0, φ y0 − Yλ ≤ 0; columns λ, φ. Bounded: no input row is all zero."""
        program = Program(len(self.inputs) + 1)
        for k, bound in enumerate(x0):
            program.add([row[k] for row in self.inputs] + [ZERO], "<=", bound)
        for m, bound in enumerate(y0):
            program.add([-row[m] for row in self.outputs] + [bound], "<=", ZERO)
        self._add_scale_row(program)
        optimum = program.minimise([ZERO] * len(self.inputs) + [-ONE])
        return None if optimum is None else -optimum

    def _add_scale_row(self, program: Program) -> None:
        sense = {"vrs": "=", "nirs": "<=", "ndrs": ">="}.get(self.rts)
        if sense is not None:
            program.add([ONE] * len(self.inputs) + [ZERO], sense, ONE)


def dominates(larger: Vector, smaller: Vector) -> bool:
    """Whether every component of the first is at least that of the second."""
    return all(a >= b for a, b in zip(larger, smaller, strict=True))


class Program:
    """min c·z, rows ≤, ≥ or = right-hand sides, z ≥ 0: two-phase tableau simplex, Bland's rule."""

    def __init__(self, column_count: int) -> None:
        self.column_count = column_count
        self._rows: list[tuple[Vector, str, Any]] = []

    def add(self, coefficients: Vector, sense: str, bound: Any) -> None:
        """Adds one row; a ≥ row with bound 0 becomes a ≤ row, which needs no artificial."""
        if sense == ">=" and bound == 0:
            coefficients, sense = [-v for v in coefficients], "<="
        self._rows.append((coefficients, sense, bound))

    def minimise(self, cost: Vector) -> Any | None:
        """Optimum, or None when infeasible. Bounds must be ≥ 0 and the program bounded."""
        tableau, basis = self._start()
        width = len(tableau[0]) - 1
        artificial_rows = [r for r, b in enumerate(basis) if b < 0]
        phase_one = [-sum((tableau[r][j] for r in artificial_rows), ZERO) for j in range(width + 1)]
        run_simplex(tableau, basis, phase_one)
        if phase_one[width] != 0:
            return None
        drop_artificials(tableau, basis)
        phase_two = cost + [ZERO] * (width + 1 - len(cost))
        for row, basic in zip(tableau, basis, strict=True):
            subtract(phase_two, row, phase_two[basic])
        run_simplex(tableau, basis, phase_two)
        return -phase_two[width]

    def _start(self) -> tuple[list[Vector], list[int]]:
        """Tableau with slack columns, right-hand side last; basis −1−r marks an artificial."""
        slack_count = sum(sense != "=" for _, sense, _ in self._rows)
        tableau, basis, slack = [], [], 0
        for r, (coefficients, sense, bound) in enumerate(self._rows):
            slacks = [ZERO] * slack_count
            basic = -1 - r
            if sense != "=":
                slacks[slack] = ONE if sense == "<=" else -ONE
                if sense == "<=":
                    basic = self.column_count + slack
                slack += 1
            tableau.append(list(coefficients) + slacks + [bound])
            basis.append(basic)
        return tableau, basis


def subtract(target: Vector, row: Vector, factor: Any) -> None:
    """target ← target − factor · row."""
    if factor != 0:
        for j, value in enumerate(row):
            if value != 0:
                target[j] -= factor * value


def pivot(tableau: list[Vector], basis: list[int], objective: Vector, r: int, j: int) -> None:
    """Makes column j basic in row r."""
    scale = tableau[r][j]
    tableau[r] = [v / scale for v in tableau[r]]
    for i, row in enumerate(tableau):
        if i != r:
            subtract(row, tableau[r], row[j])
    subtract(objective, tableau[r], objective[j])
    basis[r] = j


def run_simplex(tableau: list[Vector], basis: list[int], objective: Vector) -> None:
    """Pivots until no reduced cost is negative: lowest index enters, ties leave by lowest index."""
    width = len(objective) - 1
    while True:
        entering = next((j for j in range(width) if objective[j] < 0), None)
        if entering is None:
            return
        ratios = [(row[width] / row[entering], basis[r], r)
                  for r, row in enumerate(tableau) if row[entering] > 0]
        if not ratios:
            raise ArithmeticError("unbounded program")
        leaving = min(ratios)[2]  # basis indices differ, so rows never decide
        pivot(tableau, basis, objective, leaving, entering)


def drop_artificials(tableau: list[Vector], basis: list[int]) -> None:
    """After phase 1: pivots artificials at zero out of the basis, or drops their empty rows."""
    for r in reversed(range(len(tableau))):
        if basis[r] >= 0:
            continue
        column = next((j for j, v in enumerate(tableau[r][:-1]) if v != 0), None)
        if column is None:
            del tableau[r], basis[r]
        else:
            pivot(tableau, basis, [ZERO] * len(tableau[r]), r, column)
