"""Stores weights as float16 in a safetensors file, from which every precision can be exported and training continued.

    weights.py keep WORK/final/model.pt models/train/weights/NAME.safetensors
    weights.py restore models/train/weights/NAME.safetensors model.pt

The format (https://huggingface.co/docs/safetensors): the length of the header in 8 bytes, the header as JSON (name, type,
shape and offsets of each tensor), then the numbers of all tensors, little-endian.
"""
from __future__ import annotations

import json
import os
import struct
import sys

import numpy as np

TYPES = {"F16": np.dtype("<f2"), "F32": np.dtype("<f4")}
NAMES = {dtype: name for name, dtype in TYPES.items()}


def write(path: str, tensors: dict[str, np.ndarray], about: dict[str, str]) -> None:
    """Writes a safetensors file, first under a temporary name. `about` is its metadata: strings about the whole file."""
    header: dict[str, object] = {"__metadata__": about}
    at = 0
    for name, array in tensors.items():
        header[name] = {"dtype": NAMES[array.dtype.newbyteorder("<")], "shape": list(array.shape), "data_offsets": [at, at + array.nbytes]}
        at += array.nbytes
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    with open(path + ".part", "wb") as f:
        f.write(struct.pack("<Q", len(head)) + head)
        for array in tensors.values():
            f.write(np.ascontiguousarray(array).tobytes())
    os.replace(path + ".part", path)


def read(path: str) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """The tensors by name, and the strings that describe the whole file."""
    with open(path, "rb") as f:
        (length,) = struct.unpack("<Q", f.read(8))
        header = json.loads(f.read(length))
        data = f.read()
    about = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = np.frombuffer(data[begin:end], dtype=TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors, about


def keep(source: str, target: str) -> None:
    """Stores a model.pt. A tensor with several names (the table of both embeddings and of the output) is written once."""
    import torch
    blob = torch.load(source, map_location="cpu")
    tensors: dict[str, np.ndarray] = {}
    names: dict[tuple[int, tuple[int, ...]], str] = {}
    same: dict[str, str] = {}
    for name, value in blob["state"].items():
        first = names.setdefault((value.data_ptr(), tuple(value.shape)), name)
        if first == name:
            tensors[name] = value.half().numpy()
        else:
            same[name] = first
    write(target, tensors, {"config": json.dumps(blob["config"]), "same": json.dumps(same)})


def restore(source: str, target: str) -> None:
    import torch
    tensors, about = read(source)
    state = {name: torch.from_numpy(value.astype(np.float32)) for name, value in tensors.items()}
    state.update({name: state[first] for name, first in json.loads(about["same"]).items()})
    torch.save({"config": json.loads(about["config"]), "state": state}, target)


def main() -> None:
    what, source, target = sys.argv[1:4]
    {"keep": keep, "restore": restore}[what](source, target)


if __name__ == "__main__":
    main()
