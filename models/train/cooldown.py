"""Ends the stable phase of a run (make.py): a copy of its last checkpoint is trained on, with a learning rate that falls to
zero, on the rows as anneal.py weights them.

    cooldown.py --run WORK/run --packed WORK/train.npz.xz --vocab WORK/vocab --out WORK/final --size long

The run itself is not changed and can be continued. A cooldown takes a quarter of the minutes of run and cooldown, at most
--most-minutes. An interrupted cooldown is resumed. It writes model.pt, cooldown.json (with the step from which it began)
and, at the end, an empty file `done` into OUT. The learning rate of the run falls with the square root of the step and to
zero only in the cooldown, so that the length of a run need not be known beforehand (Hu et al. 2024, MiniCPM; Haegele et
al. 2024).
"""
from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys

import torch

from steps import script


def plan(checkpoint: str, share: float, most_minutes: float) -> dict:
    """The step from which the cooldown begins, the minutes of run and cooldown together, and the share of these in which the
    learning rate falls. The cooldown takes the share `share`, but at most `most_minutes`."""
    blob = torch.load(checkpoint, map_location="cpu")
    seconds = blob["seconds"]
    total = min(seconds / (1 - share), seconds + most_minutes * 60)
    return {"step": blob["step"], "minutes": total / 60, "cooldown": (total - seconds) / total}


def begin(run: str, out: str, share: float, most_minutes: float) -> dict:
    """Copies the checkpoint, unless a cooldown was begun before from the same step. Returns the plan of the cooldown."""
    planned, record = plan(os.path.join(run, "checkpoint.pt"), share, most_minutes), os.path.join(out, "cooldown.json")
    if os.path.exists(record):
        with open(record) as f:
            begun = json.load(f)
        if begun["step"] == planned["step"]:
            return begun
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    shutil.copy(os.path.join(run, "checkpoint.pt"), out)
    with open(record + ".part", "w") as f:
        json.dump(planned, f)
    os.replace(record + ".part", record)
    return planned


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--run", required=True)
    p.add_argument("--packed", required=True)
    p.add_argument("--vocab", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--size", required=True, help="a name in sizes.json")
    p.add_argument("--share", type=float, default=0.25, help="of the minutes of run and cooldown that the cooldown takes")
    p.add_argument("--most-minutes", type=float, default=100)
    p.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    a = p.parse_args()
    best_rows = a.packed.replace(".npz.xz", ".cooldown.npz.xz")
    if not os.path.exists(best_rows) or os.path.getmtime(best_rows) < os.path.getmtime(a.packed):
        subprocess.run([*script("anneal.py"), a.packed, best_rows], check=True)
    planned = begin(a.run, a.out, a.share, a.most_minutes)
    print(f"from step {planned['step']}, to {planned['minutes']:.1f} minutes in all", flush=True)
    command = script("train.py", packed=best_rows, vocab=a.vocab, out=a.out, size=a.size, minutes=planned["minutes"],
                     cooldown=planned["cooldown"], threads=a.threads)
    status = subprocess.run(command).returncode
    if status != 0:
        sys.exit(status)
    with open(os.path.join(a.out, "done"), "w"):
        pass


if __name__ == "__main__":
    main()
