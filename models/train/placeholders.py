"""Placeholders: single characters that stand for code spans, addresses and tags, so that a model copies one token
instead of spelling what it must not change. The patterns are those of src/text/islands.ts."""
from __future__ import annotations

import re

from corpus import PLACEHOLDERS

SPAN = re.compile(
    r"(`{1,3})[^`\n]{1,500}?\1"
    r"|\b[a-z][a-z\d+.-]{0,30}://[^\s<>\"`]{0,2000}[^\s<>\"`.,;:!?'()\[\]{}]/?"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|</?[a-z][^<>\n]{0,500}>", re.IGNORECASE)


def spans(text: str) -> list[str]:
    return [m.group(0) for m in SPAN.finditer(text)]


def match(source: str, target: str) -> tuple[list[str], bool]:
    """The spans of the source, and whether the target holds exactly the same ones."""
    found = spans(source)
    return found, sorted(found) == sorted(spans(target))


def replace(source: str, target: str, found: list[str]) -> tuple[str, str] | None:
    """Both sides with the spans replaced, numbered by their order in the source; None if there are too many."""
    if len(found) > len(PLACEHOLDERS):
        return None
    waiting: dict[str, list[str]] = {}

    def take(m: re.Match) -> str:
        sign = PLACEHOLDERS[sum(len(v) for v in waiting.values())]
        waiting.setdefault(m.group(0), []).append(sign)
        return sign

    source = SPAN.sub(take, source)
    target = SPAN.sub(lambda m: waiting[m.group(0)].pop(0), target)
    return source, target
