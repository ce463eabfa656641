"""Pushes an image file by whatever tool is there, with that tool's own credentials."""
import shutil, subprocess
from archive import Image


def push(tar, name):
    commands = by_tool(tar, name)
    for tool, steps in commands.items():
        if shutil.which(tool):
            for step in steps:
                done = subprocess.run([tool, *step], capture_output=True, text=True)
                if done.returncode:
                    raise SystemExit(f"tollgate: {tool} {step[0]}: {done.stderr.strip()}")
            print(f"pushed {name}")
            return
    raise SystemExit(f"tollgate: to push, one of these is needed: {', '.join(commands)}")


def by_tool(tar, name):
    loaded = [["load", "--input", tar], ["tag", Image.read(tar).name, name], ["push", name]]
    return {
        "crane": [["push", tar, name]],
        "skopeo": [["copy", f"docker-archive:{tar}", f"docker://{name}"]],
        "docker": loaded,
        "podman": loaded,
    }
