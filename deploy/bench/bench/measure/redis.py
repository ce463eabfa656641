"""What Redis did, by its own counts."""
import glob
import os
import re
import socket

CALLED = re.compile(r"redis\.p?call\('([A-Za-z]+)'")


class Redis:
    def __init__(self, port, host="127.0.0.1"):
        self.address = (host, port)

    def _call(self, *words):
        request = f"*{len(words)}\r\n" + "".join(f"${len(word)}\r\n{word}\r\n" for word in words)
        with socket.create_connection(self.address, timeout=10) as link, link.makefile("rb") as answer:
            link.sendall(request.encode())
            head = answer.readline().decode().strip()
            if not head.startswith("$"):
                raise ConnectionError(f"Redis answered {head}")
            return answer.read(int(head[1:])).decode()

    def commands(self):
        """How often each command ran, those within scripts too; not our own question."""
        return parse(self._call("INFO", "commandstats"))


def parse(text):
    counts = {}
    for line in text.splitlines():
        if line.startswith("cmdstat_"):
            name, values = line[len("cmdstat_"):].split(":", 1)
            if name != "info":
                counts[name] = int(dict(pair.split("=") for pair in values.split(","))["calls"])
    return counts


def since(before, after):
    """What came in between, the most frequent first."""
    grown = {name: count - before.get(name, 0) for name, count in after.items()}
    return {name: count for name, count in sorted(grown.items(), key=lambda item: -item[1]) if count > 0}


def of_scripts(tree):
    """The commands that the suite's scripts run inside of Redis: nobody sends them, and no answer of theirs travels."""
    found = set()
    for path in glob.glob(os.path.join(tree, "*", "src", "main", "resources", "redis", "*.lua")):
        with open(path) as script:
            found |= {name.lower() for name in CALLED.findall(script.read())}
    return found
