"""Version of the package, which is that of the engine it was made with."""

__version__ = "0.1.0"
