"""Labels of units: those of every table become codes, those that mean nothing are an error, none is dropped."""

import pytest

from equalterms.countries import countries
from equalterms.errors import StudyError
from equalterms.fetch import ORIGINS
from equalterms.fetch.units import match, named
from equalterms.files.orders import Order

OWN = frozenset((*countries(), "EUU"))
# As the World Bank, the UN, Our World in Data, OECD, Eurostat, WIPO and newspapers write them.
LABELS = {
    "Korea, Rep.": "KOR",
    "Korea (Republic of)": "KOR",
    "Republic of Korea": "KOR",
    "South Korea": "KOR",
    "Korea, Dem. People's Rep.": "PRK",
    "Democratic People’s Republic of Korea": "PRK",
    "Kosovo": "XKX",
    "Taiwan": "TWN",
    "Taiwan, China": "TWN",
    "Hong Kong": "HKG",
    "Hong Kong SAR, China": "HKG",
    "Macao SAR, China": "MAC",
    "Bahamas, The": "BHS",
    "The Bahamas": "BHS",
    "Gambia, The": "GMB",
    "Congo, Dem. Rep.": "COD",
    "Congo, Rep.": "COG",
    "Democratic Republic of the Congo": "COD",
    "Republic of the Congo": "COG",
    "Cote d'Ivoire": "CIV",
    "Côte d’Ivoire": "CIV",
    "St. Lucia": "LCA",
    "Saint Lucia": "LCA",
    "St Lucia": "LCA",
    "Sao Tome & Principe": "STP",
    "Türkiye": "TUR",
    "Turkiye": "TUR",
    "VIET NAM": "VNM",
    "Guinea": "GIN",
    "Guinea-Bissau": "GNB",
    "Papua New Guinea": "PNG",
    "Equatorial Guinea": "GNQ",
    "Niger": "NER",
    "Nigeria": "NGA",
    "Dominica": "DMA",
    "Dominican Republic": "DOM",
    "American Samoa": "ASM",
    "Samoa": "WSM",
    "Ireland": "IRL",
    "Georgia": "GEO",
    "USA": "USA",
    "EUU": "EUU",
}


@pytest.mark.parametrize(("label", "code"), LABELS.items())
def test_a_name(label: str, code: str) -> None:
    """However a table turns it, it is the one country."""
    assert match([label, "Norway"], Order("s", "table"), ORIGINS["table"], OWN, False)[0][label] == code


def test_every_name_of_ours_is_its_country() -> None:
    """Taking signs, articles and order away makes no two countries one."""
    for country in countries().values():
        assert named(country.name) == country.code, country.name
        for alias in country.aliases:
            assert named(alias) in (country.code, ""), alias


def test_names_of_cldr() -> None:
    """Every territory of CLDR in English that has a country of ours is found by that name."""
    babel = pytest.importorskip("babel")
    names = babel.Locale("en").territories
    for country in countries().values():
        if country.iso2 in names:
            assert named(names[country.iso2]) == country.code, names[country.iso2]


def test_what_is_not_understood_lists_candidates() -> None:
    """All labels are told, with countries that they may mean, and the line to write."""
    with pytest.raises(StudyError) as caught:
        match(["Norwey", "Kingdom of Sealand", "Norway"], Order("s", "table"), ORIGINS["table"], OWN, False)
    said = str(caught.value)
    assert "'Norwey' (candidates: NOR Norway" in said
    assert "'Kingdom of Sealand'" in said
    assert 'units: {"Norwey": CODE}' in said
    many = [f"Place {number}" for number in range(9)]
    with pytest.raises(StudyError, match="and 4 more"):
        match(many, Order("s", "table"), ORIGINS["table"], OWN, False)


def test_two_letters() -> None:
    """NA is Namibia among codes, and nobody among names: there it says that there is no value."""
    order, origin = Order("s", "table"), ORIGINS["table"]
    assert match(["NA", "NO"], order, origin, OWN, False)[0] == {"NA": "NAM", "NO": "NOR"}
    with pytest.raises(StudyError, match="'NA'"):
        match(["NA", "Norway"], order, origin, OWN, False)
    sdmx = ORIGINS["sdmx"]
    found, groups = match(["EL", "UK", "NO", "EU27_2020", "EA20"], Order("s", "sdmx"), sdmx, OWN, True)
    assert found == {"EL": "GRC", "UK": "GBR", "NO": "NOR"}
    assert groups == ["EU27_2020", "EA20"]


def test_what_the_study_says_goes_first() -> None:
    """A group may be a unit of the study, a country may be left out; a code that is no unit is refused."""
    sdmx = ORIGINS["sdmx"]
    order = Order("s", "sdmx", units={"EU27_2020": "EUU", "UK": "IRL"}, leave_out=("NO",))
    assert match(["EU27_2020", "UK", "NO"], order, sdmx, OWN, True) == ({"EU27_2020": "EUU", "UK": "IRL"}, ["NO"])
    with pytest.raises(StudyError, match="is no unit"):
        match(["X"], Order("s", "sdmx", units={"X": "XYZ"}), sdmx, OWN, True)
