"""CPU and memory of process trees, on a /proc of our own making."""
import os
import tempfile
import unittest

from bench.measure.machine import Load
from bench.measure.procs import TICK, Procs


class ProcessTrees(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.procs = Procs(self.folder.name)

    def process(self, pid, ticks, waited_for=0, children="", rss=0, name="java"):
        task = os.path.join(self.folder.name, str(pid), "task", str(pid))
        os.makedirs(task)
        with open(os.path.join(task, "children"), "w") as file:
            file.write(children)
        before = "S 1 1 1 0 -1 0 0 0 0 0"
        with open(os.path.join(self.folder.name, str(pid), "stat"), "w") as file:
            file.write(f"{pid} ({name}) {before} {ticks} {ticks} {waited_for} 0 20 0 1 0 100\n")
        with open(os.path.join(self.folder.name, str(pid), "status"), "w") as file:
            file.write(f"Name:\t{name}\nVmHWM:\t99999 kB\nVmRSS:\t{rss} kB\n")

    def test_user_and_system_time_of_all_descendants_add_up(self):
        self.process(1, 100, children="2 3")
        self.process(2, 10, children="4")
        self.process(3, 20)
        self.process(4, 30)
        self.assertEqual(self.procs.cpu_seconds([1]), 2 * 160 / TICK)

    def test_a_child_that_ended_still_counts_by_who_waited_for_it(self):
        self.process(1, 100, waited_for=50)
        self.assertEqual(self.procs.cpu_seconds([1]), 250 / TICK)

    def test_a_name_with_blanks_and_parentheses_does_not_shift_the_fields(self):
        self.process(1, 7, name="Web Content) (x")
        self.assertEqual(self.procs.cpu_seconds([1]), 14 / TICK)

    def test_one_that_ends_meanwhile_is_left_out(self):
        self.process(1, 5, children="2")
        self.assertEqual(self.procs.tree(1), [1])
        self.assertEqual(self.procs.cpu_seconds([1, 77]), 10 / TICK)

    def test_memory_is_what_is_resident_now_and_not_at_its_highest(self):
        self.process(1, 0, children="2", rss=1000)
        self.process(2, 0, rss=24)
        self.assertEqual(self.procs.resident_kb([1]), 1024)

    def test_this_process_is_seen_for_real(self):
        real = Procs()
        before = real.cpu_seconds([os.getpid()])
        while real.cpu_seconds([os.getpid()]) <= before:
            sum(range(100_000))
        self.assertGreater(real.resident_kb([os.getpid()]), 1000)

    def test_the_machine_tells_what_was_busy_and_what_was_stolen(self):
        path = os.path.join(self.folder.name, "stat")
        with open(path, "w") as file:
            file.write("cpu  100 10 50 9999 500 5 5 30 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n")
        told = Load.now(path)
        self.assertEqual((told.busy, told.stolen), (170 / TICK, 30 / TICK))


if __name__ == "__main__":
    unittest.main()
