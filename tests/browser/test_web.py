"""The observatory in a real browser: live what-ifs, keyboard, narrow and dark windows, axe on every kind of page."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from equalterms.cli.app import Common
from equalterms.cli.serve import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit
    from tests.conftest import Edit

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
Go = Callable[..., "Visit"]
KINDS = [
    "/",
    "/rank",
    "/map",
    "/units?u=NOR,CHE,FRA",
    "/brief",
    "/claims",
    "/targets",
    "/targets/SAU",
    "/trends",
    "/trends/NOR/CHE",
    "/ties/RUS/CHN",
    "/compare?a=hdi&b=hdi",
    "/removal",
    "/robust",
    "/coherence",
    "/data",
    "/methods",
    "/sources",
    "/why/RUS",
    "/profile/NOR",
    "/partners/NOR",
    "/allies/BRICS@2024",
    "/swap/RUS/IND",
    "/reach/RUS/30",
    "/swing/NOR/innovation",
    "/ledger",
    "/nowhere",
]


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    """The observatory of the embedded study, on a free port of this machine."""
    with serving(Common()) as address:
        yield address


@contextmanager
def serving(common: Common) -> Iterator[str]:
    """The observatory of a study, as long as it is looked at."""
    uvicorn = pytest.importorskip("uvicorn")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = uvicorn.Server(
        uvicorn.Config(served(common, port), host="127.0.0.1", port=port, log_level="critical", ws="none")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def moved(page: Page) -> str:
    """Waits until the live answer is there, and gives what is told of it."""
    expect(page.locator("#et-state")).to_have_text(re.compile(r"ms\.$"))
    return page.locator("#et-state").inner_text()


def first(page: Page, rows: int = 20) -> list[str]:
    """The codes of the first units of the rank table."""
    found: list[str] = page.evaluate(
        "n => [...document.querySelector('.page .table table').tBodies[0].rows].slice(0, n)"
        ".map(row => row.cells[2].innerText)",
        rows,
    )
    return found


def test_a_weight_moves_the_ranks_and_the_address(home: str, visit: Go) -> None:
    seen = visit(home + "/rank")
    page = seen.page
    before = first(page)
    page.get_by_role("spinbutton", name="Innovation").fill("9")
    said = moved(page)
    assert said.startswith("Moved: ")
    assert first(page) != before
    assert urlsplit(page.url).query == "set=weight.innovation=9"
    assert page.get_by_text("This is a what-if: weight.innovation=9").count() == 1
    after = first(page)
    page.reload()
    assert first(page) == after
    assert page.get_by_role("spinbutton", name="Innovation").input_value() == "9"
    page.get_by_role("link", name="The study as it is").click()
    page.wait_for_url(home + "/rank")
    assert first(page) == before
    assert seen.said == []
    assert {urlsplit(address).netloc for address in seen.asked if not address.startswith("data:")} == {home[7:]}


def test_buttons_and_sliders_do_what_the_field_does(home: str, visit: Go) -> None:
    page = visit(home + "/rank").page
    page.get_by_role("button", name="Innovation: more").click()
    moved(page)
    field = page.get_by_role("spinbutton", name="Innovation")
    value = float(field.input_value())
    assert value > 2
    slider = page.get_by_role("slider", name="Innovation, slider")
    assert float(slider.input_value()) == pytest.approx(value, abs=0.2)
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_url(re.compile(r"weight\.innovation=0$"))
    assert field.input_value() == "0"


def test_a_slider_tells_how_far_it_can_move_the_watched_country(home: str, visit: Go) -> None:
    page = visit(home + "/rank").page
    page.get_by_label("Watch").select_option(label="Norway")
    page.get_by_role("button", name="Innovation: more").click()
    told = page.locator(".field:has([name='weight.innovation']) .reach")
    expect(told).to_have_text(
        re.compile(r"Norway is number \d+ at best and \d+ at worst as Innovation weighs 0 to 9\.6\.")
    )


def test_links_carry_the_what_if_and_tables_still_sort(home: str, visit: Go) -> None:
    seen = visit(home + "/rank")
    page = seen.page
    page.get_by_role("spinbutton", name="Innovation").fill("9")
    moved(page)
    page.locator("thead th").nth(3).get_by_role("button").click()
    assert page.locator("thead th").nth(3).get_attribute("aria-sort") == "ascending"
    page.get_by_role("link", name="Norway").first.click()
    assert page.url == home + "/why/NOR?set=weight.innovation=9"
    page.get_by_role("link", name="Side by side").click()
    assert "set=weight.innovation=9" in page.url
    assert seen.said == []


def test_a_setting_that_does_not_fit_is_told_and_nothing_breaks(home: str, visit: Go) -> None:
    page = visit(home + "/rank").page
    before = first(page)
    page.get_by_text("Any other setting").click()
    page.get_by_label("A setting, such as").fill("normalise.gpd=log")
    expect(page.locator("#et-state")).to_have_class(re.compile("wrong"))
    assert "What helps" in page.locator("#et-state").inner_text()
    assert first(page) == before


def test_without_scripts_the_form_works(home: str, visit: Go) -> None:
    page = visit(home + "/rank", java_script_enabled=False).page
    page.locator("#et-whatif > summary").click()
    page.get_by_label("Innovation", exact=True).fill("9")
    page.get_by_role("button", name="Apply").click()
    assert urlsplit(page.url).query == "set=weight.innovation=9"
    assert page.get_by_text("This is a what-if: weight.innovation=9").count() == 1
    assert page.locator(".picture > svg").count() >= 1


def test_a_country_is_found_by_keyboard_alone(home: str, visit: Go) -> None:
    page = visit(home + "/").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "et-q"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.type("norway")
    page.keyboard.press("Enter")
    page.wait_for_url(home + "/profile/NOR")
    assert "Norway" in page.locator("h1").inner_text()


def test_an_article_is_read_in_place(home: str, visit: Go) -> None:
    seen = visit(home + "/claims")
    page = seen.page
    page.get_by_label("Or its words").fill("Norway ranks 3rd of the 40 countries in the Digital Skills Index.")
    page.get_by_role("button", name="Read").click()
    page.wait_for_url(home + "/read")
    assert "3rd" in page.locator("mark").all_inner_texts()[0]
    assert seen.said == []


def test_a_claim_is_accepted_and_stands_under_the_score(
    visit: Go, folder: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article is read and kept, its figure accepted by a button; the score then rests on it, and says so."""
    monkeypatch.delenv("EQUALTERMS_LEDGER", raising=False)
    with serving(Common(study=str(folder()))) as home:
        before = visit(home + "/why/NOR").page.locator("main").inner_text()
        seen = visit(home + "/claims")
        page = seen.page
        page.get_by_label("Or its words").fill("In 2022, graduates in Norway reached 55 persons, the Registry said.")
        page.get_by_label("Keep its claims in the ledger").check()
        page.get_by_role("button", name="Read").click()
        page.wait_for_url(home + "/ledger")
        page.get_by_label("It is about").first.select_option(label="Graduates")
        page.get_by_role("button", name="Accept").first.click()
        page.wait_for_url(re.compile("/ledger#claim-"))
        assert "accepted" in page.locator(".verdicts li").first.inner_text()
        after = visit(home + "/why/NOR").page.locator("main").inner_text()
        assert before != after
        page.reload()
        assert "accepted" in page.locator(".verdicts li").first.inner_text()
        assert seen.said == []


def test_long_work_shows_that_it_goes_on(home: str, visit: Go) -> None:
    page = visit(home + "/rank?runs=20000&seed=7&set=weight.innovation=1.5").page
    expect(page.locator(".page .table table").first).to_be_attached(timeout=60_000)
    assert len(first(page)) == 20


@pytest.mark.parametrize("width", [320, 1280, 3840])
def test_nothing_runs_off_and_targets_are_large_enough(home: str, visit: Go, width: int) -> None:
    for address in ("/", "/rank?set=weight.research=2", "/map", "/claims", "/why/RUS"):
        page = visit(home + address, width=width).page
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        small = page.evaluate(
            "[...document.querySelectorAll('button, summary, td a, tbody th a, select, nav a, .take a')]"
            ".concat([...document.querySelectorAll('input:not([type=hidden])')])"
            ".filter(each => each.checkVisibility()).map(each => [each.outerHTML, each.getBoundingClientRect()])"
            ".filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"
        )
        assert small == [], address


WIDE, NARROW = (1280, "light"), (320, "dark")
BOTH = ("/", "/rank", "/map", "/claims")
SPOKEN = [
    (f"{address}?lang={lang}", *look)
    for lang, look in (("ar", NARROW), ("ru", WIDE), ("ar", WIDE))
    for address in ("/", "/rank", "/why/RUS")
]
LOOKS = [
    (each, *look)
    for k, each in enumerate(KINDS)
    for look in (WIDE, NARROW)
    if each in BOTH or look is (WIDE, NARROW)[k % 2]
]


@pytest.mark.parametrize(("address", "width", "scheme"), LOOKS + SPOKEN)
def test_axe_finds_nothing(home: str, visit: Go, address: str, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    seen = visit(home + address, width, color_scheme=scheme, bypass_csp=True)
    page = seen.page
    expect(page.locator("#et-working")).to_have_count(0, timeout=60_000)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    page.wait_for_timeout(200)
    found: Any = axe.run(page)
    assert found.violations_count == 0, found.generate_report()
    assert [line for line in seen.said if "404" not in line] == []
