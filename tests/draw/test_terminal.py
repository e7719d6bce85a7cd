"""Pages in the terminal."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pytest

from equalterms.draw.terminal import drawn, show
from equalterms.page import Column, Page, Quote, Table
from tests.draw.samples import BARS, BRIEF, LONG, NASTY, PATH, RANKING, TREE, hostile


class Terminal(io.StringIO):
    """A file that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_page_says_everything_that_is_on_it() -> None:
    text = drawn(BRIEF)
    for part in ("What holds", "A lead.", "In short", "! A gap.", "note: An assumption.", "A foot."):
        assert part in text
    assert "“Atlantis is first, with 71 points.”" in text
    assert "— The Atlantean, 3 May 2025" in text
    assert "Source: Made for the tests" in text
    assert "└── yearbook, page 3" in text
    assert "\x1b" not in text


def test_numbers_stand_right_and_marks_have_signs() -> None:
    lines = drawn(Page("p", "P", (RANKING,))).splitlines()
    first = next(line for line in lines if "Atlantis" in line)
    third = next(line for line in lines if "Carpania" in line)
    assert first.index("71.2") + 4 == third.index("-12,345.6") + 9
    assert first.endswith("✓ on track")
    assert third.endswith("✗ off track")
    assert "–" in next(line for line in lines if "Delphos" in line)


def test_a_figure_is_its_table_with_a_line_for_each_row() -> None:
    assert re.search(r"Borduria .* ●─+$", drawn(BRIEF), re.M)
    assert re.search(r"Policy +60% +█{40}$", drawn(Page("p", "P", (BARS,))), re.M)
    assert "2030" in drawn(Page("p", "P", (PATH,)))


def test_without_a_terminal_no_row_is_broken_and_nothing_is_coloured() -> None:
    file = io.StringIO()
    table = Table((Column("a", "A"), Column("b", "B")), (("x" * 300, "y" * 300),))
    show(Page("p", "P", (table,)), file)
    assert f"{'x' * 300}   {'y' * 300}" in file.getvalue()
    assert "\x1b" not in file.getvalue()
    assert not re.search(r" $", file.getvalue(), re.M)


def test_colour_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    file = Terminal()
    show(BRIEF, file)
    assert "\x1b[1;4mAtlantis\x1b[0m" in file.getvalue()
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as inside:
            inside.setenv(name, value)
            plain = Terminal()
            show(BRIEF, plain)
            assert "\x1b" not in plain.getvalue()


def test_a_width_is_kept() -> None:
    assert max(map(len, drawn(Page("p", "P", (LONG, TREE)), width=40).splitlines())) <= 40


@pytest.mark.parametrize("colour", [False, True])
def test_hostile_text_is_shown_and_not_obeyed(colour: bool) -> None:
    text = drawn(hostile(), colour=colour)
    assert "[red]x[/red] [link=https://example.org]y[/link] :smile:" in text
    assert "\\x1b[31mred\\x1b]8;;https://example.org\\x07" in text
    rest = re.sub(r"\x1b\[[\d;]*m", "", text) if colour else text
    assert not set(rest) & {"\x1b", "\x07", "\x00", "\u202e", "\u2066", "\u2028", "\ud800"}
    assert "\x1b[31mred" not in text
    text.encode()


def test_marks_stand_where_they_were_though_the_text_holds_controls() -> None:
    text = drawn(Page("p", "P", (Quote("\x1b\x1bword", marks=((2, 6),)),)), colour=True)
    assert "\\x1b\\x1b\x1b[1;4mword\x1b[0m" in text


def test_a_file_that_cannot_hold_the_signs_gets_plain_ones() -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="ascii")
    show(BRIEF, file)
    file.flush()
    text = raw.getvalue().decode("ascii")
    assert "+ on track" in text
    assert '"Atlantis is first' in text
    assert all(len(bad) for bad in NASTY)


def test_rich_is_loaded_when_a_page_is_shown_and_not_before() -> None:
    code = "import sys; import equalterms.draw.terminal; print('rich' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
