"""The near-physical limit: one fixed key, nothing counted."""
import shutil

from ..measure.machine import first_line
from ..processes import await_answer
from .candidate import Candidate


class Nginx(Candidate):
    name = "nginx"
    forwards_all = True

    @classmethod
    def missing(cls, workshop):
        return None if shutil.which("nginx") else "nginx is not installed (Debian: apt-get install nginx)"

    def version(self):
        return (first_line("nginx", "-v") or "").removeprefix("nginx version: ")

    def start(self):
        ports, folder = self.workshop.ports, self.workshop.folder(self.name)
        conf = self.from_template("nginx.conf", "nginx.conf", WORKDIR=folder, UPSTREAM=ports.upstream, NGINX=ports.nginx)
        child = self.workshop.children.start(self.name, ["nginx", "-c", conf, "-p", folder])
        self.urls = [f"http://127.0.0.1:{ports.nginx}/v1"]
        await_answer(self.urls[0] + "/models", 10, child=child, log=self.workshop.children.log(self.name))
        self.own = [child.pid]
