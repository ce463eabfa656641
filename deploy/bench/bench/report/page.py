"""docs/performance.md and its plots, from the figures of one or several runs."""
import os


def publish(paths, folder):
    os.makedirs(folder, exist_ok=True)
    return [os.path.join(folder, "performance.md")]
