"""Pushes an image file by whatever tool is there, with that tool's own credentials."""
import re, shutil, subprocess
from archive import Image

DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def push(tar, name, environment=None):
    """Gives the digest under which the registry has it, as far as the tool tells it."""
    commands = by_tool(tar, name)
    for tool, steps in commands.items():
        program = shutil.which(tool, path=(environment or {}).get("PATH"))
        if program:
            for step in steps:
                done = subprocess.run([program, *step], capture_output=True, text=True, env=environment)
                if done.returncode:
                    raise SystemExit(f"tollgate: {tool} {step[0]}: {done.stderr.strip()}")
            told = DIGEST.findall(done.stdout)
            print(f"pushed {name}" + (f"@{told[-1]}" if told else ""))
            return told[-1] if told else None
    raise SystemExit(f"tollgate: to push, one of these is needed: {', '.join(commands)}")


def by_tool(tar, name):
    loaded = [["load", "--input", tar], ["tag", Image.read(tar).name, name], ["push", name]]
    return {
        "crane": [["push", tar, name]],
        "skopeo": [["copy", f"docker-archive:{tar}", f"docker://{name}"]],
        "docker": loaded,
        "podman": loaded,
    }
