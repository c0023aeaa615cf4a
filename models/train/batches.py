"""Training batches: tasks drawn by temperature, rows of like length together, resumable at any batch."""
from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Iterator

import numpy as np

EOS = 1


@dataclass
class Task:
    """One tag and the rows that train it, as flat id arrays with offsets [rows + 1]."""
    name: str
    tag: int
    src: np.ndarray
    src_at: np.ndarray
    tgt: np.ndarray
    tgt_at: np.ndarray
    weight: np.ndarray
    share: float = 1.0

    def __post_init__(self) -> None:
        self.src_len, self.tgt_len = np.diff(self.src_at), np.diff(self.tgt_at)

    def row(self, i: int) -> tuple[np.ndarray, np.ndarray]:
        """Source with its tag and EOS, target with EOS."""
        src, tgt = self.src[self.src_at[i]:self.src_at[i + 1]], self.tgt[self.tgt_at[i]:self.tgt_at[i + 1]]
        return np.concatenate([[self.tag], src, [EOS]]), np.concatenate([tgt, [EOS]])


def tasks_of(packed: dict[str, np.ndarray], tag_id, tags: list[str], max_len: int) -> list[Task]:
    """The tasks of the packed corpora whose tag is wanted and that have a row that fits. A translation corpus gives two: `en-de` trains >>de<<
    forward and >>en<< reversed."""
    found = []
    for name in sorted({k.split("/")[0] for k in packed}):
        head = name.split("_")[0]
        directions = [(head, False)] if head in ("sum", "title") else [(head[3:], False), (head[:2], True)]
        for tag, reverse in directions:
            if tags and f">>{tag}<<" not in tags:
                continue
            a, b = ("tgt", "src") if reverse else ("src", "tgt")
            at = [np.concatenate([[0], np.cumsum(packed[f"{name}/{x}_len"], dtype=np.int64)]) for x in (a, b)]
            weight = packed[f"{name}/weight"].astype(np.float64)
            fits = (np.diff(at[0]) <= max_len - 2) & (np.diff(at[1]) <= max_len - 1)
            if fits.any():
                found.append(Task(f"{name}:>>{tag}<<", tag_id(f">>{tag}<<"), packed[f"{name}/{a}"], at[0],
                                  packed[f"{name}/{b}"], at[1], np.where(fits, weight, 0.0)))
    return found


def set_shares(tasks: list[Task], temperature: float, emphasis: dict[str, float]) -> None:
    """Scale the rows' weights so that tasks are drawn by (target ids)^(1/temperature) (Arivazhagan et al. 2019), times
    what `emphasis` says of their tag."""
    sizes = np.array([float((t.weight * t.tgt_len).sum()) for t in tasks])
    wanted = sizes ** (1 / temperature)
    wanted *= [emphasis.get(t.name.split(":")[1], 1.0) for t in tasks]
    wanted *= sizes.sum() / wanted.sum()
    for task, want, size in zip(tasks, wanted, sizes):
        task.share = float(want / max(size, 1.0))


def plan(tasks: list[Task], max_cells: int, epoch: int, seed: int) -> list[np.ndarray]:
    """The batches of an epoch: arrays [rows, 2] of task and row numbers, in random order."""
    rng = np.random.default_rng([seed, epoch])
    drawn = []
    for number, task in enumerate(tasks):
        want = task.weight * task.share
        count = np.floor(want + rng.random(len(want))).astype(np.int64)
        rows = np.repeat(np.arange(len(want)), count)
        cost = np.maximum(task.src_len[rows] + 2, task.tgt_len[rows] + 1)
        drawn.append(np.stack([np.full(len(rows), number), rows, cost], 1))
    rows = np.concatenate(drawn)
    rows = rows[rng.permutation(len(rows))]
    rows = rows[np.argsort(rows[:, 2], kind="stable")]
    cuts, start = [], 0
    while start < len(rows):
        end = min(len(rows), start + max(1, max_cells // int(rows[start, 2])))
        while end > start + 1 and int(rows[end - 1, 2]) * (end - start) > max_cells:
            end = start + max(1, max_cells // int(rows[end - 1, 2]))
        cuts.append(rows[start:end, :2])
        start = end
    random.Random(f"{seed} {epoch}").shuffle(cuts)
    return cuts


def batches(tasks: list[Task], max_cells: int, seed: int, skip: int = 0, multiple: int = 8) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Endless (source, target) id matrices [rows, length] padded with 0, at most max_cells cells a side; the first
    `skip` are left out, so that a resumed run goes on where it stopped."""
    epoch = 0
    while True:
        cuts = plan(tasks, max_cells, epoch, seed)
        for cut in cuts[skip:]:
            rows = [tasks[t].row(i) for t, i in cut]
            yield pad([r[0] for r in rows], multiple), pad([r[1] for r in rows], multiple)
        skip = max(0, skip - len(cuts))
        epoch += 1


def pad(rows: list[np.ndarray], multiple: int) -> np.ndarray:
    width = -(-max(len(r) for r in rows) // multiple) * multiple
    out = np.zeros((len(rows), width), dtype=np.int64)
    for i, r in enumerate(rows):
        out[i, :len(r)] = r
    return out
