"""What a service tells of itself at /q/metrics."""
import re
import urllib.request

SAMPLE = re.compile(r"^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?\s+(\S+)")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"')


def read(base):
    with urllib.request.urlopen(base + "/q/metrics", timeout=10) as answer:
        return parse(answer.read().decode())


def parse(text):
    """Samples as (name, labels) -> value; labels as a sorted tuple of pairs."""
    samples = {}
    for line in text.splitlines():
        found = SAMPLE.match(line)
        if found and not line.startswith("#"):
            labels = tuple(sorted(LABEL.findall(found.group(2) or "")))
            samples[(found.group(1), labels)] = float(found.group(3))
    return samples


def total(samples, name, **labels):
    """The sum over all samples of a name that have these labels."""
    wanted = set(labels.items())
    return sum(value for (key, own), value in samples.items() if key == name and wanted <= set(own))


def grown(before, after, name, by):
    """What a counter grew by, for each value of one label."""
    found = {}
    for (key, labels), value in after.items():
        if key == name:
            label = dict(labels).get(by, "")
            found[label] = found.get(label, 0) + value - before.get((key, labels), 0)
    return {label: value for label, value in found.items() if value}
