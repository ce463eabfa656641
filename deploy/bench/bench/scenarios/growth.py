"""Whether a request costs more when there is more of everything."""
import os
import shutil
import subprocess

from .. import accounts, figures
from ..measure import prometheus
from ..measure.counts import BACKGROUND
from ..processes import Failure
from ..report.tables import number, spread
from ..workshop import say
from .models import OWN, show
from .scenario import Scenario, tell, warm_up

HEADS = ["of what", "few", "many", "own CPU µs/request with few", "with many", "change", "all CPU: change", "errors"]
KEYS, OWNERS, MODELS = 100_000, 10_000, 5000
FEW = 10
# Rows, indexes, roll-ups, ledger; and the write-ahead log beside them.
BYTES_PER_RECORD = 2_300
NAMES = ("nginx", "tollgate")


def compared(workshop, scenario, scale, words, grow):
    """The same load before and after there is more: what nginx costs meanwhile tells how the machine has changed.

    @param words: options of the load
    @param grow: makes more of it"""
    candidate, nginx = workshop.candidates["tollgate"], workshop.candidates.get("nginx")
    cells = {"few": [], "many": [], "nginx, few": [], "nginx, many": []}

    def measure(name):
        for turn in range(scale.rounds):
            workshop.cell(candidate, "closed", 16, scale.of(5, 1), *words, key="")
            cells[name].append(workshop.cell(candidate, "closed", 16, scale.seconds, *words, key=""))
            tell(scenario, name, turn, cells[name][-1])
            if nginx:
                cells["nginx, " + name].append(workshop.cell(nginx, "closed", 16, scale.of(5, 1)))

    measure("few")
    grow()
    measure("many")
    return {name: own for name, own in cells.items() if own}


def change(cells, field):
    """By how much the many cost more than the few, as a share; the machine's own change taken out by nginx."""
    few, many = (figures.row(cells[name])[field][1] for name in ("few", "many"))
    grown = many / max(few, 1e-9)
    if "nginx, few" in cells:
        machine = [figures.row(cells["nginx, " + name])["own_us"][1] for name in ("few", "many")]
        grown /= machine[1] / machine[0] if machine[0] and machine[1] else 1
    return grown - 1


def grow(records):
    """Ten keys of ten accounts ask for one model, and the rest of the world grows around them. What it costs when all
    100,000 keys ask in turn, and each is strange to the edge, is another scenario: rotation.

    @param records: usage records to load; 0 leaves them out"""

    def run(workshop, scale):
        candidate = workshop.candidates["tollgate"]
        suite = candidate.suite
        keys, owners, models = scale.of(KEYS, 200), scale.of(OWNERS, 20), scale.of(MODELS, 100)
        loaded = scale.of(records, 3000)
        if records:
            room(workshop, loaded)
        asking = load_keys(suite, "few", FEW, FEW)
        words = ("-keys", accounts.write(os.path.join(workshop.folder("keys"), "growth"), asking))
        show(candidate, FEW - OWN)
        # What compiles beneath the first row's few would be told as keys that cost less the more there are.
        workshop.cell(candidate, "closed", 16, warm_up("tollgate", scale), *words, key="")
        steps = {
            "keys": (FEW, keys, lambda: load_keys(suite, "keys", FEW, keys - FEW)),
            "accounts": (FEW, owners, lambda: load_keys(suite, "owners", owners - FEW, owners - FEW)),
            "models": (FEW, models, lambda: show(candidate, models - OWN)),
        }
        if records:
            steps["usage records"] = (0, loaded, lambda: load_usage(workshop, suite, loaded))
        cells, rows, lines = {}, {}, []
        for name, (small, large, more) in steps.items():
            say(f"growth: {name}")
            told = compared(workshop, scenario, scale, words, more)
            cells |= {f"{name}: {part}": own for part, own in told.items()}
            rows[name] = {"own": change(told, "own_us"), "all": change(told, "all_us")}
            small_row, large_row = figures.row(told["few"]), figures.row(told["many"])
            lines.append([name, number(small), number(large), spread(small_row["own_us"], 1), spread(large_row["own_us"], 1),
                          f"{rows[name]['own']:+.1%}", f"{rows[name]['all']:+.1%}",
                          number(small_row["errors"] + large_row["errors"])])
        show(candidate, 0)
        told = {"title": scenario.title, "rows": {}, "growth": rows, "heads": HEADS, "lines": lines, "cells": cells,
                "note": "The same ten keys ask for the same model before and after. 100,000 keys that ask in turn are "
                        "measured in a scenario of their own."}
        # Of few records alone: it recomputes every charge.
        if scale.smoke and not suite.console().ledger_agrees():
            told["problems"] = ["verify-ledger finds a difference"]
        return told

    def seconds(scale, who):
        steps = 4 if records else 3
        return steps * scale.rounds * 2 * (scale.seconds + 12) + 30 + warm_up("tollgate", scale) + records / 12_000

    scenario = Scenario("growth", "With many keys, accounts, models and usage records", run, seconds, NAMES)
    return scenario


def room(workshop, records):
    """A disk that fills up while records are loaded takes everything on this machine with it."""
    needed = records * BYTES_PER_RECORD
    free = shutil.disk_usage(workshop.folder("tollgate")).free
    if free < needed:
        raise Failure(f"{records:,} usage records need {needed / 1e9:.0f} GB of disk, and {free / 1e9:.0f} GB are free")


def load_keys(suite, batch, owners, keys):
    with suite.postgres() as link:
        return accounts.load(link, batch, owners, keys)


def load_usage(workshop, suite, records):
    """By the loader of `./tollgate bench usage`."""
    libraries = os.path.join(workshop.tree, "deploy/local/target")
    home = os.environ.get("JAVA_HOME")
    environment = os.environ | {"TOLLGATE_DB_JDBC_URL": f"jdbc:postgresql://127.0.0.1:{suite.port_of('postgres')}/tollgate",
                                "TOLLGATE_DB_USER": "tollgate", "TOLLGATE_DB_PASSWORD": suite.secret("postgres_password")}
    done = subprocess.run(
        [os.path.join(home, "bin/java") if home else "java", "-Xmx256m", "-cp", f"{libraries}/*:{libraries}/lib/*",
         "dev.tollgate.local.bench.UsageLoad", os.path.join(workshop.root, "deploy/bench/usage.sql"), str(records)],
        env=environment, timeout=3 * 3600)
    if done.returncode != 0:
        raise Failure("the usage records could not be loaded")


def edges(counts=(1, 2, 4), rate=300):
    """More edges, each with the same load: what does each inner service take of a request? All begin with a suite that has
    just started: services that one of them has asked for longer have compiled more.

    @param rate: requests a second and edge"""

    def run(workshop, scale):
        candidate, rows, cells, lines = workshop.candidates["tollgate"], {}, {}, []
        calls, took = {}, {}
        inner = ("auth", "routing", "billing", "ratelimit", "postgres", "redis")
        for count in counts if not scale.smoke else (2,):
            candidate.down()
            candidate.up(count)
            everybody = ("-rate", str(scale.of(rate * count, 20)))
            workshop.cell(candidate, "closed", 16, scale.warm_up)
            workshop.cell(candidate, "open", 64, scale.of(15, 1), *everybody)
            taken, own = {name: [] for name in inner}, []
            asked = inner_calls(candidate.suite)
            for turn in range(scale.rounds):
                before = {name: workshop.procs.cpu_seconds([candidate.suite.pid(name)]) for name in inner}
                cell = workshop.cell(candidate, "open", 64, scale.of(15, 1), *everybody)
                for name in inner:
                    used = workshop.procs.cpu_seconds([candidate.suite.pid(name)]) - before[name]
                    taken[name].append(used / max(cell["ok"], 1) * 1e6)
                own.append(cell)
                tell(scenario, f"{count} edges", turn, cell)
            requests = max(sum(cell["ok"] for cell in own), 1)
            calls[count] = {call: (n - asked.get(call, 0)) / requests * 1000 for call, n in inner_calls(candidate.suite).items()
                            if call not in BACKGROUND}
            took[count] = sum(cell["latency_us"]["mean"] for cell in own) / len(own)
            cells[f"{count} edges"] = own
            rows[count] = {name: figures.spread(values) for name, values in taken.items()}
            lines.append([str(count), spread(figures.row(own)["own_us"], 0)]
                         + [spread(rows[count][name], 0) for name in inner] + [number(sum(c["errors"] for c in own))])
        return {"title": scenario.title, "rows": {}, "edges": rows, "calls": calls, "took_us": took,
                "rate_per_edge": scale.of(rate, 20), "cells": cells, "lines": lines,
                "heads": ["edges", "all edges, CPU µs/request", *inner, "errors"]}

    scenario = Scenario("edges", f"Several edges, {rate} requests a second each: CPU µs/request of each service", run,
                        lambda scale, who: len(counts) * (80 + scale.warm_up + scale.rounds * 16), ("tollgate",))
    return scenario


def inner_calls(suite):
    """How often all edges have asked, by kind of call."""
    sums = {}
    for name in suite.edge_names():
        for call, count in prometheus.grown({}, prometheus.read(suite.url(name)), "tollgate_peer_calls_seconds_count", "call").items():
            sums[call] = sums.get(call, 0) + count
    return sums
