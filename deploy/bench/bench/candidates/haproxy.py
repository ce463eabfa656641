"""One fixed key, nothing counted."""
import shutil

from ..measure.machine import first_line
from ..processes import await_answer
from .candidate import Candidate


class Haproxy(Candidate):
    name = "haproxy"

    @classmethod
    def missing(cls, workshop):
        return None if shutil.which("haproxy") else "HAProxy is not installed (Debian: apt-get install haproxy)"

    def version(self):
        words = (first_line("haproxy", "-v") or "").split()
        return words[2] if len(words) > 2 else None

    def start(self):
        ports = self.workshop.ports
        conf = self.from_template("haproxy.cfg", "haproxy.cfg", UPSTREAM=ports.upstream, HAPROXY=ports.haproxy)
        child = self.workshop.children.start(self.name, ["haproxy", "-db", "-f", conf])
        self.urls = [f"http://127.0.0.1:{ports.haproxy}/v1"]
        await_answer(self.urls[0] + "/models", 10, child=child, log=self.workshop.children.log(self.name))
        self.own = [child.pid]
