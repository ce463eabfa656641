"""The whole suite with everything on: keys, groups, every limit's window, credit, journal, ledger, metrics."""
import os
import re

from ..console import LARGE
from ..measure import prometheus
from ..measure.machine import first_line
from ..suite import Suite
from .candidate import Candidate

# Settings that tell nothing secret; what else is in a service's environment is the machine's business.
SHOWN = re.compile(r"^-(Xm[sxn]|XX:|Xshare|Xss)|^--(enable-native|sun-misc)")


class Tollgate(Candidate):
    name = "tollgate"
    forwards_all = True

    def __init__(self, workshop):
        super().__init__(workshop)
        self.suite = Suite(workshop.tree, os.path.join(workshop.work, "home"), workshop.ports.base)
        self.catalogue = None
        self.unlimited = None

    @classmethod
    def missing(cls, workshop):
        jar = os.path.join(workshop.tree, "edge-service/target/quarkus-app/quarkus-run.jar")
        return None if os.path.exists(jar) else "the suite is not built: ./tollgate up builds it"

    def version(self):
        with open(os.path.join(self.workshop.tree, "pom.xml")) as pom:
            found = re.search(r"<version>(.*?)</version>", pom.read())
        commit = first_line("git", "-C", self.workshop.tree, "rev-parse", "--short", "HEAD") or ""
        return found.group(1) + (f" ({commit})" if re.fullmatch(r"[0-9a-f]{7,40}", commit) else "")

    def start(self):
        self.suite.prepare()
        self.write_catalogue()
        if self.workshop.archives and not self.suite.has_archives():
            # Stopping the first one writes the archives of classes: what is measured starts with them, as on any
            # later day of a user.
            self.suite.up(self.catalogue)
            self.suite.down()
        self.up()

    def up(self, edges=1):
        self.suite.up(self.catalogue, edges)
        self.urls = [self.suite.url(name) + "/v1" for name in self.suite.edge_names()]
        self.own = [self.suite.pid(name) for name in self.suite.edge_names()]
        self.beside = [self.suite.pid(name) for name in self.suite.inner_names()]
        console = self.suite.console()
        account = console.call("GET", "/accounts?limit=1")["data"][0]["id"]
        console.gift(account, 10**15, "plenty")
        self.unlimited = self.suite.said["API key"]
        self.key = console.key(account, "bench, limited", LARGE)
        self._tell_settings()

    def is_busy(self):
        """Until billing has each edge's last usage record."""
        return any(prometheus.total(prometheus.read(self.suite.url(name)), "tollgate_journal_unacknowledged") > 0
                   for name in self.suite.edge_names())

    def with_edges(self, count):
        """Starts the suite anew when it has another number of edges, and tells whether it did."""
        if self.suite.edges == count:
            return False
        self.down()
        self.up(count)
        return True

    def down(self):
        self.suite.down()
        self.own, self.beside = [], []

    def write_catalogue(self, more_models=0):
        """In place: the services read it again within two seconds."""
        path = self.from_template("catalogue.yaml", "catalogue.yaml", UPSTREAM=self.workshop.ports.upstream)
        if more_models:
            with open(path) as file:
                text = file.read()
            models = "".join(
                f"  - {{id: filler-{n}, owner: bench, context_window: 128000, output_bound: 16384, "
                "capabilities: [chat, tools], prices: {input: 0.001, output: 0.002}}\n" for n in range(more_models))
            deployments = "".join(
                f"  - {{id: bench/filler-{n}, provider: bench, model: filler-{n}, upstream_model: gpt-4o-mini}}\n"
                for n in range(more_models))
            text = text.replace("deployments:\n", models + "deployments:\n").replace("groups:\n", deployments + "groups:\n")
            with open(path + ".new", "w") as file:
                file.write(text)
            os.replace(path + ".new", path)
        self.catalogue = path

    def _tell_settings(self):
        procs, lines = self.workshop.procs, []
        for name in self.suite.names():
            words = procs.command(self.suite.pid(name))
            if words and words[0].endswith("java"):
                shown = [re.sub(r"=/.*/", "=…/", word) for word in words if SHOWN.match(word)]
                lines.append(f"{name}: java {' '.join(shown)}")
        self.settings["JVMs"] = "\n".join(lines)
        self.settings["the key's limits"] = ", ".join(f"{name} {limit:,}" for name, limit in LARGE.items())
