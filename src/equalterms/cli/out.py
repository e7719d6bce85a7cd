"""What a command gives, written as it was asked for: on stdout or into a file, whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from equalterms.errors import StudyError, UsageError, nearest
from equalterms.results import Output, encode, envelope

if TYPE_CHECKING:
    from equalterms.cli.app import Common

__all__ = ["FORMATS", "Output", "chosen", "emit", "encode", "envelope", "ready"]

FORMATS = ("table", "csv", "md", "json", "jsonl", "parquet", "xlsx", "html")
_BINARY = ("parquet", "xlsx")


def emit(result: Output, common: Common) -> None:
    """Write the result in the format asked for; warnings go to stderr."""
    if result.written and not common.json and not common.format:
        print(result.written)
        return
    kind = chosen(common, writes_itself=bool(result.written))
    to_stdout = common.output == "-" or bool(result.written)
    if not common.quiet and kind in ("csv", "jsonl", "parquet", "xlsx"):
        # The other formats carry the warnings in themselves.
        for text in result.warnings:
            print(f"equalterms: warning: {text}", file=sys.stderr)
    if kind == "table" and to_stdout:
        from equalterms.draw.terminal import show

        show(result.page, sys.stdout)
        return
    data = encode(result, kind)
    if to_stdout:
        if kind in _BINARY and sys.stdout.isatty():
            raise UsageError(f"{kind} is not for a terminal", remedy="give a file with -o")
        sys.stdout.buffer.write(data)
        return
    from equalterms.files import write_whole

    write_whole(Path(common.output), data)
    if not common.quiet:
        print(f"equalterms: wrote {common.output}", file=sys.stderr)


def ready(common: Common) -> None:
    """Refuse what cannot be written before any work is done for it."""
    chosen(common)
    folder = Path(common.output).parent
    if common.output != "-" and not folder.is_dir():
        raise StudyError("cannot be written: its folder is not there", common.output, f"make {folder} first")


def chosen(common: Common, writes_itself: bool = False) -> str:
    """The format asked for: --json, --format, or by the name of the file; a table otherwise."""
    kind = "json" if common.json else common.format
    suffix = "" if writes_itself else Path(common.output).suffix.lstrip(".").lower()
    kind = kind or (suffix if suffix in FORMATS else "table")
    if kind not in FORMATS:
        raise UsageError(f"--format {kind!r} is not known", remedy=nearest(kind, FORMATS))
    return kind
