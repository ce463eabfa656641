"""The model of many edges (deploy/bench/sim): its constants from a run's figures, its tables and plots into docs/scale.md."""
import json
import os
import re
import subprocess

from .processes import Failure
from .report import plot

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CONSTANTS = os.path.join(HERE, "sim", "constants.json")
# Pairs of kinds that tell a call from its items: (few, many).
PAIRS = {"slices": ("slices", "slices20"), "corrections": ("corrections", "corrections100"), "leases": ("leases", "leases50"),
         "opens": ("opens", "opens200"), "usage": ("usage", "usage200")}
SINGLE = ("changes_auth", "changes_routing", "changes_billing", "introspect", "permit")
FIELDS = ("service_us", "postgres_us", "redis_us", "statements", "commands")
# Questions a second that one edge asks by itself.
POLLS = {"auth": ("changes_auth", 2), "routing": ("changes_routing", 2), "billing": ("changes_billing", 4)}


def learn(paths, into=CONSTANTS):
    """Writes what the runs in these files have measured over what was known; the rest stays."""
    with open(into) as file:
        known = json.load(file)
    for path in paths:
        with open(path) as file:
            run = json.load(file)
        scenarios = run["scenarios"]
        if "inner" in scenarios:
            known |= of_inner(scenarios["inner"])
            known["posting"] = posting(known["calls"], known["posting_wall"])
            known["where"] = (f"scenario inner, {run['began']} UTC, {run['machine']['cores']} cores of {run['machine']['cpu']}, "
                              f"commit {run['candidates']['tollgate']['version']}")
        row = scenarios.get("plain64", {}).get("rows", {}).get("tollgate")
        if row:
            known["edge_request_us"] = round(row["own_us"][1], 1)
    with open(into, "w") as out:
        json.dump(known, out, indent=1, ensure_ascii=False)
        out.write("\n")
    return into


def of_inner(told):
    rows = told["inner"]
    calls = {name: {"service": rows[name]["service"], "call": load(rows[name]), "item": nothing()} for name in SINGLE}
    for name, (few, many) in PAIRS.items():
        item = per(rows[few], rows[many], rows[many]["items"] - 1)
        calls[name] = {"service": rows[few]["service"], "call": less(load(rows[few]), item), "item": item}
    # Of returns there is one figure: a call costs what one of slices does.
    calls["returns"] = {"service": "ratelimit", "call": calls["slices"]["call"],
                        "item": scaled(less(load(rows["returns100"]), calls["slices"]["call"]), 1 / 100)}
    account = per(rows["usage200"], rows["usage200of100"], 99)
    calls["usage"]["account"] = account
    calls["usage"]["call"] = less(calls["usage"]["call"], account)
    return {"calls": calls, "idle_us": resting(told["idle"], calls), "latency_us": latency(rows)}


def nothing():
    return {field: 0 for field in FIELDS}


def load(row):
    us = row["us"]
    return dict(zip(FIELDS, (round(one, 2) for one in (us[row["service"]], us["postgres"], us["redis"], row["statements"],
                                                       row["commands"]))))


def less(one, other):
    """Never below nothing: a difference of two measured figures may be."""
    return {field: round(max(0, one[field] - other[field]), 2) for field in FIELDS}


def scaled(one, factor):
    return {field: round(one[field] * factor, 3) for field in FIELDS}


def per(few, many, items):
    return scaled(less(load(many), load(few)), 1 / items)


def resting(idle, calls):
    """Without what one edge asks by itself: the model counts that by the edge."""
    rest = dict(idle)
    for service, (call, times) in POLLS.items():
        rest[service] -= times * calls[call]["call"]["service_us"]
        rest["postgres"] -= times * calls[call]["call"]["postgres_us"]
    return {name: round(max(0, us)) for name, us in rest.items()}


def latency(rows):
    """There and back, on one machine that does nothing else; half a millisecond is added for a network."""
    return {name: round(rows[kind]["millis"] * 1000 + 500)
            for name, kind in (("auth", "introspect"), ("ratelimit", "slices"), ("lease", "leases"))}


def posting(calls, wall):
    """How long a batch has its accounts' rows: what billing and Postgres compute for it, and wait for meanwhile.

    @param wall: time by CPU, as measured where nothing else ran"""
    parts = {"call_us": "call", "record_us": "item", "account_us": "account"}
    return {name: round(wall * (calls["usage"][part]["service_us"] + calls["usage"][part]["postgres_us"]), 1)
            for name, part in parts.items()}


def simulate(work, again=False):
    """Runs the simulator; its figures and tables are in `work`.

    @param again: its last figures are told with the constants of now"""
    os.makedirs(work, exist_ok=True)
    out, tables = os.path.join(work, "scale.json"), os.path.join(work, "scale.tables.md")
    words = ["-from", out] if again else []
    if again and not os.path.exists(out):
        raise Failure("there is no simulation to tell again: ./tollgate bench --scale")
    done = subprocess.run(["go", "run", "./sim", "-out", out, "-tables", tables, *words], cwd=HERE)
    if done.returncode != 0:
        raise Failure("the simulator failed")
    return out, tables


def check(run):
    """What the model says beside what a run of scenario `edges` has measured, as Markdown."""
    done = subprocess.run(["go", "run", "./sim", "-check", os.path.abspath(run)], cwd=HERE, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Failure("the simulator failed")
    return done.stdout


def taken_in(page, tables):
    """The page with each marked table replaced by that of the same name; marks without a table stay as they are."""
    mark = re.compile(r"<!-- sim: (.+?) -->\n.*?<!-- end -->", re.DOTALL)
    found = {one.group(1): one.group(0) for one in mark.finditer(tables)}
    return mark.sub(lambda one: found.get(one.group(1), one.group(0)), page)


def publish(docs, tables, figures=None):
    """@param tables: Markdown with marked tables
    @param figures: the simulator's JSON, for the plots"""
    path = os.path.join(docs, "scale.md")
    with open(path) as file:
        page = file.read()
    with open(path, "w") as out:
        out.write(taken_in(page, tables))
    written = [path]
    if figures:
        folder = os.path.join(docs, "pictures")
        os.makedirs(folder, exist_ok=True)
        with open(figures) as file:
            told = json.load(file)
        for name, drawing in plots(told).items():
            written.append(os.path.join(folder, name))
            with open(written[-1], "w") as out:
                out.write(drawing)
    return written


def plots(told):
    fleet, rows = told["fleet"], told["hot_row"]

    def by_edges(value, of=fleet):
        return [(row["edges"], value(row)) for row in of]

    services = [(name, by_edges(lambda row, name=name: row["demand"]["services_us"][name] / 1e6))
                for name in ("auth", "billing", "ratelimit")]
    stores = [("Postgres", by_edges(lambda row: row["demand"]["postgres_us"] / 1e6)),
              ("Redis", by_edges(lambda row: row["demand"]["redis_us"] / 1e6))]
    used = [(f"{limit:,} RPM", [(row["edges"], 100 * (1 - row["refused_within"])) for row in told["limits"]
                                if row["limit"] == limit]) for limit in sorted({row["limit"] for row in told["limits"]})]
    return {"scale-cores.svg": plot.lines("Cores that inner services and stores need", "edges", "cores", services + stores),
            "scale-row.svg": plot.lines("Usage records a second, with one account's row in each batch", "edges", "", [
                ("come", by_edges(lambda row: row["offered"], rows)), ("posted", by_edges(lambda row: row["posted"], rows))]),
            "scale-limits.svg": plot.lines("Admitted of requests that ask for nine tenths of a limit", "edges", "%", used)}

