"""A bootstrap in parts and on disk is the bootstrap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import farrell
import pytest
from farrell import DataError, FileError, UsageError, runs

pytestmark = pytest.mark.usefixtures("library")
B = 40


@pytest.fixture(scope="module")
def whole(states: Any, names: Any) -> farrell.BootstrapResult:
    """The bootstrap in one piece."""
    return farrell.bootstrap(states, **names, replicates=B)


def test_shards_that_are_drawn_anywhere_join_to_the_whole(
    states: Any, names: Any, whole: farrell.BootstrapResult, tmp_path: Path
) -> None:
    directory = tmp_path / "run"
    plan = runs.plan(states, **names, replicates=B, run=directory)
    assert plan.missing == tuple(range(plan.shard_count)) and plan.shard_count > 0
    for number in reversed(plan.missing):
        for key, shard in runs.draw(states, **names, replicates=B, shards=[number]).items():
            assert key == number and isinstance(shard, bytes)
            runs.store(directory, shard)
    assert runs.plan(run=directory, resume=True).missing == ()
    joined = farrell.bootstrap(run=directory, resume=True)
    assert joined.to_json() == whole.to_json()
    assert joined.document("draws.npy") == whole.document("draws.npy")
    again = farrell.bootstrap(states, **names, replicates=B, run=directory, resume=True)
    assert again.to_json() == whole.to_json()


def test_a_run_goes_on_and_refuses_other_settings(
    states: Any, names: Any, whole: farrell.BootstrapResult, tmp_path: Path
) -> None:
    directory = tmp_path / "run"
    part = farrell.bootstrap(states, **names, replicates=B, run=directory, shard=(1, 2))
    assert part.tables == () and "BootstrapResult" in repr(part) and part._repr_html_()
    result = farrell.bootstrap(states, **names, replicates=B, run=directory, resume=True)
    assert result.to_json() == whole.to_json()
    with pytest.raises(UsageError, match="replicates"):
        farrell.bootstrap(states, **names, replicates=B + 1, run=directory, resume=True)
    with pytest.raises(FileError):
        farrell.bootstrap(states, **names, replicates=B, run=directory)
    with pytest.raises(FileError):
        farrell.bootstrap(run=tmp_path / "none", resume=True)
    with pytest.raises(farrell.Error):
        runs.store(directory, b"no shard")
    with pytest.raises(UsageError, match="data: found nothing"):
        farrell.bootstrap(replicates=B)
    with pytest.raises(UsageError, match="unit: found nothing"):
        farrell.bootstrap(states, inputs="labour", outputs="gsp")


def test_damaged_bytes_are_no_shard(states: Any, names: Any, tmp_path: Path) -> None:
    directory = tmp_path / "run"
    runs.plan(states, **names, replicates=B, run=directory)
    shard = bytearray(runs.draw(states, **names, replicates=B, shards=[0])[0])
    shard[len(shard) // 2] ^= 1
    with pytest.raises(DataError):
        runs.store(directory, bytes(shard))
    other = runs.draw(states, **names, replicates=B, seed=2, shards=[0])[0]
    with pytest.raises(DataError):
        runs.store(directory, other)
    assert len(runs.plan(run=directory, resume=True).missing) > 0
    with pytest.raises(UsageError, match="shards: found none"):
        runs.draw(states, **names, shards=[])


def test_a_run_that_is_there_is_not_taken_for_a_new_one(
    states: Any, names: Any, tmp_path: Path
) -> None:
    directory = tmp_path / "run"
    runs.plan(states, **names, replicates=B, run=directory)
    with pytest.raises(FileError, match="found a run; expected resume"):
        runs.plan(states, **names, replicates=B, run=directory)
    assert list(runs.draw(run=directory, shards=[0])) == [0]
