"""Tests of weights.py, which stores weights as safetensors, and of the weights of rows in anneal.py."""
import json
import os
import struct
import sys
import tempfile
import unittest

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "models", "train"))

import anneal  # noqa: E402
import weights  # noqa: E402
from sources import TRANSLATIONS  # noqa: E402


class Weights(unittest.TestCase):
    def test_are_read_as_they_were_written(self):
        tensors = {"a": np.arange(6, dtype=np.float16).reshape(2, 3), "b": np.array([[1.5]], dtype=np.float32)}
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.safetensors")
            weights.write(path, tensors, {"step": "7"})
            read, about = weights.read(path)
            with open(path, "rb") as f:
                (length,) = struct.unpack("<Q", f.read(8))
                header = json.loads(f.read(length))
        self.assertEqual(about, {"step": "7"})
        self.assertEqual(length % 8, 0)
        self.assertEqual(header["a"], {"dtype": "F16", "shape": [2, 3], "data_offsets": [0, 12]})
        for name, value in tensors.items():
            self.assertEqual(read[name].dtype, value.dtype)
            self.assertTrue(np.array_equal(read[name], value))


class Cooldown(unittest.TestCase):
    def test_leaves_out_machine_translation_and_raises_everyday_language(self):
        def cooled(code: str) -> float:
            """The weight in the cooldown of rows from a source, a key of TRANSLATIONS."""
            return float(anneal.annealed(np.array([TRANSLATIONS[code].weight], dtype=np.float16))[0])

        self.assertEqual(cooled("cppdocs-MT"), 0)
        self.assertEqual(cooled("pwsh-MT"), 0)
        self.assertLess(cooled("canlaws"), TRANSLATIONS["canlaws"].weight)
        self.assertGreater(cooled("tatoeba"), TRANSLATIONS["tatoeba"].weight)
        self.assertEqual(cooled("php"), TRANSLATIONS["php"].weight)


if __name__ == "__main__":
    unittest.main()
