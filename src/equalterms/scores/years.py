"""Which years a scoring needs: its own, and those that set its scales."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from equalterms.errors import StudyError
from equalterms.model import Indicator, Step, Study


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass over the data covers: a study, its years, and how many guests.

    Guests are the last rows of each year's tables: a bloc or an imagined country that is placed on the
    scale of the study's units and sets no scale itself.
    """

    study: Study
    years: tuple[int, ...]
    guests: int = 0

    def hosts(self, rows: int) -> int:
        """How many of a table's rows set its scale."""
        return rows - self.guests


def panel_years(study: Study) -> tuple[int, ...]:
    """The years of the study's panel: those that it states, or every year from its first to its last value."""
    if study.years:
        return study.years
    first, last = study.observations.span()
    return tuple(range(first, last + 1))


def frozen(step: Step) -> int | None:
    """The year that a step takes its scale from (`over=2015`); None where it takes each year's or all."""
    over = str(step.options.get("over", "year"))
    return None if over in ("year", "all") else int(over)


def needed(study: Study, wanted: tuple[int, ...]) -> tuple[int, ...]:
    """The years whose tables must be made for scores of the wanted years, ascending."""
    years = set(wanted)
    for step in _steps(study):
        if str(step.options.get("over", "year")) == "all":
            years |= set(panel_years(study))
        elif (year := frozen(step)) is not None:
            first, last = study.observations.span()
            if not first <= year <= last:
                raise StudyError(
                    f"{step}: the study has no values for {year}", study.name, f"name a year from {first} to {last}"
                )
            years.add(year)
    return tuple(sorted(years))


def _steps(study: Study) -> Iterator[Step]:
    recipe = study.recipe
    yield from (recipe.screen, recipe.fill, recipe.treat, recipe.normalise, recipe.weigh)
    for node in study.nodes:
        own = (node.fill, node.treat) if isinstance(node, Indicator) else (node.weigh,)
        yield from (step for step in (*own, node.normalise) if step is not None)
