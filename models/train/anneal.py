"""Reweights the training rows for the cooldown: no machine translation, hardly any texts of laws, more everyday language.

    anneal.py WORK/train.npz.xz WORK/train.cooldown.npz.xz

The last steps of a run, in which the learning rate falls to zero, have the largest influence on the model: so they read
the best rows (as in MiniCPM, Hu et al. 2024). A row does not hold its origin; it is recognized by its weight, which each
origin has in sources.py. Only translations (the corpora en-de, en-fr, en-es) get other weights, summaries do not.
"""
from __future__ import annotations

import io
import lzma
import os
import sys

import numpy as np

# The weight in the cooldown for each weight in sources.py. A weight that is not listed is unchanged.
WEIGHTS = {0.25: 0.0, 0.4: 0.0, 0.2: 0.04, 0.1: 0.04, 0.6: 0.4, 0.8: 0.6, 1.5: 2.2, 2.5: 3.5}


def annealed(weight: np.ndarray) -> np.ndarray:
    """[row] weights for the cooldown, from those of sources.py"""
    out = weight.copy()
    for old, new in WEIGHTS.items():
        out[np.isclose(weight.astype(np.float32), old, atol=1e-3)] = new
    return out


def main() -> None:
    import pack  # not at the top of the file: it needs SentencePiece, which the tests of `annealed` do without
    source, target = sys.argv[1:]
    packed = pack.load(source)
    for name, array in packed.items():
        if name.endswith("/weight") and name.startswith("en-"):
            packed[name] = annealed(array)
            print(f"{name}: {float(array.sum(dtype=np.float64)):.0f} -> {float(packed[name].sum(dtype=np.float64)):.0f}")
    buffer = io.BytesIO()
    np.savez(buffer, **packed)
    with open(target + ".part", "wb") as f:
        f.write(lzma.compress(buffer.getvalue(), preset=0))
    os.replace(target + ".part", target)


if __name__ == "__main__":
    main()
