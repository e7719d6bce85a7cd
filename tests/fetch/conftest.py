"""What tests of fetching share: loopback is allowed, no proxy of this machine is asked, nobody sleeps."""

import pytest


@pytest.fixture(autouse=True)
def loopback(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow the tests' own servers, and take the machine's own settings away.

    Tests marked `live` ask the real services: they keep what the user has set (a proxy, a contact, no network at all).
    """
    if request.node.get_closest_marker("live"):
        return
    monkeypatch.setenv("EQUALTERMS_FETCH_PRIVATE", "1")
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("EQUALTERMS_OFFLINE", "EQUALTERMS_CONTACT"):
        monkeypatch.delenv(name, raising=False)
