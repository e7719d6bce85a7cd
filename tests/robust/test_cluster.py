"""Runs on a cluster: the same bytes whoever makes them, and whoever dies in the middle."""

import os
import signal
from collections.abc import Iterator

import numpy as np
import pytest
from distributed import Client

from equalterms.errors import StudyError
from equalterms.model import Study
from equalterms.robust import robustness
from equalterms.robust.cluster import connected, there
from equalterms.robust.distribution import distribution
from tests.conftest import embedded

RUNS = 60_000

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def study() -> Study:
    """A study whose runs are cut into seventeen blocks."""
    return embedded("hdi")


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Two processes on this machine."""
    with connected("local:2") as made:
        yield made


def workers(client: Client) -> list[int]:
    """The processes that work now."""
    return sorted(client.run(os.getpid).values())


def test_any_cluster_gives_the_same(client: Client, study: Study) -> None:
    """Ranks, and what follows from them; runs that are added to others too."""
    alone = robustness(study, RUNS, 7)
    make = there(client, study, 7)
    first = make(5_000, None)
    assert np.array_equal(first.places, alone.places[:5_000])
    assert np.array_equal(make(RUNS, first).places, alone.places)
    assert distribution(study, 500, 7, make=make).rows == distribution(study, 500, 7).rows


def test_a_worker_that_is_killed_costs_nothing(client: Client, study: Study) -> None:
    """SIGKILL in the middle: its blocks are made by another, and the result is the same."""
    before = workers(client)
    killed: list[int] = []

    def kill(done: int, whole: int) -> None:
        if not killed:
            killed.append(before[0])
            os.kill(before[0], signal.SIGKILL)

    made = there(client, study, 8, progress=kill)(RUNS, None)
    assert killed
    assert not made.interrupted
    assert np.array_equal(made.places, robustness(study, RUNS, 8).places)
    client.wait_for_workers(2, timeout=30)
    assert killed[0] not in workers(client)


def test_what_was_done_before_ctrl_c_is_kept(client: Client, study: Study) -> None:
    """The blocks that came back stand; the result says how many were wanted."""

    def stop(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    made = there(client, study, 9, progress=stop)(RUNS, None)
    assert made.interrupted
    assert 0 < made.runs < RUNS == made.wanted
    assert np.array_equal(made.places, robustness(study, made.runs, 9).places)


@pytest.mark.parametrize("address", ["local:", "local:x", "local:0"])
def test_an_address_that_is_none(address: str) -> None:
    """Refused in one line, with the remedy."""
    with pytest.raises(StudyError, match="the cluster is"), connected(address):
        pass


def test_nobody_answers() -> None:
    """A scheduler that is not there is told by its address."""
    with pytest.raises(StudyError, match="cannot be reached"), connected("tcp://127.0.0.1:9"):
        pass
