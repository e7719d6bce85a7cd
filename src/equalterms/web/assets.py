"""The style sheets and the scripts of the site, read once."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from equalterms.draw import html

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


@lru_cache(maxsize=1)
def assets() -> dict[str, tuple[str, bytes]]:
    """Each file by its name, with its media type. No other file of the machine is ever served."""
    own = sorted(path.name for path in files("equalterms.web").joinpath("static").iterdir())
    made = {name: files("equalterms.web").joinpath("static", name).read_bytes() for name in own}
    made |= html.assets()
    return {name: (_TYPES[name.rpartition(".")[2]], data) for name, data in made.items()}


@lru_cache(maxsize=1)
def version() -> str:
    """A hash of them all, which stands in their addresses."""
    total = sha256()
    for name, (_, data) in sorted(assets().items()):
        total.update(name.encode() + b"\0" + data)
    return total.hexdigest()[:12]
