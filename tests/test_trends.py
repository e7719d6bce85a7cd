"""The course over the years: places among common units, slopes, gaps, and what is told."""

from dataclasses import replace

import numpy as np
import pytest

from equalterms.draw.html import document
from equalterms.draw.markdown import markdown
from equalterms.errors import StudyError
from equalterms.model import Study
from equalterms.page import Figure, Table
from equalterms.pages.trends import trends as page
from equalterms.robust import standings
from equalterms.trends import of_years, pick, trends
from equalterms.variations import at
from tests.conftest import embedded
from tests.scores.test_years import YEARS, panel


def test_a_year_of_the_course_is_the_rank_table_of_that_year() -> None:
    """Scores, ranks and intervals are those that `rank --at` gives with the same seed."""
    study = embedded("hdi")
    made = trends(study, years=(2000, 2022), runs=40, seed=3)
    for year in (2000, 2022):
        rows = {row.unit: row for row in standings(at(study, year), 40, 3).rows}
        for moment in (m for m in made.moments if m.year == year):
            row = rows[moment.unit]
            seen = (moment.score, moment.rank, moment.rank_low, moment.rank_high, moment.coverage)
            assert seen == (row.score, row.rank, row.rank_low, row.rank_high, row.coverage)


def test_newcomers_cost_nobody_a_place() -> None:
    """China passed 45 of the units that were scored in 1990 and in 2022: counted pair by pair."""
    made = trends(embedded("hdi"), runs=1)
    china = next(course for course in made.courses if course.unit == "CHN")
    before = {m.unit: m.score for m in made.moments if m.year == 1990 and m.score is not None}
    after = {m.unit: m.score for m in made.moments if m.year == 2022 and m.score is not None}
    both = set(before) & set(after)
    passed = sum(before[u] > before["CHN"] and after[u] <= after["CHN"] for u in both)
    lost = sum(before[u] <= before["CHN"] and after[u] > after["CHN"] for u in both)
    assert china.climbed == passed - lost
    assert china.among == len(both) == 143


def test_slopes_and_gaps(small: Study) -> None:
    """The slope is that of NumPy's least squares; years without a score between two others are counted."""
    study = panel(small, seed=5, gaps=0.75)
    made = trends(study, runs=1)
    assert any(course.gaps for course in made.courses)
    for course in made.courses:
        seen = [(m.year, m.score) for m in made.of(course.unit) if m.score is not None]
        assert course.first == (seen[0][0] if seen else None)
        if len(seen) > 1:
            years, scores = zip(*seen, strict=True)
            assert course.per_year == pytest.approx(np.polyfit(years, np.array(scores, dtype=float), 1)[0])
            assert course.gaps == years[-1] - years[0] + 1 - len(seen)
        else:
            assert course.climbed is None
    assert any("not the same units" in text for text in made.warnings)


def test_whether_scores_may_be_compared_is_told(small: Study) -> None:
    """A scale of each year is warned of; a frozen one, or goalposts, is not."""
    for normalise, frozen in (("minmax", False), ("minmax(over=all)", True), ("minmax(over=2020)", True)):
        made = trends(panel(small, gaps=0, normalise=normalise), runs=1)
        assert made.frozen == frozen
        assert any("not comparable" in text for text in made.warnings) != frozen
    assert trends(embedded("hdi"), years=(2021, 2022), runs=1).frozen


def test_years_as_they_are_written() -> None:
    """Spans and lists; what is no year is refused with an example."""
    assert of_years(embedded("hdi"), "2019-2021,2015") == (2019, 2020, 2021, 2015)
    assert of_years(embedded("hdi"), "") == ()
    for wrong in ("19", "2019-20", "soon", "2019-"):
        with pytest.raises(StudyError, match="is no year"):
            of_years(embedded("hdi"), wrong)


def test_who_is_asked_for(small: Study) -> None:
    """A unit may be written small; an unknown one, and a node beside the tree, are refused."""
    assert pick(small, "nor") == "NOR"
    with pytest.raises(StudyError, match="not ranked"):
        pick(small, "DEU")
    with pytest.raises(StudyError, match="beside the tree"):
        trends(small, "people")
    with pytest.raises(StudyError, match="no score in 1950"):
        trends(small, years=(1950,))


def test_years_without_any_score_are_told(small: Study) -> None:
    """A year of the panel in which nobody has data is named, and the others are shown."""
    made = trends(replace(panel(small, gaps=0), years=(2018, *YEARS)), runs=1)
    assert made.years == YEARS
    assert "no unit has a score in 2018" in made.warnings


def test_pages(small: Study) -> None:
    """One unit with its band, several with their names, all with the places won; every chart has its table."""
    made = trends(panel(small, gaps=0.1), runs=5)
    for units in ((), ("NOR",), ("NOR", "CHE")):
        drawn = page(made, units)
        figures = [block for block in drawn.blocks if isinstance(block, Figure)]
        assert figures
        assert all(figure.table.rows for figure in figures)
        assert [block for block in drawn.blocks if isinstance(block, Table)]
        assert "<svg" in document([drawn], "Trends") or "vega" in document([drawn], "Trends")
        assert drawn.title in markdown(drawn)
    assert made.table().height == len(YEARS) * len(small.units)
