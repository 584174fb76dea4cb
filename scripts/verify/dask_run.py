#!/usr/bin/env python3
"""The same bytes of a bootstrap on the workers of Dask, of which one is killed, as on one machine.

    python3 scripts/verify/dask_run.py [--replicates 2000] [--workers 4] [--quick]

Starts `dask scheduler` and `dask worker` as processes on the loopback interface, at ports that the
system chooses, one thread each. Draws a bootstrap of the shipped panel (36 units, 14 years) on
them, kills one worker with SIGKILL in the middle, and compares the SHA-256 of the results (JSON),
of the draws (.npy) and of every shard with a run of this process alone. --quick draws 400
replicates on 2 workers. Needs the package in Sources/Python, its library (FARRELL_LIBRARY, or
scripts/library.sh) and dask[distributed]. Exit code 1 when anything differs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from python_package import NAMES, SOURCES, panel  # before farrell, which it finds

import farrell
import farrell.distributed

PATIENCE = 120.0  # seconds until a process must have begun


def digests(result: farrell.BootstrapResult, run: Path) -> dict[str, str]:
    """SHA-256 of the results, of the draws and of every shard."""
    found = {
        "results": hashlib.sha256(result.document("json")).hexdigest(),
        "draws": hashlib.sha256(result.document("draws.npy")).hexdigest(),
    }
    for file in sorted((run / "shards").iterdir()):
        found[file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


class Cluster:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path, count: int) -> None:
        self.processes: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(SOURCES), os.environ.get("PYTHONPATH", "")]),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10",
        }
        place = folder / "scheduler.json"
        self._start(
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(place),
        )
        self.place = place
        end = time.monotonic() + PATIENCE
        while not place.exists() and time.monotonic() < end:
            time.sleep(0.05)
        # Without a nanny: a worker that is killed stays dead.
        self.workers = [
            self._start(
                "worker",
                "--scheduler-file",
                str(place),
                "--host",
                "127.0.0.1",
                "--nthreads",
                "1",
                "--nworkers",
                "1",
                "--no-nanny",
                "--no-dashboard",
                "--local-directory",
                str(folder),
            )
            for _ in range(count)
        ]

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def close(self) -> None:
        """Ends what was started here."""
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def main() -> int:
    """Reads the options, draws both ways, compares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument(
        "--task-seconds",
        type=float,
        default=0.2,
        help="least work of a task; small, so that there are many",
    )
    parser.add_argument("--quick", action="store_true", help="400 replicates on 2 workers")
    options = parser.parse_args()
    replicates = 400 if options.quick else options.replicates
    workers = 2 if options.quick else options.workers
    from distributed import Client

    data = panel()
    print(f"B = {replicates}, {workers} workers")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = time.monotonic()
        local = farrell.bootstrap(data, **NAMES, replicates=replicates, run=folder / "local")
        wanted = digests(local, folder / "local")
        print(
            f"local: {time.monotonic() - start:.1f} s, results {wanted['results']}, draws "
            f"{wanted['draws']}, {len(wanted) - 2} shards",
            flush=True,
        )
        cluster = Cluster(folder, workers)
        killed: list[int] = []
        try:
            with Client(scheduler_file=str(cluster.place), timeout=PATIENCE) as client:
                client.wait_for_workers(workers, timeout=PATIENCE)

                def watch(step: str, done: int, total: int) -> None:
                    if step == "shards" and not killed and 3 * done >= total:
                        victim = cluster.workers[0]
                        os.kill(victim.pid, signal.SIGKILL)
                        killed.append(done)
                        print(f"killed a worker after {done} of {total} shards", flush=True)

                start = time.monotonic()
                remote = farrell.distributed.bootstrap(
                    client,
                    data,
                    **NAMES,
                    replicates=replicates,
                    run=folder / "remote",
                    task_seconds=options.task_seconds,
                    progress=watch,
                )
                found = digests(remote, folder / "remote")
                print(
                    f"dask: {time.monotonic() - start:.1f} s, results {found['results']}, draws "
                    f"{found['draws']}, {len(found) - 2} shards",
                    flush=True,
                )
                again = farrell.distributed.bootstrap(
                    client, data, **NAMES, replicates=replicates, run=folder / "remote", resume=True
                )
                repeated = digests(again, folder / "remote")
        finally:
            cluster.close()
    wrong = sorted(key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key))
    wrong += [] if repeated == found else ["the run again"]
    wrong += [] if killed else ["no worker was killed"]
    for name in wrong:
        print(f"{name}: DIFFERS")
    print("all the same" if not wrong else f"{len(wrong)} DIFFER")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
