"""How a study's indicators hang together."""

from __future__ import annotations

from equalterms.coherence import COLLINEAR, Coherence, Correlation, Importance, Reliability
from equalterms.page import Block, Cell, Column, Figure, Heading, Note, Page, Table, Text
from equalterms.pages.common import foot, settings_note
from equalterms.said import said

_IMPORTANCE = (
    Column("name", "Indicator"),
    Column("pillar", "Pillar"),
    Column("weight", "Stated weight", 1, share=True, help="its share in the index, down the tree"),
    Column("share", "Real share", 1, share=True, help="its importance as a share of all importances"),
    Column("importance", "Importance", 2, help="the share of the index's variance that it explains alone (curve)"),
    Column("linear", "by a line", 2, help="the same by a straight line: the squared correlation"),
    Column("coverage", "Data", share=True, help="the share of units with a published value that counts"),
)
_PILLARS = (
    Column("name", "Pillar"),
    Column("children", "Children", 0),
    Column("n", "Units", 0, help="the units that have all the children"),
    Column("alpha", "Alpha", 2, help="Cronbach's alpha of the sum of the children's scores"),
    Column("interval", "95% interval", help="Feldt's interval of alpha"),
    Column("omega", "Omega", 2, help="McDonald's omega, one factor; not determined below three children"),
    Column("kmo", "KMO", 2, help="Kaiser-Meyer-Olkin: below 0.5 the children share too little for a factor"),
    Column("explained", "First component", share=True, help="its share of the children's variance"),
    Column("eigenvalues", "Eigenvalues", help="of the children's correlations; above 1 counts by Kaiser's rule"),
    Column("inflation", "Greatest VIF", help="variance inflation factor: above 10 its siblings give the child nearly"),
)
_PAIRS = (
    Column("pillar", "Pillar"),
    Column("a", "Of"),
    Column("b", "And"),
    Column("n", "Units", 0),
    Column("pearson", "Pearson", 2),
    Column("p_bh", "p (BH)", help="corrected by Benjamini and Hochberg over all pairs of this table's kind"),
    Column("p_holm", "p (Holm)", help="corrected by Holm over all pairs of this table's kind"),
    Column("spearman", "Spearman", 2),
    Column("spearman_bh", "p (BH)"),
    Column("spearman_holm", "p (Holm)"),
    Column("kendall", "Kendall", 2),
)
_TOGETHER = (
    Column("a", "Indicator"),
    Column("b", "And"),
    Column("both", "Lack both", 0),
    Column("either", "Lack one", 0, help="the units that lack one of the two at least"),
    Column("share", "Share", share=True),
)
_UNITS = (
    Column("unit", "Code"),
    Column("name", "Country"),
    Column("coverage", "Data", share=True),
    Column("missing", "Missing", 0),
)
_PATTERNS = (Column("units", "Units", 0), Column("count", "Missing", 0), Column("missing", "Indicators missing"))
MOST = 20
FEW = 30


def coherence(made: Coherence) -> Page:
    """The page: importance beside weight, then pillars, correlations, what is redundant, what is missing."""
    study = made.study
    blocks: list[Block] = [Note(text, "warn") for text in made.warnings]
    blocks += settings_note(study)
    blocks += [Note(text, "warn") for text in _remarks(made)]
    blocks += [Heading("What drives the index"), figure(made), _importance(made)]
    blocks += [Heading("Do the children of a pillar measure one thing?"), _pillars(made)]
    blocks += [Heading("Correlations"), *_correlations(made)]
    blocks += [Heading("What is missing"), *_missing(made)]
    return Page(
        "coherence",
        said("{name}: how its indicators hang together in {time}", name=study.node(study.root).name, time=study.time),
        tuple(blocks),
        lead=said(
            "{n} units, {n2} indicators, {n3} pillars; correlations over normalised published values, filled gaps "
            "left out.",
            n=len(study.units),
            n2=len(study.indicators),
            n3=len(study.pillars),
        ),
        foot=foot(study),
    )


def _remarks(made: Coherence) -> list[str]:
    """What a reader must not miss: a child against its parent, siblings against each other."""
    told = []
    if len(made.units) < FEW:
        told.append(f"With {len(made.units)} units the curves behind the importances may follow chance.")
    against = [row for row in made.of("parent") if row.pearson is not None and row.pearson < 0]
    if against:
        pairs = "; ".join(f"{row.a} and {row.b} ({row.pearson:.2f})" for row in against[:8])
        more = f" and {len(against) - 8} more" if len(against) > 8 else ""
        told.append(f"More of the child goes with less of its parent: {pairs}{more}.")
    trade = [
        row for row in made.of("siblings") if (row.pearson or 0) < 0 and (1 if row.p_bh is None else row.p_bh) < 0.05
    ]
    if trade:
        pairs = "; ".join(f"{row.a} and {row.b} ({row.pearson:.2f})" for row in trade[:8])
        more = f" and {len(trade) - 8} more" if len(trade) > 8 else ""
        told.append(f"Siblings that move against each other (p below 0.05 after Benjamini-Hochberg): {pairs}{more}.")
    return told


def _ordered(made: Coherence) -> list[Importance]:
    """The indicators, the most important first; those without an importance last."""
    return sorted(made.importance, key=lambda row: (row.share is None, -(row.share or 0.0), row.indicator))


def _importance(made: Coherence) -> Table:
    rows = tuple(
        (row.name, row.pillar, row.weight, row.share, row.importance, row.linear, row.coverage)
        for row in _ordered(made)
    )
    caption = (
        "Importance: the share of the index's variance that the indicator explains alone, by a penalised curve and by "
        "a straight line; importances overlap where indicators move together, so the real share divides by their sum"
    )
    return Table(_IMPORTANCE, rows, caption)


def figure(made: Coherence, most: int = MOST) -> Figure:
    """Two bars an indicator: its share of all importances, coloured, and its stated weight, grey."""
    rows = [row for row in _ordered(made) if row.share is not None]
    drawn = rows[:most]
    columns = (
        Column("bar", "Indicator"),
        Column("value", "Share", 1, share=True),
        Column("kind", "Which"),
        Column("real", "Real"),
    )
    cells: list[tuple[Cell, ...]] = []
    for row in drawn:
        cells += [
            (row.indicator, row.share, "real importance", True),
            (f"{row.indicator}, stated", row.weight, "stated weight", False),
        ]
    left_out = f"; the first {most} of {len(rows)} are drawn" if len(drawn) < len(rows) else ""
    finding = "No indicator varies with the index."
    if rows:
        far = max(rows, key=lambda row: abs((row.share or 0.0) - row.weight))
        finding = (
            f"{far.name} is farthest from its weight: {far.weight:.1%} stated, {far.share:.1%} of the real "
            f"importance{left_out}."
        )
    return Figure(
        "bars",
        said(
            "Stated weight and real importance: {name}, {time}",
            name=made.study.node(made.study.root).name,
            time=made.study.time,
        ),
        Table(columns, tuple(cells), said("Shares of importance and stated weights{left_out}", left_out=left_out)),
        {"x": "value", "y": "bar", "named": "real"},
        finding=finding,
        source=said("{title}; importance as in Paruolo, Saisana and Saltelli (2013)", title=made.study.title),
    )


def _pillars(made: Coherence) -> Table:
    rows = []
    for row in made.pillars:
        low, high = row.alpha_low, row.alpha_high
        interval = None if low is None or high is None else f"{low:.2f} to {high:.2f}"
        values = ", ".join(f"{value:.2f}" for value in row.eigenvalues) or None
        inflated = _inflated(row)
        rows.append(
            (row.name, row.children, row.n, row.alpha, interval, row.omega, row.kmo, row.explained, values, inflated)
        )
    return Table(_PILLARS, tuple(rows), "Reliability of each pillar, over the units that have all its children")


def _inflated(row: Reliability) -> str | None:
    """The child that its siblings explain most, with its factor."""
    known = [(factor, id) for factor, id in zip(row.inflation, row.of, strict=True) if factor is not None]
    return f"{max(known)[0]:.1f}, {max(known)[1]}" if known else None


def _correlations(made: Coherence) -> list[Block]:
    blocks: list[Block] = [
        _pairs(made.of("parent"), "Each child with its parent, of which it is a part: r is high by construction"),
        _pairs(made.of("index"), "Each child below a pillar with the index"),
        _pairs(made.of("siblings"), "The children of each pillar with each other"),
    ]
    if made.collinear:
        caption = f"Siblings that say nearly the same: a correlation of {COLLINEAR} or more, or of -{COLLINEAR} or less"
        blocks.append(_pairs(made.collinear, caption))
    else:
        blocks.append(
            Text(said("No two siblings have a correlation of {collinear} or more in size.", collinear=COLLINEAR))
        )
    return blocks


def _pairs(rows: tuple[Correlation, ...], caption: str) -> Table:
    return Table(_PAIRS, tuple(tuple(_cell(row, column.key) for column in _PAIRS) for row in rows), caption)


def _cell(row: Correlation, key: str) -> Cell:
    """A field of a correlation; p-values as people write them."""
    value: Cell = getattr(row, key)
    if not isinstance(value, float) or not key.endswith(("_bh", "_holm")):
        return value
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def _missing(made: Coherence) -> list[Block]:
    short = [row for row in made.units if row.missing]
    if not short:
        return [Text("No published value is missing.")]
    units = tuple((row.unit, row.name, row.coverage, row.missing) for row in short[:MOST])
    whole = len(made.units) - len(short)
    blocks: list[Block] = [
        Table(
            _UNITS,
            units,
            said("Units with the least data ({whole} of {n} have every indicator)", whole=whole, n=len(made.units)),
        )
    ]
    if made.gaps:
        pairs = tuple((row.a, row.b, row.both, row.either, row.share) for row in made.gaps[:MOST])
        blocks.append(
            Table(_TOGETHER, pairs, said("Indicators that are missing together ({n} pairs)", n=len(made.gaps)))
        )
    some = [row for row in made.patterns if row.missing]
    cells = tuple((row.units, len(row.missing), ", ".join(row.missing)) for row in some[:MOST])
    blocks.append(Table(_PATTERNS, cells, said("Which indicators the same units lack ({n} patterns)", n=len(some))))
    return blocks
