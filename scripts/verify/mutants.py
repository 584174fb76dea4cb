#!/usr/bin/env python3
"""Damaged recipes and raw tables end in a panel or in one line of error, never in a crash or a stray file.

    python3 scripts/verify/mutants.py [--count 200] [--seed 1]

Takes Data/recipes/wang-2015.toml with its tables, and a smaller recipe with one table, in turn; changes one of
the files in one to three places; and gives the result to `farrell prepare -o` and to `farrell study`. Each must
end with exit code 0, 3 (finished, with uncertified distances), 64, 65, 66, 73 or 74; on an error print exactly
one line that begins with `farrell: ` and leave no file, except a run that was begun; never touch an input. Prints how often each code came; exit code 1 when something is wrong. The
files of such a mutant are kept in .verify/mutants.
"""

from __future__ import annotations

import argparse
import collections
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import FINISHED, KEPT, REPOSITORY, add_farrell_option

WANG = REPOSITORY / "Data" / "recipes" / "wang-2015.toml"
ALLOWED = (*FINISHED, 64, 65, 66, 73, 74)
LONGEST = 120.0  # seconds of one command
FLAGS = ("--replicates", "2", "--threads", "2")

SMALL = """title = "Four units"
source = "none"
[[step]]
do = "read"
file = "raw.csv"
unit = "unit"
time = "year"
numbers = ["go", "inv", "stock", "hours"]
indices = ["ppi"]
texts = ["kind"]
[[step]]
do = "price-index"
column = "ppi"
base = 2000
into = "p"
[[step]]
do = "deflate"
columns = ["go", "inv"]
by = "p"
into = ["output", "investment"]
[[step]]
do = "capital"
investment = "investment"
initial = "given"
stock = "stock"
stock_year = 2000
rate = 0.08
into = "capital"
[[step]]
do = "aggregate"
groups = { heavy = ["A", "B"], C = ["C"], D = ["D"], E = ["E"] }
weights = { ppi = "go", p = "go" }
[[step]]
do = "check"
inputs = ["capital", "hours"]
outputs = ["output"]
require = ["balanced", "complete", "positive", "gapless"]
[panel]
unit = "sector"
time = "year"
columns = ["capital", "hours", "output", "p"]
[study]
inputs = ["capital", "hours"]
outputs = ["output"]
period = ["late=2001..2002"]
pairs = ["capital:hours"]
prices = ["capital=p", "hours=p"]
subset = ["some=heavy,C"]
level = 0.9
"""

# Pieces of text that mean something in TOML or CSV, or should mean nothing.
JUNK = ("", "nan", "inf", "-1", "1e308", "-9223372036854775808", "99999999999", "\0", "\a", "\x85", '"', "'", "[",
        "]]", "{", "}", "=", "\n", "#", "true", '"""', "煤", "\u2028", "1979-05-27", "0x1F", "[[step]]", "[panel]",
        "[study]", "[]", "{}", ",", "-0.0", "1_000", "é", "'''", "\\u0000", "\\", "../", "\r", "\ufeff", ":", "..")
# Values that a recipe may well have, in the wrong place.
VALUES = ("0", "1", "-1", "2001", "9999", "1e308", "1e-308", "nan", "inf", "true", '""', '"go"', '"p"', '"year"',
          '"raw"', "[]", "[1]", '["go"]', '["go", "ppi"]', "[0.5, 0.5]", "{ A = 1 }", "{ A = 0.5, B = 0.5 }",
          '{ A = ["B"] }', '{ B = "A" }', "1979-05-27", "9223372036854775807", '"a:b"', '"x=2001..2000"',
          '["capital:hours", "hours:capital"]', '"vrs"', '"x=y=z"', '"="', '","', '".."', '"/"')
CELLS = ("", "NA", "0", "-0", "-5", "1e300", "-1e300", "1e-300", "5e-324", "1.7976931348623157e308", "2000", "A",
         '"', '"x', "１", "=1+1", " 5", "5 ", "+5", "1,5", "1e400", "0x10")


def small_table(rng: random.Random) -> str:
    """Five units over three years."""
    lines = ["unit,year,go,ppi,inv,stock,hours,kind"]
    for unit in "ABCDE":
        for year in range(2000, 2003):
            stock = round(rng.uniform(100, 300), 1) if year == 2000 else ""
            lines.append(f"{unit},{year},{rng.uniform(50, 200):.2f},{rng.uniform(96, 107):.1f},"
                         f"{rng.uniform(10, 40):.1f},{stock},{rng.uniform(5, 20):.2f},industry")
    return "\n".join(lines) + "\n"


def originals(rng: random.Random) -> list[dict[str, bytes]]:
    """The files of both studies by name; the recipe is recipe.toml in each."""
    wang = {"recipe.toml": WANG.read_bytes()}
    for path in sorted((WANG.parent / "wang-2015").glob("*.csv")):
        if path.name != "truth.csv":
            wang[f"wang-2015/{path.name}"] = path.read_bytes()
    return [wang, {"recipe.toml": SMALL.encode(), "raw.csv": small_table(rng).encode()}]


def change_value(rng: random.Random, text: bytes, name: str) -> bytes:
    """Another value behind a key of a recipe, or another cell of a table: well-formed, but wrong."""
    mark, choices = (b"=", VALUES) if name.endswith(".toml") else (b",", CELLS)
    lines = text.split(b"\n")
    line = rng.choice([number for number, words in enumerate(lines) if mark in words] or [0])
    parts = lines[line].split(mark)
    value = rng.choice(choices).encode()
    if name.endswith(".toml"):
        lines[line] = parts[0] + mark + b" " + value
    else:
        parts[rng.randrange(len(parts))] = value
        lines[line] = mark.join(parts)
    return b"\n".join(lines)


def change_line(rng: random.Random, text: bytes) -> bytes:
    """A line removed, doubled, or moved."""
    lines = text.split(b"\n")
    taken = lines.pop(rng.randrange(len(lines)))
    for _ in range(rng.randrange(3)):
        lines.insert(rng.randrange(len(lines) + 1), taken)
    return b"\n".join(lines)


def change_word(rng: random.Random, text: bytes) -> bytes:
    """A word or number replaced by junk, or by another word of the same file."""
    words = list(re.finditer(rb"[^\s,=\[\]{}\"]+", text))
    if not words:
        return text
    word = rng.choice(words)
    other = rng.choice(words).group() if rng.random() < 0.5 else rng.choice(JUNK).encode()
    return text[:word.start()] + other + text[word.end():]


def change_bytes(rng: random.Random, text: bytes) -> bytes:
    """A byte changed, a piece taken out, junk put in, or the end cut off."""
    place = rng.randrange(len(text) + 1)
    kind = rng.randrange(4)
    if kind == 0:
        return text[:place] + bytes([rng.randrange(256)]) + text[place + 1:]
    if kind == 1:
        return text[:place] + text[place + rng.randint(1, 9):]
    if kind == 2:
        return text[:place] + rng.choice(JUNK).encode() + text[place:]
    return text[:place] if rng.random() < 0.3 else text[:place] + text[place:][::-1]


def mutate(rng: random.Random, files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with one of them changed in one to three places."""
    name = "recipe.toml" if rng.random() < 0.5 else rng.choice(sorted(files))
    text = files[name]
    for _ in range(rng.randint(1, 3)):
        change = rng.choice((change_value, change_value, change_value, change_line, change_word, change_bytes))
        text = change(rng, text, name) if change is change_value else change(rng, text)
    return {**files, name: text}


class Mutants:
    """Runs the command on mutants, counts codes, prints and keeps what is wrong."""

    def __init__(self, farrell: Path) -> None:
        self.farrell = farrell
        self.codes: dict[str, collections.Counter[int]] = collections.defaultdict(collections.Counter)
        self.wrong = 0

    def check(self, label: str, files: dict[str, bytes]) -> None:
        """Both commands on one mutant."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for path, text in files.items():
                (folder / path).parent.mkdir(exist_ok=True)
                (folder / path).write_bytes(text)
            for command, output, flags in (("prepare", "panel.csv", ()), ("study", "study", FLAGS)):
                faults = self.run(folder, files, [command, "recipe.toml", "-o", output, "--quiet", *flags])
                if faults:
                    self.wrong += 1
                    print(f"{label}, {command}: " + "; ".join(faults), flush=True)
                    shutil.copytree(folder, KEPT / "mutants" / label.replace(" ", "-"), dirs_exist_ok=True)
                for path in {item.relative_to(folder).parts[0] for item in folder.iterdir()}:
                    if not any(known.split("/")[0] == path for known in files):
                        shutil.rmtree(folder / path) if (folder / path).is_dir() else (folder / path).unlink()

    def run(self, folder: Path, files: dict[str, bytes], arguments: list[str]) -> list[str]:
        """What is wrong with how one command ended."""
        try:
            done = subprocess.run([str(self.farrell), *arguments], cwd=folder, capture_output=True, check=False,
                                  timeout=LONGEST)
        except subprocess.TimeoutExpired:
            return [f"still at work after {LONGEST:.0f} s"]
        self.codes[arguments[0]][done.returncode] += 1
        faults = []
        if done.returncode not in ALLOWED:
            faults.append(f"exit code {done.returncode}")
        lines = done.stderr.decode(errors="replace").splitlines()
        finished = done.returncode in FINISHED
        if not finished and (len(lines) != 1 or not lines[0].startswith("farrell: ")):
            faults.append(f"found {len(lines)} lines of error: {lines[:2]}")
        if done.stdout:
            faults.append("words on standard output")
        found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
        changed = [name for name, text in files.items() if name not in found or found[name].read_bytes() != text]
        if changed:
            faults.append(f"inputs changed: {changed}")
        stray = sorted(found.keys() - files.keys())
        folders = [path.name for path in folder.iterdir() if path.name == "study"]
        if "study/run/manifest.json" in found:  # begun, so that --resume goes on
            stray = [name for name in stray if "/.farrell-" in name] if not finished else stray
            folders = []
        if not finished and (stray or folders):
            faults.append(f"left over: {(stray or folders)[:5]}")
        if finished and not stray:
            faults.append("no output")
        return faults


def main() -> int:
    """Reads the options, checks all mutants."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_farrell_option(parser)
    parser.add_argument("--count", type=int, default=200, help="number of mutants")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"{options.count} mutants, seed {options.seed}")
    start = time.monotonic()
    studies = originals(random.Random(0))
    mutants = Mutants(Path(options.farrell))
    for files, name in zip(studies, ("wang", "small"), strict=True):
        mutants.check(f"{name} unchanged", files)
    if any(codes[0] != len(studies) for codes in mutants.codes.values()) or len(mutants.codes) != 2:
        print(f"the originals do not run: {dict(mutants.codes)}")
        return 1
    mutants.codes.clear()
    for number in range(options.count):
        rng = random.Random(options.seed * 1_000_000 + number)
        mutants.check(f"mutant {options.seed}-{number}", mutate(rng, studies[number % len(studies)]))
    for command, codes in mutants.codes.items():
        print(f"{command}: " + ", ".join(f"{count} × {code}" for code, count in sorted(codes.items())))
    print(f"{time.monotonic() - start:.0f} s; {f'{mutants.wrong} WRONG' if mutants.wrong else 'none wrong'}")
    return 1 if mutants.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
