"""The pages of methods are what the docstrings say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_pages_of_methods_are_up_to_date(tmp_path: Path) -> None:
    """Written anew they are the same files: run `make docs` after a docstring has changed."""
    script = ROOT / "scripts" / "method_pages.py"
    subprocess.run([sys.executable, script, tmp_path], check=True)
    written = {page.name: page.read_text(encoding="utf-8") for page in tmp_path.glob("*.md")}
    kept = {page.name: page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "methods").glob("*.md")}
    assert written == kept
