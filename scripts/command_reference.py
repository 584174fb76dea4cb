#!/usr/bin/env python3
"""Writes the reference of all commands from what the program says about itself.

    python3 scripts/command_reference.py PROGRAM            # writes Commands.md
    python3 scripts/command_reference.py PROGRAM --check    # exits 1 where Commands.md is out of date

PROGRAM is a built `farrell`. It describes its commands as JSON (`--experimental-dump-help` of
swift-argument-parser); nothing is run besides that. Python's standard library only.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "Sources/farrell/farrell.docc/Commands.md"
DEFAULT = re.compile(r"\s*\(default: (.+?)\)(?=\.?$)")
# What typography would change or emphasis would swallow: options, names with an underscore, settings.
LITERAL = re.compile(
    r'(?<![\w`-])(--[a-z][a-z-]*|-[a-z](?= [A-Z])|[a-z]+ = "[^"]*"|[A-Za-z]*_[A-Za-z_]+|[A-Z]+[=:][A-Z.,:]*[A-Z])')


def described(program):
    """The root command of the program."""
    run = subprocess.run([program, "--experimental-dump-help"], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"error: '{program} --experimental-dump-help' exited {run.returncode}: {run.stderr.strip()}")
    return json.loads(run.stdout)["command"]


def commands(command, above=()):
    """All commands below `command` that a user may see, each with its words, parents first."""
    for below in command.get("subcommands", []):
        if below["commandName"] == "help" or not below.get("shouldDisplay", True):
            continue
        words = (*above, below["commandName"])
        yield words, below
        yield from commands(below, words)


def paragraphs(command):
    """Paragraphs of the discussion."""
    return [part.strip("\n") for part in re.split(r"\n\s*\n", command.get("discussion") or "") if part.strip()]


def prose(text):
    """Plain text as Markdown on one line."""
    text = " ".join(line.strip() for line in text.split("\n"))
    return LITERAL.sub(r"`\1`", re.sub(r"[*<>\[\]]", r"\\\g<0>", text))


def spelled(name):
    """A name as it is typed: -o, --output."""
    return {"long": "--", "short": "-", "longWithSingleDash": "-"}[name["kind"]] + name["name"]


def names(argument):
    """Spellings of an option, long before short, with the placeholder of its value."""
    found = sorted(map(spelled, argument["names"]), key=lambda name: not name.startswith("--"))
    if argument["kind"] == "flag":
        return found
    value = argument["valueName"].upper() + (" ..." if argument["isRepeating"] else "")
    return [f"{name} {value}" for name in found]


def row(argument):
    """Spellings, default and meaning of an option or argument."""
    text = argument.get("abstract", "")
    stated = DEFAULT.search(text)
    default = argument.get("defaultValue") or (stated.group(1) if stated else "")
    if argument["kind"] == "flag" and not default:
        default = "no"
    return names(argument), default, DEFAULT.sub("", text)


def options(command):
    """Rows of the options; a flag and its negation, which share their text, share a row."""
    rows = []
    for argument in command.get("arguments", []):
        if argument["kind"] == "positional" or not argument.get("shouldDisplay", True):
            continue
        if argument.get("valueName") in ("help", "version"):
            continue
        found, default, text = row(argument)
        if rows and argument["kind"] == "flag" and found[0] == "--no-" + rows[-1][0][0].removeprefix("--"):
            rows[-1][0].extend(found)
        else:
            rows.append((found, default, text))
    return [(tuple(found), default, text) for found, default, text in rows]


def synopsis(words, command):
    """One line that shows how the command is called."""
    parts = ["farrell", *words]
    for argument in command.get("arguments", []):
        if argument["kind"] == "positional":
            value = argument["valueName"].upper() + (" ..." if argument["isRepeating"] else "")
            parts.append(f"[{value}]" if argument["isOptional"] else value)
    if options(command):
        parts.append("[OPTIONS]")
    return " ".join(parts)


def table(rows):
    """A Markdown table; a column that is empty throughout is left out."""
    header = ("option", "default", "meaning")
    cells = [(", ".join(f"`{name}`" for name in found), f"`{default}`" if default and " " not in default
              else prose(default), prose(text)) for found, default, text in rows]
    kept = [i for i in range(3) if any(row[i] for row in cells)]
    lines = [[header[i] for i in kept], ["---"] * len(kept), *([row[i] for i in kept] for row in cells)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def example(text):
    """The lines below EXAMPLES as a block of code, without their common indentation."""
    lines = text.split("\n")[1:]
    indent = min(len(line) - len(line.lstrip()) for line in lines)
    return "```sh\n" + "\n".join(line[indent:] for line in lines) + "\n```"


def section(words, command, shared, common):
    """Everything about one command but what it shares with others."""
    level = "#" * (len(words) + 1)
    parts = [f"{level} {' '.join(('farrell', *words))}", prose(command["abstract"])]
    if not command.get("subcommands"):
        parts.append(f"```\n{synopsis(words, command)}\n```")
    own = [text for text in paragraphs(command) if text not in shared]
    parts += [prose(text) for text in own if not text.startswith("EXAMPLES:")]
    parts += [example(text) for text in own if text.startswith("EXAMPLES:")]
    for argument in command.get("arguments", []):
        if argument["kind"] == "positional":
            parts.append(f"* `{argument['valueName'].upper()}`: {prose(argument.get('abstract', ''))}")
    if not command.get("subcommands"):
        rows = options(command)
        own = [row for row in rows if row not in common]
        if own:
            parts.append(table(own))
        if len(own) < len(rows):
            parts.append("<doc:Commands#Common-options>: "
                         + ", ".join(f"`{row[0][0].split(' ')[0]}`" for row in rows if row in common))
    return "\n\n".join(parts)


def page(root):
    """The whole reference."""
    found = list(commands(root))
    counts = collections.Counter(text for _, command in found for text in set(paragraphs(command)))
    shared = [text for text in dict.fromkeys(text for _, command in found for text in paragraphs(command))
              if counts[text] > 1]
    leaves = [command for _, command in found if not command.get("subcommands")]
    uses = collections.Counter(row for command in leaves for row in options(command))
    common = [row for row in uses if 2 * uses[row] > len(leaves)]
    overview = "\n".join(
        f"| `farrell {' '.join(words)}` | {prose(command['abstract'])} |"
        for words, command in found if not command.get("subcommands"))
    return "\n\n".join([
        "# Commands",
        "Every command with its arguments, options and defaults, as the program itself states them.",
        "<!-- Written by scripts/command_reference.py from the program; changes belong there or in Sources/farrell. -->",
        "## All commands at a glance",
        "| command | what it does |\n|---|---|\n" + overview,
        "`farrell --version` prints the version, `farrell COMMAND --help` what is below for one command. "
        "<doc:ExitCodesAndStatuses> says what the exit codes mean, <doc:FilesAndFormats> what files look like.",
        "## What the commands share", *map(prose, shared),
        "## Common options", "Which command has which of them is said at its end.", table(common),
        *(section(words, command, shared, common) for words, command in found),
    ]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", help="a built farrell")
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 where the page differs")
    request = parser.parse_args()
    text = page(described(request.program))
    name = PAGE.relative_to(ROOT)
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        print(f"{name}: up to date")
    elif request.check:
        sys.exit(f"error: {name} is not what {request.program} says; write it again with\n"
                 f"       python3 scripts/command_reference.py {request.program}")
    else:
        PAGE.write_text(text, encoding="utf-8")
        print(f"{name}: written")


if __name__ == "__main__":
    main()
