"""What the verification scripts share: random panels, CSV files, and the command `farrell`."""

from __future__ import annotations

import argparse
import csv
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parents[2]
DEFAULT_FARRELL = REPOSITORY / ".build" / "release" / "farrell"
KEPT = REPOSITORY / ".verify"  # inputs of failures; not committed

RETURNS_TO_SCALE = ("crs", "vrs", "nirs", "ndrs", "fdh")
ORIENTATIONS = ("in", "out")
SCORED = ("certified", "refined", "uncertified")
STATUSES = (*SCORED, "infeasible", "unbounded", "failed")
FINISHED = (0, 3)  # exit codes: all certain; finished with uncertified or failed distances


@dataclass(frozen=True)
class Panel:
    """N observations of units in periods; inputs N × p, outputs N × q."""

    units: list[str]
    periods: list[str]
    inputs: np.ndarray
    outputs: np.ndarray

    def rows_of(self, period: str) -> np.ndarray:
        """Row numbers of one period."""
        return np.flatnonzero(np.array(self.periods) == period)

    def mean_scaled(self) -> Panel:
        """The panel with each variable divided by its mean over all observations."""
        return Panel(self.units, self.periods, self.inputs / self.inputs.mean(axis=0),
                     self.outputs / self.outputs.mean(axis=0))


@dataclass(frozen=True)
class Case:
    """A random panel and how it was made."""

    panel: Panel
    description: str


@dataclass(frozen=True)
class Limits:
    """Largest sizes of random panels."""

    units: int
    inputs: int
    outputs: int


def random_case(rng: np.random.Generator, limits: Limits) -> Case:
    """A random panel of periods a and b: smooth or integer data with ties, duplicates and zeros."""
    n = int(np.clip(np.exp(rng.uniform(0, np.log(limits.units + 1))), 1, limits.units))
    p = int(rng.integers(1, limits.inputs + 1))
    q = int(rng.integers(1, limits.outputs + 1))
    kind = str(rng.choice(["smooth", "frontier", "integers", "rounded", "equal"],
                          p=[0.35, 0.2, 0.25, 0.17, 0.03]))
    periods = [draw_period(rng, kind, n, p, q, shift) for shift in (1.0, rng.uniform(0.8, 1.3))]
    features = [kind]
    if rng.random() < 0.3:
        features.append("duplicates")
        periods = [duplicate_rows(rng, x, y) for x, y in periods]
    if rng.random() < 0.3:
        features.append("zeros")
        periods = [(put_zeros(rng, x), put_zeros(rng, y)) for x, y in periods]
    power = float(rng.choice([0.0, 4.0, 10.0], p=[0.3, 0.3, 0.4]))
    factors = 10 ** rng.uniform(-power, power, p + q)
    features.append(f"units 1e±{power:.0f}")
    panel = assemble(rng, periods, factors)
    return Case(panel, f"n={n} p={p} q={q} " + ", ".join(features))


def draw_period(rng: np.random.Generator, kind: str, n: int, p: int, q: int,
                shift: float) -> tuple[np.ndarray, np.ndarray]:
    """Positive inputs n × p and outputs n × q of one period."""
    if kind == "integers":
        top = int(rng.choice([3, 7, 20]))
        return (rng.integers(1, top + 1, (n, p)).astype(float),
                rng.integers(1, top + 1, (n, q)).astype(float))
    if kind == "equal":
        return np.full((n, p), 2.0), np.full((n, q), 3.0 if shift == 1.0 else 3.0 * shift)
    spread = float(rng.choice([0.3, 1.0, 2.0], p=[0.4, 0.5, 0.1]))
    x = np.exp(spread * rng.normal(size=(n, p)))
    waste = np.zeros(n) if kind == "frontier" else 0.3 * np.abs(rng.normal(size=n))
    scale = rng.choice([0.7, 1.0, 1.3])  # degree of returns to scale
    mix = np.exp(0.5 * rng.normal(size=(n, q)))
    mix /= np.sqrt((mix**2).mean(axis=1, keepdims=True))
    y = shift * mix * np.exp(scale * np.log(x).mean(axis=1) - waste)[:, None]
    if kind == "rounded":
        return two_digits(x), two_digits(y)
    return x, y


def two_digits(values: np.ndarray) -> np.ndarray:
    """Values rounded to two significant digits, which makes ties."""
    return np.vectorize(lambda value: float(f"{value:.2g}"))(values)


def duplicate_rows(rng: np.random.Generator, x: np.ndarray,
                   y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Overwrites about a quarter of the rows by copies of others, some of them scaled by two."""
    n = len(x)
    targets = np.flatnonzero(rng.random(n) < 0.25)
    sources = rng.integers(0, n, len(targets))
    scale = rng.choice([1.0, 2.0], size=(len(targets), 1))
    x, y = x.copy(), y.copy()
    x[targets], y[targets] = scale * x[sources], scale * y[sources]
    return x, y


def put_zeros(rng: np.random.Generator, values: np.ndarray) -> np.ndarray:
    """Sets about a tenth of the entries to zero; every row and column keeps a positive entry."""
    zero = rng.random(values.shape) < 0.1
    zero[zero.all(axis=1)] = False
    zero[:, zero.all(axis=0)] = False
    return np.where(zero, 0.0, values)


def assemble(rng: np.random.Generator, periods: list[tuple[np.ndarray, np.ndarray]],
             factors: np.ndarray) -> Panel:
    """Panel of the periods in changed units; now and then a unit is missing in the second."""
    n, p = periods[0][0].shape
    present = np.ones(n, dtype=bool)
    if n > 1 and rng.random() < 0.2:
        present[rng.integers(0, n)] = False
    keep = np.concatenate([np.ones(n, dtype=bool), present])
    units = np.array([f"u{i + 1}" for i in range(n)] * 2)
    labels = np.repeat(["a", "b"], n)
    inputs = np.vstack([x for x, _ in periods]) * factors[:p]
    outputs = np.vstack([y for _, y in periods]) * factors[p:]
    return Panel(units[keep].tolist(), labels[keep].tolist(), inputs[keep], outputs[keep])


def write_panel(path: Path, panel: Panel) -> None:
    """Writes columns unit, time, x1 …, y1 …; numbers in the shortest form that reads back equal."""
    p, q = panel.inputs.shape[1], panel.outputs.shape[1]
    header = ["unit", "time", *(f"x{k + 1}" for k in range(p)), *(f"y{m + 1}" for m in range(q))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in zip(panel.units, panel.periods, panel.inputs.tolist(),
                       panel.outputs.tolist(), strict=True):
            writer.writerow([row[0], row[1], *map(repr, row[2]), *map(repr, row[3])])


class FarrellError(RuntimeError):
    """The command failed, or its table is not what was promised."""


@dataclass(frozen=True)
class Score:
    """One line of the table of `farrell efficiency`."""

    status: str
    score: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class EfficiencyRun:
    """Scores in the order of the panel, and how the command ended."""

    scores: list[Score]
    exit_code: int
    messages: str


def add_farrell_option(parser: argparse.ArgumentParser) -> None:
    """Adds --farrell, the path of the command."""

    def existing(text: str) -> Path:
        if not Path(text).is_file():
            raise argparse.ArgumentTypeError(f"{text}: no such file; scripts/quickstart.sh builds it")
        return Path(text).resolve()

    parser.add_argument("--farrell", type=existing, default=str(DEFAULT_FARRELL), metavar="PATH",
                        help="the command to check (default: .build/release/farrell)")


def run_command(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Runs the command; any exit code that does not mean `finished` is an error."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in FINISHED:
        raise FarrellError(f"exit code {done.returncode} from {' '.join(command)}\n"
                           f"{done.stderr[-2000:]}")
    return done


def run_efficiency(binary: Path, panel: Panel, folder: Path, rts: str, orientation: str,
                   technology: str, extra: Sequence[str] = ()) -> EfficiencyRun:
    """Scores of every observation of a panel by the command line."""
    source, target = folder / "panel.csv", folder / "scores.csv"
    target.unlink(missing_ok=True)
    write_panel(source, panel)
    names = [[f"{letter}{i + 1}" for i in range(table.shape[1])]
             for letter, table in (("x", panel.inputs), ("y", panel.outputs))]
    done = run_command([
        str(binary), "efficiency", str(source), "--unit", "unit", "--time", "time",
        "--inputs", ",".join(names[0]), "--outputs", ",".join(names[1]), "--rts", rts,
        "--orientation", orientation, "--technology", technology, "--zeros", "allow",
        "--format", "csv", "-o", str(target), *extra])
    return EfficiencyRun(read_scores(target, panel), done.returncode, done.stderr)


def read_scores(path: Path, panel: Panel) -> list[Score]:
    """Reads the table and puts it into the order of the panel; every observation exactly once."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = {(row["unit"], row["time"]): row for row in rows}
    keys = list(zip(panel.units, panel.periods, strict=True))
    if len(rows) != len(keys) or set(table) != set(keys):
        raise FarrellError(f"{len(rows)} lines for {len(keys)} observations, or wrong names")
    return [parse_score(table[key]) for key in keys]


def parse_score(row: dict[str, str]) -> Score:
    """One line as numbers; checks that a score is there exactly when the status says so."""
    try:
        values = [float(row[name]) if row[name] else None for name in ("score", "lower", "upper")]
    except ValueError as error:
        raise FarrellError(f"not a number in {row}") from error
    score = Score(row["status"], *values)
    if score.status not in STATUSES:
        raise FarrellError(f"unknown status in {row}")
    if (None in values) if score.status in SCORED else values[0] is not None:
        raise FarrellError(f"score and status do not agree in {row}")
    if score.status in SCORED and not values[1] <= values[0] <= values[2]:
        raise FarrellError(f"score outside its own interval in {row}")
    return score


def expected_exit_code(scores: Sequence[Score]) -> int:
    """3 when something is uncertified or failed, else 0."""
    return 3 if any(s.status in ("uncertified", "failed") for s in scores) else 0


def same_outcome(status: str, expected: str) -> bool:
    """Whether a status of `farrell` means what the reference found."""
    return (status in SCORED) if expected == "solved" else status == expected


def difference(score: float, reference: float, orientation: str) -> float:
    """Absolute difference of θ; for φ relative to max(1, φ)."""
    return abs(score - reference) / (1.0 if orientation == "in" else max(1.0, reference))
