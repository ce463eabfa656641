"""CPU time and memory of process trees, from /proc."""
import os

TICK = os.sysconf("SC_CLK_TCK")


class Procs:
    """@param root: another folder than /proc, for tests"""

    def __init__(self, root="/proc"):
        self.root = root

    def alive(self, pid):
        return os.path.exists(f"{self.root}/{pid}/stat")

    def tree(self, pid):
        """The process and all that descend from it. One that ends meanwhile is left out."""
        found, queue = [], [pid]
        while queue:
            parent = queue.pop()
            try:
                threads = os.listdir(f"{self.root}/{parent}/task")
            except FileNotFoundError:
                continue
            found.append(parent)
            for thread in threads:
                queue.extend(self._children(parent, thread))
        return found

    def _children(self, parent, thread):
        try:
            with open(f"{self.root}/{parent}/task/{thread}/children") as children:
                return [int(child) for child in children.read().split()]
        except FileNotFoundError:
            return []

    def cpu_seconds(self, roots):
        """User and system time of these trees. A child that ended counts too: its time went to who waited for it, so
        the sum never falls."""
        ticks = 0
        for root in roots:
            for pid in self.tree(root):
                ticks += self._ticks(pid)
        return ticks / TICK

    def _ticks(self, pid):
        try:
            with open(f"{self.root}/{pid}/stat") as stat:
                # The name in parentheses may hold blanks: what counts is behind it.
                fields = stat.read().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            return 0
        return sum(int(field) for field in fields[11:15])

    def resident_kb(self, roots):
        return sum(self._field(pid, "status", "VmRSS") for root in roots for pid in self.tree(root))

    def proportional_kb(self, roots):
        """As resident, but a page that several share counts once: what it really takes."""
        return sum(self._field(pid, "smaps_rollup", "Pss") for root in roots for pid in self.tree(root))

    def _field(self, pid, file, name):
        try:
            with open(f"{self.root}/{pid}/{file}") as lines:
                for line in lines:
                    if line.startswith(name + ":"):
                        return int(line.split()[1])
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            pass
        return 0

    def command(self, pid):
        with open(f"{self.root}/{pid}/cmdline", "rb") as line:
            return [word.decode(errors="replace") for word in line.read().split(b"\0") if word]

    def environment(self, pid):
        with open(f"{self.root}/{pid}/environ", "rb") as pairs:
            words = [pair.decode(errors="replace") for pair in pairs.read().split(b"\0") if pair]
        return dict(word.split("=", 1) for word in words if "=" in word)
