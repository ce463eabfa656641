"""Tollgate itself, started by its own launcher with data of its own.

The launcher keeps its data beside the services' jars. So that a run touches nobody's data, and runs beside a suite that
is up, the benchmark gives it a folder that has links to everything but the data.
"""
import os
import re
import shutil
import subprocess
import time

from .console import Console
from .measure.postgres import Postgres
from .measure.redis import Redis
from .processes import Failure

STORES = ("postgres", "redis")
NOT_OURS = ("demo", "mail")


class Suite:
    """@param tree: a built source tree
    @param home: the folder of links, kept from run to run for the archives of classes in it"""

    def __init__(self, tree, home, port_base):
        self.tree, self.home, self.port_base = tree, home, port_base
        self.said, self.processes, self.edges = {}, {}, 0
        self.seconds_to_start = None
        self.started = False

    def prepare(self):
        """Makes the folder, ends what a former run may have left, and forgets its data."""
        os.makedirs(self.home, exist_ok=True)
        for name in os.listdir(self.tree):
            link = os.path.join(self.home, name)
            if name in (".tollgate", ".git", ".work"):
                continue
            if os.path.islink(link):
                os.remove(link)
            os.symlink(os.path.join(self.tree, name), link)
        self._run("down")
        self._run("reset")
        if not self._archives_are_fresh():
            shutil.rmtree(os.path.join(self.home, ".tollgate", "cds"), ignore_errors=True)

    def has_archives(self):
        """The launcher writes them when a first suite is stopped; from then on starts are what users see."""
        return self._archives_are_fresh()

    def _archives_are_fresh(self):
        folder = os.path.join(self.home, ".tollgate", "cds")
        jars = [os.path.join(self.tree, f"{service}-service/target/quarkus-app/quarkus-run.jar")
                for service in ("auth", "routing", "billing", "ratelimit", "batch", "console", "edge")]
        archives = [os.path.join(folder, os.path.basename(jar.split("-service")[0]) + ".jsa") for jar in jars]
        return all(os.path.exists(archive) and os.path.getmtime(archive) > os.path.getmtime(jar)
                   for jar, archive in zip(jars, archives) if os.path.exists(jar))

    def up(self, catalogue, edges=1, reset=True):
        if reset:
            self._run("reset")
        # From here on it must be stopped, also when we are interrupted amid its start.
        self.started = True
        began = time.monotonic()
        done = self._run("up", "--detach", "--catalogue", catalogue, "--port-base", str(self.port_base),
                         "--edges", str(edges), check=True)
        self.seconds_to_start = time.monotonic() - began
        self.said = dict(line.strip().split(": ", 1) for line in done.splitlines() if ": " in line)
        with open(os.path.join(self.home, ".tollgate", "processes")) as lines:
            rows = [line.split() for line in lines]
        self.processes = {row[0]: (int(row[1]), row[2].rstrip("/")) for row in rows if row[0] not in NOT_OURS}
        self.edges = edges

    def down(self):
        """In order, which writes the archives; the edges ship their journals first."""
        if self.started:
            self._run("down")
        self.processes, self.started, self.edges = {}, False, 0

    def _run(self, *words, check=False):
        # No key of a real provider's goes near a benchmark.
        environment = {name: value for name, value in os.environ.items()
                       if not name.endswith("_API_KEY") and not name.startswith(("TOLLGATE_", "STRIPE_"))}
        try:
            done = subprocess.run([os.path.join(self.home, "tollgate"), *words], text=True, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, timeout=600,
                                  start_new_session=True)
        except subprocess.TimeoutExpired as late:
            raise Failure(f"./tollgate {words[0]} did not end within 10 minutes") from late
        if check and done.returncode != 0:
            raise Failure(f"./tollgate {words[0]} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def names(self):
        return list(self.processes)

    def pid(self, name):
        return self.processes[name][0]

    def url(self, name):
        return self.processes[name][1]

    def edge_names(self):
        return ["edge"] + [f"edge-{number}" for number in range(2, self.edges + 1)]

    def inner_names(self):
        return [name for name in self.processes if name not in self.edge_names()]

    def console(self):
        return Console(self.said["Console"], self.said["Admin token"])

    def redis(self):
        return Redis(self.port_of("redis"))

    def postgres(self):
        return Postgres(self.port_of("postgres"), self.secret("postgres_password"))

    def postgres_log(self):
        return os.path.join(self.home, ".tollgate", "logs", "postgres.log")

    def port_of(self, name):
        return int(re.search(r":(\d+)$", self.url(name)).group(1))

    def secret(self, name):
        with open(os.path.join(self.home, ".tollgate", "secrets")) as lines:
            return dict(line.rstrip("\n").split("=", 1) for line in lines if "=" in line)[name]
