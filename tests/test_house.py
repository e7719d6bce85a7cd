"""The architecture, kept: who may import whom, and how large a room may grow."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "src" / "equalterms"
FLOORS = {
    "errors": 1,
    "page": 1,
    "said": 1,
    "model": 2,
    "family": 2,
    "draw": 2,
    "countries": 2,
    "offices": 2,
    "methods": 3,
    "steps": 3,
    "variations": 3,
    "readers": 3,
    "tongues": 3,
    "files": 3,
    "sources": 3,
    "ledger": 3,
    "results": 3,
    "contracts": 4,
    "scores": 4,
    "press": 4,
    "fetch": 4,
    "progress": 5,
    "reasons": 5,
    "robust": 5,
    "audit": 5,
    "corpus": 5,
    "compare": 5,
    "coherence": 5,
    "recover": 5,
    "trends": 5,
    "describe": 5,
    "profile": 5,
    "alliances": 5,
    "removal": 5,
    "freshness": 5,
    "scenario": 5,
    "pages": 6,
    "report": 7,
    "workbook": 7,
    "web": 7,
    "cli": 8,
    "__main__": 9,
    "__init__": 9,
}
SIDEWAYS = {1, 2, 3, 5, 6}
MODULES = sorted(HOUSE.rglob("*.py"))


def room(path: Path) -> str:
    """The room of a file: the first name below the package."""
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The rooms that a file imports, wherever in the file it does so."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: a relative import hides the floor it goes to"
            names = [
                f"{node.module}.{alias.name}" if node.module == "equalterms" else node.module for alias in node.names
            ]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {str(name).split(".")[1] for name in names if str(name).startswith("equalterms.")}
    return found - {room(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_imports_lead_downward(path: Path) -> None:
    """A room imports from floors below its own; on the floor of results, never from its neighbours."""
    own = FLOORS[room(path)]
    for other in imported(path) - {"__init__", "__version__"}:
        below = FLOORS[other] < own or (FLOORS[other] == own and own in SIDEWAYS)
        assert below, f"{room(path)} (floor {own}) imports {other} (floor {FLOORS[other]})"


@pytest.mark.parametrize(
    ("inside", "forbidden"),
    [
        ("methods", {"model", "files"}),
        ("model", set(FLOORS) - {"errors", "model"}),
        ("draw", {"model", "files", "scores"}),
        ("readers", {"files"}),
        ("countries", set(FLOORS) - {"errors", "countries"}),
    ],
)
def test_walls(inside: str, forbidden: set[str]) -> None:
    """Methods know no model, the model knows nobody, drawing knows no study."""
    for path in MODULES:
        if room(path) == inside:
            assert not imported(path) & forbidden, path


def test_only_files_opens_files() -> None:
    """A study's files are opened in one room; drawing and the tables of words read what ships with the package."""
    may = {"files", "sources", "fetch", "cli", "report", "web", "draw", "countries", "offices", "tongues"}
    for path in MODULES:
        if room(path) in may:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                assert name not in ("open", "read_text", "read_bytes", "write_text", "scan_parquet", "read_csv"), path


def test_rooms_and_functions_are_small() -> None:
    """No file over 400 lines, no function over 50."""
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 400, f"{path} has {text.count(chr(10))} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= 50, f"{path.name}: {node.name} has {length} lines"


def test_every_room_says_what_it_is() -> None:
    """Each file begins with a docstring, and each public function and class has one."""
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), path
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path}: {node.name}"


def test_help_is_light() -> None:
    """What `--help` loads leaves the heavy libraries alone."""
    import subprocess
    import sys

    code = (
        "import sys; sys.argv = ['equalterms', '--help']\n"
        "from equalterms.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([m for m in ('numpy', 'polars', 'altair', 'jinja2') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip().endswith("[]")
