"""What smoke finds wrong."""
import types
import unittest

from bench.smoke import wrongs


class Wrongs(unittest.TestCase):
    def wrongs(self, told, candidates=("tollgate",)):
        scenario = types.SimpleNamespace(name="plain1", candidates=candidates)
        figures = {"candidates": {"tollgate": {}}, "scenarios": {"plain1": told} if told is not None else {}}
        return wrongs(figures, types.SimpleNamespace(scenarios=[scenario]))

    def test_answers_without_an_error_are_fine(self):
        self.assertEqual(self.wrongs({"cells": {"tollgate": [{"ok": 5, "errors": 0}]}}), [])

    def test_an_error_is_told_with_its_reason(self):
        told = self.wrongs({"cells": {"tollgate": [{"ok": 5, "errors": 1, "why": {"503 …": 1}}]}})
        self.assertEqual(told, ["plain1, tollgate: 1 of 6 were wrong: {'503 …': 1}"])

    def test_no_answer_at_all_is_wrong(self):
        self.assertEqual(len(self.wrongs({"cells": {"tollgate": [{"ok": 0, "errors": 0}]}})), 1)

    def test_a_scenario_that_failed_or_did_not_run_is_wrong(self):
        self.assertEqual(len(self.wrongs({"cells": {}, "problems": ["it broke"]})), 1)
        self.assertEqual(self.wrongs(None), ["plain1 did not run"])

    def test_a_scenario_of_those_that_are_not_there_is_not_missed(self):
        self.assertEqual(self.wrongs(None, candidates=("nginx",)), [])


if __name__ == "__main__":
    unittest.main()
