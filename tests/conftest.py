"""What tests share: a small study on disk that can be broken, and the embedded studies, read once."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import hypothesis
import pytest

from equalterms.files import load
from equalterms.model import Study

# No test is timed; in CI the examples are the same every time, elsewhere they are new every time.
hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("house")

FILES = {
    "study.yaml": """title: A small study
time: 2022
licence: CC0-1.0
recipe:
  normalise: minmax(low=1, high=100)
vary:
  - weights: {noise: 0.25}
  - normalise: ["minmax(low=1)", "percentile_rank(low=1)"]
  - aggregate: [arithmetic, geometric]
  - leave_out: indicators
sources:
  table:
    title: A table of our own
    licence: CC0-1.0
""",
    "indicators.csv": """id,parent,name,measure,direction,weight,goalpost_low,goalpost_high,denominator,source
index,,The index,,,,,,,
skills,index,Skills,,,,,,,
tools,index,Tools,,,2,,,,
graduates,skills,Graduates,persons,1,,0,100,,table
dropouts,skills,Drop-outs,percent,-1,3,0,50,,table
machines,tools,Machines,count,1,1,,,people,table
people,none,People,persons,1,,,,,table
""",
    "observations.csv": """unit,indicator,time,value,status,source,where,quote
NOR,graduates,2020,10,,table,row 1,
NOR,graduates,2022,40,A,table,row 2,
CHE,graduates,2022,80,A,table,row 3,
FRA,graduates,2021,20,E,table,row 4,
ITA,graduates,2022,60,A,table,row 5,
NOR,dropouts,2022,5,A,table,row 6,
CHE,dropouts,2022,12.5,A,table,row 7,
FRA,dropouts,2022,20,A,table,row 8,
ITA,dropouts,2022,,M,table,row 9,
NOR,machines,2022,500,A,table,row 10,
CHE,machines,2022,900,A,table,row 11,
FRA,machines,2022,600,A,table,row 12,
ITA,machines,2022,300,A,table,row 13,
NOR,people,2022,50,A,table,row 14,
CHE,people,2022,100,A,table,row 15,
FRA,people,2022,120,A,table,row 16,
ITA,people,2022,60,A,table,row 17,
""",
    "units.csv": "unit,name,group.region\nXAA,Atlantis,Sea\n",
    "targets.csv": "unit,indicator,value,time,direction,measure,baseline,baseline_time,source\n"
    "NOR,Graduates,80,2030,1,persons,10,2020,table\n",
    "ties.csv": "a,b,kind,time,value,source\nCHE,NOR,articles,2022,7,table\n",
    "members.csv": "bloc,unit,since,until,status,source\nEFTA,NOR,1960,,member,table\n",
}
Edit = Callable[..., Path]


@pytest.fixture(scope="session", autouse=True)
def users_data(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The user's own data (ledgers of embedded studies) lie in a folder of the tests."""
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("data"))


@pytest.fixture
def folder(tmp_path: Path) -> Edit:
    """A function that writes the small study with some of its files changed, and gives the folder."""

    def write(**changes: str | bytes | None) -> Path:
        home = tmp_path / "small"
        home.mkdir(exist_ok=True)
        files: dict[str, str | bytes | None] = {**FILES, **{k.replace("__", "."): v for k, v in changes.items()}}
        for name, content in files.items():
            if content is not None:
                (home / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return home

    return write


@pytest.fixture
def small(folder: Edit) -> Study:
    """The small study."""
    return load(folder())


@cache
def embedded(name: str) -> Study:
    """An embedded study, read once for all tests."""
    return load(name)
