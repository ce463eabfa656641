"""No gateway at all: what the load and the upstream cost by themselves."""
from .candidate import Candidate


class Direct(Candidate):
    name = "direct"
    forwards_all = True

    def start(self):
        self.urls = [f"http://127.0.0.1:{self.workshop.ports.upstream}/v1"]
        self.own = [self.workshop.upstream_pid]
