"""Tests of batches.py: tasks get their shares, batches are not too large, and a resumed run gets the same batches."""
import itertools
import os
import sys
import unittest

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "models", "train"))

from batches import batches, set_shares, tasks_of  # noqa: E402

# The ids of the task tokens, one of which begins each source: for a language, or for a form of summary.
TAGS = {">>de<<": 5, ">>en<<": 6, ">>title<<": 7}


def packed(rows: dict[str, int]) -> dict[str, np.ndarray]:
    """Arrays as pack.py writes them: for each corpus this many rows of random ids."""
    rng = np.random.default_rng(1)
    arrays = {}
    for name, count in rows.items():
        for side in ("src", "tgt"):
            lengths = rng.integers(1, 20, count).astype(np.uint16)
            arrays[f"{name}/{side}"] = rng.integers(20, 90, int(lengths.sum())).astype(np.uint16)
            arrays[f"{name}/{side}_len"] = lengths
        arrays[f"{name}/weight"] = np.ones(count, np.float16)
    return arrays


class Batches(unittest.TestCase):
    def setUp(self):
        self.tasks = tasks_of(packed({"en-de": 400, "title_x": 40}), TAGS.get, [], 16)

    def first(self, count: int, skip: int = 0):
        return list(itertools.islice(batches(self.tasks, 200, seed=3, skip=skip), count))

    def test_train_both_directions_of_a_corpus(self):
        self.assertEqual([t.name for t in self.tasks], ["en-de:>>de<<", "en-de:>>en<<", "title_x:>>title<<"])
        # The first row that is short enough in both directions.
        fitting = int(np.flatnonzero(self.tasks[0].weight * self.tasks[1].weight)[0])
        forward, backward = (t.row(fitting) for t in self.tasks[:2])
        np.testing.assert_array_equal(forward[0][1:], backward[1])
        # A source begins with its task token and ends with EOS.
        self.assertEqual((forward[0][0], forward[0][-1], backward[0][0]), (5, 1, 6))

    def test_leave_out_a_task_without_rows(self):
        arrays = packed({"en-de": 9, "title_x": 3})
        # All targets of title_x are longer than 16 ids; the tasks of en-de are left out because only >>title<< is asked for.
        arrays["title_x/tgt_len"] = np.full(3, 30, np.uint16)
        self.assertEqual([t.name for t in tasks_of(arrays, TAGS.get, [">>title<<"], 16)], [])

    def test_cut_a_source_that_is_too_long_to_summarize(self):
        source, target = self.tasks[2].row(int(np.argmax(np.diff(self.tasks[2].src_at))))
        self.assertEqual((len(source), source[-1], target[-1]), (16, 1, 1))

    def test_hold_at_most_the_allowed_tokens(self):
        for source, target in self.first(60):
            self.assertLessEqual(source.shape[0] * max(int((source != 0).sum(1).max()), int((target != 0).sum(1).max())), 200)
            self.assertLessEqual(max(source.shape[1], target.shape[1]), 16)

    def test_are_the_same_after_a_run_is_resumed(self):
        whole = self.first(130)
        for a, b in zip(whole[100:], self.first(30, skip=100)):
            np.testing.assert_array_equal(a[0], b[0])
            np.testing.assert_array_equal(a[1], b[1])

    def test_share_tasks_by_temperature(self):
        set_shares(self.tasks, 2, {">>title<<": 0.5})
        sizes = [float((t.weight * t.tgt_len).sum()) for t in self.tasks]
        drawn = [t.share * size for t, size in zip(self.tasks, sizes)]
        self.assertAlmostEqual(drawn[2] / drawn[0], 0.5 * (sizes[2] / sizes[0]) ** 0.5)
        self.assertAlmostEqual(sum(drawn), sum(sizes))


if __name__ == "__main__":
    unittest.main()
