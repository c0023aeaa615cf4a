"""The middle of the recipe on a machine with a GPU: training, float32 outputs of the test sets, goldens.

    gpu.py --bundle DIR --out DIR [--minutes 20] [--piece-minutes 9]

DIR is what bundle.py made: the packed rows, the vocabulary and the test sets' sources, nothing else is needed. Training
runs in a process of its own that outlives a cut command; call again until it says "finished". The weights then lie in
--out in parts of at most 15 MiB (join them with cat), with train.log, the goldens and the outputs.
"""
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PART_BYTES = 15 << 20
RUN = "/tmp/attentive-run"


def start(bundle: str, size: str, minutes: float | None) -> None:
    """Starts training in a session of its own, unless it was started before."""
    os.makedirs(RUN, exist_ok=True)
    pid = os.path.join(RUN, "pid")
    if os.path.exists(pid) and alive(int(open(pid).read())):
        return
    command = [sys.executable, os.path.join(HERE, "train.py"), "--packed", os.path.join(bundle, "train.npz.xz"),
               "--vocab", os.path.join(bundle, "vocab"), "--out", RUN, "--size", size, "--save-minutes", "2"]
    command += ["--minutes", str(minutes)] if minutes else []
    with open(os.path.join(RUN, "train.log"), "a") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    with open(pid, "w") as f:
        f.write(str(process.pid))


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def finished() -> bool:
    log = os.path.join(RUN, "train.log")
    return os.path.exists(log) and any(line.startswith("done:") for line in open(log))


def split(path: str, out: str) -> None:
    """PATH in parts OUT/model.pt.00, .01, … of at most 15 MiB."""
    with open(path, "rb") as f:
        for number, part in enumerate(iter(lambda: f.read(PART_BYTES), b"")):
            with open(os.path.join(out, f"model.pt.{number:02d}"), "wb") as g:
                g.write(part)


def outputs(bundle: str, out: str) -> None:
    """Greedy float32 outputs of the test sets: {"set task": [text, ...]} in outputs.json; scored where Node is."""
    import sentencepiece as spm
    import torch
    from batches import pad
    from seq2seq import greedy, load
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = load(os.path.join(RUN, "model.pt")).to(device)
    sp = spm.SentencePieceProcessor(model_file=os.path.join(bundle, "vocab", "spm.model"))
    with open(os.path.join(bundle, "heldout.json"), encoding="utf-8") as f:
        sets = json.load(f)
    found = {}
    for name, (tag, sources) in sets.items():
        ids = [[sp.piece_to_id(tag), *sp.encode(s)[:model.config.max_positions - 2], sp.eos_id()] for s in sources]
        order, texts = sorted(range(len(ids)), key=lambda i: len(ids[i])), [""] * len(ids)
        for at in range(0, len(order), 64):
            rows = order[at:at + 64]
            x = torch.from_numpy(pad([ids[i] for i in rows], 1)).to(device)
            got = greedy(model, x, (x != 0).long(), min(2 * x.size(1) + 12, model.config.max_positions)).tolist()
            for i, row in zip(rows, got):
                texts[i] = sp.decode([t for t in row if t > 1])
        found[name] = texts
    with open(os.path.join(out, "outputs.json"), "w", encoding="utf-8") as f:
        json.dump(found, f, ensure_ascii=False)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--bundle", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--size", default="full")
    p.add_argument("--minutes", type=float)
    p.add_argument("--piece-minutes", type=float, default=9)
    a = p.parse_args()
    start(a.bundle, a.size, a.minutes)
    begun = time.time()
    while not finished() and time.time() - begun < a.piece_minutes * 60:
        time.sleep(2)
        if not alive(int(open(os.path.join(RUN, "pid")).read())) and not finished():
            sys.exit(open(os.path.join(RUN, "train.log")).read()[-3000:])
    print(open(os.path.join(RUN, "train.log")).read()[-3000:])
    if not finished():
        print("to be continued: call again")
        return
    split(os.path.join(RUN, "model.pt"), a.out)
    outputs(a.bundle, a.out)
    subprocess.run([sys.executable, os.path.join(HERE, "goldens.py"), "--model", os.path.join(RUN, "model.pt"),
                    "--tokenizer", os.path.join(a.bundle, "vocab"), "--out", os.path.join(a.out, "goldens")], check=True)
    print("finished")


if __name__ == "__main__":
    main()
