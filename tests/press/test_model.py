"""A language model that is asked: what it says is kept only where the text prints it, and it is asked only if named."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equalterms.audit import checks
from equalterms.cli.app import run
from equalterms.errors import UsageError
from equalterms.fetch import Client, NetworkError
from equalterms.fetch.model import Endpoint
from equalterms.press import article, document, read
from equalterms.readers import Sentence, readers
from equalterms.readers.model import Asked, Refused, believed
from equalterms.readers.numbers import scan

TEXT = "Ruritania tallied 1,250 looms in 2023. The duchy's hoard was put at 40 million crowns, up from 20 million."
ODD = "Ruritania's ratio of looms to weavers stands at 3.7 in the duchy."


def said(*facts: dict[str, object]) -> str:
    """An answer as a model gives it."""
    return "Here it is: " + json.dumps({"facts": list(facts)})


def fact(quote: str, value: object, **more: object) -> dict[str, object]:
    """A fact of an answer."""
    return {"sentence": 1, "quote": quote, "kind": "measure", "value": value, "unit": "ratio"} | more


def sentence(text: str) -> Sentence:
    """A sentence with its numbers."""
    return Sentence(text, numerals=scan(text))


def test_what_the_text_prints_is_kept_and_marked() -> None:
    """A figure that no rule knows becomes a claim with its quote, its reader and its place."""
    made = read(article(ODD), Asked(lambda task, question: said(fact("3.7", 3.7)), "a-model"))
    (claim,) = [c for c in made.claims if c.reader]
    assert (claim.span.text, claim.value, claim.measure, claim.reader) == ("3.7", 3.7, "ratio", "a-model")
    assert made.article.text[claim.span.start : claim.span.end] == "3.7"
    assert made.refused == ()
    rows: Any = document(made)["claims"]
    assert [row["reader"] for row in rows if row["id"] == claim.id] == ["a-model"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (fact("3.8", 3.8), "does not stand in the sentence"),
        (fact("3.7", 37), "not printed in the quote"),
        (fact("3.7", 3.7, kind="opinion"), "kind or unit"),
        (fact("3.7", 3.7, kind="money", unit="crowns"), "no unit of money"),
        (fact("3.7", 3.7, kind="share", unit="x"), "no unit of share"),
        (fact("looms", 3.7), "not printed in the quote"),
        (fact("", 3.7), "quotes nothing"),
        (fact("3.7", "much"), "gives no value"),
        (fact("3.7", True), "gives no value"),
        (fact("3.7", None, low=5, high=3), "gives no value"),
        (fact("3.7", float("inf")), "gives no value"),
        (fact("3.7", 3.7, sentence=9), "names no sentence"),
    ],
)
def test_what_the_text_does_not_print_is_refused(row: dict[str, object], why: str) -> None:
    """Invented quotes, values and units are no claims; what was refused is listed with its reason."""
    made = read(article(ODD), Asked(lambda task, question: said(row), "a-model"))
    assert not [claim for claim in made.claims if claim.reader]
    (refused,) = made.refused
    assert why in refused.why
    assert document(made)["refused"] == [{"quote": refused.quote, "why": refused.why}]


@pytest.mark.parametrize("answer", ["", "no idea", "[1, 2]", '{"facts": 7}', "{" * 5000, '{"facts": [1, null]}'])
def test_an_answer_that_is_none_is_no_claim(answer: str) -> None:
    """An answer in another form is refused whole, and the reading of the rules stands."""
    asked = Asked(lambda task, question: answer, "a-model")
    made = read(article(TEXT), asked)
    assert made.claims == read(article(TEXT)).claims
    assert len(asked.refused) == (0 if "null" in answer else 1)


def test_rules_go_before_the_model_and_none_is_asked_twice() -> None:
    """Words that a rule has claimed stay its own; a sentence without a number is not sent at all."""
    questions = []

    def ask(task: str, question: str) -> str:
        questions.append(question)
        return said(fact("1,250", 1250, kind="count", unit="loom"))

    asked = Asked(ask, "a-model")
    text = "Nobody came. " + TEXT
    made = read(article(text), asked)
    assert [c.reader for c in made.claims] == [""] * len(made.claims)
    read(article(text), asked)
    (question,) = questions
    assert "Nobody" not in question


def test_the_audit_takes_claims_of_both() -> None:
    """A claim that a model found is reckoned with like any other."""
    text = "Ruritania pays 11.2 trillion florins now, against 0.2 trillion florins in 2023."
    rows = (fact("11.2 trillion florins", 11.2e12, unit="florin"), fact("0.2 trillion florins", 2e11, unit="florin"))
    made = read(article(text, date="2024-05-01"), Asked(lambda task, question: said(*rows), "a-model"))
    assert {c.reader for c in made.claims} <= {"", "a-model"}
    assert [c.answer for c in checks(made) if c.kind == "implied_multiple"] == [pytest.approx(56)]


def test_the_family_has_it_and_it_is_off() -> None:
    """It answers to its name like every reader; with nobody to ask it finds nothing."""
    assert list(readers["model"](sentence(TEXT))) == []


@given(st.dictionaries(st.text(max_size=9), st.none() | st.integers() | st.text() | st.floats() | st.lists(st.none())))
def test_any_row_is_weighed(row: dict[str, object]) -> None:
    """Whatever a row holds, it is a figure of the sentence or it is refused."""
    one = sentence(ODD)
    quoted = row | {"quote": row.get("quote", "3.7"), "kind": "measure", "unit": "ratio"}
    for each in (row, quoted):
        made = believed(one, each)
        assert isinstance(made, Refused) or "3.7" in one.text[made.start : made.end]


class Service(BaseHTTPRequestHandler):
    """A service that speaks as OpenAI's does, and keeps what it was asked."""

    status = 200
    body: bytes = b""
    seen: list[tuple[str, dict[str, str], Any]] = []  # noqa: RUF012 - shared on purpose, emptied by the fixture

    def do_POST(self) -> None:
        """Answer every question alike."""
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.path, dict(self.headers), json.loads(data)))
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of such a service on this machine."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "EQUALTERMS_OFFLINE", "EQUALTERMS_MODEL_KEY"):
        monkeypatch.delenv(name, raising=False)
    answer = {"choices": [{"message": {"role": "assistant", "content": said(fact("3.7", 3.7))}}]}
    Service.status, Service.body = 200, json.dumps(answer).encode()
    Service.seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_the_command_asks_where_it_is_told(
    service: str, tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`read --ask` sends the sentences with numbers and the key, and its claim is in the document."""
    monkeypatch.setenv("EQUALTERMS_MODEL_KEY", "s3cret")
    paper = tmp_path / "a.txt"
    paper.write_text(ODD)
    assert run(["read", str(paper), "--ask", service, "--model", "a-model", "--json"]) == 0
    out, err = capsys.readouterr()
    (made,) = json.loads(out)["data"]
    assert [(c["span"]["text"], c["reader"]) for c in made["claims"]] == [("3.7", "a-model")]
    ((path, headers, wish),) = Service.seen
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer s3cret"
    assert (wish["model"], wish["temperature"]) == ("a-model", 0)
    assert ODD in wish["messages"][1]["content"]
    assert "s3cret" not in out + err


def test_nobody_is_asked_unless_named(service: str, tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --ask nothing is sent; half of the pair is an error."""
    paper = tmp_path / "a.txt"
    paper.write_text(ODD)
    assert run(["read", str(paper), "--json"]) == 0
    for words in (["--ask", service], ["--model", "m"], ["--ask", service, "--model", "m", "--jobs", "2"]):
        with pytest.raises(UsageError):
            run(["read", str(paper), *words])
    assert Service.seen == []
    assert json.loads(capsys.readouterr().out)["data"][0]["claims"] == []


def test_faults_of_a_service(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal, another form, a redirect and a forbidden network are errors of one line, never a claim."""
    ask = Endpoint(service, "a-model", Client(tries=1))
    Service.status = 401
    with pytest.raises(Exception, match="401") as told:
        ask("task", "question")
    assert "EQUALTERMS_MODEL_KEY" in told.value.remedy  # type: ignore[attr-defined]
    Service.status = 302
    with pytest.raises(Exception, match="leads on to"):
        ask("task", "question")
    Service.status, Service.body = 200, b'{"choices": []}'
    with pytest.raises(Exception, match="no chat completion"):
        ask("task", "question")
    monkeypatch.setenv("EQUALTERMS_OFFLINE", "1")
    count = len(Service.seen)
    with pytest.raises(NetworkError, match="not allowed"):
        ask("task", "question")
    assert len(Service.seen) == count


def test_a_key_goes_over_no_open_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain http to another machine would show the key to everyone between."""
    monkeypatch.delenv("EQUALTERMS_OFFLINE", raising=False)
    monkeypatch.setenv("EQUALTERMS_MODEL_KEY", "s3cret")
    with pytest.raises(Exception, match="unencrypted") as told:
        Endpoint("http://models.example.org/v1", "a-model")("task", "question")
    assert "s3cret" not in str(told.value)
