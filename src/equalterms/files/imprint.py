"""What a page of HTML says of itself: title, publisher, language, and its day with the evidence and its doubt."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

_MOST_JSON = 1024 * 1024
_META = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued", "dcterms.issued",
    "dc.date", "dcterms.date", "citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date",
    "pubdate", "publishdate", "publish-date", "date",
)  # fmt: skip
_DAY = re.compile(r"(\d{4})[-/.](\d\d)[-/.](\d\d)")


def imprint(tree: Any) -> dict[str, str]:
    """Title, publisher, language, date, basis and doubt of a page; a name is empty where the page is silent."""
    from trafilatura import extract_metadata

    # Not the extensive search: that one makes a first of January out of a year in the footer.
    known = extract_metadata(tree, extensive=False)
    data = list(_records(tree))
    title = _first(data, "headline") or _property(tree, "og:title") or (known.title if known else "") or ""
    site = _property(tree, "og:site_name") or _publisher(data) or (known.sitename if known else "") or ""
    root = tree.getroottree().getroot()
    language = re.split("[-_]", root.get("lang") or _property(tree, "og:locale") or "")[0].lower()
    return {
        "title": _headed(tree, title),
        "publisher": " ".join(site.split())[:200],
        "language": language if re.fullmatch("[a-z]{2,3}", language) else "",
        **_dated(tree, data, (known.date if known else "") or ""),
    }


def _headed(tree: Any, title: str) -> str:
    """The title without the name of the site: the page's own heading where the title holds it or there is none."""
    title = " ".join(title.split())[:400]
    for heading in tree.iter("h1"):
        words = " ".join("".join(heading.itertext()).split())[:400]
        if words and (not title or words.lower() in title.lower()):
            return words
    return title


def _records(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD, articles before others."""
    rows: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" in script.get("type", "") and len(text) <= _MOST_JSON:
            try:
                todo = [json.loads(text, strict=False)]
            except (ValueError, RecursionError):
                continue
            while todo:
                node = todo.pop()
                if isinstance(node, dict):
                    rows.append(node)
                    todo.extend(node.values())
                elif isinstance(node, list):
                    todo.extend(node)
    yield from sorted(rows, key=lambda row: "Article" not in str(row.get("@type")))


def _first(rows: list[dict[str, Any]], name: str) -> str:
    return next((row[name] for row in rows if isinstance(row.get(name), str)), "")


def _publisher(rows: list[dict[str, Any]]) -> str:
    for row in rows:
        who = row.get("publisher")
        if isinstance(who, dict) and isinstance(who.get("name"), str):
            return str(who["name"])
    return ""


def _property(tree: Any, name: str) -> str:
    for node in tree.iter("meta"):
        if name in (node.get("property", "").lower(), node.get("name", "").lower(), node.get("itemprop", "").lower()):
            return str(node.get("content") or "").strip()
    return ""


def _dated(tree: Any, data: list[dict[str, Any]], guess: str) -> dict[str, str]:
    """The day by the strongest evidence; the doubt names what else the page says, or how weak the evidence is."""
    found = [(day, basis) for day, basis in _evidence(tree, data) if day]
    if not found:
        if not guess:
            return {"date": "", "basis": "", "doubt": ""}
        return {
            "date": guess,
            "basis": f"found in the page's markup by trafilatura ({guess})",
            "doubt": "nothing on the page calls it the day of publication",
        }
    day, basis = found[0]
    doubts = [f"against it: {other}" for when, other in found[1:] if when != day]
    changed = _iso(_first(data, "dateModified") or _property(tree, "article:modified_time"))
    if changed and changed != day:
        doubts.append(f"the page was changed on {changed}")
    return {"date": day, "basis": basis, "doubt": "; ".join(doubts[:3])}


def _evidence(tree: Any, data: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    said = _first(data, "datePublished")
    yield _iso(said), f'printed in the page\'s data: JSON-LD datePublished "{said[:40]}"'
    for name in _META:
        said = _property(tree, name)
        yield _iso(said), f'printed in the page\'s data: meta {name} "{said[:40]}"'
    for node in tree.iter("time"):
        said = node.get("datetime") or ""
        if _iso(said):
            yield _iso(said), f'printed on the page: <time> "{said[:40]}"'
            return


def _iso(said: str) -> str:
    """The day at the start of a time stamp, as the page's own clock has it; empty where there is none."""
    found = _DAY.match(said.strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat() if found else ""
    except ValueError:
        return ""
