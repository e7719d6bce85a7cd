"""Pages for the tests of this room: one of everything, and one that means harm."""

from __future__ import annotations

from equalterms.page import (
    Column,
    Figure,
    Heading,
    Link,
    Mark,
    Note,
    Page,
    Quote,
    Table,
    Text,
    Tree,
)

SCRIPT = "<script>alert(1)</script>"
NASTY = (
    SCRIPT,
    "</script><script>alert(2)</script>",
    '" onmouseover="alert(3)',
    "' autofocus onfocus='alert(4)",
    "[red]x[/red] [link=https://example.org]y[/link] :smile:",
    "\x1b[31mred\x1b]8;;https://example.org\x07",
    "abc\u202etxt.exe\u2066\u2028",
    "{{ 7 * 7 }} {% raw %}",
    "a\x00b\ud800c",
    "<!--<script>]]>&amp;",
    "'] || alert(5) || ['",
)

RANKING = Table(
    (
        Column("rank", "Rank"),
        Column("name", "Country"),
        Column("score", "Score", digits=1, help="Weighted mean of the pillars."),
        Column("filled", "Filled", share=True),
        Column("status", "2030 target"),
    ),
    (
        (1, Link("Atlantis", "unit/ATL"), Link(71.25, "why/ATL"), 0.25, Mark("on track", "good")),
        (2, Link("Borduria", "unit/BOR"), Link(-0.04, "why/BOR"), None, Mark("slow", "warn")),
        (3, "Carpania", Link(-12345.6, "why/CAR"), 0.0, Mark("off track", "bad")),
        (4, "Delphos", None, 1.0, Mark("no target")),
    ),
    "Four countries",
)

LONG = Table(
    (Column("n", "Number"), Column("t", "A name that is long enough to need room")),
    tuple((i * 7 % 30, f"Row {i} of a table that is wider than a telephone") for i in range(30)),
    "Thirty rows",
)

RANKS = Figure(
    "rank_intervals",
    "How firm the ranks are",
    Table(
        (
            Column("name", "Country"),
            Column("rank", "Rank"),
            Column("low", "from"),
            Column("high", "to"),
            Column("low50", "half from"),
            Column("high50", "half to"),
            Column("named", "In the article"),
        ),
        (
            ("Atlantis", 1, 1, 1, 1, 1, True),
            ("Borduria", 2, 2, 4, 2, 3, False),
            ("Carpania", 3, 2, 4, 2, 4, False),
            ("Delphos", None, None, None, None, None, False),
        ),
        "Ranks with their 50% and 90% intervals",
    ),
    {
        "x": "rank",
        "y": "name",
        "low": "low",
        "high": "high",
        "low50": "low50",
        "high50": "high50",
        "named": "named",
    },
    "Only the first place is firm.",
    "Made for the tests",
)

PATH = Figure(
    "path",
    "The way to 2030",
    Table(
        (Column("year", "Year"), Column("seen", "Observed"), Column("way", "Required")),
        ((2020, 2.0, 2.0), (2024, 3.0, 6.0), (2030, None, 12.0)),
    ),
    {"x": "year", "y": "seen", "required": "way"},
    "In 2024 it stood at 3, the way asked for 6.",
)

BARS = Figure(
    "bars",
    "Weights",
    Table((Column("name", "Pillar"), Column("w", "Weight", share=True)), (("Talent", 0.4), ("Policy", 0.6))),
    {"x": "w", "y": "name"},
)

PACES = Figure(
    "paces",
    "Required and observed",
    Table(
        (Column("name", "Target"), Column("r", "Required", 1, share=True), Column("o", "Observed", 1, share=True)),
        (("Papers", 0.4, 0.2), ("Chips", 0.1, None)),
    ),
    {"x": "r", "y": "name", "mark": "o"},
)

TIES = Figure(
    "tie_matrix",
    "Who works with whom",
    Table(
        (Column("a", "One"), Column("b", "The other"), Column("shade", "Against what is expected", 2)),
        (("Atlantis", "Borduria", 0.4), ("Borduria", "Atlantis", 0.4), ("Atlantis", "Carpania", None)),
    ),
    {"x": "b", "y": "a", "shade": "shade"},
    "Atlantis and Borduria work together more than expected.",
)

NETWORK = Figure(
    "tie_network",
    "Whom each is tied to",
    Table(
        (Column("a", "One"), Column("near", "Tied to"), Column("ties", "Ties", 0), Column("group", "Group", 0)),
        (("Atlantis", "Borduria; Carpania", 12, 1), ("Borduria", "Atlantis", 7, 1), ("Carpania", None, None, 2)),
    ),
    {"x": "near", "y": "a", "size": "ties", "group": "group"},
)

TREE = Tree(
    "Atlantis 71.3",
    (
        Tree("Talent 60 × 0.5", (Tree("papers 12", (Tree("yearbook, page 3"),)),), to="unit/ATL"),
        Tree("Policy", to="rank"),
    ),
)
QUOTE = Quote("Atlantis is first, with 71 points.", "The Atlantean, 3 May 2025", ((0, 8), (12, 17), (15, 20)))

BRIEF = Page(
    "brief",
    "What holds",
    (
        Heading("In short"),
        Text("A paragraph."),
        Note("A gap.", "warn"),
        Note("An assumption."),
        RANKS,
        QUOTE,
        TREE,
        RANKING,
        LONG,
    ),
    "A lead.",
    "A foot.",
)
PAGES = (
    BRIEF,
    Page("rank", "Ranking", (RANKING, BARS)),
    Page("unit/ATL", "Atlantis", (PATH, TREE)),
    Page("why/ATL", "Why 71.3?", (TREE, QUOTE)),
    Page("why/BOR", "Why 0?", (Text("Nothing."),)),
)


def hostile() -> Page:
    """A page on which every text that can be chosen by someone else is an attack."""
    blocks: list[Heading | Text | Note | Quote | Table | Figure | Tree] = []
    for bad in NASTY:
        columns = (Column(bad, bad, help=bad), Column("v", bad))
        rows = ((bad, 1), (Link(bad, bad), 2), (Link(bad, "rank"), 3))
        table = Table(columns, (*rows, (Mark(bad, "bad"), 4)), bad)
        drawn = Table((Column(bad, bad), Column("v", bad), Column("n", "n")), ((bad, 1, True), ("b", 2, False)))
        blocks += [
            Heading(bad),
            Text(bad),
            Note(bad),
            Quote(bad, bad, ((1, 4),)),
            table,
            Tree(bad, (Tree(bad, to=bad), Tree(bad, (Tree(bad),), bad))),
            Figure("rank_intervals", bad, drawn, {"y": bad, "x": "v", "named": "n"}, bad, bad),
        ]
    return Page(SCRIPT, SCRIPT, tuple(blocks), SCRIPT, SCRIPT)
