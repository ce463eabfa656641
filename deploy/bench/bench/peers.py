"""Installs those peers that come from package registries, as their pinned settings say."""
import os
import shutil
import subprocess
import sys

from .processes import Failure
from .workshop import HERE, say


def install(folder):
    settings = os.path.join(HERE, "settings")
    os.makedirs(folder, exist_ok=True)
    if shutil.which("npm"):
        say("installing Portkey")
        portkey = os.path.join(folder, "portkey")
        os.makedirs(portkey, exist_ok=True)
        shutil.copy(os.path.join(settings, "portkey", "package.json"), portkey)
        run(["npm", "install", "--no-audit", "--no-fund", "--silent"], portkey)
    else:
        say("npm is not installed: Portkey is left out")
    say("installing LiteLLM")
    litellm = os.path.join(folder, "litellm")
    run([sys.executable, "-m", "venv", litellm], folder)
    run([os.path.join(litellm, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check", "-r",
         os.path.join(settings, "litellm", "requirements.txt")], folder)
    say("nginx, HAProxy and Redis come from the system: apt-get install nginx haproxy redis-server")


def run(command, folder):
    if subprocess.run(command, cwd=folder).returncode != 0:
        raise Failure("failed: " + " ".join(command))
