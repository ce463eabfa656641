"""Where a run happens: folders, ports, tools, the fake upstream and the candidates that are up."""
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time

from .candidates import ALL
from .candidates.candidate import Ports
from .measure.machine import Load
from .measure.procs import Procs
from .processes import Children, Failure, await_answer

HERE = os.path.dirname(os.path.abspath(__file__))
BEHIND_MAX = 120


class Workshop:
    def __init__(self, tree, work, peers, port_base):
        self.root = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
        self.settings = os.path.join(HERE, "settings")
        self.tree, self.work, self.peers = tree, work, peers
        self.ports = Ports(port_base)
        self.procs = Procs()
        self.children = Children(os.path.join(work, "logs"))
        self.upstream_pid = None
        self.candidates = {}
        self.left_out = {}
        self.load = None
        # Smoke: every answer is looked at whole.
        self.check = False
        # Whether Tollgate is started once before, for its archives of classes.
        self.archives = False

    def folder(self, name):
        path = os.path.join(self.work, name)
        os.makedirs(path, exist_ok=True)
        return path

    def open(self, names):
        """Builds the tools, and starts the upstream and these candidates."""
        shutil.rmtree(os.path.join(self.work, "nginx"), ignore_errors=True)
        allow_files()
        self._build()
        address = f"127.0.0.1:{self.ports.upstream}"
        upstream = self.children.start("upstream", [os.path.join(self.work, "bin", "upstream"), "-addr", address])
        self.upstream_pid = upstream.pid
        await_answer(f"http://{address}/v1/models", 10, child=upstream, log=self.children.log("upstream"))
        for kind in ALL:
            if kind.name in names:
                self._start(kind)

    def _start(self, kind):
        why = kind.missing(self)
        if why:
            say(f"{kind.name} is left out: {why}")
            self.left_out[kind.name] = why
            return
        say(f"starting {kind.name}")
        candidate = kind(self)
        # Before it starts, so that it is stopped if it does not.
        self.candidates[kind.name] = candidate
        candidate.start()

    def _build(self):
        if not shutil.which("go"):
            raise Failure("the benchmark builds its load tools with Go: install it")
        out = self.folder("bin")
        self.load = os.path.join(out, "load")
        subprocess.run(["go", "build", "-o", out + "/", "./load", "./upstream"], cwd=os.path.dirname(HERE), check=True)

    def close(self):
        for candidate in reversed(list(self.candidates.values())):
            if hasattr(candidate, "down"):
                candidate.down()
        self.candidates = {}
        self.children.stop_all()

    def known_cpu(self):
        """Of all that belongs to the benchmark, but for the load itself."""
        roots = {pid for candidate in self.candidates.values() for pid in candidate.everything()}
        return self.procs.cpu_seconds(roots | {self.upstream_pid}) + sum(os.times()[:2])

    def cell(self, candidate, mode, connections, seconds, *extra, key=None, urls=None):
        """One run of the load against one candidate, and what it cost whom."""
        command = [self.load, "-mode", mode, "-c", str(connections), "-d", f"{seconds}s", *extra]
        for url in urls or candidate.urls:
            command += ["-url", url]
        if key != "":
            command += ["-key", key or candidate.key]
        for header in getattr(candidate, "headers", []):
            command += ["-H", header]
        if self.check:
            # A suite that has just started, on a machine that is busy, may ask callers to try again: they do.
            command += ["-check", "-again", "200", "-patience", "30s"]
        before = self._snapshot(candidate)
        told, rss = self._run(command, candidate, seconds)
        told["behind_s"] = self._finished(candidate)
        after = self._snapshot(candidate)
        return told | costs(before, after, told, rss)

    def _finished(self, candidate):
        """Seconds until all that the requests have caused is done: it is of their cost, and not of the next run's."""
        began = time.monotonic()
        while candidate.is_busy():
            if time.monotonic() - began > BEHIND_MAX:
                raise Failure(f"{candidate.name} is still busy with what was asked {BEHIND_MAX} seconds ago")
            time.sleep(0.2)
        return time.monotonic() - began

    def _snapshot(self, candidate):
        return {"own": self.procs.cpu_seconds(candidate.own), "beside": self.procs.cpu_seconds(candidate.beside),
                "known": self.known_cpu(), "machine": Load.now(), "rss": self.procs.resident_kb(candidate.own)}

    def _run(self, command, candidate, seconds):
        """Memory is looked at now and then: its highest counts."""
        rss = self.procs.resident_kb(candidate.own)
        end = time.monotonic() + 3 * seconds + 180
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as load:
            try:
                while load.poll() is None:
                    if time.monotonic() > end:
                        raise Failure("the load did not end in time: " + " ".join(command[1:]))
                    time.sleep(0.2)
                    rss = max(rss, self.procs.resident_kb(candidate.own))
            finally:
                if load.poll() is None:
                    load.send_signal(signal.SIGKILL)
            out = load.stdout.read()
        if load.returncode not in (0, 3):
            raise Failure("the load failed: " + " ".join(command[1:]))
        return json.loads(out), rss


def allow_files(wanted=20_000):
    """A stream takes two files of a gateway. What we start inherits what we allow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < wanted:
        say(f"only {most} open files are allowed here (ulimit -Hn): thousands of streams want {wanted}")


def costs(before, after, told, rss_peak):
    """What came in between, per request and per event; and what others took of the machine."""
    own, beside = after["own"] - before["own"], after["beside"] - before["beside"]
    elapsed = max(told["elapsed_s"], 1e-9)
    watched = elapsed + told.get("behind_s", 0)
    busy = after["machine"].busy - before["machine"].busy
    known = after["known"] - before["known"] + told["client_cpu_s"]
    done, events = max(told["ok"], 1), max(told.get("events", 0), 1)
    return {
        "own_us": own / done * 1e6, "all_us": (own + beside) / done * 1e6, "beside_us": beside / done * 1e6,
        "own_us_event": own / events * 1e6, "all_us_event": (own + beside) / events * 1e6,
        "own_cores": own / elapsed, "rss_before_kb": before["rss"], "rss_peak_kb": rss_peak,
        "foreign_cores": max((busy - known) / watched, 0),
        "stolen_cores": (after["machine"].stolen - before["machine"].stolen) / watched,
        "errors": told["refused"] + told["failed"] + told["wrong"] + told["short"] + told["cut"],
    }


def say(text):
    print(time.strftime("%H:%M:%S ") + text, file=sys.stderr, flush=True)
