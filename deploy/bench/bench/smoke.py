"""Whether every scenario works: correctness alone."""


def wrongs(figures, plan):
    """What was wrong, in words; empty when all is well."""
    found = []
    for scenario in plan.scenarios:
        told = figures["scenarios"].get(scenario.name)
        if told is None:
            if scenario.candidates is None or set(scenario.candidates) & set(figures["candidates"]):
                found.append(f"{scenario.name} did not run")
            continue
        found += [f"{scenario.name}: {problem}" for problem in told.get("problems", [])]
        for name, cells in told["cells"].items():
            for cell in cells:
                if cell["errors"]:
                    found.append(f"{scenario.name}, {name}: {cell['errors']} of {cell['ok'] + cell['errors']} were wrong: "
                                 f"{cell.get('why')}")
                if not cell["ok"]:
                    found.append(f"{scenario.name}, {name}: nothing was answered")
    return found


def tried_again(figures):
    """How many answers said "try again" and were: none on a machine that is not busy with other things."""
    return sum(cell.get("again", 0) for told in figures["scenarios"].values() for cells in told["cells"].values() for cell in cells)
