"""The README and the pages of docs keep their word: every block of commands is run, every output compared."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TUTORIAL = ROOT / "docs" / "tutorial"
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```", re.M | re.S)


def blocks(kind: str) -> list[tuple[str, str]]:
    """The page and text of every block of a kind; the tutorial is one block, for it is one story."""
    found: list[tuple[str, str]] = []
    for page in PAGES:
        texts = [match.group(2) for match in BLOCK.finditer(page.read_text(encoding="utf-8")) if match.group(1) == kind]
        name = str(page.relative_to(ROOT))
        found += [(name, "".join(texts))] if page.parent == TUTORIAL else [(name, text) for text in texts]
    return found


def settle(page: str, folder: Path) -> None:
    """Lay beside the reader what lies beside the page: the tutorial's tables."""
    for table in (ROOT / page).parent.glob("*.csv"):
        shutil.copy(table, folder)


def commands(block: str) -> list[tuple[str, str]]:
    """The commands of a block, each with the output that the page shows under it."""
    found: list[tuple[str, str]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + line + "\n")
    return found


def environment() -> dict[str, str]:
    """The environment of a reader: `equalterms` on the path, no colour."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "NO_COLOR": "1"}


@pytest.mark.parametrize(("page", "block"), blocks("console"))
def test_a_block_of_commands_gives_what_it_shows(page: str, block: str, tmp_path: Path) -> None:
    """Commands run in an empty folder; a line of `...` stands for any lines."""
    settle(page, tmp_path)
    for command, shown in commands(block):
        if command.startswith(("make ", "git ", "cd ")):
            # The set-up is what brought this test here; `make` in a test would call the test.
            assert shlex.split(command)[0] in ("make", "git", "cd")
            continue
        made = subprocess.run(  # noqa: S602  # the page shows a shell's line, so a shell runs it
            command, shell=True, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
        )
        given = "\n".join(line.rstrip() for line in (made.stdout + made.stderr).splitlines()).rstrip()
        pattern = ".*?".join(re.escape(part) for part in re.split(r"^\.\.\.$", shown.rstrip(), flags=re.M))
        assert re.fullmatch(pattern, given, flags=re.S), f"{page}: {command}\n{given}"


@pytest.mark.parametrize(("page", "block"), blocks("python"))
def test_a_block_of_python_runs(page: str, block: str, tmp_path: Path) -> None:
    """Python of the pages runs as it stands; its asserts hold."""
    settle(page, tmp_path)
    made = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 0, f"{page}\n{made.stderr}"


def test_links_lead_somewhere() -> None:
    """Every relative link of the pages leads to a file of the project."""
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readme_shows_every_command() -> None:
    """Each command of the terminal is named in the README."""
    from equalterms.cli import commands as _commands  # noqa: F401  # makes the commands known
    from equalterms.cli.app import app

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert f"equalterms {command.name}" in text
