"""Farrell: data envelopment analysis with certified scores.

>>> import farrell
>>> result = farrell.efficiency(frame, inputs=["beds", "staff"], outputs="cases", rts="vrs")
>>> result.to_pandas()

:func:`efficiency` scores every observation, :func:`malmquist` measures productivity change and the
bias of technical change, :func:`bootstrap` gives that intervals. ``farrell.runs`` draws a bootstrap
in parts, and ``farrell.distributed`` on the workers of Dask.
"""

from . import runs
from ._abi import library as _library
from ._analyses import bootstrap, dea, efficiency, malmquist
from ._errors import (
    Cancelled,
    DataError,
    DataWarning,
    Error,
    FileError,
    LibraryError,
    OutOfMemory,
    ResumableError,
    UsageError,
)
from ._tables import Table
from ._version import __version__
from .pictures import Picture
from .results import BootstrapResult, Draws, EfficiencyResult, Lambdas, MalmquistResult, Result

__all__ = [
    "BootstrapResult",
    "Cancelled",
    "DataError",
    "DataWarning",
    "Draws",
    "EfficiencyResult",
    "Error",
    "FileError",
    "Lambdas",
    "LibraryError",
    "MalmquistResult",
    "OutOfMemory",
    "Picture",
    "ResumableError",
    "Result",
    "Table",
    "UsageError",
    "__version__",
    "bootstrap",
    "dea",
    "efficiency",
    "engine_version",
    "malmquist",
    "processors",
    "runs",
]


def engine_version() -> str:
    """Version of the engine in the library."""
    return _library().version()


def processors() -> int:
    """Processors that this process may use now, which is how many threads there are where none are
    named."""
    return _library().processors()
