"""The package as a guest of a process: interrupts, forks, threads, other libraries, memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import farrell
import numpy as np
import pytest
from conftest import REPOSITORY

pytestmark = pytest.mark.usefixtures("library")


def script(body: str) -> list[str]:
    """A command line of a Python program that has the states as `data` and their columns as
    `names`."""
    folder = str(Path(__file__).parent)
    head = f"import sys, os, signal, time; sys.path.insert(0, {folder!r})\n"
    head += (
        "import csv, numpy as np, farrell\n"
        "from conftest import STATES, NAMES as names\n"
        "rows = list(csv.DictReader(STATES.open()))\n"
        "data = {k: [r[k] for r in rows] for k in ('state', 'year')}\n"
        "data |= {k: np.array([float(r[k]) for r in rows]) for k in [*names['inputs'], 'gsp']}\n"
    )
    return [sys.executable, "-c", head + body]


@pytest.mark.skipif(sys.platform != "linux", reason="of Linux")
def test_ctrl_c_ends_a_bootstrap_within_half_a_second() -> None:
    body = (
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "said = False\n"
        "def report(step, done, total):\n"
        "    global said\n"
        "    if not said and step == 'replicates':\n"
        "        said = True; print('drawing', flush=True)\n"
        "try:\n"
        "    farrell.bootstrap(data, **names, replicates=200000, progress=report)\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped', flush=True)\n"
    )
    process = subprocess.Popen(script(body), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "drawing\n"
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "stopped\n"
    assert time.monotonic() - begun < 2  # half a second, and room for a busy machine
    assert process.wait(10) == 0


def test_a_progress_function_sees_the_work_and_may_stop_it(states: Any, names: Any) -> None:
    seen: list[tuple[str, int, int]] = []
    farrell.bootstrap(states, **names, replicates=200, progress=lambda *how: seen.append(how))
    assert seen and all(0 <= done <= total for _, done, total in seen)

    def stop(step: str, done: int, total: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        farrell.bootstrap(states, **names, replicates=100000, progress=stop)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_forked_children_work_and_keep_their_parents_arrays(states: Any, names: Any) -> None:
    result = farrell.efficiency(states, **names)
    scores, expected = result.scores, result.to_json()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            own = farrell.efficiency(states, **names)
            same = own.to_json() == expected and np.array_equal(own.scores, scores)
            del result
            code = 0 if same else 2
        finally:
            os.write(writer, bytes([code]))
            os._exit(code)
    os.close(writer)
    assert os.read(reader, 1) == b"\0"
    os.close(reader)
    os.waitpid(child, 0)
    assert result.to_json() == expected


def test_a_thousand_jobs_from_eight_threads(states: Any, names: Any) -> None:
    small = {name: values[:68] for name, values in states.items()}
    expected = farrell.efficiency(small, **names).scores.tobytes()
    wrong: list[object] = []

    def work() -> None:
        for _ in range(125):
            try:
                if farrell.efficiency(small, **names).scores.tobytes() != expected:
                    wrong.append("differs")
            except BaseException as error:
                wrong.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_blas_of_numpy_is_left_alone(states: Any, names: Any) -> None:
    control = pytest.importorskip("threadpoolctl")
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(200, 200)), rng.normal(size=(200, 200))

    def pools() -> list[tuple[str, int]]:
        return [(one["filepath"], one["num_threads"]) for one in control.threadpool_info()]

    before, product = pools(), (a @ b).tobytes()
    farrell.malmquist(states, **names)
    assert pools() == before and (a @ b).tobytes() == product
    found: list[bytes] = []
    thread = threading.Thread(target=lambda: found.extend((a @ b).tobytes() for _ in range(50)))
    thread.start()
    farrell.bootstrap(states, **names, replicates=20)
    thread.join()
    assert set(found) == {product}


@pytest.mark.parametrize(
    "ending", ["", "del result", "sys.exit(0)", "import atexit; atexit.register(print, result)"]
)
def test_the_interpreter_ends_in_order(ending: str) -> None:
    body = "result = farrell.efficiency(data, **names); scores = result.scores\n" + ending
    done = subprocess.run(script(body), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_daemon_thread_may_be_waiting_when_the_interpreter_ends() -> None:
    body = (
        "import threading\n"
        "threading.Thread(target=farrell.bootstrap, args=(data,), "
        "kwargs={**names, 'replicates': 200000}, daemon=True).start()\n"
        "time.sleep(0.5)\n"
    )
    done = subprocess.run(script(body), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0


def test_memory_grows_by_one_copy_of_the_columns() -> None:
    path = REPOSITORY / "scripts" / "verify" / "python_memory.py"
    done = subprocess.run(
        [sys.executable, str(path), "--rows", "200000"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from farrell import _abi

    monkeypatch.setenv("FARRELL_LIBRARY", str(tmp_path / "none.so"))
    with pytest.raises(farrell.LibraryError, match="none.so: found no library"):
        _abi.Library(_abi.library_path())
    (tmp_path / "none.so").write_text("no library")
    with pytest.raises(farrell.LibraryError, match="expected the library of Farrell"):
        _abi.Library(_abi.library_path())


def test_results_travel_between_processes(states: Any, names: Any) -> None:
    import multiprocessing

    result = farrell.efficiency(states, **names)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        copy = pool.apply(_identity, (result,))
    assert copy.to_json() == result.to_json() and np.array_equal(copy.scores, result.scores)


def _identity(value: Any) -> Any:
    return value
