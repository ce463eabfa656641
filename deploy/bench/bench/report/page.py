"""docs/performance.md and its plots, from the figures of one or several runs."""
import json
import os

from .. import figures
from ..goals import Goals
from ..processes import Failure
from . import plot, tables

HERE = os.path.dirname(os.path.abspath(__file__))
# What was tried where a goal is not met, and what holds it: written by hand, kept from page to page.
REMARKS = "performance.remarks.md"


def publish(paths, folder, smoke=False):
    """@param smoke: whether figures that mean nothing may be written, to see that they can
    @return: the files that were written"""
    runs = []
    for path in paths:
        try:
            with open(path) as file:
                runs.append(json.load(file))
        except (OSError, ValueError) as failure:
            raise Failure(f"{path} cannot be read: {failure}") from failure
    if not smoke and any(run["mode"] == "smoke" for run in runs):
        raise Failure("the figures of --smoke mean nothing: publish those of --peers, --full and --growth")
    os.makedirs(os.path.join(folder, "performance"), exist_ok=True)
    for stale in os.listdir(os.path.join(folder, "performance")):
        if stale.endswith(".svg"):
            os.remove(os.path.join(folder, "performance", stale))
    written = {os.path.join(folder, "performance", name + ".svg"): image for name, image in plots(runs).items()}
    written[os.path.join(folder, "performance.md")] = page(runs, folder)
    for path, content in written.items():
        with open(path, "w") as out:
            out.write(content)
    return list(written)


def page(runs, folder):
    with open(os.path.join(HERE, "page.md")) as template:
        text = template.read()
    remarks = os.path.join(folder, REMARKS)
    told = ""
    if os.path.exists(remarks):
        with open(remarks) as file:
            told = file.read().strip() + "\n\n"
    return text.format(goals=goals(runs), remarks=told, peers=pictures(runs), figures=all_figures(runs), machine=machine(runs),
                       settings=settings(runs))


def goals(runs):
    return tables.table(["what", "goal", "figure", "verdict"], [
        [verdict.what, verdict.goal, verdict.figure, verdict.word()] for verdict in Goals(runs).verdicts()])


def plots(runs):
    """By name; those whose scenario was not run are not there."""
    found = {}
    for name, title, unit, scenario, field in (
            ("cpu-per-request", "CPU per plain request, 16 connections: all processes", "µs", "plain16", "all_us"),
            ("requests-per-second", "Plain answers a second, 16 connections", "/s", "plain16", "rps"),
            ("cpu-per-event", "CPU per event of a stream: the gateway", "µs", "streams16", "own_us_event")):
        rows = widest(runs, scenario)
        if rows:
            found[name] = plot.bars(title, unit, [
                (candidate, figures.median({"scenarios": {scenario: {"rows": rows}}}, scenario, candidate, field))
                for candidate in rows if candidate != "direct" or field == "rps"])
    rows = widest(runs, "steady1000")
    if rows:
        found["latency"] = plot.curves("Latency at a steady 1,000 requests a second", "µs", [
            (candidate, row["curve"]) for candidate, row in rows.items() if not row.get("below")])
    return found


def widest(runs, scenario):
    """The rows of the run with the most candidates."""
    rows = [run["scenarios"][scenario]["rows"] for run in runs if scenario in run["scenarios"]]
    return max(rows, key=len, default=None)


def pictures(runs):
    return "\n\n".join(f"![{name.replace('-', ' ')}](performance/{name}.svg)" for name in plots(runs)) or "Not measured."


def all_figures(runs):
    parts = []
    for run in runs:
        for name, told in run["scenarios"].items():
            parts.append(f"### {told['title']}\n\n{heading(run, told)}\n\n{tables.of_scenario(name, told)}")
            if told.get("note"):
                parts.append(told["note"])
            trouble = whys(told)
            if trouble:
                parts.append(trouble)
    return "\n\n".join(parts)


def heading(run, told):
    foreign = max((row.get("foreign_cores", 0) for row in told["rows"].values()), default=0)
    stolen = max((row.get("stolen_cores", 0) for row in told["rows"].values()), default=0)
    words = f"Run `--{run['mode']}`, {run['scale']['rounds']} rounds of {run['scale']['seconds']} s."
    if foreign > 0.2:
        words += f" Others took up to {foreign:.1f} cores beside it."
    if stolen > 0.1:
        words += f" The hypervisor took up to {stolen:.1f} cores away."
    return words


def whys(told):
    """Why there were errors, the three most frequent reasons of each candidate."""
    lines = []
    for name, row in told["rows"].items():
        reasons = sorted(row.get("why", {}).items(), key=lambda item: -item[1])[:3]
        if row.get("errors") and reasons:
            lines.append(f"- {name}: " + "; ".join(f"{count:,} × `{why[:140].replace('`', chr(39))}`" for why, count in reasons))
    return "\n".join(lines)


def machine(runs):
    lines, seen = [], set()
    for run in runs:
        facts = run["machine"]
        told = (f"{facts['cpu']}, {facts['cores']} cores{' (virtual)' if facts['virtual'] else ''}, {facts['memory_gb']} GB, "
                f"{facts['system']}, Linux {facts['kernel']}; "
                + ", ".join(f"{name} {version}" for name, version in run["tools"].items() if version))
        if told not in seen:
            lines.append(f"- {told}")
            seen.add(told)
        lines.append(f"- `./tollgate bench --{run['mode']}`, {run['began']} UTC, {run['minutes']} minutes")
        lines += [f"- left out: {name}: {why}" for name, why in run["left_out"].items()]
    return "\n".join(lines)


def settings(runs):
    """Each candidate's, once: of the last run that had it."""
    known = {}
    for run in runs:
        known |= run["candidates"]
    parts = []
    for name, about in known.items():
        if not about["version"] and not about["settings"]:
            continue
        parts.append(f"### {name}\n\n{about['version'] or ''}".rstrip())
        parts += [f"{title}:\n\n```\n{text}\n```" for title, text in about["settings"].items()]
    return "\n\n".join(parts)
