#!/usr/bin/env python3
"""Every shipped recipe from raw tables to its report: complete, the same bytes each time, whole in a browser.

    python3 scripts/verify/study.py [--replicates 199] [--kills 5] [--no-browser] [RECIPE ...]

Runs `farrell study` on each recipe of Data/recipes of which the raw tables are there: with 1, 2 and 3 threads,
and with a SIGKILL at random moments of drawing and of writing, each followed by --resume. All files must be there, the report
below 2 MB, and every file, run and report included, must have one SHA-256 whichever way it was made. The report
then goes through the checks of page.py. One line for each check; exit code 1 when one fails.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from common import REPOSITORY, FarrellError, add_farrell_option
from runs import PATIENCE, RESUMABLE, file_digest

RECIPES = REPOSITORY / "Data" / "recipes"
THREADS = (1, 2, 3)
DRAWING_THREADS = 2  # of studies that are killed
LARGEST_REPORT = 2_000_000  # bytes
# What every study has; recipes with pairs, subsets or prices have more.
EXPECTED = (
    "panel.csv", "audit.csv", "report.html", "run/manifest.json", "run/data", "run/preparation.json",
    "run/shards/000000", *(f"tables/{name}.csv" for name in ("means", "units", "windows", "counts")),
    *(f"tables/{name}.{ending}" for name in ("annual-means", "contributions", "bias-by-unit")
      for ending in ("csv", "md", "tex")),
    *(f"figures/{name}.{ending}" for name in ("forest", "cumulative") for ending in ("svg", "vl.json")),
)


def raw_tables(recipe: Path) -> list[Path]:
    """The files that the steps of a recipe read."""
    steps = tomllib.loads(recipe.read_text(encoding="utf-8"))["step"]
    return [recipe.parent / step["file"] for step in steps if step["do"] == "read"]


class StudyChecks:
    """All ways to make the study of one recipe, always in the same place, which results name."""

    def __init__(self, options: argparse.Namespace, recipe: Path, folder: Path) -> None:
        self.options, self.recipe, self.folder = options, recipe, folder
        self.study = folder / "study"
        self.random = random.Random(options.seed)
        self.wanted: dict[str, str] | None = None
        self.wrong = 0

    def command(self, threads: int, *more: str) -> list[str]:
        """Command line of the study."""
        return [str(self.options.farrell), "study", str(self.recipe), "-o", str(self.study),
                "--replicates", str(self.options.replicates), "--threads", str(threads), "--quiet", *more]

    def report(self, what: str, found: str, *, good: bool) -> None:
        """Prints the line of a check."""
        self.wrong += not good
        print(f"{self.recipe.stem}: {what}: {found}, {'ok' if good else 'WRONG'}", flush=True)

    def run(self, threads: int, *more: str) -> float:
        """Makes the study, and returns its seconds."""
        start = time.monotonic()
        done = subprocess.run(self.command(threads, *more), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise FarrellError(f"exit code {done.returncode} from {' '.join(self.command(threads, *more))}\n"
                               f"{done.stderr[-2000:]}")
        return time.monotonic() - start

    def digests(self) -> dict[str, str]:
        """SHA-256 of every file of the study, by name."""
        files = sorted(path for path in self.study.rglob("*") if path.is_file())
        return {str(path.relative_to(self.study)): file_digest(path) for path in files}

    def compare(self, what: str, seconds: float) -> None:
        """Compares all files with those of the first way, and keeps the report of that."""
        found = self.digests()
        if self.wanted is None:
            self.wanted = found
            shutil.copy(self.study / "report.html", self.folder / "report.html")
        names = {name for name in found.keys() | self.wanted.keys()
                 if found.get(name) != self.wanted.get(name)}
        differing = f"{len(names)} differ, such as {min(names)}" if names else "all the same"
        self.report(what, f"{seconds:.1f} s, {len(found)} files, {differing}", good=not names)
        shutil.rmtree(self.study)

    def check_files(self) -> None:
        """Files that must be there, none empty or under construction, and the size of the report."""
        found = self.digests()
        missing = [name for name in EXPECTED if name not in found]
        empty = [name for name in found if (self.study / name).stat().st_size == 0]
        left = [name for name in found if "/." in f"/{name}"]
        pairs = [path for path in (self.study / "figures").glob("*.svg")
                 if not path.with_suffix(".vl.json").is_file()]
        for what, names in (("missing", missing), ("empty", empty), ("left over", left),
                            ("figures without Vega-Lite", pairs)):
            if names:
                self.report(what, ", ".join(map(str, names)), good=False)
        size = (self.study / "report.html").stat().st_size
        self.report("report", f"{size / 1e6:.2f} MB", good=size < LARGEST_REPORT)

    def with_threads(self) -> float:
        """Numbers of threads; returns the seconds with those of studies that are killed."""
        seconds = {}
        for threads in THREADS:
            seconds[threads] = self.run(threads)
            if threads == THREADS[0]:
                self.check_files()
            self.compare(f"threads {threads}", seconds[threads])
        return seconds[DRAWING_THREADS]

    def killed(self, whole: float) -> None:
        """SIGKILL at random moments, the first half while it draws, the others at any time, then the rest."""
        kills, start = {True: 0, False: 0}, time.monotonic()  # by whether all was drawn
        is_drawn = False
        for _ in range(10 * self.options.kills):
            if sum(kills.values()) == self.options.kills:
                break
            process = subprocess.Popen(self.command(DRAWING_THREADS, "--resume"), stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            if not is_drawn and 2 * kills[False] < self.options.kills:
                self.await_drawing(process)
                delay = self.random.uniform(0, 0.03) * whole
            else:
                delay = self.random.uniform(0.1, 0.9) * whole
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(delay)
            process.send_signal(signal.SIGKILL)
            if process.wait() == -signal.SIGKILL:
                is_drawn = self.is_drawn()
                kills[is_drawn] += 1
        self.run(DRAWING_THREADS, "--resume")
        self.report("kills", f"{kills[False]} while it drew, {kills[True]} while it wrote",
                    good=sum(kills.values()) == self.options.kills)
        self.compare("killed and resumed", time.monotonic() - start)

    def await_drawing(self, process: subprocess.Popen[bytes]) -> None:
        """Waits until a process holds the run, or has ended."""
        end = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < end:
            with contextlib.suppress(OSError, ValueError):  # not there yet
                if json.loads((self.study / "run/locks/all").read_text())["process"] == process.pid:
                    return
            time.sleep(0.002)

    def is_drawn(self) -> bool:
        """Whether `status` finds all shards; it must end with 75 otherwise."""
        status = [str(self.options.farrell), "status", str(self.study / "run")]
        code = subprocess.run(status, capture_output=True, check=False).returncode
        if code not in (0, RESUMABLE):
            raise FarrellError(f"exit code {code} from {' '.join(status)}")
        return code == 0

    def in_browser(self) -> None:
        """The checks of page.py on the report."""
        page = Path(__file__).with_name("page.py")
        done = subprocess.run([sys.executable, str(page), str(self.folder / "report.html")],
                              capture_output=True, text=True, check=False)
        lines = done.stdout.splitlines()
        for line in lines:
            if line.startswith("WRONG"):
                print(f"  {line}")
        said = lines[-1] if lines else done.stderr.strip()[-300:]
        self.report("browser", said, good=done.returncode == 0)


def main() -> int:
    """Reads the options, checks every recipe."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_farrell_option(parser)
    parser.add_argument("recipes", nargs="*", type=Path, metavar="RECIPE",
                        help="recipes (default: all of Data/recipes)")
    parser.add_argument("--replicates", type=int, default=199)
    parser.add_argument("--kills", type=int, default=5, help="moments at which a study is killed")
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="leave out page.py")
    options = parser.parse_args()
    print(f"B = {options.replicates}, seed {options.seed}")
    start, wrong, done = time.monotonic(), 0, 0
    for recipe in options.recipes or sorted(RECIPES.glob("*.toml")):
        missing = [path for path in raw_tables(recipe) if not path.is_file()]
        if missing:
            print(f"{recipe.stem}: left out, there is no {missing[0]}")
            continue
        with tempfile.TemporaryDirectory() as name:
            checks = StudyChecks(options, recipe.resolve(), Path(name))
            checks.killed(checks.with_threads())
            if options.browser:
                checks.in_browser()
        done += 1
        wrong += checks.wrong
    print(f"{time.monotonic() - start:.0f} s, {done} studies; {f'{wrong} WRONG' if wrong else 'all good'}")
    return 1 if wrong or not done else 0


if __name__ == "__main__":
    sys.exit(main())
