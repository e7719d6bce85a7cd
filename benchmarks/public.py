"""Public test sets of others: what is read of them, beside quantulum3 for quantities, in one run.

Usage: python benchmarks/public.py FOLDER        (pip install quantulum3 for the peer)

FOLDER holds the sets (quantulum3_tests.jsonl, recognizers_en.jsonl, events.jsonl). They are others' and no part of the
project. A quantity is right where its words touch and its value is the same; a date that is read as one is wrong. An
event is right in its class, and in its countries, where one that was read has the class, and all countries, of it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from equalterms.press import article, read

Found = tuple[int, int, float]
"""A quantity: where its words begin and end, and its value."""

MODELS = ("CurrencyModel", "PercentModel", "DimensionModel", "AgeModel", "TemperatureModel")


def ours(text: str) -> list[Found]:
    """The figures of the claims, as their words stand in the text."""
    out = []
    for claim in read(article(text)).claims:
        for value in (claim.value, claim.low, claim.high):
            if value is not None:
                out.append((claim.span.start, claim.span.end, value))
        if claim.converted:
            out.append((claim.converted.span.start, claim.converted.span.end, claim.converted.value))
    return out


def quantulum(text: str) -> list[Found]:
    """The same by quantulum3, without its classifier."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False
    return [(*found.span, float(found.value)) for found in parser.parse(text)]


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a set."""
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


def recognizers(folder: Path) -> list[tuple[str, list[Found]]]:
    """Texts with money, shares, measures and ages, and what they hold."""
    out = []
    for row in rows(folder, "recognizers_en.jsonl"):
        if row["subset"] in MODELS:
            gold = []
            for each in row["expected"]:
                value = str((each.get("resolution") or {}).get("value", "")).rstrip("%")
                if value.replace(".", "", 1).replace("-", "", 1).replace("E+", "", 1).isdigit():
                    gold.append((each["start"], each["end"] + 1, float(value)))
            if gold:
                out.append((row["text"], gold))
    return out


def tests_of_quantulum(folder: Path) -> list[tuple[str, list[Found]]]:
    """The sentences that quantulum3 is tested by itself, those of one value for each quantity."""
    out = []
    for row in rows(folder, "quantulum3_tests.jsonl"):
        gold = []
        for each in row["quantities"]:
            at = row["text"].find(each["surface"] or "\0")
            if at >= 0 and isinstance(each["value"], int | float):
                gold.append((at, at + len(each["surface"]), float(each["value"])))
        out.append((row["text"], gold))
    return out


def quantities(texts: Sequence[tuple[str, list[Found]]], reader: Callable[[str], list[Found]]) -> tuple[float, ...]:
    """Precision, recall, F1 and texts a second."""
    right = said = there = 0
    start = time.perf_counter()
    for text, gold in texts:
        found, used = reader(text), set[int]()
        for a, b, value in gold:
            fits = (k for k, (c, d, v) in enumerate(found) if k not in used and a < d and c < b and _same(v, value))
            used |= set(list(fits)[:1])
        right, said, there = right + len(used), said + len(found), there + len(gold)
    took = time.perf_counter() - start
    return right / max(said, 1), right / max(there, 1), 2 * right / max(said + there, 1), len(texts) / took


def _same(a: float, b: float) -> bool:
    return abs(abs(a) - abs(b)) <= 1e-6 * max(1.0, abs(b))


def beside(folder: Path) -> None:
    """Quantities, set by set, reader by reader."""
    readers: dict[str, Callable[[str], list[Found]]] = {"Equal Terms": ours}
    if find_spec("quantulum3"):
        readers["quantulum3"] = quantulum
    print(f"{'quantities':34} {'texts':>6} {'reader':14} {'precision':>9} {'recall':>7} {'F1':>6} {'texts/s':>8}")
    for name, texts in (
        ("Recognizers-Text", recognizers(folder)),
        ("quantulum3's tests", tests_of_quantulum(folder)),
    ):
        for reader, work in readers.items():
            work(texts[0][0])
            p, r, f, speed = quantities(texts, work)
            print(f"{name:34} {len(texts):6d} {reader:14} {p:9.3f} {r:7.3f} {f:6.3f} {speed:8.0f}")


def events(folder: Path) -> None:
    """Classes and sides of events, by the answers that were published."""
    for name in ("plover_gsr", "petrarch_unit"):
        seen = found = classes = sides = both = 0
        for row in rows(folder, "events.jsonl"):
            if row["dataset"] != name:
                continue
            made = read(article(row["text"], date=row["date"])).events
            found += len(made)
            for gold in row["events"]:
                seen += 1
                wanted = {*_codes(gold["source"]), *_codes(gold["target"])}
                kinds = [each for each in made if each.says.kind == gold["plover"]]
                dyads = [each for each in made if {*each.says.source, *each.says.target} == wanted]
                classes += bool(kinds)
                sides += bool(dyads)
                both += any(each in dyads for each in kinds)
        print(
            f"{name}: {seen} events, {found} read; class of {classes / seen:.3f}, countries of {sides / seen:.3f}, "
            f"both of {both / seen:.3f}"
        )


def _codes(actors: Sequence[dict[str, Any]]) -> list[str]:
    return [actor["code"] for actor in actors if actor.get("code")]


def main() -> None:
    """Print the figures."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    beside(folder)
    events(folder)


if __name__ == "__main__":
    main()
