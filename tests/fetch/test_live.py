"""The real services, by the contract that the local servers hold to: `make test-live`, where there is a network.

Each source is asked for a little that cannot change much. Where the network is not there, the test is skipped and says
so; an answer that is not understood fails.
"""

import os
from pathlib import Path

import pytest

from equalterms.fetch import Client, NetworkError, fetch
from equalterms.files import check
from tests.fetch.test_tables import lay

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        os.environ.get("EQUALTERMS_LIVE") != "1", reason="the real services are asked only by `make test-live`"
    ),
    pytest.mark.skipif(os.environ.get("EQUALTERMS_OFFLINE") == "1", reason="EQUALTERMS_OFFLINE=1 forbids the network"),
]

EUROSTAT = "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/isoc_eb_ai?format=SDMX-CSV"
ORDERS = {
    "worldbank": "from: worldbank\nsince: 2015\nuntil: 2016\n"
    "indicators: {a: {code: IT.NET.USER.ZS, low: 0, high: 100, least: 150}}",
    "governance": 'from: worldbank\ndatabase: "3"\nsince: 2015\nuntil: 2016\n'
    "indicators: {a: {code: GOV_WGI_RL.EST, low: -4, high: 4, least: 150}}",
    "owid": "from: owid\nsince: 2015\nuntil: 2016\n"
    "indicators: {a: {code: share-of-individuals-using-the-internet, low: 0, high: 100, least: 150}}",
    "sdmx": f"from: sdmx\naddress: {EUROSTAT}\nsince: 2021\nuntil: 2023\n"
    "indicators: {a: {code: A.GE10.C10-S951_X_K.E_AI_TANY.PC_ENT., low: 0, high: 100, least: 20}}",
    "openalex": "from: openalex\nsince: 2015\nuntil: 2015\n"
    'indicators: {a: {code: "primary_topic.subfield.id:1702", low: 0, least: 100}}',
    "epoch": "from: epoch\nsince: 2015\nuntil: 2020\nindicators: {a: {code: all, low: 0, least: 10}}",
}


@pytest.mark.parametrize("name", ORDERS)
def test_the_source_is_as_it_was(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is understood, and the study is sound with it."""
    monkeypatch.delenv("EQUALTERMS_FETCH_PRIVATE", raising=False)
    home = lay(tmp_path, ORDERS[name])
    try:
        made = fetch(str(home), "s", Client(tries=2))
    except NetworkError as error:
        pytest.skip(f"there is no network to it: {error}")
    assert made.asked
    assert made.rows
    assert check(home) == ()
