"""A Slurm cluster of one node that lives in a folder, for a check: munged, slurmctld, slurmd."""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

DAEMONS = ("munged", "slurmctld", "slurmd")
CLIENTS = ("sbatch", "squeue", "scancel", "scontrol", "sinfo")
DAEMON_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"  # often not in PATH
PATIENCE = 60.0  # seconds until a daemon must answer
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>

CONFIGURATION = """
ClusterName=check
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={node}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/affinity
SwitchType=switch/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,bf_interval=2
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
MinJobAge=86400
KillWait=5
ReturnToService=2
NodeName=node NodeAddr=127.0.0.1 NodeHostname={host} CPUs={processors} RealMemory={megabytes}
PartitionName=all Nodes=node Default=YES MaxTime=INFINITE State=UP
"""


class ClusterError(RuntimeError):
    """Slurm is not there, or does not start."""


class Cluster:
    """Daemons that run while the block of a `with` does."""

    def __init__(self, folder: Path) -> None:
        """Keeps everything in `folder`, an absolute path that is made."""
        self.folder = folder
        self.daemons: list[subprocess.Popen[bytes]] = []
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith(("SLURM_", "SBATCH_"))}
        self.environment["SLURM_CONF"] = str(folder / "slurm.conf")
        self.environment["PATH"] = f"{os.environ.get('PATH', '')}:{DAEMON_FOLDERS}"

    def __enter__(self) -> Cluster:
        missing = [name for name in (*DAEMONS, *CLIENTS) if self.path(name) is None]
        if missing:
            raise ClusterError(f"found no {', '.join(missing)}; expected the packages slurmctld, "
                               "slurmd, slurm-client and munge")
        if os.geteuid() != 0:
            raise ClusterError("found an ordinary user; expected root, for jobs of slurmd")
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.stop()

    # Commands.

    def path(self, name: str) -> str | None:
        """Where a program is."""
        return shutil.which(name, path=self.environment["PATH"])

    def call(self, *command: str, check: bool = True) -> str:
        """Output of a command of Slurm, or of one that uses it."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True,
                              check=False, timeout=PATIENCE)
        if check and done.returncode != 0:
            raise ClusterError(f"exit code {done.returncode} from {' '.join(command)}: "
                               f"{done.stderr.strip()}")
        return done.stdout

    def tasks(self, job: str) -> list[dict[str, str]]:
        """What Slurm knows about each task of an array, or about a job."""
        lines = self.call("scontrol", "show", "job", job, "--oneliner").splitlines()
        return [dict(word.split("=", 1) for word in line.split() if "=" in word)
                for line in lines if line]

    # Daemons.

    def start(self) -> None:
        """Starts the three, one after the other."""
        self.folder.mkdir(mode=0o755)  # munged wants its socket in reach of all
        self.folder.parent.chmod(0o755)
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        key = self.folder / "munge.key"
        key.touch(mode=0o600)
        key.write_bytes(secrets.token_bytes(128))
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(
            host=socket.gethostname().split(".")[0], folder=self.folder, processors=os.cpu_count(),
            megabytes=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20,
            controller=free_port(), node=free_port()))
        begun = self.folder / "munge.socket"
        options = {"socket": begun, "key-file": key, "pid-file": self.folder / "munged.pid",
                   "log-file": self.folder / "munged.log", "seed-file": self.folder / "munged.seed"}
        self.launch("munged", "--foreground",
                    *(f"--{name}={path}" for name, path in options.items()))
        self.wait("munged", begun.exists)
        self.launch("slurmctld", "-D", "-c")
        self.wait("slurmctld", lambda: "UP" in self.call("scontrol", "ping", check=False))
        self.launch("slurmd", "-D", "-N", "node")
        self.wait("slurmd", lambda: self.call("sinfo", "--noheader", "--format=%T",
                                              check=False).strip() == "idle")

    def launch(self, name: str, *arguments: str) -> None:
        """Starts a daemon that ends when this process does."""
        log = (self.folder / f"{name}.out").open("wb")
        with log:
            self.daemons.append(subprocess.Popen(
                [self.path(name) or name, *arguments], env=self.environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=end_with_parent))

    def wait(self, name: str, answers: Callable[[], bool]) -> None:
        """Until a daemon answers."""
        end = time.monotonic() + PATIENCE
        while not answers():
            if self.daemons[-1].poll() is not None or time.monotonic() > end:
                lines = (self.folder / f"{name}.out").read_text(errors="replace").splitlines()
                raise ClusterError(f"{name} does not start: {lines[-1] if lines else 'no message'}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Ends jobs and daemons, by their process ids, and waits for them."""
        if len(self.daemons) == len(DAEMONS):
            with contextlib.suppress(ClusterError, subprocess.TimeoutExpired):
                self.call("scancel", "--signal=KILL", "--full", "--me", check=False)
                self.call("scancel", "--me", check=False)
                end = time.monotonic() + PATIENCE / 2
                while self.call("squeue", "--noheader", check=False) and time.monotonic() < end:
                    time.sleep(0.2)
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(PATIENCE / 2)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        self.daemons.clear()
        for process in self.stepd_processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def stepd_processes(self) -> Iterator[int]:
        """Processes in which slurmd keeps jobs; one remains where a job did not end."""
        for path in Path("/proc").iterdir():
            if path.name.isdigit():
                with contextlib.suppress(OSError):
                    if (os.fsencode(self.folder) in (path / "environ").read_bytes()
                            and (path / "comm").read_text().strip() == "slurmstepd"):
                        yield int(path.name)


def end_with_parent() -> None:
    """Has the kernel end a daemon whose parent was killed, in the child before it becomes one."""
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
