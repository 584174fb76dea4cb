"""Answers of the C interface."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """What a function came to (``farrell_status``)."""

    OK = 0
    RUNNING = 1
    INCOMPLETE = 3
    USAGE = 64
    DATA = 65
    NO_INPUT = 66
    INTERNAL = 70
    CANNOT_CREATE = 73
    IO = 74
    RESUMABLE = 75
    CANCELLED = 130
    ARGUMENT = -1
    ABI = -2
    HANDLE = -3
    STATE = -4
    NAME = -5
    MEMORY = -6
    FORK = -7
