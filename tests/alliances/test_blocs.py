"""Blocs by name and date, as lists, unions and differences; what is disputed is said."""

import pytest

from equalterms.alliances import bloc
from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.model import Study
from tests.conftest import Edit, embedded


@pytest.fixture
def study() -> Study:
    return embedded("ai-capability")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("BRICS@2009", 4),
        ("BRICS@2023", 5),
        ("BRICS@2024", 9),
        ("BRICS@2025-01-05", 9),
        ("BRICS@2025-01-06", 10),
        ("BRICS:partner", 10),
        ("brics:any", 21),
        ("OECD@1990", 24),
        ("OECD", 38),
        ("EU@1995", 15),
        ("EU@2019", 28),
        ("EU@2020-01-31", 28),
        ("EU@2020", 27),
        ("NATO@1990", 16),
        ("NATO@2022", 30),
        ("NATO", 32),
        ("GCC", 6),
    ],
)
def test_sizes_of_the_public_record(study: Study, text: str, size: int) -> None:
    assert len(bloc(study, text).units) == size


def test_lists_unions_and_differences(study: Study) -> None:
    assert bloc(study, "rus, chn").units == ("CHN", "RUS")
    assert bloc(study, "BRICS@2010 + SAU - CHN,RUS").units == ("BRA", "IND", "RUS", "SAU", "ZAF")
    assert set(bloc(study, "G7 + EU").units) == set(bloc(study, "G7").units) | set(bloc(study, "EU").units)
    assert set(bloc(study, "EU - NATO").units) == {"AUT", "CYP", "IRL", "MLT"}


def test_signs_in_a_name_do_not_part_it(study: Study) -> None:
    assert len(bloc(study, "BRICS+AI Alliance (RDIF)").units) == 6
    assert len(bloc(study, "BRICS + AI Alliance Network@2024").units) == 11


def test_what_is_disputed_is_said(study: Study) -> None:
    """Of those counted, and of those left out."""
    network = bloc(study, "AI Alliance Network")
    assert any("companies and associations" in words for words in network.contested)
    assert any("SAU, not counted" in words for words in bloc(study, "BRICS").contested)
    assert not any("SAU" in words for words in bloc(study, "BRICS@2020").contested)
    assert any("(SAU)" in words for words in bloc(study, "BRICS:invited").contested)
    assert all(member.evidence.source in study.sources for member in bloc(study, "BRICS + NATO + GCC").memberships)


def test_suspended_members_are_not_members(folder: Edit) -> None:
    rows = "bloc,unit,since,until,status,source\nClub,NOR,1960,,member,table\nClub,CHE,1960,1990,member,table\n"
    rows += "Club,FRA,1970-Q2,,member,table\nClub,FRA,2000,2005-06,suspended,table\n"
    study = load(folder(members__csv=rows))
    assert bloc(study, "Club@2004").units == ("NOR",)
    assert bloc(study, "Club:suspended@2004").units == ("FRA",)
    assert bloc(study, "Club@2005-06-30").units == ("NOR",)
    assert bloc(study, "Club@2006").units == ("FRA", "NOR")
    assert bloc(study, "Club@1970-03").units == ("CHE", "NOR")
    assert bloc(study, "Club@1970-04").units == ("CHE", "FRA", "NOR")
    assert bloc(study, "Club@1990").units == ("CHE", "FRA", "NOR")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("BRIC", "no bloc or unit"),
        ("", "no bloc is named"),
        ("EU@1900", "no member at 1900"),
        ("RUS CHN", "is no bloc at 'CHN'"),
        ("RUS,,CHN", "is no bloc"),
        ("EU:partner", "has no partner"),
        ("RUS@2020", "no bloc or unit"),
        ("EU@20x", "is no bloc"),
        ("EU@2020-13", "out of range"),
        ("GCC - GCC", "has no members"),
        ("- EU", "is no bloc"),
    ],
)
def test_what_is_no_bloc_is_refused(study: Study, text: str, words: str) -> None:
    with pytest.raises(StudyError, match=words) as told:
        bloc(study, text)
    assert told.value.remedy


def test_a_tie_that_ends_before_it_begins_is_refused(folder: Edit) -> None:
    rows = "a,b,kind,time,value,source,since\nCHE,NOR,articles,2020,7,table,2021\n"
    with pytest.raises(StudyError, match="since 2021 is after"):
        load(folder(ties__csv=rows))


def test_a_pool_that_weighs_by_nothing_known_is_refused(folder: Edit) -> None:
    rows = """id,parent,name,measure,direction,pool,source
index,,The index,,,,
graduates,index,Graduates,persons,1,weighted_mean(weight=heads),table
people,none,People,persons,1,,table
dropouts,none,D,persons,1,,table
machines,none,M,persons,1,,table
"""
    with pytest.raises(StudyError, match="weight 'heads' of pool is not known"):
        load(folder(indicators__csv=rows))
