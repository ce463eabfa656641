"""Very many models in the catalogue."""
from .. import figures
from ..measure import prometheus
from ..processes import until
from .scenario import Scenario, tell

# Those of settings/catalogue.yaml.
OWN = 5


def many(count=5000):
    """In turn with a small catalogue, in one suite: the file is written anew each time."""

    def run(workshop, scale):
        candidate = workshop.candidates["tollgate"]
        more = scale.of(count, 100) - OWN
        few, much = f"{OWN} models", f"{count:,} models"
        cells = {few: [], much: []}
        for turn in range(scale.rounds):
            for name, fillers in ((few, 0), (much, more)):
                show(candidate, fillers)
                words = ("-model", asked_for(fillers)) if fillers else ()
                workshop.cell(candidate, "closed", 16, scale.of(3, 1), *words)
                cell = workshop.cell(candidate, "closed", 16, scale.seconds, *words)
                cells[name].append(cell)
                tell(scenario, name, turn, cell)
        show(candidate, 0)
        return {"title": scenario.title, "rows": {name: figures.row(own) for name, own in cells.items()}, "cells": cells}

    scenario = Scenario("models", f"{count:,} models in the catalogue, 100 of them in rotation", run,
                        lambda scale, who: scale.rounds * 2 * (scale.seconds + 10), ("tollgate",))
    return scenario


def show(candidate, fillers):
    """Writes the catalogue, and waits until every edge has it with its prices."""
    candidate.write_catalogue(fillers)
    for name in candidate.suite.edge_names():
        base = candidate.suite.url(name)

        def there():
            samples = prometheus.read(base)
            return (prometheus.total(samples, "tollgate_catalogue_models") == OWN + fillers
                    and prometheus.total(samples, "tollgate_catalogue_models_unpriced") == 0)

        until(there, 150, f"{name} did not take the catalogue of {OWN + fillers} models", pause=0.5)


def asked_for(fillers, most=100):
    step = max(fillers // most, 1)
    return ",".join(f"filler-{n}" for n in list(range(0, fillers, step))[:most])
