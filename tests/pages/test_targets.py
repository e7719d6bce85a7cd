"""The pages of targets: every target, its panel, its way, its words."""

from dataclasses import replace

from equalterms.draw import figures
from equalterms.model import Target
from equalterms.page import Figure, Heading, Note, Page, Quote, Table, Text
from equalterms.pages.targets import country, targets
from equalterms.progress import judged
from tests.conftest import embedded


def blocks(page: Page, kind: type) -> list:  # type: ignore[type-arg]
    """The blocks of a kind."""
    return [block for block in page.blocks if isinstance(block, kind)]


def test_every_target_of_the_study_stands_on_the_page() -> None:
    """32 rows, a link for each country, and the growth that each target requires as a chart with its table."""
    study = embedded("ai-capability")
    made = judged(study)
    page = targets(study, made)
    table = blocks(page, Table)[0]
    assert len(table.rows) == len(study.targets) == 32
    assert {row[0].to for row in table.rows} == {f"targets/{target.unit}" for target in study.targets}
    chart = blocks(page, Figure)[0]
    required = {row[0]: row[1] for row in chart.table.rows}
    assert round(required["Russia: AI contribution to GDP (2030)"], 4) == 0.7772
    assert figures.svg(chart).count("<path") > len(required)


def test_a_country_shows_where_methods_disagree() -> None:
    """The EU: three verdicts of four methods, the distance to the edge, the sentence, the way, the source."""
    study = embedded("ai-capability")
    page = country(study, "EUU", judged(study, "EUU"))
    texts = [block.text for block in blocks(page, Text)]
    assert any("+11 points a year to reach 75% of enterprises by 2030" in text for text in texts)
    assert any(text.startswith("The methods disagree: linear stagnating") for text in texts)
    panel = next(table for table in blocks(page, Table) if table.caption == "What each method says")
    figures_ = {row[0]: row[1] for row in panel.rows}
    assert round(figures_["CAGR, Eurostat"], 3) == 0.945
    assert round(figures_["Linear pace"], 3) == 0.414
    assert figures_["Probability of reaching"] is None
    way = blocks(page, Figure)[0]
    assert [row[:3] for row in way.table.rows] == [
        (2021.0, 7.6, 7.6), (2023.0, 8.0, None), (2025.0, 20.0, None), (2030.0, None, 75.0),
    ]  # fmt: skip
    assert figures.svg(way)


def test_conflicts_and_milestones_stand_as_facts() -> None:
    """Two baselines of one target, a total beside one year, and China's three milestones."""
    study = embedded("ai-capability")
    russia = country(study, "RUS", judged(study, "RUS"))
    heads = [block.text for block in blocks(russia, Heading)]
    assert heads.count("Workers with AI skills: 80% of workers by 2030") == 2
    notes = [block.text for block in blocks(russia, Note)]
    assert any('26 September 2023" has 11.2 (cumulative), no baseline' in note for note in notes)
    assert any("11.2 trillion roubles" in block.text for block in blocks(russia, Quote))
    china = country(study, "CHN", judged(study, "CHN"))
    way = next(f for f in blocks(china, Figure) if "Core AI industry scale, the way to 1,000" in f.title)
    assert [(row[0], row[2]) for row in way.table.rows] == [(2017, 15.2), (2020, 150), (2025, 400), (2030, 1000)]


def test_a_rank_says_on_which_index_it_is_simulated() -> None:
    """Saudi Arabia: achieved on the published rank, and a probability on the study's own index."""
    study = embedded("ai-capability")
    page = country(study, "SAU", judged(study, "SAU"))
    said = next(block.text for block in blocks(page, Text) if "depends on all rivals" in block.text)
    assert "stands at 14 in 2024" in said
    assert "on this study's own index, where it ranks" in said


def test_a_forecast_is_drawn_with_its_interval() -> None:
    """With four values and more the way has a band from the latest value to the target's year."""
    study = embedded("hdi")
    aim = Target("RWA", "life_expectancy", 72.0, "2030", 1, "years", baseline=66.0, baseline_time="2015", legal="shall")
    share = Target("NOR", "hdi_published", 0.99, "2030", 1, "index", "share", baseline_time="2015")
    study = replace(study, targets=(aim, share))
    page = country(study, "RWA", judged(study, "RWA"))
    way = blocks(page, Figure)[0]
    assert way.roles["low"] == "low"
    low, high = way.table.rows[-1][-2:]
    assert 60 < low < 72 < high < 80
    assert any(block.text == "shall" for block in blocks(page, Quote))
    norway = country(study, "NOR", judged(study, "NOR"))
    panel = next(table for table in blocks(norway, Table) if table.caption == "What each method says")
    assert sum("S-curve" in row[0] for row in panel.rows) == 3


def test_one_target_across_countries() -> None:
    """A target that several countries have has a table of its own; a study without targets says so."""
    study = embedded("hdi")
    aims = tuple(
        Target(unit, "mean_schooling", 12.0, "2030", 1, "years", baseline_time="2015") for unit in ("RWA", "NOR")
    )
    several = replace(study, targets=aims)
    page = targets(several, judged(several))
    assert "Mean years of schooling, across countries" in [block.text for block in blocks(page, Heading)]
    assert [block.text for block in blocks(targets(study, ()), Note)] == ["The study has no target."]
    assert "no target of Norway" in blocks(country(study, "NOR", ()), Note)[0].text
