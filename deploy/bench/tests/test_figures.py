"""From cells to rows."""
import unittest

from bench import figures
from bench.measure.machine import Load
from bench.workshop import costs


def cell(**changed):
    told = {"ok": 100, "rps": 50.0, "refused": 0, "failed": 0, "wrong": 0, "short": 0, "cut": 0, "errors": 0,
            "latency_us": {"p50": 100.0, "p99": 900.0, "curve": [[0.5, 100.0], [1, 900.0]]}, "own_us": 40.0, "all_us": 60.0,
            "rss_before_kb": 1024, "rss_peak_kb": 2048, "foreign_cores": 0.0, "stolen_cores": 0.0}
    return told | changed


class Rows(unittest.TestCase):
    def test_a_row_tells_least_median_and_most(self):
        row = figures.row([cell(rps=30.0), cell(rps=10.0), cell(rps=20.0)])
        self.assertEqual(row["rps"], [10.0, 20.0, 30.0])

    def test_the_median_of_an_even_number_is_between_the_middle_two(self):
        self.assertEqual(figures.spread([4, 1, 2, 3]), [1, 2.5, 4])

    def test_errors_of_all_rounds_add_up_and_the_reasons_too(self):
        row = figures.row([cell(errors=2, cut=2, why={"gone": 2}), cell(errors=1, cut=1, why={"gone": 1})])
        self.assertEqual((row["errors"], row["cut"], row["why"]), (3, 3, {"gone": 3}))

    def test_the_highest_memory_counts_and_the_worst_disturbance(self):
        row = figures.row([cell(foreign_cores=0.4), cell(rss_peak_kb=4096)])
        self.assertEqual((row["rss_peak_mb"], row["foreign_cores"]), (4.0, 0.4))

    def test_what_is_added_is_the_difference_of_medians_to_the_direct_way(self):
        rows = {"direct": figures.row([cell()]),
                "nginx": figures.row([cell(latency_us={"p50": 190.0, "p99": 1000.0, "curve": []})])}
        figures.add_to_direct(rows)
        self.assertEqual((rows["nginx"]["added_p50"], rows["nginx"]["added_p99"]), (90.0, 100.0))
        self.assertNotIn("added_p50", rows["direct"])

    def test_who_is_below_the_rate_adds_nothing_that_could_be_told(self):
        rows = {"direct": figures.row([cell()]), "litellm": {"below": True, "rps": [1, 1, 1]}}
        figures.add_to_direct(rows)
        self.assertNotIn("added_p50", rows["litellm"])

    def test_a_curve_is_the_median_at_each_quantile(self):
        self.assertEqual(figures.curve([[[0.5, 1], [1, 9]], [[0.5, 3], [1, 7]], [[0.5, 2], [1, 8]]]), [[0.5, 2], [1, 8]])


class Ratios(unittest.TestCase):
    def test_nothing_is_told_where_nothing_can_be(self):
        self.assertEqual([figures.ratio(*pair) for pair in ((None, 1), (1, None), (1, 0), (1, -5), (6, 2))],
                         [None, None, None, None, 3])


class Costs(unittest.TestCase):
    BEFORE = {"own": 1.0, "beside": 2.0, "known": 10.0, "machine": Load(100.0, 5.0), "rss": 1000}
    TOLD = {"elapsed_s": 2.0, "ok": 1000, "events": 4000, "client_cpu_s": 0.5, "refused": 1, "failed": 2, "wrong": 3,
            "short": 4, "cut": 5}

    def costs(self, **after):
        return costs(self.BEFORE, {"own": 1.1, "beside": 2.05, "known": 10.3, "machine": Load(101.2, 5.4), "rss": 1} | after,
                     self.TOLD, 2000)

    def test_cpu_is_shared_out_among_the_answers_and_events(self):
        told = self.costs()
        self.assertAlmostEqual(told["own_us"], 100)
        self.assertAlmostEqual(told["all_us"], 150)
        self.assertAlmostEqual(told["own_us_event"], 25)

    def test_what_nobody_of_ours_used_was_foreign(self):
        self.assertAlmostEqual(self.costs()["foreign_cores"], (1.2 - 0.3 - 0.5) / 2)
        self.assertAlmostEqual(self.costs()["stolen_cores"], 0.2)
        self.assertEqual(self.costs(machine=Load(100.1, 5.0))["foreign_cores"], 0)

    def test_what_comes_behind_the_last_answer_is_watched_too(self):
        told = costs(self.BEFORE, {"own": 1.1, "beside": 2.05, "known": 10.3, "machine": Load(101.2, 5.4), "rss": 1},
                     self.TOLD | {"behind_s": 2.0}, 2000)
        self.assertAlmostEqual(told["foreign_cores"], (1.2 - 0.3 - 0.5) / 4)
        self.assertAlmostEqual(told["own_cores"], 0.05)

    def test_every_kind_of_trouble_is_an_error(self):
        self.assertEqual(self.costs()["errors"], 15)


if __name__ == "__main__":
    unittest.main()
