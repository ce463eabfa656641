"""The page and its plots."""
import json
import os
import tempfile
import unittest
import xml.etree.ElementTree as xml

from bench.processes import Failure
from bench.report import page, plot, tables

ROW = {"rps": [9, 10, 11], "own_us": [19, 20, 21], "all_us": [20.0, 20.0, 20.0], "errors": 2, "why": {"gone | away": 2},
       "foreign_cores": 0.5, "stolen_cores": 0, "curve": [[0, 1.0], [0.5, 100.0], [0.99, 900.0], [1, 999.0]]}
RUN = {"mode": "full", "began": "2026-01-01 00:00", "minutes": 1, "scale": {"rounds": 3, "seconds": 10}, "left_out": {"portkey": "no Node"},
       "machine": {"cpu": "A CPU", "cores": 2, "virtual": True, "memory_gb": 24, "system": "Linux", "kernel": "6"},
       "tools": {"Go": "go1", "Node": None},
       "candidates": {"nginx": {"version": "nginx/1", "settings": {"nginx.conf": "http { a {b} }"}}, "direct": {"version": None, "settings": {}}},
       "scenarios": {"plain16": {"title": "Plain answers", "rows": {"nginx": ROW, "tollgate": ROW}},
                     "steady1000": {"title": "Steady", "rows": {"nginx": ROW, "litellm": {"below": True, "rps": [1, 2, 3], "errors": 0}}}}}


class Page(unittest.TestCase):
    def publish(self, *runs, **options):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for n, run in enumerate(runs):
                paths.append(os.path.join(folder, f"{n}.json"))
                with open(paths[-1], "w") as file:
                    json.dump(run, file)
            written = page.publish(paths, folder, **options)
            files = {}
            for path in written:
                with open(path) as file:
                    files[os.path.basename(path)] = file.read()
            return files

    def test_it_tells_goals_figures_machine_and_settings(self):
        text = self.publish(RUN)["performance.md"]
        for part in ("| CPU per plain request of the edge, 16 connections | ≤ 3 × nginx | 1.00 × nginx | met |",
                     "Others took up to 0.5 cores", "19.0 / **20.0** / 21.0", "A CPU, 2 cores (virtual), 24 GB", "left out: portkey: no Node",
                     "http { a {b} }", "2 × `gone"):
            self.assertIn(part, text)
        self.assertNotIn("None", text)

    def test_who_is_below_the_rate_has_no_latencies(self):
        text = self.publish(RUN)["performance.md"]
        self.assertRegex(text, r"\| litellm \| 1 / \*\*2\*\* / 3 \| below the rate \|")

    def test_every_picture_of_the_page_is_written_and_is_svg(self):
        files = self.publish(RUN)
        for name, text in files.items():
            if name.endswith(".svg"):
                self.assertIn(f"performance/{name}", files["performance.md"])
                self.assertTrue(xml.fromstring(text).tag.endswith("svg"))
        self.assertIn("latency.svg", files)

    def test_figures_of_smoke_are_not_published(self):
        with self.assertRaises(Failure):
            self.publish(RUN | {"mode": "smoke"})
        self.publish(RUN | {"mode": "smoke"}, smoke=True)


class Plots(unittest.TestCase):
    def test_a_scale_goes_by_powers_of_ten(self):
        scale = plot.Scale([3, 800], 100, 400)
        self.assertEqual(scale.ticks(), [1, 10, 100, 1000])
        self.assertEqual([scale.at(value) for value in (1, 10, 1000)], [100, 200, 400])
        self.assertEqual(scale.at(0), 100)

    def test_numbers_are_short_and_have_no_exponent(self):
        self.assertEqual([plot.short(value) for value in (0, 0.12345, 22.22, 999.4, 18226)], ["0", "0.123", "22.2", "999", "18,226"])

    def test_names_are_escaped(self):
        self.assertIn("a &lt;b&gt; &amp; c", plot.bars("x", "µs", [("a <b> & c", 3)]))


class Tables(unittest.TestCase):
    def test_one_round_has_no_spread(self):
        self.assertEqual(tables.spread([5, 5, 5]), "5")
        self.assertEqual(tables.spread(None), "–")


if __name__ == "__main__":
    unittest.main()
