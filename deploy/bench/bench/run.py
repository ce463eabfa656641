"""Runs a plan from start to end."""
import json
import os
import signal
import time

from .measure import machine
from .measure.postgres import PostgresError
from .processes import Failure
from .scenarios.scenario import WARMING, warm_up
from .workshop import say


def carry_out(plan, workshop, path):
    """@param path: where the figures go, after each scenario
    @return: everything that the report needs"""
    began = time.time()
    figures = {"mode": plan.mode, "began": time.strftime("%Y-%m-%d %H:%M", time.gmtime(began)), "minutes": 0,
               "scenarios": {}, "machine": machine.facts(), "scale": vars(plan.scale)}
    workshop.check, workshop.archives = plan.scale.smoke, plan.scale.archives
    try:
        workshop.open(plan.candidates)
        if not workshop.candidates:
            raise Failure("no candidate is there to be measured")
        is_warm = False
        for scenario in plan.scenarios:
            if not scenario.who(workshop):
                continue
            # First come those that want a heap which no load has grown yet.
            if not is_warm and not scenario.name.startswith("idle"):
                warm(workshop, plan.scale)
                is_warm = True
            figures["scenarios"][scenario.name] = one(scenario, workshop, plan.scale)
            figures |= about(workshop) | {"minutes": round((time.time() - began) / 60, 1)}
            write(figures, path)
    finally:
        # Who interrupts twice would leave processes behind.
        for wave in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(wave, signal.SIG_IGN)
        say("stopping")
        workshop.close()
    return figures


def one(scenario, workshop, scale):
    """One that fails does not take the others with it."""
    say(scenario.title)
    try:
        return scenario.run(workshop, scale)
    except (Failure, PostgresError, OSError) as failure:
        say(f"{scenario.name} failed: {failure}")
        return {"title": scenario.title, "rows": {}, "cells": {}, "heads": ["failed"], "lines": [[str(failure)[:200]]],
                "problems": [str(failure)]}


def warm(workshop, scale):
    """A JVM compiles what runs often: without this, one measures its compiler. It compiles anew what streams take other
    ways through, so that plain answers come once more."""
    for name, candidate in workshop.candidates.items():
        say(f"warming up {name}")
        for mode, share, words in WARMING:
            workshop.cell(candidate, mode, 16, max(warm_up(name, scale) // share, 1), *words)


def about(workshop):
    return {"candidates": {name: {"version": candidate.version(), "settings": candidate.settings}
                           for name, candidate in workshop.candidates.items()},
            "left_out": workshop.left_out,
            "tools": {"Go": (machine.first_line("go", "version") or "").removeprefix("go version "),
                      "Java": machine.first_line(java(), "-version"), "Python": machine.first_line("python3", "--version"),
                      "Node": machine.first_line("node", "--version")}}


def java():
    home = os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin", "java") if home else "java"


def write(figures, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as out:
        json.dump(figures, out, indent=1)
        out.write("\n")
