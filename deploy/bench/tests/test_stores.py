"""What the stores and services tell."""
import os
import unittest
import zlib

from bench import accounts
from bench.measure import counts, prometheus, redis
from bench.measure.postgres import Scram


class Stores(unittest.TestCase):
    def test_redis_counts_are_taken_apart_and_our_own_question_left_out(self):
        text = "# Commandstats\r\ncmdstat_get:calls=10,usec=9,usec_per_call=0.9\r\ncmdstat_info:calls=3,usec=1\r\n"
        self.assertEqual(redis.parse(text), {"get": 10})

    def test_only_what_came_in_between_is_told(self):
        self.assertEqual(redis.since({"get": 10, "set": 2}, {"get": 10, "set": 5, "evalsha": 9}), {"evalsha": 9, "set": 3})

    def test_commands_of_scripts_are_known_by_the_scripts(self):
        tree = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
        found = redis.of_scripts(tree)
        self.assertLessEqual({"zadd", "hincrby", "pexpire"}, found)
        self.assertNotIn("evalsha", found)

    def test_the_proof_is_that_of_the_standard(self):
        scram = Scram("pencil", nonce="rOprNGfwEbeRWgbNEkqO")
        scram.bare = "n=user,r=rOprNGfwEbeRWgbNEkqO"  # RFC 7677 names the user here
        told = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
        self.assertTrue(scram.final(told).endswith(",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="))


class Counted(unittest.TestCase):
    def test_a_statement_is_a_line_of_the_log(self):
        log = [b"2026 UTC [1] LOG:  statement: BEGIN\n", b"2026 UTC [1] LOG:  execute <unnamed>: SELECT 1\n",
               b"2026 UTC [1] DETAIL:  Parameters: $1 = '2'\n", b"2026 UTC [1] LOG:  checkpoint starting: time\n",
               b"2026 UTC [1] LOG:  statement: SELECT pg_reload_conf()\n"]
        self.assertEqual(counts.statements(log), 2)

    def test_keys_have_the_form_that_edges_take(self):
        key = accounts.secret("x", 1)
        self.assertRegex(key, "^sk-[0-9A-Za-z]{49}$")
        self.assertEqual(key[-6:], accounts.base62(zlib.crc32(key[:-6].encode()), 6))
        self.assertNotEqual(key, accounts.secret("x", 2))

    def test_base62_is_padded(self):
        self.assertEqual((accounts.base62(61, 2), accounts.base62(62, 3)), ("0z", "010"))


class Prometheus(unittest.TestCase):
    TEXT = """# HELP calls_total Calls
# TYPE calls_total counter
calls_total{call="introspect",peer="auth",} 3.0
calls_total{call="grant",peer="billing"} 4.0
depth 1.5E-3
"""

    def test_samples_are_told_by_name_and_labels(self):
        samples = prometheus.parse(self.TEXT)
        self.assertEqual(prometheus.total(samples, "calls_total"), 7)
        self.assertEqual(prometheus.total(samples, "calls_total", peer="auth"), 3)
        self.assertEqual(prometheus.total(samples, "depth"), 0.0015)

    def test_what_grew_is_told_for_each_value_of_a_label(self):
        before = prometheus.parse(self.TEXT)
        after = prometheus.parse(self.TEXT.replace("} 4.0", "} 9.0"))
        self.assertEqual(prometheus.grown(before, after, "calls_total", "peer"), {"billing": 5})


if __name__ == "__main__":
    unittest.main()
