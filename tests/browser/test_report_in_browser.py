"""The report in a real browser, opened from disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from equalterms import report
from tests.draw.samples import PAGES, hostile

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

Go = Callable[..., "Visit"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    report.write(PAGES, folder / "report.html", "A study")
    report.write(PAGES, folder / "report", "A study")
    report.write([hostile(), *PAGES], folder / "hostile.html", "A study")
    return folder


def drawn(page: Page, figures: int = 1) -> None:
    """Waits until the live pictures stand."""
    page.wait_for_function(
        "n => document.querySelectorAll('.current .live svg, body:not(:has(.current)) .live svg').length >= n",
        arg=figures,
    )


def column(page: Page, number: int) -> list[str]:
    found: list[str] = page.evaluate(
        "i => [...document.querySelector('.current table:not(.twin *)').tBodies[0].rows]"
        ".map(row => row.cells[i].textContent)",
        number,
    )
    return found


@pytest.mark.parametrize("name", ["report.html", "report/index.html", "report/unit/ATL.html"])
def test_it_opens_from_disk_without_network_and_without_complaint(written: Path, visit: Go, name: str) -> None:
    seen = visit((written / name).as_uri())
    drawn(seen.page)
    assert seen.said == []
    assert {urlsplit(address).scheme for address in seen.asked} <= {"file", "data"}
    if name == "report.html":
        assert len([address for address in seen.asked if address.startswith("file:")]) == 1
    box = seen.page.locator(".picture svg").first.bounding_box()
    assert box
    assert box["height"] > 100
    assert seen.page.locator(".picture > svg").count() == 0 or name == "report.html"


def test_one_page_is_shown_and_links_lead_to_the_others(written: Path, visit: Go) -> None:
    seen = visit((written / "report.html").as_uri())
    page = seen.page
    assert page.locator("main > section:visible").evaluate_all("all => all.map(each => each.id)") == ["brief"]
    assert page.title() == "What holds · A study"
    page.get_by_role("link", name="71.2").first.click()
    assert page.locator("main > section:visible").evaluate_all("all => all.map(each => each.id)") == ["why/ATL"]
    assert page.evaluate("document.activeElement.textContent") == "Why 71.3?"
    page.go_back()
    assert page.locator("h1:visible").inner_text() == "What holds"
    page.goto((written / "report.html").as_uri() + "#unit/ATL")
    drawn(page)
    assert page.locator("h1:visible").inner_text() == "Atlantis"
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.locator("h1:visible").inner_text() == "Atlantis"
    assert page.evaluate("document.activeElement.id") == "et-main"
    assert seen.said == []


def test_without_scripts_everything_is_readable(written: Path, visit: Go) -> None:
    seen = visit((written / "report.html").as_uri(), java_script_enabled=False)
    assert seen.page.locator("main > section:visible").count() == len(PAGES)
    assert seen.page.locator(".picture > svg:visible").count() == 3


def test_columns_sort_by_mouse_and_keyboard(written: Path, visit: Go) -> None:
    page = visit((written / "report.html").as_uri() + "#rank").page
    assert column(page, 2) == ["71.2", "0.0", "−12,345.6", "–"]
    head = page.locator(".current thead th").nth(2)
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert column(page, 2) == ["−12,345.6", "0.0", "71.2", "–"]
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert column(page, 2) == ["71.2", "0.0", "−12,345.6", "–"]
    page.locator(".current thead th").nth(1).get_by_role("button").click()
    assert head.get_attribute("aria-sort") is None
    assert column(page, 1) == ["Atlantis", "Borduria", "Carpania", "Delphos"]


def test_rows_are_found(written: Path, visit: Go) -> None:
    page = visit((written / "report.html").as_uri()).page
    field = page.get_by_label("Find in the table")
    field.fill("row 1")
    rows = page.locator("[data-searched] tbody tr:visible")
    assert rows.count() == 11
    assert page.get_by_role("status").inner_text() == "11 of 30 rows"


def test_a_dot_tells_its_row(written: Path, visit: Go) -> None:
    seen = visit((written / "report.html").as_uri())
    drawn(seen.page)
    dot = seen.page.locator(".live .mark-symbol path").nth(1)
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    assert box
    seen.page.mouse.move(box["x"] - 30, box["y"] - 30)
    seen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    tip = seen.page.locator(".vg-tooltip.visible")
    tip.wait_for()
    assert "Borduria" in tip.inner_text()
    seen.page.keyboard.press("Escape")
    assert tip.count() == 0
    assert seen.said == []


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_runs_off_a_telephone(written: Path, visit: Go, width: int) -> None:
    for name in ("brief", "rank", "unit/ATL"):
        page = visit((written / "report.html").as_uri() + "#" + name, width=width).page
        drawn(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(
            "[...document.querySelectorAll('.current :is(button, summary, td a, th a, input), nav a')]"
            ".filter(each => each.checkVisibility()).map(each => [each.outerHTML, each.getBoundingClientRect()])"
            ".filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"
        )
        assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(written: Path, visit: Go, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    for name in ("brief", "rank", "unit/ATL", "why/ATL"):
        page = visit((written / "report.html").as_uri() + "#" + name, width, color_scheme=scheme, bypass_csp=True).page
        if name != "why/ATL":
            drawn(page)
        page.evaluate("document.querySelectorAll('.current details').forEach(each => { each.open = true; })")
        found: Any = axe.run(page)
        assert found.violations_count == 0, found.generate_report()


def test_hostile_text_does_nothing(written: Path, visit: Go) -> None:
    seen = visit((written / "hostile.html").as_uri())
    seen.page.on("dialog", lambda dialog: seen.said.append(f"dialog: {dialog.message}"))
    drawn(seen.page, 11)
    assert seen.said == []
    assert seen.page.locator("h1:visible").inner_text() == "<script>alert(1)</script>"
    assert {urlsplit(address).scheme for address in seen.asked} <= {"file", "data"}
