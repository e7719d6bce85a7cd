"""The client: what it refuses, when it tries again, what it asks conditionally."""

from collections.abc import Callable

import pytest

from equalterms.errors import StudyError
from equalterms.fetch.addresses import checked, redirected
from equalterms.fetch.client import Client, Known, NetworkError
from tests.fetch.server import Reply, script, serving


class Clock:
    """A clock that only sleep moves."""

    def __init__(self) -> None:
        self.time = 1_795_425_486.0
        self.slept: list[float] = []

    def now(self) -> float:
        """Seconds."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Go on at once."""
        self.slept.append(seconds)
        self.time += seconds


def client(clock: Clock, **options: object) -> Client:
    """A client whose time does not pass."""
    return Client(sleep=clock.sleep, now=clock.now, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("ftp://data.example/x.csv", "no http"),
        ("file:///etc/passwd", "no http"),
        ("data.example/x.csv", "no http"),
        ("https://", "no http"),
        ("https://data.example:port/", "no address"),
        ("https://me:word@data.example/x", "credential"),
        ("https://data.example/x?api_key=12", "credential"),
        ("https://data.example/x?subscription-key=12", "credential"),
        ("https://data.example/x?TOKEN=", "credential"),
        ("https://data.example/a b", "blank"),
        ("https://data.example/a\nb", "blank"),
        ("https://data.example/é", "blank"),
    ],
)
def test_addresses_that_are_refused(address: str, message: str) -> None:
    """Only http and https; nothing secret, which is not even repeated; nothing that is no address."""
    with pytest.raises(StudyError, match=message) as caught:
        checked(address)
    assert "word" not in str(caught.value)


PRIVATE = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "localhost",
    "LOCALHOST.",
    "printer.local",
    "10.1.2.3",
    "192.168.1.1",
    "172.16.0.9",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104  # nothing is bound here
    "224.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[fd00::1]",
    "[fe80::1]",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_private_addresses_need_leave(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A study names no machine of a private network, in whatever form, unless the environment allows it."""
    assert checked(f"http://{host}/x")
    monkeypatch.delenv("EQUALTERMS_FETCH_PRIVATE")
    with pytest.raises(StudyError, match="private network"):
        checked(f"http://{host}/x")
    # Even with leave, nobody outside leads in.
    with pytest.raises(StudyError, match="private network"):
        redirected("http://data.example/x", f"http://{host}/x")
    assert redirected("http://127.0.0.1/x", f"http://{host}/x")


@pytest.mark.parametrize("host", ["api.worldbank.org", "8.8.8.8", "[2606:4700::1111]", "localhost.example.org"])
def test_public_addresses(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Public machines may be asked."""
    monkeypatch.delenv("EQUALTERMS_FETCH_PRIVATE")
    assert checked(f"https://{host}/x")


def test_an_answer_with_its_validators() -> None:
    """The bytes, unpacked, with ETag and Last-Modified; who asks says who it is."""
    headers = {"ETag": '"7"', "Last-Modified": "Mon, 23 Nov 2026 09:00:00 GMT"}
    with serving(script(Reply(b"a,b\n" * 1000, headers=headers, packed=True))) as place:
        made = client(Clock()).get(f"{place.address}/x?y=1")
    assert made.body == b"a,b\n" * 1000
    assert (made.etag, made.modified, made.fresh) == ('"7"', headers["Last-Modified"], True)
    assert made.time == "2026-11-23T09:18:06Z"
    assert place.seen[0][0] == "/x?y=1"
    assert place.seen[0][1]["user-agent"].startswith("equalterms/")


def test_what_is_known_is_asked_for_conditionally() -> None:
    """With validators, the server may say that nothing has changed: the known bytes stand."""
    with serving(script(Reply(status=304))) as place:
        known = Known('"7"', "Mon, 23 Nov 2026 09:00:00 GMT", lambda: b"before")
        made = client(Clock(), known={f"{place.address}/x": known}).get(f"{place.address}/x")
    assert (made.body, made.fresh, made.etag) == (b"before", False, '"7"')
    assert place.seen[0][1]["if-none-match"] == '"7"'
    assert place.seen[0][1]["if-modified-since"] == known.modified


def test_a_server_that_is_busy_is_asked_again() -> None:
    """Twice as long each time; as long as it asks for, in seconds or as a date."""
    clock = Clock()
    later = {"Retry-After": "7"}
    replies = [Reply(status=503), Reply(status=500), Reply(status=429, headers=later), Reply(b"done")]
    with serving(script(*replies)) as place:
        assert client(clock).get(f"{place.address}/x").body == b"done"
    assert len(place.seen) == 4
    assert 0.75 <= clock.slept[0] <= 1.25
    assert 1.5 <= clock.slept[1] <= 2.5
    assert clock.slept[2] == 7
    clock = Clock()
    date = {"Retry-After": "Mon, 23 Nov 2026 09:18:36 GMT"}
    with serving(script(Reply(status=429, headers=date), Reply(b"done"))) as place:
        client(clock).get(f"{place.address}/x")
    assert clock.slept == [30]


def test_a_server_that_stays_busy() -> None:
    """After five tries it is given up; a wait beyond the clock is not begun."""
    with (
        serving(script(Reply(status=503))) as place,
        pytest.raises(NetworkError, match=r"503 .* after 5 tries") as caught,
    ):
        client(Clock()).get(f"{place.address}/x")
    assert caught.value.code == 5
    assert len(place.seen) == 5
    clock = Clock()
    reply = Reply(status=429, headers={"Retry-After": "86400"})
    with serving(script(reply)) as place, pytest.raises(NetworkError, match="wait 86400 s"):
        client(clock).get(f"{place.address}/x")
    assert clock.slept == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_server_that_refuses_is_not_asked_again(status: int) -> None:
    """The source does not know the series: that is no matter of the network (exit code 3)."""
    with serving(script(Reply(status=status))) as place, pytest.raises(StudyError, match=str(status)) as caught:
        client(Clock()).get(f"{place.address}/x")
    assert caught.value.code == 3
    assert len(place.seen) == 1


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_that_breaks_off(packed: bool) -> None:
    """Too few bytes are no answer: it is asked for again, and given up in the end."""
    whole, cut = Reply(b"x" * 5000, packed=packed), Reply(b"x" * 5000, packed=packed, short=5)
    with serving(script(cut, whole)) as place:
        assert client(Clock()).get(f"{place.address}/x").body == b"x" * 5000
    with serving(script(cut)) as place, pytest.raises(NetworkError, match="broke off"):
        client(Clock()).get(f"{place.address}/x")


def resuming(body: bytes, etag: str, *, moved: bool = False) -> Callable[[str, dict[str, str]], Reply]:
    """A server that breaks off the first time, and then gives the rest to who asks for it."""
    first = [True]

    def answer(path: str, headers: dict[str, str]) -> Reply:
        about = {"ETag": etag, "Accept-Ranges": "bytes"}
        if first.pop() if first else False:
            return Reply(body, headers=about, short=len(body) - 3000)
        wanted = headers.get("range", "")
        if wanted and headers.get("if-range") == etag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            told = f"bytes {start + moved}-{len(body) - 1}/{len(body)}"
            return Reply(body[start:], status=206, headers={**about, "Content-Range": told})
        return Reply(body, headers=about)

    return answer


@pytest.mark.parametrize(("etag", "whole"), [('"a"', False), ('W/"a"', True)])
def test_an_answer_that_broke_off_is_gone_on_with(etag: str, whole: bool) -> None:
    """Only the rest is asked for where the server can, and its mark is a strong one; else all of it again."""
    body = bytes(range(256)) * 20
    with serving(resuming(body, etag)) as place:
        assert client(Clock()).get(f"{place.address}/x").body == body
    (_, first), (_, second) = place.seen
    assert "range" not in first
    assert second.get("range") == (None if whole else "bytes=3000-")


def test_a_rest_from_another_place() -> None:
    """It is not put behind what came before: all is asked for again."""
    body = bytes(range(256)) * 20
    with serving(resuming(body, '"a"', moved=True)) as place:
        assert client(Clock()).get(f"{place.address}/x").body == body
    assert [headers.get("range") for _, headers in place.seen] == [None, "bytes=3000-", None]


def test_gzip_that_is_none() -> None:
    """A body that says it is packed and is not."""
    reply = Reply(b"plain", headers={"Content-Encoding": "gzip"})
    with serving(script(reply)) as place, pytest.raises(NetworkError, match="no sound gzip"):
        client(Clock()).get(f"{place.address}/x")
    reply = Reply(b"plain", headers={"Content-Encoding": "br"})
    with serving(script(reply)) as place, pytest.raises(StudyError, match="packed as br"):
        client(Clock()).get(f"{place.address}/x")


def test_too_much() -> None:
    """The limit is that of the unpacked bytes: a bomb of gzip is refused before it is whole."""
    for packed in (False, True):
        reply = Reply(b"0" * 3_000_000, packed=packed)
        with serving(script(reply)) as place, pytest.raises(StudyError, match="more than 1 MiB") as caught:
            client(Clock(), most_bytes=1024 * 1024).get(f"{place.address}/x")
        assert caught.value.code == 3


def test_a_server_that_does_not_answer() -> None:
    """A time limit for each wait; then again; then given up."""
    with (
        serving(script(Reply(wait=0.3))) as place,
        pytest.raises(NetworkError, match="no answer in time after 2") as caught,
    ):
        client(Clock(), timeout=0.05, tries=2).get(f"{place.address}/x")
    assert caught.value.code == 5


def test_nobody_there() -> None:
    """A port that nobody listens on."""
    with serving(script(Reply())) as place:
        pass
    with pytest.raises(NetworkError, match="no connection: Connection refused after 2 tries") as caught:
        client(Clock(), tries=2).get(f"{place.address}/x")
    assert caught.value.code == 5


def test_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked where the environment forbids it."""
    monkeypatch.setenv("EQUALTERMS_OFFLINE", "1")
    with serving(script(Reply())) as place, pytest.raises(NetworkError, match="not allowed"):
        client(Clock()).get(f"{place.address}/x")
    assert place.seen == []


def test_redirects() -> None:
    """One is followed; a circle is not."""
    with serving(script(Reply(status=302, headers={"Location": "/there"}), Reply(b"here"))) as place:
        assert client(Clock()).get(f"{place.address}/x").body == b"here"
    assert [path for path, _ in place.seen] == ["/x", "/there"]
    reply = Reply(status=302, headers={"Location": "/x"})
    with serving(script(reply)) as place, pytest.raises(StudyError, match="302"):
        client(Clock()).get(f"{place.address}/x")
    assert len(place.seen) <= 7


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/secret", "http://localhost/secret", "file:///etc/passwd"])
def test_a_redirect_into_this_machine(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public address (asked through a proxy, which stands in for it) leads to no machine of ours."""
    with serving(script(Reply(status=302, headers={"Location": target}))) as place:
        monkeypatch.setenv("http_proxy", place.address)
        with pytest.raises(StudyError):
            client(Clock()).get("http://data.example/x")
    # The proxy of the environment was asked, once: for the public address.
    assert [path for path, _ in place.seen] == ["http://data.example/x"]


def test_no_redirect_from_https_to_http() -> None:
    """What was asked under seal is not read in the open."""
    with pytest.raises(StudyError, match="https to http"):
        redirected("https://data.example/x", "http://data.example/x")
    assert redirected("http://data.example/x", "https://data.example/x")


def test_a_name_that_leads_into_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A public name whose number is private is refused before anything is asked."""
    import socket

    monkeypatch.delenv("EQUALTERMS_FETCH_PRIVATE")
    with serving(script(Reply(b"secret"))) as place:
        port = int(place.address.rpartition(":")[2])
        own = socket.getaddrinfo("127.0.0.1", port, type=socket.SOCK_STREAM)
        monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **more: own)
        with pytest.raises(StudyError, match=r"its name leads to 127\.0\.0\.1"):
            client(Clock()).get(f"http://data.example:{port}/x")
    assert place.seen == []


def test_credentials_of_a_proxy_are_told_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that is not there: the message does not hold its address."""
    with serving(script(Reply())) as place:
        pass
    monkeypatch.setenv("http_proxy", place.address.replace("http://", "http://user:word@"))
    told: list[str] = []
    with pytest.raises(NetworkError) as caught:
        client(Clock(), tries=2, tell=told.append).get("http://data.example/x")
    assert "word" not in str(caught.value)
    assert told
    assert "word" not in "".join(told)


def test_the_contact_of_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some sources are kinder to those who say how they can be reached; it stands in no address."""
    monkeypatch.setenv("EQUALTERMS_CONTACT", "desk@paper.example")
    with serving(script(Reply())) as place:
        client(Clock()).get(f"{place.address}/x")
    assert "desk@paper.example" in place.seen[0][1]["user-agent"]
    assert "desk" not in place.seen[0][0]
