"""What a study's data are like: each indicator, its treatment, each unit's data, ties to size."""

from __future__ import annotations

from equalterms.describe import Description, Statistics
from equalterms.page import Block, Cell, Column, Figure, Heading, Mark, Note, Page, Table, Text
from equalterms.pages.common import foot, settings_note
from equalterms.said import said

_UNITS = 20


def data(made: Description) -> Page:
    """Statistics with flags, the treatment log, the units with the fewest data, indicators that go with size."""
    study = made.study
    blocks: list[Block] = [Note(text, "warn") for text in made.warnings]
    blocks += settings_note(study)
    blocks += [_figure(made), Heading("Indicators"), _indicators(made)]
    blocks.append(Heading("Treatment of outliers and skew"))
    blocks.append(
        _treatments(made)
        if made.treatments
        else Text(said("The recipe's {treat} changed nothing.", treat=study.recipe.treat))
    )
    blocks += [Heading("Units with the fewest data"), _units(made)]
    if made.sizes:
        blocks += [Heading("Indicators that go with size"), _sizes(made)]
    flagged = sum(bool(row.flags) for row in made.indicators)
    return Page(
        "data",
        said("{title}: the data of {time}", title=study.title, time=study.time),
        tuple(blocks),
        lead=said(
            "{n} indicators ({stage}), {flagged} with a flag; {n2} units.",
            n=len(made.indicators),
            stage=made.stage,
            flagged=flagged,
            n2=len(made.units),
        ),
        foot=foot(study),
    )


def _figure(made: Description) -> Figure:
    ordered = sorted(made.indicators, key=lambda row: row.n)
    columns = (
        Column("name", "Indicator"),
        Column("n", "Units with a value", 0),
        Column("flagged", "Few data"),
    )
    cells = tuple((row.name, row.n, "few data" in row.flags or not row.n) for row in ordered)
    least = ordered[0]
    return Figure(
        "bars",
        "How many units have a value?",
        Table(columns, cells, said("Units with a value, of {n}", n=len(made.units))),
        {"x": "n", "y": "name", "named": "flagged"},
        finding=said("{name} has the fewest: {n} of {n2}.", name=least.name, n=least.n, n2=len(made.units)),
        source=made.study.title,
    )


def _indicators(made: Description) -> Table:
    columns = (
        Column("indicator", "Indicator"),
        Column("n", "Values", 0),
        Column("low", "Least"),
        Column("median", "Median"),
        Column("mean", "Mean"),
        Column("high", "Most"),
        Column("sd", "SD"),
        Column("skewness", "Skewness", 2),
        Column("kurtosis", "Kurtosis", 2, help="excess kurtosis, as spreadsheets give it"),
        Column("unique", "Distinct", 0),
        Column("zeros", "Zeros", 0),
        Column("flags", "Flags"),
    )
    return Table(
        columns, tuple(_row(row) for row in made.indicators), said("Over the units, {stage}", stage=made.stage)
    )


def _row(row: Statistics) -> tuple[Cell, ...]:
    flags = Mark(", ".join(row.flags), "warn") if row.flags else None
    moments = (row.low, row.median, row.mean, row.high, row.sd, row.skewness, row.kurtosis)
    return (row.indicator, row.n, *moments, row.unique, row.n - row.nonzero, flags)


def _treatments(made: Description) -> Table:
    columns = (
        Column("indicator", "Indicator"),
        Column("decision", "What was done"),
        Column("changed", "Values changed", 0),
        Column("skewness_before", "Skewness before", 2),
        Column("skewness_after", "after", 2),
        Column("kurtosis_before", "Kurtosis before", 2),
        Column("kurtosis_after", "after", 2),
    )
    rows = tuple(
        (
            row.indicator,
            row.decision,
            row.changed,
            row.skewness_before,
            row.skewness_after,
            row.kurtosis_before,
            row.kurtosis_after,
        )
        for row in made.treatments
    )
    return Table(columns, rows, "Every decision of the treatment; indicators that are not listed are as they were")


def _units(made: Description) -> Table:
    columns = (
        Column("unit", "Code"),
        Column("name", "Country"),
        Column("coverage", "Data", share=True),
        Column("missing", "Missing", 0),
        Column("stale", "Stale", 0),
        Column("zeros", "Zeros", 0),
        Column("kept", "State"),
    )
    ordered = sorted(made.units, key=lambda row: (row.kept, row.coverage, row.unit))[:_UNITS]
    rows = tuple(
        (
            row.unit,
            row.name,
            row.coverage,
            row.missing,
            row.stale,
            row.zeros,
            Mark("ranked", "plain") if row.kept else Mark("screened out", "warn"),
        )
        for row in ordered
    )
    return Table(
        columns,
        rows,
        said("The {n} of {n2} units with the smallest share of indicators", n=len(rows), n2=len(made.units)),
    )


def _sizes(made: Description) -> Table:
    columns = (
        Column("indicator", "Indicator"),
        Column("series", "goes with"),
        Column("r", "Correlation", 2),
        Column("n", "Units", 0),
        Column("divided", "Divided by it"),
    )
    rows = tuple(
        (row.indicator, row.series, row.r, row.n, Mark("yes", "good") if row.divided else Mark("no", "warn"))
        for row in made.sizes
    )
    return Table(columns, rows, "Correlations of the values as published with the denominators of the study")
