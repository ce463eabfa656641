"""LiteLLM's proxy with keys, costs and limits in Redis; one worker, as it costs the same a request with more."""
import os
import shutil
import subprocess

from ..processes import await_answer
from .candidate import Candidate


class LiteLlm(Candidate):
    name = "litellm"

    @staticmethod
    def bin(workshop):
        return os.path.join(workshop.peers, "litellm", "bin")

    @classmethod
    def missing(cls, workshop):
        if not os.path.exists(os.path.join(cls.bin(workshop), "litellm")):
            return "LiteLLM is not installed: ./tollgate bench --install-peers"
        if not shutil.which("redis-server"):
            return "LiteLLM needs a redis-server (Debian: apt-get install redis-server)"
        return None

    def version(self):
        script = "import importlib.metadata as m; print(m.version('litellm'))"
        return subprocess.run([os.path.join(self.bin(self.workshop), "python"), "-c", script], stdout=subprocess.PIPE,
                              text=True, timeout=60, check=True).stdout.strip()

    def start(self):
        ports, folder, children = self.workshop.ports, self.workshop.folder(self.name), self.workshop.children
        redis = children.start("litellm-redis", ["redis-server", "--port", str(ports.redis), "--bind", "127.0.0.1",
                                                 "--save", "", "--appendonly", "no", "--dir", folder])
        config = self.from_template("litellm/config.yaml", "config.yaml", UPSTREAM=ports.upstream, REDIS=ports.redis)
        self.from_template("litellm/bench_auth.py", "bench_auth.py")
        environment = {**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR",
                       "PYTHONPATH": folder, "NO_PROXY": "*"}
        # Not by the script's first line, which says where it was installed: the folder may have been moved since.
        python, script = (os.path.join(self.bin(self.workshop), name) for name in ("python", "litellm"))
        child = children.start(self.name, [python, script, "--config", config, "--host", "127.0.0.1",
                                           "--port", str(ports.litellm), "--num_workers", "1"], cwd=folder, env=environment)
        self.urls = [f"http://127.0.0.1:{ports.litellm}/v1"]
        self.settings["command"] = "litellm --config config.yaml --num_workers 1   # LITELLM_LOCAL_MODEL_COST_MAP=True"
        await_answer(f"http://127.0.0.1:{ports.litellm}/health/liveliness", 180, child=child, log=children.log(self.name))
        self.own, self.beside = [child.pid], [redis.pid]
