"""A study after what-ifs -> the files of its folder, the settings written into study.yaml and indicators.csv."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import fields
from pathlib import Path

import yaml

from equalterms.errors import StudyError
from equalterms.files import LEDGER, home_of, load
from equalterms.files.faults import Faults
from equalterms.files.header import FILE as HEADER
from equalterms.files.header import read as read_header
from equalterms.files.texts import decode, read_bytes
from equalterms.files.tree import COLUMNS
from equalterms.files.tree import FILE as TREE
from equalterms.files.write import _text, quoted, rows
from equalterms.model import Indicator, Node, Pillar, Recipe, Step, Study

_OF_LEAVES = ("weight", "goalpost_low", "goalpost_high", "target", "denominator", "fill", "treat", "normalise")


def saved(name: str, study: Study) -> dict[str, bytes]:
    """The files of the study `name` (embedded, or a folder) as `study` has them, by their names.

    What is left out of the index stands beside its tree, so that no observation is lost. The folder is
    read again before it is given away: a StudyError where it would not be the study that was asked for.
    """
    folder = home_of(name)
    base = load(folder)
    with tempfile.TemporaryDirectory() as made:
        home = Path(made) / folder.resolve().name
        shutil.copytree(folder, home, ignore=shutil.ignore_patterns(".*", LEDGER + "*"))
        (home / HEADER).write_text(_header(home, base, study), "utf-8", newline="")
        (home / TREE).write_text(_tree(home, base, study), "utf-8", newline="")
        readme = (home / "README.md").read_text("utf-8") if (home / "README.md").exists() else ""
        (home / "README.md").write_text(_readme(base, study) + readme, "utf-8", newline="")
        _same(load(home), study)
        return _bytes(home)


def original(name: str) -> dict[str, bytes]:
    """The files of the study `name` (embedded, or a folder), byte for byte, by their paths; kept vintages with them."""
    return _bytes(home_of(name))


def _bytes(home: Path) -> dict[str, bytes]:
    """The files of a folder by their paths, in order; neither hidden files nor a ledger, which is a person's own."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and not path.name.startswith((".", LEDGER))
    }


def _readme(base: Study, study: Study) -> str:
    said = [f"- `{key}={value}`" for key, value in study.settings]
    said += [f"- time {study.time}"] if study.time != base.time else []
    changes = said or ["- nothing"]
    return "\n".join(
        [f"# {base.title}, changed", "", f"From the study {base.name}, SHA-256 {base.hash}:", "", *changes, "", ""]
    )


def _same(made: Study, wanted: Study) -> None:
    """Nothing is given away that is not what was asked for."""
    alike = (
        made.recipe == wanted.recipe
        and made.time == wanted.time
        and made.units == wanted.units
        and [node for node in made.nodes if node.parent is not None]
        == [node for node in wanted.nodes if node.parent is not None]
    )
    if not alike:
        raise StudyError("these settings cannot be written into a study's folder", wanted.name, "save fewer of them")


def _header(home: Path, base: Study, study: Study) -> str:
    """study.yaml with its title, time, units and recipe as the study has them; all else to the letter."""
    text = decode(read_bytes(home / HEADER), HEADER)
    faults = Faults()
    observed = read_header(home, faults).units is None
    new = {"title": quoted(f"{base.title} (changed)"), "time": str(study.time), "recipe": _recipe(study.recipe)}
    if study.units != base.units:
        new["units"] = "[" + ", ".join(f'"{unit.code}"' for unit in study.units) + "]"
    elif observed:
        new["units"] = "observed"
    tree = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(tree, yaml.MappingNode)  # noqa: S101  # the study was read from it
    cuts = [(key.value, value.start_mark.index, value.end_mark.index) for key, value in tree.value]
    for key, start, end in sorted(cuts, key=lambda cut: -cut[1]):
        if key in new:
            rest = text[start:end]
            # A block ends where the next key begins: the line ends before it stay.
            tail = rest[len(rest.rstrip()) :]
            text = text[:start] + new.pop(key) + tail + text[end:]
    return text + "".join(f"{key}: {value}\n" for key, value in new.items())


def _recipe(recipe: Recipe) -> str:
    """The recipe on one line, so that it fits wherever the old one stood."""
    parts = []
    for each in fields(recipe):
        value = getattr(recipe, each.name)
        if value is not None:
            parts.append(f"{each.name}: {quoted(str(value)) if isinstance(value, Step) else f'{value:.15g}'}")
    return "{" + ", ".join(parts) + "}"


def _tree(home: Path, base: Study, study: Study) -> str:
    head, *body = rows(home, TREE)
    known = {node.id: node for node in study.nodes}
    before = {node.id: node for node in base.nodes}
    head += [column for column in COLUMNS if column not in head]
    lines = []
    for cells in body:
        if not any(cells):
            continue
        row = dict(zip(head, [*cells, *[""] * (len(head) - len(cells))], strict=True))
        was, now = before[row["id"]], known.get(row["id"])
        if now is None and isinstance(was, Pillar):
            continue
        if now is None or now.parent is None:
            row |= {"parent": "none"} if was.parent is not None else {}
            row |= dict.fromkeys(_OF_LEAVES, "") if was.parent is not None else {}
        elif now != was:
            row |= _cells(now)
        lines.append(row)
    used = [column for column in head if any(line[column] for line in lines)]
    order = {node.id: k for k, node in enumerate(study.nodes)}
    lines.sort(key=lambda line: order.get(line["id"], len(order)))
    return _text([used, *([line[column] for column in used] for line in lines)])


def _cells(node: Node) -> dict[str, str]:
    """The cells of a node that a what-if may have changed."""
    made = {"parent": node.parent or "", "weight": "" if node.weight is None else f"{node.weight:.15g}"}
    if isinstance(node, Indicator):
        own: tuple[str, ...] = ("fill", "treat", "normalise")
    else:
        own = ("weigh", "aggregate", "normalise")
    return made | {name: "" if (step := getattr(node, name)) is None else str(step) for name in own}
