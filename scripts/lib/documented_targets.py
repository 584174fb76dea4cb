"""Prints the targets with a DocC catalogue, one a line, each after those that it depends on.

Standard input is what `swift package describe --type json` says. A line is: name, catalogue, least
access of the symbols shown, and the targets in the list that it depends on, separated by commas. Parts
are separated by tabs. A target of a library product shows its public symbols, one that only this package
can import its package symbols, and an executable none.
"""

import json
import pathlib
import sys


def main():
    package = json.load(sys.stdin)
    products = {name for product in package["products"] if "library" in product["type"] for name in product["targets"]}
    targets = {target["name"]: target for target in package["targets"]}
    catalogues = {name: pathlib.Path(target["path"], f"{name}.docc") for name, target in targets.items()}

    def below(name, seen):
        for other in targets[name].get("target_dependencies", []):
            if other not in seen:
                seen.add(other)
                below(other, seen)
        return seen

    found = {name: below(name, set()) for name, path in catalogues.items() if path.is_dir()}
    for name in sorted(found, key=lambda name: (len(found[name]), name)):
        kind = targets[name]["type"]
        access = "none" if kind == "executable" else "public" if name in products else "package"
        print(name, catalogues[name], access, ",".join(sorted(found[name] & found.keys())) or "-", sep="\t")


main()
