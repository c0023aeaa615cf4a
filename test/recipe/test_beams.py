"""Tests of beam_reference.py: on a small vocabulary, beam search finds the best of all possible sequences."""
import itertools
import os
import sys
import unittest

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "models", "train"))

from beam_reference import Settings, beam_search  # noqa: E402

VOCABULARY, START, EOS = 4, 0, 1


def model(seed: int):
    """A model whose log-probabilities depend on all tokens so far."""
    def step(rows):
        out = []
        for source, ids in rows:
            logits = np.random.default_rng([seed, source, *ids]).normal(size=VOCABULARY) * 2
            out.append(logits - np.log(np.exp(logits).sum()))
        return np.array(out)
    return step


def best(step, max_length: int, penalty: float):
    """The best of all sequences by definition: its score is the sum of log-probabilities / (new tokens ** penalty)."""
    found = []
    for length in range(1, max_length):
        for tail in itertools.product(range(VOCABULARY), repeat=length):
            ends = tail[-1] == EOS
            if EOS in tail[:-1] or (not ends and length < max_length - 1):
                continue
            ids = (START, *tail)
            score = sum(step([(0, ids[:i])])[0][ids[i]] for i in range(1, len(ids)))
            found.append((score / length ** penalty, ids))
    return max(found)


class Beams(unittest.TestCase):
    def test_find_the_best_sequence_if_there_are_as_many_beams_as_sequences_so_far(self):
        for seed in range(4):
            for penalty in (0.6, 1.0, 2.0):
                with self.subTest(seed=seed, penalty=penalty):
                    step = model(seed)
                    # Before the last of 4 steps there are at most 4 ** 3 = 64 unfinished sequences, so none has to be dropped.
                    settings = Settings(num_beams=64, max_length=5, start_id=START, eos_id=EOS,
                                        length_penalty=penalty, early_stopping="never")
                    score, ids = best(step, 5, penalty)
                    found, its_score = beam_search(step, 1, settings)[0][0]
                    self.assertEqual(tuple(found), ids)
                    self.assertAlmostEqual(its_score, score, places=5)


if __name__ == "__main__":
    unittest.main()
