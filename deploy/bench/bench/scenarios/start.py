"""Starts: of the suite, and of each service alone beside an idle suite."""
import os
import shutil
import time

from .. import figures
from ..processes import Failure, answers, until
from ..report.tables import number, spread
from ..workshop import say
from .scenario import Scenario

# What a second instance must not share with the first.
OWN_PATHS = ("TOLLGATE_EDGE_JOURNAL_DIR", "TOLLGATE_EDGE_UPLOAD_DIR")


def cold(times=5):
    def run(workshop, scale):
        candidate = workshop.candidates["tollgate"]
        suites = [candidate.suite.seconds_to_start]
        if not scale.smoke:
            for _ in range(2):
                candidate.suite.down()
                candidate.suite.up(candidate.catalogue, reset=False)
                suites.append(candidate.suite.seconds_to_start)
            candidate.down()
            candidate.up()
        rows = {"suite": {"seconds": figures.spread(suites), "mb": None}}
        for name in ("auth", "routing", "billing", "ratelimit", "console", "edge"):
            tried = [alone(workshop, candidate, name) for _ in range(scale.of(times, 1))]
            rows[name] = {"seconds": figures.spread([took for took, _ in tried]),
                          "mb": figures.spread([kb / 1024 for _, kb in tried])[1]}
            say(f"start, {name}: {rows[name]}")
        lines = [[name, spread(row["seconds"], 2), number(row["mb"])] for name, row in rows.items()]
        return {"title": scenario.title, "rows": {}, "starts": rows, "cells": {}, "lines": lines,
                "heads": ["process", "seconds until it is ready", "MB resident then"]}

    scenario = Scenario("start", "From its start to ready", run, lambda scale, who: 130 + 6 * times * 4, ("tollgate",))
    return scenario


def alone(workshop, candidate, name):
    """A second instance by the same command and settings, on a port of its own: beside an idle suite it has the
    machine for itself, and its stores are there."""
    pid, port = candidate.suite.pid(name), candidate.suite.port_base + 39
    environment = workshop.procs.environment(pid) | {"TOLLGATE_HTTP_PORT": str(port)}
    folder = workshop.folder("second")
    for path in OWN_PATHS:
        if path in environment:
            environment[path] = os.path.join(folder, path.lower())
    command = [word for word in workshop.procs.command(pid) if not word.startswith("-XX:ArchiveClassesAtExit")]
    began = time.monotonic()
    child = workshop.children.start("second-" + name, command, env=environment, cwd=folder)
    try:
        until(lambda: ended(child) or answers(f"http://127.0.0.1:{port}/q/health/ready", timeout=1), 240,
              f"{name} is not ready: see {workshop.children.log('second-' + name)}", pause=0.01)
        return time.monotonic() - began, workshop.procs.resident_kb([child.pid])
    finally:
        workshop.children.stop(child)
        shutil.rmtree(folder, ignore_errors=True)


def ended(child):
    if child.poll() is not None:
        raise Failure("it ended before it was ready: " + " ".join(child.args[-2:]))
    return False
