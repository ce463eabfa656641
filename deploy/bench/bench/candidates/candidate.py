"""What all candidates have in common."""
import os


class Ports:
    """Tollgate takes the base and the 39 behind it."""

    def __init__(self, base):
        self.base = base
        self.upstream, self.nginx, self.haproxy, self.portkey, self.litellm, self.redis = range(base + 40, base + 46)


class Candidate:
    name = ""
    # Endpoints of the scenarios beyond chat that it is measured with.
    forwards_all = False

    def __init__(self, workshop):
        """@param workshop: where processes are started and files kept ([Workshop])"""
        self.workshop = workshop
        self.urls = []
        self.key = "sk-bench"
        # Roots of its process trees: what answers requests, and what that needs beside it.
        self.own, self.beside = [], []
        # The exact settings, by title, as the page shows them.
        self.settings = {}

    @classmethod
    def missing(cls, workshop):
        """Why it cannot be measured here, or None."""
        return None

    def version(self):
        return None

    def start(self):
        raise NotImplementedError

    def is_busy(self):
        """Whether it still works on what was asked and answered."""
        return False

    def everything(self):
        return self.own + self.beside

    def from_template(self, name, title, **values):
        """A file of bench/settings with its words in capitals replaced; the page shows it as it is in there."""
        source = os.path.join(self.workshop.settings, name)
        with open(source) as template:
            text = template.read()
        self.settings[title] = text.rstrip()
        for word, value in values.items():
            text = text.replace(word, str(value))
        folder = self.workshop.folder(self.name)
        path = os.path.join(folder, os.path.basename(name))
        with open(path, "w") as out:
            out.write(text)
        return path
