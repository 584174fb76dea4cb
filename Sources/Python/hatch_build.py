"""Puts the library of Farrell into the wheel, and says in its tag for which machines that is.

The library is the file that ``FARRELL_LIBRARY`` names, or the one that ``scripts/library.sh`` has
built in the repository. It needs the C library of glibc 2.34 or later and nothing else, so that one
wheel serves every version of Python.
"""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("..", "..", ".build", "library", "lib", "libfarrell.so.1")
INSIDE = "farrell/_library/libfarrell.so.1"
LICENCES = "farrell/_library/licenses"


class LibraryHook(BuildHookInterface[Any]):
    """Build hook of the wheel; an editable installation takes no copy."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the library and the tag."""
        if version == "editable":
            return
        named = os.environ.get("FARRELL_LIBRARY")
        library = (Path(named) if named else Path(self.root, BUILT)).resolve()
        if not library.is_file():
            raise FileNotFoundError(
                f"{library}: found no library; expected the one that scripts/library.sh builds, or "
                "another that FARRELL_LIBRARY names"
            )
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-manylinux_2_34_{platform.machine()}"
        build_data["force_include"][str(library)] = INSIDE
        # Of what is linked in; scripts/library.sh leaves them beside the library.
        licences = library.parent.parent / "share" / "licenses" / "farrell"
        if licences.is_dir():
            build_data["force_include"][str(licences)] = LICENCES
