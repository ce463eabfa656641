"""How the model's constants are told apart, and how its tables get into the page."""
import unittest

from bench import scale


def row(service, us, items=1, millis=1.0):
    return {"service": service, "items": items, "millis": millis, "statements": 2 * items, "commands": 0,
            "us": {service: us, "postgres": us / 10, "redis": 0}}


def inner():
    rows = {name: row("auth", 100) for name in scale.SINGLE}
    rows |= {"changes_billing": row("billing", 50), "changes_routing": row("routing", 50)}
    for name, service in (("slices", "ratelimit"), ("corrections", "ratelimit"), ("leases", "billing"), ("opens", "billing")):
        few, many = scale.PAIRS[name]
        rows |= {few: row(service, 110), many: row(service, 100 + 10 * 20, 20)}
    rows["returns100"] = row("ratelimit", 600, 100)
    rows |= {"usage": row("billing", 1030, 1, 5.0), "usage200": row("billing", 1000 + 20 + 200 * 10, 200, 9.0),
             "usage200of100": row("billing", 1000 + 100 * 20 + 200 * 10, 200, 12.0)}
    return {"inner": rows, "idle": {"auth": 1000, "billing": 100, "routing": 500, "ratelimit": 300, "postgres": 900, "redis": 10}}


class Learning(unittest.TestCase):
    def setUp(self):
        self.told = scale.of_inner(inner())

    def test_a_call_is_told_from_its_items(self):
        leases = self.told["calls"]["leases"]
        self.assertAlmostEqual(leases["item"]["service_us"], 10)
        self.assertAlmostEqual(leases["call"]["service_us"], 100)

    def test_a_batch_of_usage_is_told_from_its_records_and_accounts(self):
        usage = self.told["calls"]["usage"]
        self.assertAlmostEqual(usage["item"]["service_us"], 10)
        self.assertAlmostEqual(usage["account"]["service_us"], 20, 0)
        self.assertAlmostEqual(usage["call"]["service_us"], 1000, 0)

    def test_rest_is_without_the_edges_own_polls_and_never_below_nothing(self):
        self.assertEqual(self.told["idle_us"]["auth"], 800)
        self.assertEqual(self.told["idle_us"]["billing"], 0)

    def test_a_row_is_held_for_what_a_batch_takes_and_waits_for(self):
        self.assertEqual(scale.posting(self.told["calls"], 2)["record_us"], 2 * (10 + 1))


class Page(unittest.TestCase):
    def test_a_table_replaces_the_one_of_its_name_only(self):
        page = "a\n<!-- sim: one -->\nold\n<!-- end -->\nb\n<!-- sim: two -->\nkept\n<!-- end -->\n"
        tables = "<!-- sim: one -->\nnew\n<!-- end -->\n\n<!-- sim: three -->\nx\n<!-- end -->\n"
        self.assertEqual(scale.taken_in(page, tables),
                         "a\n<!-- sim: one -->\nnew\n<!-- end -->\nb\n<!-- sim: two -->\nkept\n<!-- end -->\n")


if __name__ == "__main__":
    unittest.main()
