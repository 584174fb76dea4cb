"""Writes every block of Swift in the articles and in README.md to a file of its own.

    python3 scripts/lib/snippets.py FOLDER

The name of a file says where the block stands: article and line. A block is a program or a set of
declarations as it stands, imports included, so that readers can copy it.
"""

import pathlib
import sys


def blocks(path):
    """Line of the first line of each block, and its text."""
    start, lines = None, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if start is None and line.strip() == "```swift":
            start, lines = number + 1, []
        elif start is not None and line.strip() == "```":
            yield start, "\n".join(lines) + "\n"
            start = None
        elif start is not None:
            lines.append(line)


def main():
    folder = pathlib.Path(sys.argv[1])
    for path in [pathlib.Path("README.md"), *sorted(pathlib.Path("Sources").glob("*/*.docc/*.md"))]:
        for line, text in blocks(path):
            (folder / f"{path.stem}-{line}.swift").write_text(text, encoding="utf-8")


main()
