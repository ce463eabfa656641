"""What modes promise, and how the greatest number is found."""
import types
import unittest

from bench import plans
from bench.processes import Failure
from bench.scenarios.streams import paced, search


class Plans(unittest.TestCase):
    def test_every_mode_keeps_within_its_time(self):
        for mode, plan in plans.MODES.items():
            with self.subTest(mode):
                self.assertLessEqual(plan().seconds(), plan().limit)

    def test_smoke_runs_every_scenario(self):
        every = {scenario.name for mode in plans.MODES.values() for scenario in mode().scenarios}
        self.assertEqual({scenario.name for scenario in plans.smoke().scenarios}, every)

    def test_no_two_scenarios_have_one_name(self):
        for mode, plan in plans.MODES.items():
            names = [scenario.name for scenario in plan().scenarios]
            self.assertEqual(len(names), len(set(names)), mode)

    def test_figures_are_of_three_rounds_at_least(self):
        for mode, plan in plans.MODES.items():
            if mode != "smoke":
                self.assertGreaterEqual(plan().scale.rounds, 3)

    def test_what_is_not_known_is_refused_with_what_there_is(self):
        args = types.SimpleNamespace(only="plain17", candidates=None, rounds=None, seconds=None, warm_up=None)
        with self.assertRaisesRegex(Failure, "plain16"):
            plans.of("full", args)


class Search(unittest.TestCase):
    def test_it_finds_the_last_one_that_passes(self):
        for limit in (0, 50, 333, 700, 2999, 3000, 9000):
            tried = []

            def passes(count):
                tried.append(count)
                return count <= limit

            self.assertEqual(search(0, 3050, 50, passes), min(limit, 3000) // 50 * 50)
            self.assertLessEqual(len(tried), 7)

    def test_a_paced_stream_lasts_as_long_as_it_should(self):
        self.assertEqual(paced(20, 13), ["-tag", "[[f0,c20,n650]]", "-events", "654"])


if __name__ == "__main__":
    unittest.main()
