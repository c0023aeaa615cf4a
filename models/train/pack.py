"""Tokenize the rows into one compact file, all that training needs beside the vocabulary.

    pack.py --rows WORK/rows --vocab WORK/vocab --out WORK/train.npz --max-len 256

Ids are uint16, rows of a corpus lie one after the other, and every row has the weight of its source. A translation
corpus is stored once and trains both directions. At most --max-bytes: rows of the lightest sources go first.
"""
from __future__ import annotations

import argparse
import io
import lzma
import os
from itertools import chain

import numpy as np
import sentencepiece as spm

from corpus import CORPORA


def flat(rows: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """All ids in one array [sum of lengths], and the lengths [rows]."""
    lengths = np.array([len(r) for r in rows], dtype=np.uint16)
    return np.fromiter(chain.from_iterable(rows), dtype=np.uint16, count=int(lengths.sum(dtype=np.int64))), lengths


def tokenized(sp: spm.SentencePieceProcessor, path: str, max_len: int, threads: int) -> list[tuple[list[int], list[int], float]]:
    """(source ids, target ids, weight) of the rows that fit, tags and EOS left out."""
    with open(path, encoding="utf-8", newline="\n") as f:
        rows = [line.rstrip("\n").split("\t") for line in f]
    sources = sp.encode([r[0] for r in rows], num_threads=threads)
    targets = sp.encode([r[1] for r in rows], num_threads=threads)
    return [(s, t, float(r[2])) for s, t, r in zip(sources, targets, rows)
            if 0 < len(s) <= max_len - 2 and 0 < len(t) <= max_len - 1]


def packed(corpora: dict[str, list[tuple[list[int], list[int], float]]]) -> bytes:
    arrays = {}
    for name, rows in corpora.items():
        for side, index in (("src", 0), ("tgt", 1)):
            arrays[f"{name}/{side}"], arrays[f"{name}/{side}_len"] = flat([r[index] for r in rows])
        arrays[f"{name}/weight"] = np.array([r[2] for r in rows], dtype=np.float16)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return lzma.compress(buffer.getvalue(), preset=3)


def thinned(rows: list[tuple[list[int], list[int], float]], share: float) -> list[tuple[list[int], list[int], float]]:
    """Rows kept with a chance that grows with their weight; what is kept weighs more, so that sources keep their part."""
    rng = np.random.default_rng(3)
    kept = []
    for s, t, w in rows:
        chance = min(1.0, share * max(w, 0.05) * 2)
        if rng.random() < chance:
            kept.append((s, t, w / chance if chance < 1 else w))
    return kept


def load(path: str) -> dict[str, np.ndarray]:
    with lzma.open(path) as f:
        return dict(np.load(io.BytesIO(f.read())))


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--rows", required=True)
    p.add_argument("--vocab", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--max-len", type=int, default=256)
    p.add_argument("--max-bytes", type=int, default=50 << 20)
    p.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    a = p.parse_args()
    sp = spm.SentencePieceProcessor(model_file=os.path.join(a.vocab, "spm.model"))
    corpora = {c.file: tokenized(sp, os.path.join(a.rows, c.file + ".tsv"), a.max_len, a.threads) for c in CORPORA}
    blob, share = packed(corpora), 1.0
    while len(blob) > a.max_bytes:
        share *= 0.95 * a.max_bytes / len(blob)
        blob = packed({name: thinned(rows, share) for name, rows in corpora.items()})
    with open(a.out + ".part", "wb") as f:
        f.write(blob)
    os.replace(a.out + ".part", a.out)
    for name, rows in corpora.items():
        print(f"{name}: {len(rows)} rows, {sum(len(r[1]) for r in rows) / 1e6:.2f}M target ids")
    print(f"{a.out}: {len(blob) / 1e6:.1f} MB, share {share:.2f}")


if __name__ == "__main__":
    main()
