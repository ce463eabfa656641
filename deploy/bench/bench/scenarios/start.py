"""Starts: of the suite, and of each service alone beside an idle suite, with an AOT cache as its image has one."""
import os
import shutil
import signal
import time

from .. import figures
from ..processes import Failure, answers, until
from ..report.tables import number, spread
from ..workshop import say
from .scenario import Scenario

# What a second instance must not share with the first.
OWN_PATHS = ("TOLLGATE_EDGE_JOURNAL_DIR", "TOLLGATE_EDGE_UPLOAD_DIR")
# The launcher's own archive of classes, which is of another kind.
ARCHIVE = ("-XX:ArchiveClassesAtExit", "-XX:SharedArchiveFile", "-XX:ArchiveRelocationMode", "-Xshare")
CACHE_IS_MADE_WITHIN = 180


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
            options = [] if scale.smoke else cache(workshop, candidate, name)
            tried = [alone(workshop, candidate, name, options) for _ in range(scale.of(times, 1))]
            rows[name] = {"seconds": figures.spread([took for took, _ in tried]),
                          "mb": figures.spread([kb / 1024 for _, kb in tried])[1]}
            say(f"start, {name}: {rows[name]}")
        lines = [[name, spread(row["seconds"], 2), number(row["mb"])] for name, row in rows.items()]
        return {"title": scenario.title, "rows": {}, "starts": rows, "cells": {}, "lines": lines,
                "heads": ["process", "seconds until it is ready", "MB resident then"]}

    scenario = Scenario("start", "From its start to ready", run, lambda scale, who: 240 + 6 * times * 4, ("tollgate",))
    return scenario


def cache(workshop, candidate, name):
    """The JVM's options for an AOT cache, which one start makes when it ends (JEP 514)."""
    path = os.path.join(workshop.folder("aot"), name + ".aot")
    if os.path.exists(path):
        os.remove(path)
    say(f"start, {name}: making its AOT cache")
    with Second(workshop, candidate, name, ["-XX:AOTCacheOutput=" + path]) as second:
        second.await_ready()
        os.kill(second.child.pid, signal.SIGTERM)
        until(lambda: second.child.poll() is not None, CACHE_IS_MADE_WITHIN, f"{name} makes no AOT cache")
    if not os.path.exists(path):
        raise Failure(f"{name} made no AOT cache: see {workshop.children.log('second-' + name)}")
    return ["-XX:AOTCache=" + path]


def alone(workshop, candidate, name, options):
    began = time.monotonic()
    with Second(workshop, candidate, name, options) as second:
        second.await_ready()
        return time.monotonic() - began, workshop.procs.resident_kb([second.child.pid])


class Second:
    """A second instance by the same command and settings, on a port of its own: beside an idle suite it has the
    machine for itself, and its stores are there."""

    def __init__(self, workshop, candidate, name, options):
        pid, self.port = candidate.suite.pid(name), candidate.suite.port_base + 39
        self.workshop, self.name = workshop, name
        self.environment = workshop.procs.environment(pid) | {"TOLLGATE_HTTP_PORT": str(self.port)}
        self.folder = workshop.folder("second")
        for path in OWN_PATHS:
            if path in self.environment:
                self.environment[path] = os.path.join(self.folder, path.lower())
        java, *words = workshop.procs.command(pid)
        self.command = [java, *options, *(word for word in words if not (options and word.startswith(ARCHIVE))
                                          and not word.startswith("-XX:ArchiveClassesAtExit"))]

    def __enter__(self):
        self.child = self.workshop.children.start("second-" + self.name, self.command, env=self.environment, cwd=self.folder)
        return self

    def await_ready(self):
        until(lambda: ended(self.child) or answers(f"http://127.0.0.1:{self.port}/q/health/ready", timeout=1), 240,
              f"{self.name} is not ready: see {self.workshop.children.log('second-' + self.name)}", pause=0.01)

    def __exit__(self, *failure):
        self.workshop.children.stop(self.child)
        shutil.rmtree(self.folder, ignore_errors=True)


def ended(child):
    if child.poll() is not None:
        raise Failure("it ended before it was ready: " + " ".join(child.args[-2:]))
    return False
