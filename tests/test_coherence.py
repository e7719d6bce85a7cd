"""How the indicators of a study hang together."""

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from equalterms.coherence import coherence
from equalterms.draw import figures
from equalterms.draw.html import document
from equalterms.draw.markdown import markdown
from equalterms.draw.terminal import show
from equalterms.files import load
from equalterms.model import Indicator, Study
from equalterms.page import Figure, Note, Table, Text
from equalterms.pages.coherence import coherence as page
from equalterms.scores import effective, score
from equalterms.variations import what_if
from tests.conftest import FILES, Edit, embedded
from tests.golden.asem import SHARED, write


def changed(study: Study, id: str, **fields: Any) -> Study:
    """The study with fields of an indicator changed."""
    nodes = (replace(n, **fields) if isinstance(n, Indicator) and n.id == id else n for n in study.nodes)
    return replace(study, nodes=tuple(nodes))


def test_weights_are_what_an_indicator_moves() -> None:
    """The stated weight of each indicator is the slope of an arithmetic index; they sum to 1."""
    study = embedded("ai-capability")
    made = score(study)
    shares = effective(study, made.weights)
    leaves = [leaf.id for leaf in study.indicators]
    assert sum(shares[id] for id in leaves) == pytest.approx(1)
    whole = np.isfinite(made.columns.normalised).all(axis=1)
    by_hand = made.columns.normalised[whole] @ np.array([shares[id] for id in leaves])
    assert made.index[whole] == pytest.approx(by_hand)


def test_tables_of_the_default_study() -> None:
    """Every pair of siblings, every child with its parent and the index; corrected p-values are not smaller."""
    study = embedded("ai-capability")
    made = coherence(study)
    families = [len(study.children(pillar.id)) for pillar in study.pillars]
    assert len(made.of("siblings")) == sum(k * (k - 1) // 2 for k in families)
    assert len(made.of("parent")) == sum(families)
    assert len(made.of("index")) == sum(families) - len(study.children(study.root))
    for row in made.correlations:
        assert row.p is not None
        assert row.p_bh is not None
        assert row.p_holm is not None
        assert row.p <= row.p_bh + 1e-15
        assert row.p_bh <= row.p_holm + 1e-15
    for each in made.pillars:
        assert sum(each.eigenvalues) == pytest.approx(each.children)
        assert each.alpha is not None
        assert each.alpha_low is not None
        assert each.alpha_high is not None
        assert each.alpha_low < each.alpha < each.alpha_high
    assert sum(row.share or 0 for row in made.importance) == pytest.approx(1)
    assert all(row.importance is not None and row.linear is not None for row in made.importance)
    assert all((row.importance or 0) >= (row.linear or 0) - 1e-12 for row in made.importance)
    assert sum(row.units for row in made.patterns) == len(study.units)
    assert {("research", "top_universities", "h_index")} <= {(row.pillar, row.a, row.b) for row in made.collinear}
    assert made.table().height == len(study.indicators)


def test_the_small_study_by_hand(small: Study) -> None:
    """Drop-outs are better when fewer: with graduates they go the other way round than raw values do."""
    made = coherence(small)
    row = made.of("siblings")[1]
    assert (row.pillar, row.a, row.b, row.n) == ("skills", "graduates", "dropouts", 3)
    raw = np.corrcoef([40, 80, 20], [5, 12.5, 20])[0, 1]
    assert row.pearson == pytest.approx(-raw)
    # `machines` is the only child of its pillar: it is its parent, which is no finding.
    assert ("machines", "tools") not in {(each.a, each.b) for each in made.of("parent")}
    assert ("machines", "index") in {(each.a, each.b) for each in made.of("index")}
    assert (made.units[0].unit, made.units[0].missing) == ("ITA", 1)
    assert made.units[0].coverage == pytest.approx(2 / 3)
    assert [(p.missing, p.units) for p in made.patterns] == [((), 3), (("dropouts",), 1)]
    assert made.gaps == ()
    weights = {row.indicator: row.weight for row in made.importance}
    assert weights == pytest.approx({"graduates": 2 / 3 / 4, "dropouts": 2 / 3 * 3 / 4, "machines": 1 / 3})


def test_a_filled_gap_is_no_evidence(small: Study) -> None:
    """What was filled in does not enter the correlations."""
    filled = coherence(what_if(small, "fill", "mean"))
    assert filled.of("siblings")[1].n == 3
    assert filled.of("siblings")[1].pearson == coherence(small).of("siblings")[1].pearson


def test_few_units_say_nothing_of_reliability(small: Study) -> None:
    """Three units with both children are too few: no alpha, no eigenvalues, and the counts say why."""
    skills = next(row for row in coherence(small).pillars if row.pillar == "skills")
    assert (skills.children, skills.n, skills.alpha, skills.eigenvalues) == (2, 3, None, ())


def test_redundant_and_missing_together(folder: Edit) -> None:
    """A column that repeats another is collinear; two that have the same gaps are missing together."""
    lines = FILES["observations.csv"].splitlines(keepends=True)
    twin = [line.replace("dropouts", "twins") for line in lines if "dropouts" in line]
    nodes = FILES["indicators.csv"] + "twins,skills,Twins,percent,-1,1,0,50,,table\n"
    study = load(folder(indicators__csv=nodes, observations__csv="".join([*lines, *twin])))
    made = coherence(study)
    assert ("dropouts", "twins") in {(row.a, row.b) for row in made.collinear}
    assert [(g.a, g.b, g.both, g.either, g.share) for g in made.gaps] == [("dropouts", "twins", 1, 1, 1.0)]
    tables = [block for block in page(made).blocks if isinstance(block, Table)]
    assert any("missing together" in table.caption for table in tables)


def test_an_indicator_without_data_is_left_out_of_reliability() -> None:
    """The rest of its pillar is still told of; its own correlations have no value."""
    study = embedded("ai-capability")
    gone = changed(study, "researchers", max_age=-1)
    made = coherence(gone)
    talent = next(row for row in made.pillars if row.pillar == "talent")
    assert talent.children == 6
    assert talent.alpha is not None
    own = next(row for row in made.importance if row.indicator == "researchers")
    assert (own.importance, own.share, own.coverage) == (None, None, 0.0)
    assert all(row.pearson is None and row.p_bh is None for row in made.correlations if row.a == "researchers")
    document([page(made)], "x")


def test_the_page(small: Study) -> None:
    """Drawn in every way, with its figure, for the small, the whole and the default study; a what-if is marked."""
    for study in (small, embedded("hdi"), embedded("ai-capability")):
        made = page(coherence(study))
        text = io.StringIO()
        show(made, text)
        assert made.title in text.getvalue()
        assert markdown(made).startswith("# ")
        assert "<section" in document([made], "Coherence")
        figure = next(block for block in made.blocks if isinstance(block, Figure))
        figures.svg(figure)
    whole = page(coherence(embedded("hdi")))
    assert Text("No published value is missing.") in whole.blocks
    notes = [
        block.text for block in page(coherence(what_if(small, "weight.skills", "9"))).blocks if isinstance(block, Note)
    ]
    assert any("weight.skills=9" in text for text in notes)
    assert any("With 4 units" in text for text in notes)


def test_the_figure_sets_importance_beside_weight() -> None:
    """Two bars an indicator: the real one is coloured, the stated one grey; what is not drawn is told."""
    made = coherence(embedded("ai-capability"))
    figure = next(block for block in page(made).blocks if isinstance(block, Figure))
    assert figure.kind == "bars"
    assert len(figure.table.rows) == 40
    assert [row[3] for row in figure.table.rows[:2]] == [True, False]
    assert "20 of 42" in figure.finding


def test_a_child_against_its_parent_is_told() -> None:
    """The page warns of children that go against their parent, and of siblings that go against each other."""
    study = embedded("hdi")
    upside = changed(study, "mean_schooling", direction=-1, weight=0.01)
    notes = [block.text for block in page(coherence(upside)).blocks if isinstance(block, Note)]
    assert any("less of its parent" in text and "mean_schooling" in text for text in notes)
    assert any("against each other" in text for text in notes)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reference values (../shared/golden) are not here")
def test_coverage_of_another_program(tmp_path_factory: pytest.TempPathFactory) -> None:
    """COINr's example index: the data that each unit has, and the gaps by unit."""
    import polars as pl

    recipe = "  fill: none\n  treat: none\n  normalise: minmax\n  aggregate: arithmetic\n"
    study = load(write(tmp_path_factory.mktemp("asem"), recipe))
    plain = study
    for leaf in study.indicators:
        plain = changed(plain, leaf.id, denominator="")
    theirs = pl.read_csv(SHARED / "09_analysis" / "data_avail_Raw_summary.csv", infer_schema_length=None)
    expected = {row["uCode"]: (row["N_missing"], row["Dat_Avail"]) for row in theirs.iter_rows(named=True)}
    for row in coherence(plain).units:
        assert row.missing == expected[row.unit][0]
        assert row.coverage == pytest.approx(expected[row.unit][1])
