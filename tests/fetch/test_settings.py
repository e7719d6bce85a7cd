"""What the tests of fetching take away of the machine's settings, and what live tests keep."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_a_live_test_keeps_the_users_settings() -> None:
    """A user who forbids the network is asked nothing over it, and the reason says which setting it was."""
    env = os.environ | {"EQUALTERMS_LIVE": "1", "EQUALTERMS_OFFLINE": "1"}
    command = [sys.executable, "-m", "pytest", "tests/fetch/test_live.py", "-rs", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "EQUALTERMS_OFFLINE=1 forbids the network" in done.stdout
    assert "passed" not in done.stdout
    assert "failed" not in done.stdout


def test_other_tests_see_no_proxy() -> None:
    """The tests' own servers are asked directly, whatever the machine is set to."""
    assert not [name for name in os.environ if name.lower().endswith("_proxy")]
    assert os.environ["EQUALTERMS_FETCH_PRIVATE"] == "1"
    assert "EQUALTERMS_OFFLINE" not in os.environ


@pytest.fixture(scope="module", autouse=True)
def proxy() -> Iterator[None]:
    """A proxy that a user has set, before any fixture of a test."""
    before = os.environ.get("HTTPS_PROXY")
    os.environ["HTTPS_PROXY"] = "http://proxy.example:3128"
    yield
    if before is None:
        del os.environ["HTTPS_PROXY"]
    else:
        os.environ["HTTPS_PROXY"] = before


@pytest.mark.live
def test_a_marked_test_keeps_the_proxy() -> None:
    """The shared fixture leaves a test alone that is marked as live."""
    assert os.environ["HTTPS_PROXY"] == "http://proxy.example:3128"
