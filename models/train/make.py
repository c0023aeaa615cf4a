"""The whole recipe: from the corpora to a model folder with its scores.

    make.py --data DIR --work DIR --size tiny|cpu|full [--minutes N] [--install]

Steps: rows (licenses, filters, augmentation), vocabulary, packing, training, export with int8, goldens, evaluation, card.
Every step is kept in WORK and not made again; a run that was cut goes on where it stopped. With --install the result
replaces models/embedded.

On a machine with a GPU only the middle runs: `--until pack` here, then gpu.py there, then `--weights model.pt` here.
"""
from __future__ import annotations

import argparse
import json
import os
import shutil

from steps import ROOT, Steps, script

STEPS = ["prepare", "vocab", "pack", "train", "export", "goldens", "evaluate", "card"]


def commands(a: argparse.Namespace, size: dict) -> dict[str, list[str]]:
    def at(*names: str) -> str:
        return os.path.join(a.work, *names)

    return {
        "prepare": script("prepare.py", data=a.data, out=at("rows")),
        "vocab": script("vocab.py", rows=at("rows"), out=at("vocab"), size=size["vocab_size"]),
        "pack": script("pack.py", rows=at("rows"), vocab=at("vocab"), out=at("train.npz.xz"), max_len=size["max_len"]),
        "train": script("train.py", packed=at("train.npz.xz"), vocab=at("vocab"), out=at("run"), size=a.size,
                        minutes=a.minutes, threads=a.threads),
        "export": script("export.py", model=at("run", "model.pt"), out=at("model")),
        "goldens": script("goldens.py", model=at("run", "model.pt"), tokenizer=at("vocab"), out=at("goldens")),
        "evaluate": ["node", os.path.join(ROOT, "bench", "evaluate.mjs"), "--data", os.path.join(a.data, "heldout"),
                     "--model", at("model"), "--sample", str(size["sample"]), "--beams", "--compare-precisions",
                     "--out", at("scores.json"), "--markdown", at("scores.md"), "--outputs", at("outputs")],
        "card": script("card.py", work=a.work, size=a.size),
    }


def assemble(work: str, size: dict) -> None:
    """Puts tokenizer and card beside the graphs, so that WORK/model is a whole model folder."""
    import card
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(os.path.join(work, "vocab", name), os.path.join(work, "model", name))
    card.write_attentive_json(os.path.join(work, "model"), size)


def install(work: str) -> None:
    """models/embedded becomes WORK/model without its float32 graphs."""
    target = os.path.join(ROOT, "models", "embedded")
    fresh = target + ".part"
    shutil.copytree(os.path.join(work, "model"), fresh, ignore=shutil.ignore_patterns("*_model.onnx", "*_merged.onnx"))
    shutil.rmtree(target)
    os.rename(fresh, target)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, help="folder with train/ and heldout/")
    p.add_argument("--work", required=True, help="folder for everything that is made")
    p.add_argument("--size", required=True, help="a name in sizes.json")
    p.add_argument("--minutes", type=float, help="of training; the size's own if left out")
    p.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    p.add_argument("--until", choices=STEPS, default=STEPS[-1], help="the last step to run")
    p.add_argument("--weights", help="a model.pt that was trained elsewhere on the same packed file")
    p.add_argument("--install", action="store_true", help="replace models/embedded with the result")
    a = p.parse_args()
    a.work = os.path.abspath(a.work)
    a.data = os.path.abspath(a.data)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "sizes.json")) as f:
        size = json.load(f)[a.size]
    steps = Steps(a.work)
    for name, command in commands(a, size).items():
        if name == "train" and a.weights:
            os.makedirs(os.path.join(a.work, "run"), exist_ok=True)
            shutil.copy(a.weights, os.path.join(a.work, "run", "model.pt"))
        else:
            steps.run(name, command)
        if name == "export":
            assemble(a.work, size)
        if name == a.until:
            break
    if a.install and a.until == STEPS[-1]:
        install(a.work)


if __name__ == "__main__":
    main()
