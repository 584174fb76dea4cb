"""Shards are put together into tasks, none of which is too short."""

from __future__ import annotations

from typing import Any

import pytest
from farrell import UsageError, distributed


@pytest.mark.parametrize("count", [0, 1, 2, 7, 100])
@pytest.mark.parametrize("seconds", [0.0, 0.3, 1.0, 4.9, 60.0])
def test_tasks_hold_every_shard_once_and_work_enough(count: int, seconds: float) -> None:
    shards = list(range(10, 10 + count))
    tasks = distributed.grouped(shards, seconds, 5.0)
    assert [shard for task in tasks for shard in task] == shards
    assert all(tasks)
    if len(tasks) > 1 and seconds > 0:
        assert min(map(len, tasks)) * seconds >= 5.0
        assert max(map(len, tasks)) - min(map(len, tasks)) <= 1


def test_misuse_is_refused_before_anything_is_sent(states: Any, names: Any) -> None:
    client: Any = None
    with pytest.raises(UsageError, match="task_seconds: found 0"):
        distributed.bootstrap(client, states, **names, task_seconds=0)
    with pytest.raises(UsageError, match="data: found nothing"):
        distributed.bootstrap(client, None)
    with pytest.raises(TypeError, match="no setting 'replicate' "):
        distributed.bootstrap(client, states, **names, replicate=3)
