"""What the package hands over arrives at the other side of the C interface."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import farrell
import numpy as np
import pytest
from conftest import REPOSITORY
from farrell import DataError, _abi, runs


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_abi.Library]:
    """The library that gives back what it was given, in place of the real one."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        pytest.skip("no compiler of C")
    target = tmp_path_factory.mktemp("echo") / "libecho.so"
    subprocess.run(
        [
            compiler,
            "-std=gnu11",
            "-Wall",
            "-shared",
            "-fPIC",
            "-I",
            str(REPOSITORY / "Sources" / "CFarrell" / "include"),
            "-o",
            str(target),
            str(Path(__file__).parent / "echo.c"),
        ],
        check=True,
    )
    before = _abi._library
    _abi._library = _abi.Library(target)
    yield _abi._library
    _abi._library = before


def arrived(result: farrell.Result) -> list[str]:
    """Lines of the command and its settings."""
    return result.document("settings").decode().splitlines()


def test_versions_and_processors(echo: _abi.Library) -> None:
    assert farrell.engine_version() == "0.0.0-echo" and farrell.processors() == 3


def test_every_type_and_stride_arrives(echo: _abi.Library) -> None:
    rng = np.random.default_rng(3)
    block = rng.integers(1, 100, size=(7, 5)).astype(np.float64)
    structured = np.zeros(7, [("pad", "u1"), ("odd", "<f8")])  # unaligned
    structured["odd"] = block[:, 4]
    data = {
        "u": [f"Ü{i}" for i in range(7)],
        "t": np.arange(1999, 2006),
        "a": block[:, 0],
        "b": block[::-1, 1],
        "c": block[:, 2].astype(np.float32),
        "d": block[:, 3].astype(np.int64)[::-1],
        "e": block[:, 3].astype(np.int32),
        "odd": structured["odd"],
        "f": np.broadcast_to(2.0, 7),
        "g": block[:, 0].astype(np.uint8),
    }
    result = farrell.efficiency(
        data, unit="u", time="t", inputs=["a", "b", "c", "d"], outputs=["e", "odd", "f", "g"]
    )
    table = result["efficiency"]
    assert table["u"].tolist() == data["u"]
    assert table["t"].tolist() == [str(year) for year in range(1999, 2006)]
    for role, names in (("1", "abcd"), ("2", ["e", "odd", "f", "g"])):
        for name in names:
            np.testing.assert_array_equal(table[f"{role} {name}"], data[name])


def test_settings_arrive_as_texts(echo: _abi.Library) -> None:
    data = {
        "u": ["a", "b,c", "d", "e"],
        "t": [1.0, 2, 3, 4],
        "x": [1, 2, 3, 4],
        "y": [1, 2, 3, 4],
        "p": [1.5] * 4,
    }
    names: dict[str, Any] = {"unit": "u", "time": "t", "inputs": "x", "outputs": "y"}
    assert arrived(
        farrell.efficiency(data, **names, zeros=0.5, missing="drop-row", bootstrap=5, seed=0)
    ) == [
        "efficiency",
        "zeros=floor:0.5",
        "missing=drop-row",
        "rts=crs",
        "orientation=in",
        "technology=own",
        "slacks=true",
        "scale=false",
        "multipliers=false",
        "bootstrap=5",
        "seed=0",
    ]
    result = farrell.malmquist(
        data,
        **names,
        periods={"all": (1, 4)},
        subsets={"s": ["a", "b,c"]},
        prices={"x": "p"},
        balanced=True,
    )
    assert "3 p" in result["efficiency"]
    assert arrived(result)[-5:] == [
        "balanced=true",
        "distances=false",
        "period=all=1..4",
        'subset=s=a,"b,c"',
        "prices=x=p",
    ]
    part = farrell.bootstrap(data, **names, seed=0, run=Path("r"), shard=(1, 2))
    assert arrived(part)[-2:] == ["run=r", "shard=1/2"]
    assert arrived(farrell.bootstrap(run="r", resume=True)) == ["bootstrap", "run=r", "resume=true"]
    with pytest.raises(farrell.UsageError, match="NUL"):
        farrell.efficiency(data, **names, rts="c\0rs")


def test_parts_of_a_run(echo: _abi.Library) -> None:
    data = {"u": ["a", "b", "c", "d"], "t": [1, 1, 1, 1], "x": [1, 2, 3, 4], "y": [1, 2, 3, 4]}
    names: dict[str, Any] = {"unit": "u", "time": "t", "inputs": "x", "outputs": "y", "seed": 0}
    plan = runs.plan(data, **names)
    assert (plan.shard_count, plan.missing, plan["programs"]) == (3, (0, 2), 9)
    assert runs.draw(data, **names, shards=[2, 0]) == {2: b"/2", 0: b"/0"}
    with pytest.raises(DataError, match="^d: found abc; expected a shard$"):
        runs.store(Path("d"), b"abc")


def test_remarks_and_incomplete_results(echo: _abi.Library) -> None:
    with pytest.warns(farrell.DataWarning, match="two rows are few") as caught:
        result = farrell.dea(inputs=[1, 2], outputs=[1, 2])
    assert (
        caught[0].filename == __file__
        and result.warnings == ("two rows are few",)
        and result.complete
    )
    assert not farrell.dea(inputs=[1, 2, 3], outputs=[1, 2, 3]).complete
    with pytest.raises(DataError, match="negative") as refused:
        farrell.dea(inputs=[1, -2], outputs=[1, 2])
    assert refused.value.status == 65


def test_ctrl_c_cancels_within_half_a_second(echo: _abi.Library) -> None:
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        farrell.efficiency(
            {"x": [1, 2, 3, 4], "y": [1, 2, 3, 4]}, inputs="x", outputs="y", bootstrap=5, seed=60000
        )
    assert time.monotonic() - begun < 2  # 0.3 until the signal, half a second, and room
    timer.join()


def test_progress_is_asked_for_and_shown(
    echo: _abi.Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = {"x": [1, 2, 3, 4], "y": [1, 2, 3, 4]}
    seen: list[tuple[str, int, int]] = []
    farrell.efficiency(
        data, inputs="x", outputs="y", bootstrap=5, seed=200, progress=lambda *how: seen.append(how)
    )
    assert len(seen) >= 3 and seen[-1] == ("echoes", 1000, 1000)
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)

    def stop(step: str, done: int, total: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        farrell.efficiency(data, inputs="x", outputs="y", bootstrap=5, seed=60000, progress=stop)
    from farrell import _progress

    monkeypatch.setattr(_progress, "PATIENCE", 0.0)
    monkeypatch.setattr(_progress, "make_display", _progress.LineDisplay)
    farrell.efficiency(data, inputs="x", outputs="y", bootstrap=5, seed=200, progress=False)
    farrell.efficiency(data, inputs="x", outputs="y", bootstrap=5, seed=200)
    assert capsys.readouterr().err == ""  # nobody watches
    farrell.efficiency(data, inputs="x", outputs="y", bootstrap=5, seed=200, progress=True)
    assert "echoes: " in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["TqdmDisplay", "RichDisplay", "LineDisplay"])
def test_displays_count_to_the_end(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    from farrell import _progress

    try:
        display = getattr(_progress, kind)()
    except ImportError as error:
        pytest.skip(str(error))
    for done in (1, 5, 10):
        display.show("first", done, 10)
    display.show("second", 1, 2)
    display.close()
    output = capsys.readouterr()
    assert "first" in output.out + output.err or kind == "RichDisplay"
