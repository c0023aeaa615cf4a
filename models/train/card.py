"""The model card and attentive.json, written from what the run recorded.

    card.py --work WORK --size NAME

README.md holds what the other steps measured, the sources with their licenses and counts, and NOTES.md of this folder,
which people write: what the model is for and where it fails.
"""
from __future__ import annotations

import argparse
import json
import os
from collections import Counter

from corpus import CORPORA, PLACEHOLDERS
from sources import LEFT_OUT, table_of

HERE = os.path.dirname(os.path.abspath(__file__))
LANGUAGES = {"de": "German", "fr": "French", "es": "Spanish", "en": "English"}
FORMS = {"title": "headline", "sum": "tldr"}
ALL_TAGS = [">>de<<", ">>fr<<", ">>es<<", ">>en<<", ">>title<<", ">>sum<<"]


def tasks_of_card(tags: list[str]) -> list[dict]:
    """The card's tasks for the tags that were trained; >>en<< is three directions."""
    found = []
    for name in (t[2:-2] for t in tags or ALL_TAGS):
        given = {"input": {"prefix": f">>{name}<<"}}
        if name in FORMS:
            found.append({"kind": "summarize", "form": FORMS[name], "language": "en", **given})
            continue
        pairs = [(other, "en") for other in ("de", "fr", "es")] if name == "en" else [("en", name)]
        found += [{"kind": "translate", "from": a, "to": b, **given, "placeholders": "".join(PLACEHOLDERS)} for a, b in pairs]
    return found


def write_attentive_json(model: str, size: dict) -> None:
    """attentive.json beside the model: what the product may ask of it."""
    files = sorted(os.path.relpath(os.path.join(folder, name), model).replace(os.sep, "/")
                   for folder, _, names in os.walk(model) for name in names
                   if name not in ("README.md", "attentive.json") and not name.endswith(("_model.onnx", "_merged.onnx")))
    card = {"$schema": "../card.schema.json", "id": "embedded", "name": size["name"], "quality": size["quality"],
            "license": "CC-BY-SA-4.0", "maxSourceTokens": size["max_len"], "tasks": tasks_of_card(size["tags"]), "files": files}
    with open(os.path.join(model, "attentive.json"), "w", encoding="utf-8") as f:
        json.dump(card, f, indent=2, ensure_ascii=True)
        f.write("\n")


def sources(report: dict, tags: list[str]) -> list[str]:
    """Markdown rows: source, license, and how many rows of which corpus it gave."""
    wanted = [t[2:-2] for t in tags or ALL_TAGS]
    lines: dict[tuple[str, str], list[str]] = {}
    for corpus in CORPORA:
        if corpus.kind != "translate" and corpus.kind not in wanted:
            continue
        for code, source in table_of(corpus.kind).items():
            rows = report[corpus.file].get("kept: " + code, 0)
            if rows:
                lines.setdefault((source.name, source.license), []).append(f"{corpus.file} {rows:,}")
    return [f"| {name} | {license} | {', '.join(counts)} |" for (name, license), counts in sorted(lines.items())]


def sizes_table(model: str) -> str:
    onnx = os.path.join(model, "onnx")
    shipped = [n for n in sorted(os.listdir(onnx)) if n.endswith("_quantized.onnx")]
    return ", ".join(f"`{n}` {os.path.getsize(os.path.join(onnx, n)) / 1e6:.1f} MB" for n in shipped)


def figures(markdown: str) -> str:
    """The evaluation's page without its title, which the card has already."""
    return markdown.strip().split("\n", 1)[1].strip() if markdown.startswith("## ") else markdown.strip()


def trigrams(text: str) -> Counter:
    squeezed = "".join(text.split())
    return Counter(squeezed[i:i + 3] for i in range(len(squeezed) - 2))


def likeness(a: str, b: str) -> float:
    """F1 of the character trigrams of two texts, to find outputs that are far from their reference."""
    x, y = trigrams(a), trigrams(b)
    return 2 * sum((x & y).values()) / max(1, sum(x.values()) + sum(y.values()))


def failures(folder: str) -> list[str]:
    """Markdown rows: of each task the two short outputs that are farthest from their reference, of different sets."""
    worst: dict[str, list[tuple[float, str, str, str]]] = {}
    for name in sorted(os.listdir(folder)):
        task = name.removesuffix(".tsv").rsplit(".", 1)[1]
        rows = [line.split("\t") for line in read(folder, name).splitlines()]
        short = [(likeness(out, ref), src, ref, out) for src, ref, out in rows if 20 < len(src) < 160 and out]
        if short:
            worst.setdefault(task, []).append(min(short))
    cells = [(task, *row[1:]) for task, found in sorted(worst.items()) for row in sorted(found)[:2]]
    return ["| " + " | ".join(text.replace("|", "\\|") for text in row) + " |" for row in cells]


def read(*path: str) -> str:
    with open(os.path.join(*path), encoding="utf-8") as f:
        return f.read()


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--work", required=True)
    p.add_argument("--size", required=True)
    a = p.parse_args()
    size = json.loads(read(HERE, "sizes.json"))[a.size]
    report = json.loads(read(a.work, "rows", "report.json"))
    shape = size["model"]
    training = [line for line in read(a.work, "done", "train.log").splitlines() if line.startswith("done:")][-1]
    text = f"""# The embedded model: {size['name']}

{read(HERE, 'NOTES.md').strip()}

## How it was made

The encoder-decoder of "Attention Is All You Need" in Marian's layout: {shape['encoder_layers']} encoder and
{shape['decoder_layers']} decoder layers, width {shape['d_model']}, {shape['heads']} heads, feed-forward {shape['ffn']},
{size['vocab_size']:,} byte-pair pieces with byte fallback, sinusoidal positions, one table for both embeddings and the output.
Trained by [the recipe](../train/README.md), size `{a.size}`, on segments of at most {size['max_len']} tokens;
{training.removeprefix('done: ')}. Exported to ONNX and quantized to int8, weights with a scale for each column, what they are multiplied with with one for each
token: {sizes_table(os.path.join(a.work, 'model'))}.

## Figures

Made by `node bench/evaluate.mjs` through the product's own command line; the test sets never entered training.

{figures(read(a.work, 'scores.md'))}

## Known failures

Of each task the short outputs of the samples that were farthest from what people wrote:

| task | source | people | the model |
|---|---|---|---|
{chr(10).join(failures(os.path.join(a.work, 'outputs')))}

## Data and licenses

The weights are published under CC BY-SA 4.0. They were trained on parts of these sources:

| source | license | rows |
|---|---|---|
{chr(10).join(sources(report, size['tags']))}

Left out: {', '.join(f'{code} ({why})' for code, why in sorted(LEFT_OUT.items()))}, and every other origin whose license
nobody checked.
"""
    with open(os.path.join(a.work, "model", "README.md"), "w", encoding="utf-8") as f:
        f.write(text)


if __name__ == "__main__":
    main()
