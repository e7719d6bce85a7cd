"""Bad input gets its one line: file, row, what is wrong, the remedy."""

from pathlib import Path

import pytest

from equalterms.errors import StudyError
from equalterms.files import check, load
from tests.conftest import FILES, Edit

YAML, NODES, VALUES = FILES["study.yaml"], FILES["indicators.csv"], FILES["observations.csv"]


def swap(text: str, old: str, new: str) -> str:
    """`text` with one thing made wrong; the thing must be there."""
    assert old in text
    return text.replace(old, new, 1)


# What is made wrong, then what the fault must say: file:row, part of the message, part of the remedy.
CASES: dict[str, tuple[dict[str, str | bytes | None], str, str, str]] = {
    "no title": ({"study__yaml": swap(YAML, "title: A small study\n", "")}, "study.yaml", "'title' is missing", "add"),
    "unknown key": ({"study__yaml": YAML + "titel: x\n"}, "study.yaml:15", "'titel' is not known", "title"),
    "doubled key": ({"study__yaml": YAML + "title: x\n"}, "study.yaml:15", "stands twice", "keep one"),
    "Norway as NO": ({"study__yaml": YAML + "units: [NO, CHE]\n"}, "study.yaml:15", "NO without quotes", "NOR"),
    "unknown unit in units": ({"study__yaml": YAML + "units: [NOR, CHX]\n"}, "study.yaml:15", "'CHX'", "did you mean"),
    "anchor": ({"study__yaml": YAML + "notes: &a [x]\n"}, "study.yaml:15", "anchor", "write the value out"),
    "tag": ({"study__yaml": YAML + "notes: !!python/name:os.system x\n"}, "study.yaml:15", "tag", "plain value"),
    "broken yaml": ({"study__yaml": YAML + "notes: [x\n"}, "study.yaml:16", "is not YAML", "quotes"),
    "time no year": ({"study__yaml": swap(YAML, "2022", "soon")}, "study.yaml:2", "time is 'soon'", "digits"),
    "time out of range": ({"study__yaml": swap(YAML, "2022", "20222")}, "study.yaml:2", "20222", "1000 to 2999"),
    "unknown method": (
        {"study__yaml": swap(YAML, "minmax(low=1, high", "minmix(low=1, high")},
        "study.yaml:5",
        "'minmix'",
        "minmax",
    ),
    "unknown option": (
        {"study__yaml": swap(YAML, "(low=1, high=100)", "(lo=1)")},
        "study.yaml:5",
        "no option 'lo'",
        "low",
    ),
    "option no number": (
        {"study__yaml": swap(YAML, "(low=1, high=100)", "(low=one)")},
        "study.yaml:5",
        "not a number",
        "",
    ),
    "unknown vary": (
        {"study__yaml": swap(YAML, "- weights: {noise: 0.25}", "- wights: {noise: 0.25}")},
        "study.yaml:7",
        "'wights'",
        "weights",
    ),
    "source without licence": (
        {"study__yaml": swap(YAML, "    licence: CC0-1.0\n", "")},
        "study.yaml:13",
        "no licence",
        "add",
    ),
    "unknown column": (
        {"indicators__csv": swap(NODES, "measure", "mesure")},
        "indicators.csv:1",
        "'mesure' is not known",
        "measure",
    ),
    "doubled column": (
        {"indicators__csv": swap(NODES, "direction", "name")},
        "indicators.csv:1",
        "stands twice",
        "keep one",
    ),
    "unknown parent": (
        {"indicators__csv": swap(NODES, "machines,tools", "machines,tolls")},
        "indicators.csv:7",
        "parent 'tolls'",
        "tools",
    ),
    "cycle": (
        {"indicators__csv": swap(NODES, "skills,index", "skills,graduates")},
        "indicators.csv:3",
        "cycle",
        "parent",
    ),
    "two roots": (
        {"indicators__csv": swap(NODES, "tools,index", "tools,")},
        "indicators.csv:4",
        "has no parent",
        "none",
    ),
    "no root": (
        {"indicators__csv": swap(NODES, "index,,", "index,none,")},
        "indicators.csv",
        "no row is the index",
        "empty",
    ),
    "doubled indicator": (
        {"indicators__csv": NODES + "machines,tools,M,count,1,1,,,,table\n"},
        "indicators.csv:9",
        "stands twice",
        "keep one",
    ),
    "no direction": (
        {"indicators__csv": swap(NODES, "persons,1,,0", "persons,,,0")},
        "indicators.csv:5",
        "direction",
        "1",
    ),
    "bad direction": (
        {"indicators__csv": swap(NODES, "percent,-1", "percent,down")},
        "indicators.csv:6",
        "'down'",
        "-1",
    ),
    "bad weight": ({"indicators__csv": swap(NODES, "-1,3", "-1,-3")}, "indicators.csv:6", "below 0", "0 or more"),
    "goalposts crossed": (
        {"indicators__csv": swap(NODES, "3,0,50", "3,50,0")},
        "indicators.csv:6",
        "low below a high",
        "both",
    ),
    "unknown denominator": (
        {"indicators__csv": swap(NODES, ",people,table", ",peeple,table")},
        "indicators.csv:7",
        "'peeple'",
        "people",
    ),
    "pillar with measure": (
        {"indicators__csv": swap(NODES, "Skills,,", "Skills,percent,")},
        "indicators.csv:3",
        "measure",
        "only indicators",
    ),
    "ragged row": (
        {"indicators__csv": NODES + "a,tools\n"},
        "indicators.csv:9",
        "2 cells, the heading has 10",
        "quote",
    ),
    "unknown unit": (
        {"observations__csv": swap(VALUES, "ITA,graduates", "ITX,graduates")},
        "observations.csv:6",
        "unit 'ITX'",
        "ITA",
    ),
    "unknown indicator": (
        {"observations__csv": swap(VALUES, "NOR,machines", "NOR,machine")},
        "observations.csv:11",
        "'machine'",
        "machines",
    ),
    "value of a pillar": (
        {"observations__csv": swap(VALUES, "NOR,machines", "NOR,tools")},
        "observations.csv:11",
        "'tools'",
        "not to pillars",
    ),
    "unknown status": (
        {"observations__csv": swap(VALUES, "20,E", "20,X")},
        "observations.csv:5",
        "status 'X'",
        "known",
    ),
    "unknown source": (
        {"observations__csv": swap(VALUES, "table,row 4", "tabel,row 4")},
        "observations.csv:5",
        "'tabel'",
        "table",
    ),
    "no source": (
        {"observations__csv": swap(VALUES, "table,row 4", ",row 4")},
        "observations.csv:5",
        "source is empty",
        "",
    ),
    "duplicate": (
        {"observations__csv": VALUES + "NOR,people,2022,51,A,table,,\n"},
        "observations.csv:19",
        "stands twice",
        "one row",
    ),
    "no number": (
        {"observations__csv": swap(VALUES, "12.5", "twelve")},
        "observations.csv:8",
        "'twelve', not a number",
        "digits",
    ),
    "decimal comma": (
        {"observations__csv": swap(VALUES, "12.5", '"12,5"')},
        "observations.csv:8",
        "'12,5'",
        "point for decimals",
    ),
    "not a number": ({"observations__csv": swap(VALUES, "12.5", "NaN")}, "observations.csv:8", "'NaN'", "status M"),
    "infinite": ({"observations__csv": swap(VALUES, "12.5", "1e999")}, "observations.csv:8", "'1e999'", "digits"),
    "gap without M": (
        {"observations__csv": swap(VALUES, ",,M", ",,A")},
        "observations.csv:10",
        "value is empty",
        "status M",
    ),
    "M with a value": (
        {"observations__csv": swap(VALUES, "20,E", "20,M")},
        "observations.csv:5",
        "missing",
        "empty one",
    ),
    "date out of range": (
        {"observations__csv": swap(VALUES, "2021,20", "2021-13,20")},
        "observations.csv:5",
        "out of range",
        "2024-06",
    ),
    "no day": (
        {"observations__csv": swap(VALUES, "2021,20", "2021-02-29,20")},
        "observations.csv:5",
        "no day of the calendar",
        "month",
    ),
    "latin-1": (
        {"observations__csv": VALUES.replace("row 4", "Zürich").encode("latin-1")},
        "observations.csv:5",
        "not UTF-8",
        "UTF-8",
    ),
    "utf-16": ({"observations__csv": VALUES.encode("utf-16")}, "observations.csv", "UTF-16", "UTF-8"),
    "a workbook": ({"observations__csv": b"PK\x03\x04" + b"\0" * 40}, "observations.csv", "workbook", "CSV"),
    "semicolons": ({"observations__csv": VALUES.replace(",", ";")}, "observations.csv:1", "is not known", "commas"),
    "no observations": ({"observations__csv": None}, "observations.csv", "is missing", "add"),
    "empty observations": ({"observations__csv": ""}, "observations.csv", "is empty", "begin with"),
    "no parquet": ({"observations__parquet": b"nothing"}, "observations.parquet", "not Parquet", "again"),
    "strange file": ({"target__csv": "x"}, "target.csv", "not a file of a study", "targets.csv"),
    "target without direction": (
        {"targets__csv": swap(FILES["targets.csv"], "2030,1,", "2030,,")},
        "targets.csv:2",
        "direction",
        "1",
    ),
    "target before baseline": (
        {"targets__csv": swap(FILES["targets.csv"], "10,2020", "10,2031")},
        "targets.csv:2",
        "not before",
        "times",
    ),
    "tie reversed": (
        {"ties__csv": swap(FILES["ties.csv"], "CHE,NOR", "NOR,CHE")},
        "ties.csv:2",
        "alphabet",
        "exchange",
    ),
    "membership reversed": (
        {"members__csv": swap(FILES["members.csv"], "1960,,", "1960,1950,")},
        "members.csv:2",
        "before since",
        "dates",
    ),
    "membership status": (
        {"members__csv": swap(FILES["members.csv"], "member,table", "boss,table")},
        "members.csv:2",
        "'boss'",
        "member",
    ),
    "doubled unit": ({"units__csv": FILES["units.csv"] + "XAA,Again,\n"}, "units.csv:3", "stands twice", "keep one"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fault_names_file_row_and_remedy(case: str, folder: Edit) -> None:
    """Each fault is found by `check` at its place, in one line, with a remedy."""
    changes, where, message, remedy = CASES[case]
    home = folder(**changes)
    found = [fault for fault in check(home) if fault.where == where and message in fault.message]
    assert found, [(fault.where, fault.message) for fault in check(home)]
    assert remedy in found[0].remedy
    assert "\n" not in str(found[0].error())


@pytest.mark.parametrize("case", CASES)
def test_a_study_with_a_fault_is_refused(case: str, folder: Edit) -> None:
    """`load` stops at the first fault and says how many others there are."""
    home = folder(**CASES[case][0])
    count = len(check(home))
    with pytest.raises(StudyError) as caught:
        load(home)
    assert (f"{count - 1} more fault" in str(caught.value)) == (count > 1)


def test_all_faults_are_listed_at_once(folder: Edit) -> None:
    """Faults of different files are told together, sorted by file and row."""
    home = folder(
        study__yaml=YAML + "titel: x\n",
        indicators__csv=swap(NODES, "-1,3", "-1,-3"),
        observations__csv=swap(VALUES, "12.5", "twelve"),
    )
    places = [fault.where for fault in check(home)]
    assert places == sorted(places)
    assert {"study.yaml:15", "indicators.csv:6", "observations.csv:8"} <= set(places)


def test_a_sound_study_has_no_fault(folder: Edit) -> None:
    """The study that the cases break is itself sound."""
    assert check(folder()) == ()


def test_no_such_study(tmp_path: Path) -> None:
    """A name that leads nowhere lists the studies there are; a folder without study.yaml is refused."""
    with pytest.raises(StudyError, match="hdi"):
        load("hdii")
    with pytest.raises(StudyError, match=r"study\.yaml"):
        load(tmp_path)


def test_a_billion_laughs_are_not_laughed(folder: Edit) -> None:
    """Aliases that would grow to gigabytes are refused before they grow."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{n}: &{n} [*{p}, *{p}, *{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert any("anchor" in fault.message for fault in check(folder(study__yaml=YAML + bomb)))


def test_rows_are_counted_as_an_editor_counts_them(folder: Edit) -> None:
    """Blank lines and cells that run over several lines do not shift the row that a fault names."""
    values = swap(VALUES, "row 2", '"row\n2"').replace("NOR,dropouts", "\nNOR,dropouts").replace("12.5", "twelve")
    faults = check(folder(observations__csv=values))
    line = values.split("\n").index("CHE,dropouts,2022,twelve,A,table,row 7,") + 1
    assert [fault.row for fault in faults] == [line]
