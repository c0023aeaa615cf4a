"""Trains the embedded model.

    train.py --packed WORK/train.npz.xz --vocab WORK/vocab --out WORK/run --size full

It uses Adam (or Muon) with the schedule of "Attention Is All You Need" and a linear cooldown, label smoothing, an
exponential moving average of the weights, and bf16 products with float32 weights. It trains for --minutes in all. It can be
interrupted and called again: OUT/checkpoint.pt has everything needed to resume, OUT/model.pt the averaged weights so far.
With --piece-minutes one call stops after that time, for machines that limit the time of a command. The same seed on the same
machine, interrupted at the same steps, gives the same batches.
"""
from __future__ import annotations

import argparse
import copy
import json
import os
import queue
import sys
import threading
import time
from typing import Iterator

import numpy as np
import sentencepiece as spm
import torch
import torch.nn.functional as F
from torch import Tensor

import pack
from batches import Task, batches, set_shares, tasks_of
from loss import smoothed_cross_entropy
from muon import Muon
from seq2seq import Config, Seq2Seq, greedy, save

SIZES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sizes.json")
SEED = 7
PAUSED = 10.0  # seconds: a step that takes longer was paused in between, and only this many seconds of it are counted


def prefetch(it: Iterator, depth: int = 64) -> Iterator:
    """The same items, computed in advance on another thread."""
    q: queue.Queue = queue.Queue(depth)

    def work() -> None:
        for item in it:
            q.put(item)

    threading.Thread(target=work, daemon=True).start()
    while True:
        yield q.get()


class Collapse(Exception):
    """The model has collapsed: its outputs do not depend on the sources."""


class Run:
    """A training run: the model, the average of its weights, the optimizer, and the progress so far."""

    def __init__(self, size: dict, vocab_size: int, out: str):
        self.size, self.out = size, out
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.manual_seed(SEED)
        self.model = Seq2Seq(Config(vocab_size=vocab_size, **size["model"])).to(self.device)
        self.average = copy.deepcopy(self.model).eval()
        self.params = [q for q in self.model.parameters() if q.requires_grad]
        kind = {"fused": True} if self.device == "cuda" else {"foreach": True}
        if size.get("optimizer", "adam") == "muon":
            self.opt = Muon(self.model, lr=1e-3, betas=(0.9, 0.98), eps=1e-9)
        else:
            self.opt = torch.optim.Adam(self.params, lr=1e-3, betas=(0.9, 0.98), eps=1e-9, **kind)
        self.step = 0
        self.batches = 0
        self.seconds = 0.0
        # Target positions trained on so far, padding included: the cells of the target matrices.
        self.cells = 0
        self.last: tuple[Tensor, Tensor] | None = None

    def resume(self) -> None:
        path = os.path.join(self.out, "checkpoint.pt")
        if not os.path.exists(path):
            return
        blob = torch.load(path, map_location=self.device)
        self.model.load_state_dict(blob["model"])
        self.average.load_state_dict(blob["average"])
        self.opt.load_state_dict(blob["opt"])
        self.step, self.batches, self.seconds, self.cells = (blob[k] for k in ("step", "batches", "seconds", "cells"))

    def save(self) -> None:
        """Writes temporary files and renames them, so that an interruption leaves no incomplete file."""
        path = os.path.join(self.out, "checkpoint.pt")
        torch.save({"model": self.model.state_dict(), "average": self.average.state_dict(), "opt": self.opt.state_dict(),
                    "step": self.step, "batches": self.batches, "seconds": self.seconds, "cells": self.cells}, path + ".part")
        os.replace(path + ".part", path)
        path = os.path.join(self.out, "model.pt")
        save(self.average, path + ".part")
        os.replace(path + ".part", path)

    def learning_rate(self, total: float) -> float:
        """lr * d^-0.5 * min(step^-0.5, step * warmup^-1.5). In the last share `cooldown` of the time it falls linearly to 0."""
        s = self.size
        step = max(1, self.step)
        scale = min(step ** -0.5, step * s["warmup"] ** -1.5)
        left = (total - self.seconds) / (total * s["cooldown"])
        return s["lr"] * self.model.config.d_model ** -0.5 * scale * max(0.0, min(1.0, left))

    def loss(self, src: Tensor, tgt: Tensor) -> Tensor:
        """The label-smoothed cross-entropy of tgt [B,T] given src [B,S], as a mean over the tokens."""
        tin = F.pad(tgt, (1, 0))[:, :-1]
        with torch.autocast(self.device, dtype=torch.bfloat16):
            x = self.model.decode_hidden(tin, self.model.encode(src, src != 0), src != 0)
            keep = tgt.reshape(-1) != 0
            # Marian's final_logits_bias is left out, because it is zero and adding float32 to bf16 costs a tenth of a step.
            logits = F.linear(x.reshape(-1, x.size(-1))[keep], self.model.model.shared.weight)
        return smoothed_cross_entropy(logits, tgt.reshape(-1)[keep])

    @torch.no_grad()
    def gap(self, src: Tensor, tgt: Tensor) -> float:
        """How much higher the loss is with the source of another row. Near 0, the model does not use its sources."""
        return float(self.loss(src.roll(1, 0), tgt) - self.loss(src, tgt))

    def update(self, stream: Iterator, total: float) -> Tensor:
        """Takes the batches of one step from the stream and changes the weights. Returns the loss of the last batch."""
        self.step += 1
        for group in self.opt.param_groups:
            group["lr"] = self.learning_rate(total)
        count = self.size.get("accumulate", 1)
        for _ in range(count):
            src, tgt = (torch.from_numpy(x).to(self.device, non_blocking=True) for x in next(stream))
            self.last = src, tgt
            self.batches += 1
            self.cells += tgt.numel()
            loss = self.loss(src, tgt)
            (loss / count).backward()
        torch.nn.utils.clip_grad_norm_(self.params, 1.0)
        self.opt.step()
        self.opt.zero_grad(set_to_none=True)
        self.blend()
        return loss.detach()

    @torch.no_grad()
    def blend(self) -> None:
        """Moves the average of the weights toward the weights."""
        decay = min(self.size["ema"], (1 + self.step) / (10 + self.step))
        averages = [q for q in self.average.parameters() if q.requires_grad]
        torch._foreach_mul_(averages, decay)
        torch._foreach_add_(averages, self.params, alpha=1 - decay)

    def flops_per_cell(self) -> float:
        """Floating-point operations for a cell (a target position), with one source token for each: about 6 for each weight
        that is used, forward and backward."""
        c = self.model.config
        enc = c.encoder_layers * (4 * c.d_model ** 2 + 2 * c.d_model * c.ffn)
        dec = c.decoder_layers * (8 * c.d_model ** 2 + 2 * c.d_model * c.ffn) + c.d_model * c.vocab_size
        return 6.0 * (enc + dec)


def matrix_rate(device: str) -> float:
    """The operations per second of this chip in one large bf16 product, to compare training with."""
    n, times = (8192, 20) if device == "cuda" else (1024, 5)
    a = torch.randn(n, n, device=device).bfloat16()
    wait = torch.cuda.synchronize if device == "cuda" else lambda: None
    a @ a
    wait()
    begun = time.time()
    for _ in range(times):
        a @ a
    wait()
    return times * 2 * n ** 3 / (time.time() - begun)


def train(run: Run, tasks: list[Task], total: float, until: float, piece: float, every: float, report) -> None:
    """Trains until `until` of the `total` seconds are used, or until `piece` minutes are over. Saves after every `every` minutes."""
    begun = mark = time.time()
    peak = matrix_rate(run.device)
    stream = prefetch(batches(tasks, run.size["cells"], SEED, skip=run.batches))
    saved, reported, reported_cells, losses = time.time(), time.time(), run.cells, []
    while run.seconds < until and time.time() - begun < piece * 60:
        losses.append(run.update(stream, total))
        now = time.time()
        run.seconds += min(now - mark, PAUSED)
        mark = now
        if len(losses) == 200:
            now = time.time()
            rate = (run.cells - reported_cells) / (now - reported)
            gap = run.gap(*run.last)
            report(f"step {run.step} {run.seconds / 60:.1f} min loss {torch.stack(losses).mean():.3f} gap {gap:.2f} "
                   f"{rate / 1e3:.1f}k cells/s {rate * run.flops_per_cell() / 1e12:.2f} TFLOP/s, "
                   f"{rate * run.flops_per_cell() / peak:.0%} of one large product's rate")
            reported, reported_cells, losses = now, run.cells, []
            if run.step >= 2000 and gap < 0.02:
                raise Collapse(f"at step {run.step} the source makes no difference: lower lr or lengthen warmup, start anew")
        if time.time() - saved > every * 60:
            run.save()
            saved = time.time()
    run.save()


def samples(run: Run, sp: spm.SentencePieceProcessor, tasks: list[Task], report) -> None:
    for task in tasks:
        rows = np.flatnonzero(task.weight)
        src, tgt = task.row(int(rows[len(rows) // 3]))
        x = torch.tensor([src.astype("int64")], device=run.device)
        ids = greedy(run.average, x, torch.ones_like(x), 64)[0].tolist()
        report(f"  {task.name}\n    {sp.decode([int(i) for i in src])}\n    = {sp.decode([int(i) for i in tgt])}\n"
               f"    > {sp.decode([i for i in ids if i > 1])}")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--packed", required=True)
    p.add_argument("--vocab", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--size", required=True, help="a name in sizes.json")
    p.add_argument("--minutes", type=float, help="of training in all; those in sizes.json if left out")
    p.add_argument("--stop-at", type=float, help="end the stable phase after so many minutes; cooldown.py goes on from there")
    p.add_argument("--cooldown", type=float, help="the last share of the minutes, in which the learning rate falls to 0; that in sizes.json if left out")
    p.add_argument("--piece-minutes", type=float, default=1e9, help="stop this call after so long")
    p.add_argument("--save-minutes", type=float, default=5)
    p.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    a = p.parse_args()
    os.makedirs(a.out, exist_ok=True)
    torch.set_num_threads(a.threads)
    if torch.cuda.is_available():
        torch.set_float32_matmul_precision("high")
    with open(SIZES) as f:
        size = json.load(f)[a.size]
    if a.cooldown is not None:
        size["cooldown"] = a.cooldown
    sp = spm.SentencePieceProcessor(model_file=os.path.join(a.vocab, "spm.model"))
    packed = pack.load(a.packed)
    total, begun = (a.minutes or size["minutes"]) * 60, time.time()
    end = total if a.stop_at is None else min(total, a.stop_at * 60)

    def report(line: str) -> None:
        print(line, flush=True)

    run = Run(size, sp.get_piece_size(), a.out)
    run.resume()
    report(f"{sum(q.numel() for q in run.params) / 1e6:.1f}M parameters on {run.device}, from step {run.step}")
    # Short rows come first, because training on them makes more progress per minute.
    for share, max_len in [(size.get("short_share", 0), size.get("short_len", 0)), (1, size["max_len"])]:
        until = min(share * total, end)
        if run.seconds >= until:
            continue
        tasks = tasks_of(packed, sp.piece_to_id, size["tags"], max_len)
        set_shares(tasks, size["temperature"], size["emphasis"])
        for task in tasks:
            cells = float((task.weight * task.share * task.tgt_len).sum())
            report(f"{task.name} to {max_len}: {int((task.weight > 0).sum())} rows, {cells / 1e6:.2f}M target ids an epoch")
        try:
            train(run, tasks, total, until, a.piece_minutes - (time.time() - begun) / 60, a.save_minutes, report)
        except Collapse as error:
            sys.exit(str(error))
    done = run.seconds >= end
    tasks = tasks_of(packed, sp.piece_to_id, size["tags"], size["max_len"])
    samples(run, sp, tasks, report)
    report(f"{'done' if done else 'to be continued'}: {run.step} steps, {run.cells / 1e6:.1f}M cells, {run.seconds / 60:.1f} min")


if __name__ == "__main__":
    main()
