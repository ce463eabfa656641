"""Verdicts, from figures as runs write them."""
import unittest

from bench.goals import Goals


def run(**scenarios):
    return {"mode": "full", "scenarios": {name: {"rows": rows} for name, rows in scenarios.items()}}


def medians(**fields):
    return {name: [value * 0.9, value, value * 1.1] for name, value in fields.items()}


def word(goals, what):
    return next(verdict.word() for verdict in Goals(goals).verdicts() if verdict.what.startswith(what))


class Verdicts(unittest.TestCase):
    def plain(self, own, **more):
        return run(plain16={"nginx": medians(own_us=20, all_us=20, rps=30_000),
                            "tollgate": medians(own_us=own, all_us=99, rps=13_500), **more})

    def test_a_ratio_at_the_goal_meets_it_and_one_above_does_not(self):
        what = "CPU per plain request of the edge, 16"
        self.assertEqual(word([self.plain(60)], what), "met")
        self.assertEqual(word([self.plain(60.1)], what), "**not met**")

    def test_what_was_not_run_is_not_measured(self):
        self.assertEqual(word([self.plain(60)], "CPU per relayed"), "not measured")
        self.assertEqual(word([], "CPU per plain"), "not measured")

    def test_a_ratio_is_never_of_two_runs(self):
        # The second run was on a slower machine: its own nginx counts.
        slow = run(plain16={"nginx": medians(own_us=40, all_us=40, rps=9), "tollgate": medians(own_us=100, all_us=9, rps=9)})
        self.assertEqual(word([self.plain(200), slow], "CPU per plain request of the edge, 16"), "met")

    def test_peers_come_from_the_run_that_had_them(self):
        with_peer = self.plain(50, portkey=medians(own_us=1800, all_us=1800, rps=700))
        self.assertEqual(word([with_peer, self.plain(50)], "the whole suite's, that many times less than portkey's"), "met")

    def test_a_peer_that_costs_less_than_it_should_is_told(self):
        cheap = self.plain(50, litellm=medians(own_us=5000, all_us=5000, rps=60))
        self.assertEqual(word([cheap], "the whole suite's, that many times less than litellm's"), "**not met**")

    def test_one_stream_lost_in_any_scenario_is_one_too_many(self):
        fine = {"tollgate": medians(own_us_event=9) | {"cut": 0, "short": 0}}
        self.assertEqual(word([run(streams16=fine)], "streams lost"), "met")
        lost = {"tollgate": {"streams": 800, "lost": 1}}
        self.assertEqual(word([run(streams16=fine, most_held=lost)], "streams lost"), "**not met**")
        self.assertEqual(word([run()], "streams lost"), "not measured")

    def test_growth_is_judged_in_both_directions(self):
        for change, verdict in ((0.09, "met"), (-0.11, "**not met**"), (0.2, "**not met**")):
            told = run()
            told["scenarios"]["growth"] = {"rows": {}, "growth": {"keys": {"own": change}}}
            self.assertEqual(word([told], "CPU per request from 10 to 100,000 keys"), verdict)

    def test_each_kind_of_growth_is_of_the_last_run_that_had_it(self):
        whole, part = run(), run()
        whole["scenarios"]["growth"] = {"rows": {}, "growth": {"keys": {"own": -0.2}, "usage records": {"own": 0.05}}}
        part["scenarios"]["growth"] = {"rows": {}, "growth": {"keys": {"own": 0.01}}}
        self.assertEqual(word([whole, part], "CPU per request from 10 to 100,000 keys"), "met")
        self.assertEqual(word([whole, part], "CPU per request from 0 to 20 million usage records"), "met")

    def test_memory_is_judged_by_the_largest_service(self):
        told = run()
        told["scenarios"]["by_service"] = {"rows": {}, "by_service": {
            "edge": {"resident_mb": 170}, "auth": {"resident_mb": 100}, "billing": {"resident_mb": 150}, "postgres": {"resident_mb": 700}}}
        self.assertEqual(word([told], "the edge after load"), "met")
        self.assertEqual(word([told], "the largest of the inner services after load (billing)"), "**not met**")

    def test_edges_are_compared_by_what_inner_services_take_of_a_request(self):
        told = run()
        told["scenarios"]["edges"] = {"rows": {}, "edges": {
            "1": {"auth": [1, 10, 20], "postgres": [1, 50, 60]}, "4": {"auth": [1, 12, 20], "postgres": [1, 500, 600]}}}
        self.assertEqual(word([told], "inner services' CPU per request with 4 edges"), "**not met**")


if __name__ == "__main__":
    unittest.main()
