"""Write the real output of every command into the console blocks of a Markdown page.

Usage: python scripts/show_readme.py README.md
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)


def shown(block: str, folder: str) -> str:
    """The block with each command followed by what it prints in `folder`."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    lines = []
    for command in re.findall(r"^\$ (.*)$", block, re.M):
        lines.append(f"$ {command}")
        if command.startswith(("make ", "git ", "cd ")):
            continue
        made = subprocess.run(  # noqa: S602  # the page shows a shell's line, so a shell runs it
            command,
            shell=True,
            cwd=folder,
            env={**os.environ, "PATH": path, "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        lines += [line.rstrip() for line in (made.stdout + made.stderr).splitlines()]
    return "```console\n" + "".join(f"{line}\n" for line in lines) + "```"


def main() -> None:
    """Rewrite the pages that are named."""
    for name in sys.argv[1:]:
        page = Path(name)
        text = page.read_text(encoding="utf-8")

        tables = list(page.parent.glob("*.csv"))
        with tempfile.TemporaryDirectory() as story:
            for table in tables:
                shutil.copy(table, story)
            # A page with tables beside it is one story; elsewhere each block begins anew.
            rewrite = functools.partial(_rewritten, story=story if tables else "")
            page.write_text(BLOCK.sub(rewrite, text), encoding="utf-8")


def _rewritten(match: re.Match[str], story: str) -> str:
    if story:
        return shown(match.group(1), story)
    with tempfile.TemporaryDirectory() as folder:
        return shown(match.group(1), folder)


if __name__ == "__main__":
    main()
