"""Every page in every format: the terminal's own data, and an archive that says what it is."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from typing import Any

import jsonschema
import numpy as np
import openpyxl
import polars as pl
import pytest

from equalterms.cli.app import run
from equalterms.cli.schemas import SCHEMAS
from equalterms.files import load
from equalterms.scores import score
from equalterms.variations import at, what_if
from equalterms.web.kinds import KINDS
from tests.web.conftest import Ask

PAGES = [
    "/",
    "/rank?runs=50",
    "/rank/talent?runs=50",
    "/map?runs=50",
    "/map/talent?runs=50",
    "/why/RUS",
    "/why/RUS/talent",
    "/profile/NOR?runs=50",
    "/trends?runs=20",
    "/trends/NOR/CHE?runs=20",
    "/data",
    "/coherence",
    "/freshness",
    "/removal",
    "/robust?runs=50",
    "/removal/innovation",
    "/targets",
    "/targets/SAU",
    "/claims",
    "/claims/alliance",
    "/brief?runs=50",
    "/methods",
    "/sources",
    "/compare?a=hdi&b=hdi",
    "/units?u=NOR,CHE,FRA&runs=50",
    "/ties/RUS/CHN",
    "/partners/NOR?runs=10",
    "/allies/BRICS@2024?runs=10",
    "/swap/RUS/IND",
    "/reach/RUS/30",
    "/swing/NOR/innovation",
    "/ledger",
]


def suffixed(address: str, end: str) -> str:
    path, mark, query = address.partition("?")
    return ("/overview" if path == "/" else path) + end + mark + query


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_there_for_people_and_for_machines(ask: Ask, address: str) -> None:
    seen = ask(address)
    assert seen.status == 200
    assert seen.headers["content-type"] == "text/html; charset=utf-8"
    assert seen.text.count("<h1") == 1
    assert "<script>" not in seen.text
    assert " style=" not in re.sub(r"<svg.*?</svg>", "", seen.text, flags=re.S)
    made = ask(suffixed(address, ".json"))
    assert made.status == 200
    assert made.headers["content-type"] == "application/json"
    data = made.json()
    assert {"schema", "study", "data", "warnings"} <= set(data)
    command = data["schema"].split("/")[1]
    if command in SCHEMAS:
        jsonschema.validate(data, SCHEMAS[command])


def test_every_kind_of_page_is_tried() -> None:
    tried = {re.split(r"[/?]", address)[1] or "overview" for address in PAGES}
    # The two that take seconds for 138 countries are tried with the smaller study below.
    assert tried | {"bounds", "acceptability"} == set(KINDS)


@pytest.mark.parametrize("address", ["/bounds", "/acceptability?runs=200", "/bounds/education", "/ties"])
def test_what_takes_long_with_a_small_study(hdi: Ask, address: str) -> None:
    seen = hdi(suffixed(address, ".json"))
    assert seen.status == (200 if address != "/ties" else 422)


@pytest.mark.parametrize(
    ("address", "command"),
    [
        ("/rank.json?runs=60&seed=3", ["rank", "--runs", "60", "--seed", "3"]),
        ("/rank/education.json?runs=30&at=2000", ["rank", "--level", "education", "--runs", "30", "--at", "2000"]),
        ("/rank.json?runs=20&set=weight.income=2", ["rank", "--runs", "20", "--set", "weight.income=2"]),
        ("/why/NOR/education.json", ["why", "NOR", "education"]),
        ("/profile/NOR.json?runs=30", ["profile", "NOR", "--runs", "30"]),
        ("/trends/NOR.json?runs=5", ["trends", "NOR", "--runs", "5"]),
        ("/coherence.json", ["coherence"]),
        ("/freshness.json", ["freshness"]),
        ("/data.json", ["data"]),
        ("/removal.json", ["removal"]),
        ("/methods.json", ["methods"]),
    ],
)
def test_the_browser_gives_the_terminals_bytes(
    hdi: Ask, address: str, command: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    run([*command, "--study", "hdi", "--json"])
    sys.stdout.flush()
    assert hdi(address).body == capfdbinary.readouterr().out


def test_tables_come_in_every_format(hdi: Ask) -> None:
    rows = hdi("/rank.json?runs=20").json()["data"]
    units = [row["unit"] for row in rows]
    assert [row["unit"] for row in csv.DictReader(io.StringIO(hdi("/rank.csv?runs=20").text))] == units
    assert pl.read_parquet(io.BytesIO(hdi("/rank.parquet?runs=20").body))["unit"].to_list() == units
    book = openpyxl.load_workbook(io.BytesIO(hdi("/rank.xlsx?runs=20").body))
    assert [row[0].value for row in book["data"].iter_rows(min_row=2)] == units
    said = hdi("/rank.csv?runs=20").headers
    assert said["content-disposition"] == 'attachment; filename="hdi-rank.csv"'
    second = hdi("/data.json?table=2").json()["data"]
    assert [row["indicator"] for row in second] == [
        "life_expectancy",
        "expected_schooling",
        "mean_schooling",
        "gni_per_head",
    ]
    assert hdi("/data.json?table=99").status == 404


def test_figures_say_their_source_and_licence_inside(hdi: Ask) -> None:
    drawn = hdi("/rank.svg?runs=20")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "Licence: CC BY 3.0 IGO" in drawn.text
    assert hdi("/rank.png?runs=20").body.startswith(b"\x89PNG")
    assert hdi("/rank.svg?runs=20&figure=2").status == 404


def test_an_archive_says_what_it_is(hdi: Ask) -> None:
    with zipfile.ZipFile(io.BytesIO(hdi("/rank.zip?runs=20&set=weight.income=2").body)) as made:
        names = made.namelist()
        readme = made.read("README.txt").decode()
        data = json.loads(made.read("data.json"))
    assert {"README.txt", "data.json", "page.md", "tables/1.csv", "figures/1.svg"} <= set(names)
    study = load("hdi")
    assert study.hash in readme
    assert study.licence in readme
    assert "set=weight.income=2" in readme
    for source in study.sources.values():
        assert (source.citation or source.title) in readme
    assert data["study"]["settings"] == {"weight.income": "2"}


def test_a_form_leads_to_the_address_that_says_the_same(hdi: Ask) -> None:
    went = hdi(
        "/rank?form=1&at=2022&runs=1000&seed=0&weight.income=2&weight.education=1&normalise=percentile_rank(low=1)&drop=&set="
    )
    assert went.status == 303
    assert went.headers["location"] == "/rank?set=weight.income=2&set=normalise=percentile_rank(low=1)"
    assert "weight.income=2" in hdi(went.headers["location"] + "&runs=20").text
    went = hdi("/rank?form=1&at=2020&drop=NOR&drop=&weight.income=&set=needs=0.5")
    assert went.headers["location"] == "/rank?set=needs=0.5&set=drop=NOR&at=2020"


def test_a_form_shows_what_the_state_says(hdi: Ask) -> None:
    text = hdi(
        "/rank?runs=20&set=weight.income=2.5&set=drop=NOR&set=normalise.life_expectancy=minmax(low=1)&at=2000"
    ).text
    assert re.search(r'name="weight.income" value="2.5" data-own="1"', text)
    assert re.search(r'<option value="NOR" selected>', text)
    assert 'value="normalise.life_expectancy=minmax(low=1)"' in text
    assert re.search(r'name="at" value="2000" data-own="2022"', text)
    assert "Norway" not in re.sub(r"<(datalist|select).*?</\1>", "", text, flags=re.S)


def test_links_carry_the_what_if(hdi: Ask) -> None:
    text = hdi("/rank?runs=20&set=weight.income=2").text
    assert 'href="/why/NOR?set=weight.income=2&amp;runs=20"' in text
    assert 'href="/coherence?set=weight.income=2&amp;runs=20"' in text


def test_part_is_the_page_alone(hdi: Ask) -> None:
    text = hdi("/rank.part?runs=20").text
    assert text.lstrip().startswith("<section")
    assert "<html" not in text
    assert 'class="spec"' in text


def test_a_country_is_found_by_any_of_its_names(ask: Ask) -> None:
    for words in ("Norway", "norway", "NOR", "Kingdom+of+Norway", "NO"):
        assert ask(f"/go?q={words}&set=normalise=zscore").headers["location"] == "/profile/NOR?set=normalise=zscore"
    assert ask("/go?q=Atlantis").status == 404


def test_a_saved_study_is_the_what_if(ask: Ask, tmp_path: Any) -> None:
    wanted = load()
    settings = [("weight.research", "2"), ("weight.ai_articles", "7"), ("normalise", "zscore(mean=50, sd=10)")]
    settings += [("parent.rule_of_law", "talent"), ("aggregate.innovation", "geometric"), ("drop", "hightech_imports")]
    settings += [("drop", "RUS")]
    for key, value in settings:
        wanted = what_if(wanted, key, value)
    wanted = at(wanted, 2024)
    query = "&".join(f"set={key}={value}" for key, value in settings).replace(" ", "%20")
    answer = ask(f"/study.zip?{query}&at=2024")
    assert answer.status == 200
    with zipfile.ZipFile(io.BytesIO(answer.body)) as made:
        made.extractall(tmp_path)
    saved = load(tmp_path / "ai-capability")
    assert "weight.research=2" in (tmp_path / "ai-capability" / "README.md").read_text()
    assert np.array_equal(score(saved).index, score(wanted).index, equal_nan=True)
    assert saved.targets == load().targets
    assert "RUS" not in [unit.code for unit in saved.units]


def test_a_pillar_left_out_is_saved_too(hdi: Ask, tmp_path: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(hdi("/study.zip?set=drop=education").body)) as made:
        made.extractall(tmp_path)
    saved, wanted = load(tmp_path / "hdi"), what_if(load("hdi"), "drop", "education")
    assert np.array_equal(score(saved).index, score(wanted).index, equal_nan=True)


def test_openapi_describes_every_page(ask: Ask) -> None:
    made = ask("/openapi.json").json()
    assert made["openapi"] == "3.1.0"
    assert {path.split("/")[1].removesuffix(".json") for path in made["paths"]} == set(KINDS)
    for each in made["paths"].values():
        schema = each["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.Draft202012Validator.check_schema(schema)
    why = made["paths"]["/why/{unit}/{node}.json"]["get"]
    assert [p["name"] for p in why["parameters"] if p["in"] == "path"] == ["unit", "node"]
