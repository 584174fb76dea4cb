#!/usr/bin/env python3
"""The same bytes of a bootstrap from an array of Slurm, a task of it killed, as from one process.

    python3 scripts/verify/slurm.py [--quick] [--farrell PATH]

Starts munged, slurmctld and slurmd of this machine in a temporary folder, with ports of their own,
and submits a bootstrap by `scripts/slurm/submit.sh`. While it draws, the command of one task is
killed with SIGKILL and another task is sent the SIGTERM that comes before the time limit. The array
must end with the killed part missing and the stopped one requeued and done; the same array,
submitted again, must draw the missing shards only, although the dead task's lock is made to look
like one from another node. Results (JSON), draws (.npy) and every shard are compared with those of
a local run. Needs root. Exit codes: 1 when something differs, 77 when Slurm is not installed or
does not start.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from common import REPOSITORY, add_farrell_option
from slurm_cluster import Cluster, ClusterError

SUBMIT = REPOSITORY / "scripts" / "slurm" / "submit.sh"
GENERATOR = REPOSITORY / "scripts" / "generate_panel.py"
SIZES = ["--rows", "36", "--periods", "14", "--inputs", "4", "--outputs", "1"]
COLUMNS = ["--unit", "unit", "--time", "time", "--inputs", "x1,x2,x3,x4", "--outputs", "y1"]
PATIENCE = 300.0  # seconds until an array must have ended
RESUMABLE = 75
KILLED = 128 + signal.SIGKILL
SKIPPED = 77


@dataclass(frozen=True)
class ShardState:
    """A shard on disk; another file in its place has another number, a changed one another time."""

    inode: int
    changed: int
    digest: str


class Check:
    """One run by Slurm and one without, in a folder with the panel."""

    def __init__(self, cluster: Cluster, farrell: Path, folder: Path, replicates: int,
                 parts: int) -> None:
        self.cluster, self.farrell, self.folder = cluster, str(farrell), folder
        self.replicates, self.parts = replicates, parts
        self.directory = folder / "run"
        self.wrong = 0

    def report(self, what: str, found: str, expected: str | None = None) -> None:
        """Prints a line of the table; compares where something is expected."""
        verdict = "" if expected is None else "ok" if found == expected else f"EXPECTED {expected}"
        self.wrong += verdict not in ("", "ok")
        print(f"{what:<52}  {found:<18}  {verdict}".rstrip(), flush=True)

    def run(self, *command: str) -> str:
        """Output of a command that must succeed, in the folder with the panel."""
        environment = self.cluster.environment | {"FARRELL": self.farrell}
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True,
                              text=True, check=False)
        if done.returncode != 0:
            raise ClusterError(f"exit code {done.returncode} from {' '.join(command)}\n"
                               f"{done.stderr[-2000:]}")
        return done.stdout

    # The run.

    def shards(self) -> dict[str, ShardState]:
        """The shards of the run, by name."""
        return shard_states(self.directory)

    def part(self, number: int) -> list[str]:
        """Names of the shards of a part."""
        count = (self.replicates + self.shard_size - 1) // self.shard_size
        return [f"{shard:06}" for shard in
                range(count * (number - 1) // self.parts, count * number // self.parts)]

    @property
    def shard_size(self) -> int:
        """Replicates of a shard."""
        identity = json.loads((self.directory / "manifest.json").read_text())["identity"]
        return int(identity["shardSize"])

    def submit(self, *arguments: str) -> tuple[str, str]:
        """Submits array and merge; returns the numbers of the jobs."""
        lines = self.run("bash", str(SUBMIT), str(self.directory), "--tasks", str(self.parts),
                         *arguments)
        jobs = {line.split()[0]: line.split()[1].rstrip(":") for line in lines.splitlines()}
        return jobs["array"], jobs["merge"]

    def drawing(self, number: int) -> int:
        """Process that draws a part, once the first shard of the part is there."""
        lock = self.directory / "locks" / f"{number}-of-{self.parts}"
        first = self.directory / "shards" / self.part(number)[0]
        until(first.exists, f"part {number} to begin", pause=0.002)
        return int(json.loads(lock.read_text())["process"])

    def queue(self, jobs: str) -> str:
        """States of jobs that have not ended."""
        return self.cluster.call("squeue", "--noheader", f"--jobs={jobs}", "--format=%T",
                                 check=False).strip()

    def wait(self, *jobs: str) -> None:
        """Until jobs have ended."""
        names = ",".join(jobs)
        until(lambda: not self.queue(names), f"jobs {names} to end", pause=0.2)

    def ends(self, job: str) -> dict[int, str]:
        """State and exit code of each task of an array that has ended."""
        return {int(task["ArrayTaskId"]): f"{task['JobState']} {task['ExitCode'].split(':')[0]}"
                for task in self.cluster.tasks(job)}

    def exit_code(self, job: str) -> str:
        """Exit code of a job."""
        return self.cluster.tasks(job)[0]["ExitCode"].split(":")[0]

    # What happens.

    def all(self, stopped: int, killed: int) -> None:
        """Draws with a part stopped and one killed, then again, and compares."""
        self.locally()
        results = ["--format", "json", "-o", str(self.folder / "results.json")]
        array, merge = self.submit("--", "panel.csv", *COLUMNS, "--replicates",
                                   str(self.replicates), "--", *results)
        self.disturb(array, stopped, killed)
        self.wait(array, merge)
        done = f"{self.parts - 1} of {self.parts}"
        ends = self.ends(array)
        completed = list(ends.values()).count("COMPLETED 0")
        self.report("first array: tasks completed", f"{completed} of {len(ends)}", done)
        self.report(f"  task {stopped}, stopped with SIGTERM", ends[stopped], "COMPLETED 0")
        self.report(f"  task {killed}, killed with SIGKILL", ends[killed], f"FAILED {KILLED}")
        restarts = {int(task["ArrayTaskId"]): task["Restarts"]
                    for task in self.cluster.tasks(array)}
        self.report(f"  task {stopped}, stopped with SIGTERM: restarts", restarts[stopped], "1")
        self.report("  merge: exit code", self.exit_code(merge), str(RESUMABLE))
        before = self.shards()
        names = [name for number in range(1, self.parts + 1) for name in self.part(number)]
        missing = sorted(set(names) - set(before))
        self.report("  shards there", f"{len(before)} of {len(names)}")
        lost = bool(missing) and set(missing) < set(self.part(killed))
        self.report("  missing are some of the killed part only", "yes" if lost else "no", "yes")
        self.pretend_other_node(killed)
        array, merge = self.submit("--", "--", *results)
        self.wait(array, merge)
        ends = self.ends(array)
        completed = list(ends.values()).count("COMPLETED 0")
        self.report("second array: tasks completed", f"{completed} of {len(ends)}",
                    f"{self.parts} of {self.parts}")
        after = self.shards()
        self.report("  shards drawn", str(len(set(after) - set(before))), str(len(missing)))
        kept = sum(after.get(name) == state for name, state in before.items())
        self.report("  shards of before with their inode, time, bytes", str(kept), str(len(before)))
        self.report("  merge: exit code", self.exit_code(merge), "0")
        self.compare(after)

    def disturb(self, array: str, stopped: int, killed: int) -> None:
        """Stops one task as Slurm does before the limit, kills the command of another."""
        process = self.drawing(stopped)
        os.kill(process, signal.SIGSTOP)  # lest the part be done before the signal is there
        os.kill(parent(process), signal.SIGTERM)  # the script, to which Slurm sends it
        time.sleep(0.2)
        os.kill(process, signal.SIGCONT)
        os.kill(self.drawing(killed), signal.SIGKILL)
        # Slurm has a task wait two minutes before it begins again. Two seconds do; the node refuses
        # one that begins again within the second in which it was ended, "credential revoked".
        task = f"{array}_{stopped}"
        with contextlib.suppress(ClusterError):
            until(lambda: self.queue(task) == "PENDING", "the task to be back", 0.1, 10)
        self.cluster.call("scontrol", "update", f"JobId={task}", "StartTime=now+2", check=False)

    def pretend_other_node(self, number: int) -> None:
        """Writes another machine's name into the lock that a killed part has left."""
        lock = self.directory / "locks" / f"{number}-of-{self.parts}"
        self.report(f"  lock of the dead task {number} is there",
                    "yes" if lock.exists() else "no", "yes")
        if lock.exists():
            lock.write_text(json.dumps(json.loads(lock.read_text()) | {"host": "another-node"}))

    def print_logs(self) -> None:
        """What the tasks and Slurm's controller wrote, to find out why something is wrong."""
        logs = sorted((self.directory / "slurm").glob("*.log"))
        for log in [*logs, self.cluster.folder / "slurmctld.log"]:
            print(f"--- {log.name}\n{log.read_text(errors='replace').strip()}", flush=True)

    # Comparisons.

    def locally(self) -> None:
        """The same study by one process."""
        start = time.monotonic()
        self.run(self.farrell, "bootstrap", "panel.csv", *COLUMNS, "--replicates",
                 str(self.replicates), "--run", "local", "--format", "json", "-o", "local.json",
                 "--draws", "local.npy", "--quiet")
        self.report("local run: seconds", f"{time.monotonic() - start:.1f}")

    def compare(self, shards: dict[str, ShardState]) -> None:
        """Results of the merge job, draws and shards against the local run."""
        self.run(self.farrell, "merge", str(self.directory), "--draws", "draws.npy", "--quiet",
                 "--format", "json", "-o", "again.json")
        for name, wanted in (("results.json", "local.json"), ("again.json", "local.json"),
                             ("draws.npy", "local.npy")):
            digests = [file_digest(self.folder / file)[:16] for file in (name, wanted)]
            self.report(f"SHA-256 of {name} and of {wanted}", *digests)
        local = shard_states(self.folder / "local")
        same = sum(local[name].digest == state.digest
                   for name, state in shards.items() if name in local)
        self.report("shards with the SHA-256 of the local ones", f"{same} of {len(shards)}",
                    f"{len(local)} of {len(local)}")


def shard_states(directory: Path) -> dict[str, ShardState]:
    """The shards of a run, by name."""
    states = {}
    for path in sorted((directory / "shards").glob("[0-9]*")):
        status = path.stat()
        states[path.name] = ShardState(status.st_ino, status.st_mtime_ns, file_digest(path))
    return states


def parent(process: int) -> int:
    """Process that began another."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1])


def until(holds: Callable[[], bool], what: str, pause: float, patience: float = PATIENCE) -> None:
    """Waits until something holds."""
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            raise ClusterError(f"waited {patience:.0f} s for {what}")
        time.sleep(pause)


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> int:
    """Reads the options, starts Slurm, runs the check."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_farrell_option(parser)
    parser.add_argument("--quick", action="store_true",
                        help="B = 400 in 4 parts, instead of 2000 in 12")
    options = parser.parse_args()
    replicates, parts, stopped, killed = (400, 4, 1, 3) if options.quick else (2000, 12, 3, 6)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))  # so that Slurm is stopped
    start = time.monotonic()
    with (tempfile.TemporaryDirectory(prefix="farrell-slurm-") as name,
          contextlib.ExitStack() as stack):
        folder = Path(name)
        try:
            cluster = stack.enter_context(Cluster(folder / "slurm"))
        except ClusterError as error:
            print(f"skipped: {error}")
            return SKIPPED
        print(f"B = {replicates}, {parts} parts, {os.cpu_count()} processors, "
              f"{cluster.call('sinfo', '--version').strip()}, "
              f"started in {time.monotonic() - start:.1f} s", flush=True)
        with (folder / "panel.csv").open("wb") as panel:
            subprocess.run([sys.executable, str(GENERATOR), *SIZES], stdout=panel, check=True)
        check = Check(cluster, Path(options.farrell), folder, replicates, parts)
        check.all(stopped, killed)
        if check.wrong:
            check.print_logs()
    print(f"{time.monotonic() - start:.0f} s; "
          f"{f'{check.wrong} WRONG' if check.wrong else 'all as it must be'}")
    return 1 if check.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
