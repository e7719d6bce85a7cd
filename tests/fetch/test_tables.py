"""Charts of Our World in Data, SDMX-CSV as offices give it, and any table by a mapping."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from equalterms.errors import StudyError
from equalterms.fetch import Fetched
from equalterms.files import check
from tests.fetch.places import Clock, bring, shot
from tests.fetch.server import Place, Reply, serving

HEAD = """title: A study that fetches
time: 2023
licence: CC BY 4.0
sources: {s: {title: A source, licence: CC BY 4.0}}
fetch:
  s:
"""
TREE = """id,parent,name,measure,direction,source
index,,The index,,,
a,index,A,share,1,s
b,index,B,share,1,s
"""
Pages = dict[str, bytes | str]


def lay(folder: Path, order: str) -> Path:
    """A study with an order."""
    home = folder / "fetching"
    home.mkdir(parents=True, exist_ok=True)
    (home / "study.yaml").write_text(HEAD + "".join(f"    {line}\n" for line in order.splitlines()), encoding="utf-8")
    (home / "indicators.csv").write_text(TREE, encoding="utf-8")
    return home


def answering(pages: Pages) -> Callable[[str, dict[str, str]], Reply]:
    """What stands at a path (without its query) is answered; nothing else is there."""

    def answer(path: str, headers: dict[str, str]) -> Reply:
        body = pages.get(path.partition("?")[0])
        if body is None:
            return Reply(b"not here", status=404)
        return Reply(body.encode() if isinstance(body, str) else body)

    return answer


def fetched(folder: Path, pages: Pages, order: str) -> tuple[Fetched, Place]:
    """One fetch from a server with these pages."""
    with serving(answering(pages)) as place:
        home = lay(folder, order.replace("ADDRESS", place.address))
        made = bring(home, Clock(), "s")
    assert check(home) == ()
    return made, place


def refused(folder: Path, pages: Pages, order: str) -> str:
    """What a fetch that fails says; it leaves the study as it was."""
    with serving(answering(pages)) as place:
        home = lay(folder / "refused", order.replace("ADDRESS", place.address))
        before = shot(home)
        with pytest.raises(StudyError) as caught:
            bring(home, Clock(), "s")
    assert shot(home) == before
    assert caught.value.code == 3
    return str(caught.value)


def cells(made: Fetched, *columns: int) -> list[tuple[str, ...]]:
    """Some columns of the rows."""
    return [tuple(row[column] for column in columns) for row in made.rows]


# --- Our World in Data ---

CHART = """entity,code,year,ai_share
Africa,,2022,1.5
Kosovo,OWID_KOS,2022,10.25
Norway,NOR,2021,
Norway,NOR,2022,30.5
Taiwan,TWN,2022,25
World,OWID_WRL,2022,5
"""
ABOUT = {"chart": {"title": "AI"}, "columns": {"ai_share": {"titleShort": "AI", "unit": "%", "shortName": "ai_share"}}}
OWID = "from: owid\naddress: ADDRESS\nindicators: {a: ai}"


def test_a_chart(tmp_path: Path) -> None:
    """Countries by their codes; Kosovo, Taiwan; groups left out by name; the unit of measure is kept."""
    pages: Pages = {"/ai.csv": CHART, "/ai.metadata.json": json.dumps(ABOUT)}
    made, place = fetched(tmp_path, pages, OWID)
    assert cells(made, 0, 2, 3, 4) == [
        ("NOR", "2021", "", "M"),
        ("NOR", "2022", "30.5", ""),
        ("TWN", "2022", "25", ""),
        ("XKX", "2022", "10.25", ""),
    ]
    assert made.vintage.left_out == ("Africa", "World")
    assert made.vintage.measures == {"a": "%"}
    assert all("csvType=full&useColumnShortNames=true" in path for path, _ in place.seen)


def test_an_older_spelling_of_a_chart(tmp_path: Path) -> None:
    """Headings with capitals and days; metadata by title; one column chosen of two; asked once for two indicators."""
    chart = "Entity,Code,Day,First,Second\nNorway,NOR,2022-03-01,1,2\nFrance,,2022-03-01,3,4\n"
    about = {"columns": {"First": {"titleShort": "First"}, "Second": {"unit": "persons"}}}
    pages: Pages = {"/two.csv": chart, "/two.metadata.json": json.dumps(about)}
    order = OWID.replace("{a: ai}", "{a: {code: two, column: First}, b: {code: two, column: Second}}")
    made, place = fetched(tmp_path, pages, order)
    # France has no code here, and is a country all the same: no row of a country is dropped.
    assert cells(made, 1, 0, 2, 3) == [
        ("a", "FRA", "2022-03-01", "3"),
        ("a", "NOR", "2022-03-01", "1"),
        ("b", "FRA", "2022-03-01", "4"),
        ("b", "NOR", "2022-03-01", "2"),
    ]
    assert made.vintage.measures == {"a": "First", "b": "persons"}
    assert len(place.seen) == 2


@pytest.mark.parametrize(
    ("chart", "about", "message"),
    [
        (CHART.replace("year", "annee"), ABOUT, "no column 'year'"),
        (CHART.replace("ai_share", "share"), ABOUT, "tells nothing of 'share'"),
        (CHART.replace("\n", ",\n").replace("ai_share,", "ai_share,x"), ABOUT, "has 2 columns: ai_share, x"),
        (CHART, {"chart": {}}, "tells nothing of its columns"),
        (CHART.replace("NOR", "NOX"), ABOUT, "'NOX'"),
        (CHART.replace("30.5", "30,5"), ABOUT, "row 5 has 5 cells"),
        (CHART.replace("ai_share", "code"), ABOUT, "'code' stands twice"),
        (CHART.replace("30.5", "high"), ABOUT, "'high' is not a number"),
    ],
)
def test_a_chart_that_is_not_understood(chart: str, about: object, message: str, tmp_path: Path) -> None:
    """Another column, another code, another shape: nothing is written."""
    assert message in refused(tmp_path, {"/ai.csv": chart, "/ai.metadata.json": json.dumps(about)}, OWID)


# --- SDMX ---

OECD = """STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,MEASURE,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT
DATAFLOW,OECD.STI:DF_MSTI(1.3),I,NOR,G,PT_B1GQ,2022,1.56,A,0
DATAFLOW,OECD.STI:DF_MSTI(1.3),I,NOR,G,PT_B1GQ,2023,,O,0
DATAFLOW,OECD.STI:DF_MSTI(1.3),I,KOR,G,PT_B1GQ,2022,5.21,B,0
DATAFLOW,OECD.STI:DF_MSTI(1.3),I,OECD,G,PT_B1GQ,2022,2.7,E,0
DATAFLOW,OECD.STI:DF_MSTI(1.3),I,NOR,T_RS,PS,2022,37421.5,P,0
"""
MSTI = """from: sdmx
address: ADDRESS/data/OECD.STI,DF_MSTI,1.3?format=csvfile
since: 2020
until: 2024
indicators:
  a: {code: .A.G.., where: {MEASURE: G}}
"""
PATH = "/data/OECD.STI,DF_MSTI,1.3/.A.G.."
EUROSTAT = """DATAFLOW,LAST UPDATE,freq,indic_is,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS
ESTAT:ISOC_EB_AI(1.0),11/12/25 23:00:00,A,E_AI_TANY,PC_ENT,EL,2023,3.98,,
ESTAT:ISOC_EB_AI(1.0),11/12/25 23:00:00,A,E_AI_TANY,PC_ENT,EU27_2020,2023,8.03,e,
ESTAT:ISOC_EB_AI(1.0),11/12/25 23:00:00,A,E_AI_TANY,PC_ENT,NO,2023,9.22,b,
ESTAT:ISOC_EB_AI(1.0),11/12/25 23:00:00,A,E_AI_TANY,PC_ENT,XK,2023,,c,
"""
ISOC = """from: sdmx
address: ADDRESS/data/isoc?format=SDMX-CSV
units: {XK: XKX}
indicators: {a: A.E_AI_TANY}
"""


def test_sdmx_csv_2(tmp_path: Path) -> None:
    """Dimensions choose rows, statuses are those of SDMX, a gap is a gap, a group is none."""
    made, place = fetched(tmp_path, {PATH: OECD}, MSTI)
    assert cells(made, 0, 2, 3, 4) == [
        ("KOR", "2022", "5.21", "B"),
        ("NOR", "2022", "1.56", ""),
        ("NOR", "2023", "", "M"),
    ]
    assert made.vintage.left_out == ("OECD",)
    assert made.vintage.measures == {"a": "PT_B1GQ"}
    path, headers = place.seen[0]
    assert path == f"{PATH}?format=csvfile&startPeriod=2020&endPeriod=2024"
    assert headers["accept"].startswith("application/vnd.sdmx.data+csv;version=2.0.0")


def test_sdmx_csv_of_eurostat(tmp_path: Path) -> None:
    """Small dimensions, flags, Greece as EL; what is confidential is a gap."""
    made, _ = fetched(tmp_path, {"/data/isoc/A.E_AI_TANY": EUROSTAT}, ISOC)
    assert cells(made, 0, 3, 4) == [("GRC", "3.98", ""), ("NOR", "9.22", "B"), ("XKX", "", "M")]
    assert made.vintage.left_out == ("EU27_2020",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("REF_AREA", "COUNTRY", "no column 'REF_AREA'"),
        ("OBS_VALUE", "VALUE", "no column 'OBS_VALUE'"),
        ("MEASURE,UNIT", "MEASURES,UNIT", "no column 'MEASURE'"),
        ("STRUCTURE,STRUCTURE_ID", "Structure,Id", "begins with 'Structure'"),
        ("1.56,A,0", "1.56,A,3", "10 to the 3"),
        ("1.56,A,0", "1.56,U,0", "status 'U' is not known"),
        ("1.56,A,0", "1.56,M,0", "has a value and the status M"),
        ("5.21,B,0", "5.21,B,0\nDATAFLOW,X,D,KOR,G,PT_B1GQ,2021,5,A,0", "action 'D'"),
        ("5.21,B,0", "5.21,B,0\nDATAFLOW,X,I,KOR,G,PT_B1GQ,2022,6,A,0", "has two values, 5.21"),
        ("KOR,G,PT_B1GQ", "KOR,G,XDC", "several units: PT_B1GQ, XDC"),
        ("2022,5.21", "2022-W05,5.21", "no time"),
        (",G,", ",H,", "a has 0 values, at least 1"),
    ],
)
def test_sdmx_that_is_not_understood(old: str, new: str, message: str, tmp_path: Path) -> None:
    """What could be read in two ways, or not at all, is refused."""
    assert message in refused(tmp_path, {PATH: OECD.replace(old, new)}, MSTI)


def test_a_power_of_ten_that_is_stated(tmp_path: Path) -> None:
    """Who states it means the values as they stand."""
    text = OECD.replace(",0\n", ",6\n")
    made, _ = fetched(tmp_path, {PATH: text}, MSTI.replace("{MEASURE: G}", "{MEASURE: G}, multiplier: 6"))
    assert ("KOR", "5.21") in cells(made, 0, 3)


# --- any table ---

PLAIN = "from: table\naddress: ADDRESS/x.csv\nunit: Country\ntime: Year\nindicators: {a: Score, b: Depth}"


def test_a_table(tmp_path: Path) -> None:
    """Units by name, with a byte order mark; words for gaps; marks and notes in columns."""
    text = (
        "\ufeffCountry;Year;Score;Depth;Flag;Note\n"
        '"Korea, Rep.";2023;1.5;n/a;;\nBahamas, The;2023;..;2;est;"of 2022"\nTürkiye;2023;3;4;;\n'
    )
    order = PLAIN.replace("unit:", 'separator: ";"\nstatus_in: Flag\nnote_in: Note\nstatus: {est: E}\nunit:')
    made, _ = fetched(tmp_path, {"/x.csv": text}, order)
    assert cells(made, 1, 0, 3, 4, 7) == [
        ("a", "BHS", "", "M", "of 2022"),
        ("a", "KOR", "1.5", "", ""),
        ("a", "TUR", "3", "", ""),
        ("b", "BHS", "2", "E", "of 2022"),
        ("b", "KOR", "", "M", ""),
        ("b", "TUR", "4", "", ""),
    ]


def test_a_table_in_json(tmp_path: Path) -> None:
    """Rows inside, keys inside; no digit of a number is lost; a year for all."""
    rows = '[{"c": {"code": "NOR"}, "v": 0.1234567890123456789, "w": null}, {"c": {"code": "CHE"}, "v": 1e3, "w": 2}]'
    order = (
        'from: table\naddress: ADDRESS/x.json\nrecords: data.rows\nunit: c.code\ntime: "2023"\nindicators: {a: v, b: w}'
    )
    made, _ = fetched(tmp_path, {"/x.json": f'{{"data": {{"rows": {rows}}}}}'}, order)
    assert cells(made, 1, 0, 2, 3) == [
        ("a", "CHE", "2023", "1e3"),
        ("a", "NOR", "2023", "0.1234567890123456789"),
        ("b", "CHE", "2023", "2"),
        ("b", "NOR", "2023", ""),
    ]
    assert "no list of rows at 'data'" in refused(
        tmp_path, {"/x.json": '{"data": {}}'}, order.replace("data.rows", "data")
    )


def test_rows_that_are_counted(tmp_path: Path) -> None:
    """A list of things with the countries behind each: how many, by country and year."""
    text = (
        "Model,Country,Date,Kind\n"
        'One,"United States,China",2022-05-01,x\nTwo,China,2022-06-30,x\nThree,China,2023-01-05,x\n'
        "Four,Multinational,2023-02-01,x\nFive,,2023-02-02,x\nSix,China,2023-02-02,z\n"
    )
    order = (
        'from: table\naddress: ADDRESS/x.csv\nunit: Country\ntime: Date\nsplit: ","\n'
        'leave_out: [Multinational, "(empty)"]\nindicators: {a: {count: true}, b: {count: true, where: {Kind: z}}}'
    )
    made, _ = fetched(tmp_path, {"/x.csv": text}, order)
    assert cells(made, 1, 0, 2, 3) == [
        ("a", "CHN", "2022", "2"),
        ("a", "CHN", "2023", "2"),
        ("a", "USA", "2022", "1"),
        ("b", "CHN", "2023", "1"),
    ]
    assert made.vintage.left_out == ("(empty)", "Multinational")
    assert "'(empty)'" in refused(tmp_path, {"/x.csv": text}, order.replace(', "(empty)"', ""))


@pytest.mark.parametrize(
    ("text", "order", "message"),
    [
        ("Country,Year,Score\nNorway,2023,1\n", PLAIN, "no column 'Depth'"),
        ("Land,Year,Score,Depth\nNorway,2023,1,1\n", PLAIN, "no column 'Country'"),
        ("Country,Year,Score,Depth\nNorway,2023,1.000,1\nNoreg,2023,1,1\n", PLAIN, "'Noreg'"),
        ("Country,Year,Score,Depth\nNorway,2023,1,1\nNOR,2023,2,1\n", PLAIN, "'Norway' and 'NOR' both are NOR"),
        ('Country,Year,Score,Depth\nNorway,2023,"1,000",1\n', PLAIN, "no separator of thousands"),
        ("Country,Year,Score,Depth\nNorway,2023,nan,inf\n", PLAIN, "'inf' is not a number"),
        ("Country,Year,Score,Depth\nNorway,last,1,1\n", PLAIN, "no time"),
        ('Country,Year,Score,Depth\nNorway,2023,"1,1\n', PLAIN, "is not CSV"),
        ("", PLAIN, "gives nothing"),
        ("<html><title>Sign in</title>", PLAIN, "page for people"),
        ("x", PLAIN.replace("unit: Country\n", ""), "names no column for unit"),
        ("x", PLAIN.replace("unit:", "format: pdf\nunit:"), "format 'pdf' is not read"),
        ("x", PLAIN.replace("a: Score", "c: Score"), "'c' is no indicator"),
        ("x", PLAIN.replace("address: ADDRESS/x.csv\n", ""), "has no address"),
        ("x", PLAIN.replace("ADDRESS", "ftp://ftp.example"), "no http(s) address"),
        ("x", PLAIN.replace("x.csv", "y.csv"), "404"),
    ],
)
def test_a_table_that_is_not_understood(text: str, order: str, message: str, tmp_path: Path) -> None:
    """Every cell that could not be read is named; nothing is written."""
    assert message in refused(tmp_path, {"/x.csv": text}, order)


@pytest.mark.parametrize(
    ("order", "message"),
    [
        ("from: worldbonk\nindicators: {a: X}", "nothing is fetched from 'worldbonk'"),
        ("indicators: {a: X}", "nothing is fetched from 's'"),
        ("from: worldbank", "has no indicators"),
        ("from: worldbank\nindicators: {a: {low: 0}}", "a has no code"),
        ("from: worldbank\nindicators: {a: {code: X, column: z}}", "unknown key 'column'"),
        ("from: worldbank\nadress: x\nindicators: {a: X}", "did you mean address"),
        ("from: worldbank\nsince: soon\nindicators: {a: X}", "not a number"),
        ("from: worldbank\nsince: 2020.5\nindicators: {a: X}", "not a whole number"),
        ("from: worldbank\nunits: [NOR]\nindicators: {a: X}", "units holds no keys"),
        ("from: worldbank\nleave_out: x\nindicators: {a: X}", "leave_out is no list"),
        ("from: table\nindicators: {a: {code: X, count: 3}}", "write true or false"),
        ("from: worldbank\nindicators: {a: 3}", "a holds no keys"),
    ],
)
def test_an_order_that_is_not_understood(order: str, message: str, tmp_path: Path) -> None:
    """A fault of study.yaml, with its line; `check` lists it."""
    said = refused(tmp_path, {}, order)
    assert message in said
    assert "study.yaml:" in said
    home = lay(tmp_path, order)
    assert any(message in f"{fault.message} {fault.remedy}" for fault in check(home))


def workbook(rows: list[list[object]], sheet: str = "Data") -> bytes:
    """A workbook with a cover and a sheet."""
    made, book = io.BytesIO(), openpyxl.Workbook()
    book.active.title = "Cover"
    book["Cover"]["A1"] = "What this is"
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    book.save(made)
    return made.getvalue()


def test_a_sheet_of_a_workbook(tmp_path: Path) -> None:
    """By the same mapping: empty rows before the heading and cells beyond it do not count."""
    rows: list[list[object]] = [
        [],
        ["Country", "Year", "Score", None],
        ["Norway", 2023, 0.25, "x"],
        ["Switzerland", 2023, None],
    ]
    order = (
        "from: table\naddress: ADDRESS/x.xlsx\nsheet: Data\nunit: Country\ntime: Year\nindicators: {a: Score, b: Score}"
    )
    made, _ = fetched(tmp_path, {"/x.xlsx": workbook(rows)}, order)
    assert cells(made, 1, 0, 2, 3)[:2] == [("a", "CHE", "2023", ""), ("a", "NOR", "2023", "0.25")]
    for body, text, message in (
        (workbook(rows), order.replace("sheet: Data", "sheet: Date"), "no sheet 'Date'"),
        (workbook(rows), order.replace("\nsheet: Data", ""), "no column 'Country'"),
        (workbook([["A", "A"]]), order, "no headings"),
        (b"PK\x03\x04 and then nothing", order, "x.xlsx"),
        (b"<html>", order, "no workbook"),
    ):
        assert message in refused(tmp_path, {"/x.xlsx": body}, text)


MODELS = """Model,Organization,Country (of organization),Publication date,Domain
One,A,"United States of America,China",2022-05-01,Language
Two,B,China,2023-06-30,Vision
Three,C,Multinational,2023-02-01,Language
Four,D,,2023-02-02,Language
"""


def test_the_models_of_epoch(tmp_path: Path) -> None:
    """Counted by country and year without a mapping; what is no country is left out and named."""
    order = "from: epoch\naddress: ADDRESS/x.csv\nindicators: {a: {code: all}, b: {where: {Domain: Vision}}}"
    made, _ = fetched(tmp_path, {"/x.csv": MODELS}, order)
    assert cells(made, 1, 0, 2, 3) == [
        ("a", "CHN", "2022", "1"),
        ("a", "CHN", "2023", "1"),
        ("a", "USA", "2022", "1"),
        ("b", "CHN", "2023", "1"),
    ]
    assert made.vintage.left_out == ("(empty)", "Multinational")
    assert made.vintage.measures == {"a": "models", "b": "models"}
    assert "no column 'Publication date'" in refused(tmp_path, {"/x.csv": MODELS.replace("Publication", "Pub")}, order)
