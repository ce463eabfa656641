"""The machine: what it is, and how much of it others took while we measured."""
import os
import platform
import re
import resource
import subprocess

from .procs import TICK


class Load:
    """Seconds of CPU that all processes used, and that the hypervisor gave to others, since the machine began."""

    def __init__(self, busy, stolen):
        self.busy, self.stolen = busy, stolen

    @classmethod
    def now(cls, path="/proc/stat"):
        with open(path) as stat:
            user, nice, system, _idle, _wait, irq, soft, steal = (int(n) for n in stat.readline().split()[1:9])
        return cls((user + nice + system + irq + soft) / TICK, steal / TICK)


def first_line(*command):
    """What a program says of itself, or None where there is none."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip().splitlines()[0].strip() if done.stdout.strip() else None


def _line(path, pattern):
    try:
        with open(path) as lines:
            found = re.search(pattern, lines.read(), re.MULTILINE)
            return found.group(1).strip() if found else None
    except OSError:
        return None


def facts():
    """What the page says of the machine: nothing that names it."""
    memory = _line("/proc/meminfo", r"^MemTotal:\s+(\d+)")
    return {
        "cpu": _line("/proc/cpuinfo", r"^model name\s*:\s*(.+)$") or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(int(memory) / 1024 / 1024) if memory else None,
        "kernel": platform.release().split("-")[0],
        "system": _line("/etc/os-release", r'^PRETTY_NAME="?([^"\n]+)') or platform.system(),
        "virtual": bool(_line("/proc/cpuinfo", r"^flags.*\b(hypervisor)\b")),
        "files_max": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
    }
