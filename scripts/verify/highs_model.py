"""Radial DEA programs in HiGHS: one model per technology, changed from point to point."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

# Right-hand side of the row Σλ.
SCALE_BOUNDS = {
    "vrs": (1.0, 1.0),
    "nirs": (-highspy.kHighsInf, 1.0),
    "ndrs": (1.0, highspy.kHighsInf),
}


@dataclass(frozen=True)
class Outcome:
    """Answer of a solver in doubles: `solved`, `infeasible`, `unbounded` or `failed`; score."""

    status: str
    value: float | None = None


def make_highs(tolerance: float, strategy: int = 1) -> highspy.Highs:
    """A silent HiGHS: simplex of the given strategy (1 dual, 4 primal), one thread, no presolve."""
    highs = highspy.Highs()
    for option, value in {
        "output_flag": False, "presolve": "off", "solver": "simplex", "threads": 1,
        "simplex_strategy": strategy, "primal_feasibility_tolerance": tolerance,
        "dual_feasibility_tolerance": tolerance,
    }.items():
        highs.setOptionValue(option, value)
    return highs


class RadialModel:
    """Scores of points against J reference observations (J × p inputs, J × q outputs), convex.

    Columns λ_1 … λ_J and the score, last; rows p inputs, q outputs, Σλ unless CRS.
    """

    def __init__(self, inputs: np.ndarray, outputs: np.ndarray, rts: str, orientation: str, *,
                 tolerance: float = 1e-10, strategy: int = 1) -> None:
        self.count, self.p = inputs.shape
        self.q = outputs.shape[1]
        self.orientation = orientation
        self.highs = make_highs(tolerance, strategy)
        self.highs.passModel(self._model(inputs, outputs, rts))

    def _model(self, inputs: np.ndarray, outputs: np.ndarray, rts: str) -> highspy.HighsLp:
        """The program with a score column of zeros and right-hand sides of zero."""
        scale = [] if rts == "crs" else [SCALE_BOUNDS[rts]]
        dense = np.hstack([inputs, outputs, np.ones((self.count, len(scale)))])
        infinity = highspy.kHighsInf
        radial_rows = range(self.p) if self.orientation == "in" else range(self.p, self.p + self.q)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.count + 1, dense.shape[1]
        sign = 1.0 if self.orientation == "in" else -1.0
        model.col_cost_ = np.append(np.zeros(self.count), sign)
        model.col_lower_ = np.zeros(self.count + 1)
        model.col_upper_ = np.full(self.count + 1, infinity)
        model.row_lower_ = np.array([-infinity] * self.p + [0.0] * self.q + [b[0] for b in scale])
        model.row_upper_ = np.array([0.0] * self.p + [infinity] * self.q + [b[1] for b in scale])
        # The score column has an entry, 1 for now, in every row that it can ever touch.
        row_of, column_of = np.nonzero(dense.T)
        entries = [(c, r, dense[c, r]) for r, c in zip(row_of, column_of, strict=True)]
        entries += [(self.count, r, 1.0) for r in radial_rows]
        entries.sort(key=lambda entry: entry[:2])
        columns = np.array([entry[0] for entry in entries])
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kColwise
        matrix.start_ = np.searchsorted(columns, np.arange(self.count + 2))
        matrix.index_ = np.array([entry[1] for entry in entries])
        matrix.value_ = np.array([entry[2] for entry in entries])
        return model

    def score(self, x0: np.ndarray, y0: np.ndarray, *, cold: bool = True) -> Outcome:
        """Farrell score of a point; `cold` forgets the basis of the point before."""
        self.move_to(x0, y0)
        if cold:
            self.highs.clearSolver()
        self.highs.run()
        return self.outcome()

    def move_to(self, x0: np.ndarray, y0: np.ndarray) -> None:
        """Changes the score column and the right-hand sides to those of a point."""
        highs, score, infinity = self.highs, self.count, highspy.kHighsInf
        if self.orientation == "in":
            for k, value in enumerate(x0.tolist()):
                highs.changeCoeff(k, score, -value)
            for m, value in enumerate(y0.tolist()):
                highs.changeRowBounds(self.p + m, value, infinity)
        else:
            for k, value in enumerate(x0.tolist()):
                highs.changeRowBounds(k, -infinity, value)
            for m, value in enumerate(y0.tolist()):
                highs.changeCoeff(self.p + m, score, -value)

    def outcome(self) -> Outcome:
        """What the last run found."""
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            value = self.highs.getInfo().objective_function_value
            if self.orientation == "in":
                return Outcome("solved", value)
            return Outcome("unbounded") if -value <= 1e-12 else Outcome("solved", -value)
        if status == highspy.HighsModelStatus.kInfeasible:
            return Outcome("infeasible")
        return Outcome("failed")

    def leave_out(self, reference: int) -> None:
        """Takes one reference observation out of the technology."""
        self.highs.changeColBounds(reference, 0.0, 0.0)

    def take_back(self, reference: int) -> None:
        """Puts an observation that was left out back into the technology."""
        self.highs.changeColBounds(reference, 0.0, highspy.kHighsInf)
