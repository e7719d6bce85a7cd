"""What the program uses of a machine, and whether it is there."""

from __future__ import annotations

import platform
import shutil
import sys
from importlib import metadata

_NEEDED = ("altair", "jinja2", "numpy", "polars", "pyyaml", "rich", "scipy", "typer", "vl-convert-python", "xlsxwriter")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def examine() -> list[dict[str, object]]:
    """A row a thing: what, whether it is there, whether it is needed, what was found, the remedy."""
    rows = [_row("Python 3.11 or newer", sys.version_info >= (3, 11), True, platform.python_version(), "install it")]
    for name in _NEEDED:
        try:
            rows.append(_row(name, True, True, metadata.version(name), ""))
        except metadata.PackageNotFoundError:
            rows.append(_row(name, False, True, "", f"pip install {name}"))
    browser = next((path for name in _BROWSERS if (path := shutil.which(name))), "")
    rows.append(_row("Chromium (tests of pages)", bool(browser), False, browser, "apt-get install chromium"))
    fonts = _fonts()
    remedy = "apt-get install fonts-noto-core fonts-noto-cjk (PNG charts of Chinese or Arabic names)"
    rows.append(_row("Noto fonts (PNG charts)", fonts, False, "found" if fonts else "", remedy))
    return rows


def _row(what: str, ok: bool, needed: bool, found: str, remedy: str) -> dict[str, object]:
    return {"what": what, "ok": ok, "needed": needed, "found": found, "remedy": "" if ok else remedy}


def _fonts() -> bool:
    from pathlib import Path

    places = (Path("/usr/share/fonts"), Path.home() / ".local/share/fonts", Path("/Library/Fonts"))
    return any(True for place in places if place.is_dir() for _ in place.rglob("NotoSansCJK*"))
