"""Portkey's open gateway: it passes on to the provider that a header names; it has no keys, limits or usage."""
import json
import os
import shutil

from ..processes import await_answer
from .candidate import Candidate


class Portkey(Candidate):
    name = "portkey"

    @staticmethod
    def package(workshop):
        return os.path.join(workshop.peers, "portkey", "node_modules", "@portkey-ai", "gateway")

    @classmethod
    def missing(cls, workshop):
        if not shutil.which("node"):
            return "Node is not installed"
        if not os.path.isdir(cls.package(workshop)):
            return "Portkey is not installed: ./tollgate bench --install-peers"
        return None

    def version(self):
        with open(os.path.join(self.package(self.workshop), "package.json")) as about:
            return json.load(about)["version"]

    def start(self):
        ports = self.workshop.ports
        self.from_template("portkey/package.json", "package.json")
        program = os.path.join(self.package(self.workshop), "build", "start-server.js")
        child = self.workshop.children.start(
            self.name, ["node", program, "--headless", f"--port={ports.portkey}"], cwd=self.package(self.workshop),
            env={**os.environ, "NODE_ENV": "production"})
        self.urls = [f"http://127.0.0.1:{ports.portkey}/v1"]
        self.headers = [
            "x-portkey-provider: openai", f"x-portkey-custom-host: http://127.0.0.1:{ports.upstream}/v1"]
        self.settings["headers of each request"] = "\n".join(
            header.replace(str(ports.upstream), "UPSTREAM") for header in self.headers)
        await_answer(f"http://127.0.0.1:{ports.portkey}/", 30, child=child, log=self.workshop.children.log(self.name))
        self.own = [child.pid]
