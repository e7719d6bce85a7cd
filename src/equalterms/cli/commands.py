"""The commands of the terminal. Heavy rooms are imported by the command that needs them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from equalterms.cli import export as _export  # noqa: F401  # importing them makes their commands known
from equalterms.cli import fetch as _fetch  # noqa: F401
from equalterms.cli import freshness as _freshness  # noqa: F401
from equalterms.cli import init as _init  # noqa: F401
from equalterms.cli import panel as _panel  # noqa: F401
from equalterms.cli import robust as _robust  # noqa: F401
from equalterms.cli import scenario as _scenario  # noqa: F401
from equalterms.cli import serve as _serve  # noqa: F401
from equalterms.cli import targets as _targets  # noqa: F401
from equalterms.cli.alliances import allies, partners, ties  # noqa: F401
from equalterms.cli.app import Common, command
from equalterms.cli.bounds import acceptability, bounds, reach, swap  # noqa: F401
from equalterms.cli.ledger import keep
from equalterms.cli.mcp import mcp  # noqa: F401
from equalterms.cli.out import Output
from equalterms.errors import StudyError, UsageError, nearest

_Runs = Annotated[int, typer.Option("--runs", help="How often the study's variations are drawn.")]
_Articles = Annotated[
    list[str] | None, typer.Argument(metavar="ARTICLE...", help="Press texts (.txt), or - for stdin.")
]


@command
def brief(common: Common, articles: _Articles = None, runs: _Runs = 1000) -> Output:
    """Read articles, audit their figures and set them beside the study (the main job).

    Examples:

      equalterms brief article.txt -o brief.html

      equalterms brief --json          (the embedded sample article)
    """
    from equalterms.cli.inputs import texts
    from equalterms.files import embedded, load
    from equalterms.pages import brief as room

    study = common.load()
    papers = texts(articles) if articles else study.articles
    if not papers:
        raise StudyError("the study has no article", study.name, "name an article: equalterms brief FILE")
    others = [] if common.study else [load(name) for name in embedded() if name != study.name]
    made = room.brief([study, *others], papers, runs, common.seed)
    data = made.to_json()
    found = data["claims"] if isinstance(data["claims"], list) else []
    return Output("brief", data, room.page(made), found, study, made.warnings)


@command
def rank(
    common: Common,
    level: Annotated[str, typer.Option("--level", help="A node of the tree: rank by it.", metavar="NODE")] = "",
    runs: _Runs = 1000,
) -> Output:
    """Scores and ranks, with the interval that holds 90% of the runs.

    Examples:

      equalterms rank --at 2023

      equalterms rank --set weight.research=2 --set normalise=zscore --json
    """
    from equalterms.pages.ranking import ranking
    from equalterms.robust import standings

    study = common.load()
    made = standings(study, runs, common.seed, level or None)
    rows = made.to_json()
    extra = {"node": made.node, "runs": runs, "seed": common.seed, "level": 0.9}
    return Output("rank", rows, ranking(made), rows, study, made.warnings, extra=extra)


@command
def why(
    common: Common,
    unit: Annotated[str, typer.Argument(help="A unit's code, such as RUS.")],
    node: Annotated[str, typer.Argument(help="A node of the tree; the index where none is given.")] = "",
) -> Output:
    """A number, and the numbers behind it, down to their sources.

    Examples:

      equalterms why RUS

      equalterms why RUS talent --json
    """
    from equalterms.pages.why import why as page
    from equalterms.reasons import why as reasons

    study = common.load()
    reason = reasons(study, unit.upper(), node or None)
    return Output("why", reason.to_json(), page(study, unit.upper(), reason), [reason.to_json()], study)


@command
def read(
    common: Common,
    articles: _Articles = None,
    ledger: Annotated[bool, typer.Option("--ledger", help="Keep the claims, for verdicts on them.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", help="Read a corpus on so many processes, line by line.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Leave out what the file of -o holds already.")] = False,
    ask: Annotated[str, typer.Option("--ask", help="Ask a language model too: http://localhost:11434/v1.")] = "",
    model: Annotated[str, typer.Option("--model", help="The name of the model that --ask asks.")] = "",
) -> Output:
    """Articles into claims: what is said, by whom, in which words, and whether the arithmetic holds.

    Examples:

      equalterms read article.txt

      equalterms read folder/ --format jsonl -o claims.jsonl

      equalterms read article.txt --ledger        (then: equalterms claims)

      equalterms read news.jsonl.gz --jobs 2 --resume -o claims.jsonl

      equalterms read article.txt --ask http://localhost:11434/v1 --model qwen3:8b
    """
    from equalterms.audit import checks
    from equalterms.cli.inputs import corpus, readings, texts
    from equalterms.page import Block, Heading, Page
    from equalterms.pages.brief import found_in
    from equalterms.pages.claims import blocks
    from equalterms.press import document

    if (jobs or resume) and (ledger or ask):
        what = "--ledger keeps the claims" if ledger else "--ask reads the words"
        raise UsageError(f"{what} of a few articles", remedy="leave it out, or leave out --jobs and --resume")
    if jobs or resume:
        return corpus(common, articles or [], jobs or 1, resume)
    if not (papers := texts(articles or [])):
        raise UsageError("no article is named", remedy="name a file, a folder or - for stdin")
    found = readings(common, papers, ask, model)
    if ledger:
        keep(common, found)
    audits = [checks(reading) for reading in found]
    data = [document(reading, audit) for reading, audit in zip(found, audits, strict=True)]
    made: list[Block] = []
    for reading, audit in zip(found, audits, strict=True):
        made += [Heading(reading.article.title or reading.article.id), *blocks(reading, audit)]
    said = [claim for paper in data for claim in found_in(paper, "claims")]
    wrong = any(check.verdict == "inconsistent" for audit in audits for check in audit)
    title = f"{len(said)} claims in {len(papers)} article{'s' * (len(papers) != 1)}"
    return Output("read", data, Page("read", title, tuple(made)), said, findings=wrong)


@command
def report(
    common: Common,
    runs: _Runs = 1000,
    lang: Annotated[str, typer.Option("--lang", help="Language: en, ru, zh, pt or ar.")] = "en",
) -> Output:
    """Every page of the study, offline: in a folder, or in one HTML file.

    Examples:

      equalterms report -o report.html

      equalterms report --study hdi -o hdi-report/

      equalterms report --lang ar -o report-ar.html
    """
    from equalterms.cli.progress import bar
    from equalterms.draw.tongue import tongue
    from equalterms.page import Page, Text
    from equalterms.pages.all import every
    from equalterms.report import write

    if common.output == "-":
        raise UsageError("report needs a place", remedy="give -o FOLDER or -o FILE.html")
    tongue(lang)
    study = common.load()
    with bar(common, "countries") as told:
        pages, warnings = every(study, runs, common.seed, told)
    write(pages, Path(common.output), study.title, lang=lang)
    said = f"{len(pages)} pages of {study.title} written to {common.output}"
    data = {"written": common.output, "pages": [page.name for page in pages]}
    rows = [{"page": page.name, "title": page.title} for page in pages]
    return Output("report", data, Page("report", said, (Text(said),)), rows, study, warnings, written=said)


@command
def check(common: Common) -> Output:
    """Every fault of a study, by file and row, with the remedy; exit code 1 where there is one.

    Examples:

      equalterms check --study my-study/

      equalterms check --study my-study/ --json
    """
    from equalterms.files import DEFAULT
    from equalterms.files import check as faults
    from equalterms.page import Column, Page, Table, Text

    name = common.study or DEFAULT
    found = faults(name)
    rows = [{"file": f.file, "row": f.row or None, "message": f.message, "remedy": f.remedy} for f in found]
    columns = (Column("file", "File"), Column("row", "Row", 0), Column("message", "Fault"), Column("remedy", "Remedy"))
    cells = tuple((f.file, f.row or None, f.message, f.remedy or None) for f in found)
    body = Table(columns, cells, f"{len(found)} faults") if found else Text("No fault.")
    study = None
    if not found:
        study = common.load()
    page = Page("check", f"{name}: {len(found) or 'no'} fault{'s' * (len(found) != 1)}", (body,))
    return Output("check", {"faults": rows}, page, rows, study, findings=bool(found))


@command
def studies(common: Common) -> Output:
    """The studies that come with the program.

    Examples:

      equalterms studies

      equalterms studies --json
    """
    from equalterms.files import embedded, load
    from equalterms.page import Column, Page, Table

    rows = []
    for name in embedded():
        study = load(name)
        first, last = study.observations.span()
        rows.append(
            {
                "name": name,
                "title": study.title,
                "time": study.time,
                "units": len(study.units),
                "indicators": len(study.indicators),
                "observations": study.observations.height,
                "first": first,
                "last": last,
                "licence": study.licence,
            }
        )
    columns = tuple(Column(key, key.capitalize(), 0 if key in ("units", "indicators") else None) for key in rows[0])
    cells = tuple(tuple(row.values()) for row in rows)
    return Output("studies", rows, Page("studies", "Studies", (Table(columns, cells, "Embedded studies"),)), rows)  # type: ignore[arg-type]


@command
def methods(common: Common) -> Output:
    """The families of methods: what each does, its options, its source.

    Examples:

      equalterms methods

      equalterms methods --format csv
    """
    from equalterms.pages import methods as room

    rows = room.rows()
    return Output("methods", rows, room.methods(), rows)


@command
def schema(common: Common, name: Annotated[str, typer.Argument(metavar="COMMAND", help="A command's name.")]) -> Output:
    """The JSON Schema of a command's --json output.

    Examples:

      equalterms schema rank

      equalterms schema why -o why.schema.json
    """
    import json

    from equalterms.cli.schemas import SCHEMAS
    from equalterms.page import Page

    if name not in SCHEMAS:
        raise StudyError(f"no schema of {name[:60]!r}", remedy=nearest(name, SCHEMAS))
    text = json.dumps(SCHEMAS[name], indent=2) + "\n"
    if common.output != "-":
        from equalterms.files import write_whole

        write_whole(Path(common.output), text.encode())
        text = f"written to {common.output}"
    return Output("schema", SCHEMAS[name], Page("schema", name, ()), written=text.rstrip("\n"))


@command
def doctor(common: Common) -> Output:
    """What is missing on this machine, and what to install.

    Examples:

      equalterms doctor

      equalterms doctor --json
    """
    from equalterms.cli.machine import examine
    from equalterms.page import Column, Mark, Page, Table

    rows = examine()
    columns = (Column("what", "What"), Column("state", "State"), Column("found", "Found"), Column("remedy", "Remedy"))
    cells = tuple(
        (str(r["what"]), Mark("ok", "good") if r["ok"] else Mark("missing", "warn"), str(r["found"]), str(r["remedy"]))
        for r in rows
    )
    wrong = any(not row["ok"] and row["needed"] for row in rows)
    page = Page("doctor", "This machine", (Table(columns, cells, "What the program uses on this machine"),))
    return Output("doctor", rows, page, rows, findings=wrong)


@command
def compare(
    common: Common,
    a: Annotated[str, typer.Argument(metavar="STUDY_A", help="A study's name or folder.")],
    b: Annotated[str, typer.Argument(metavar="STUDY_B", help="Another, or the same: --set and --at change B alone.")],
) -> Output:
    """Two editions or recipes: what moved and why (data, method, units).

    Examples:

      equalterms compare hdi hdi --set normalise=zscore

      equalterms compare gai-2021/ gai-2024/ --json
    """
    from equalterms.compare import compare as moves
    from equalterms.files import load
    from equalterms.pages.compare import compare as page

    made = moves(load(a), common.load(b))
    rows = made.to_json()
    return Output("compare", rows, page(made), rows, made.b, extra={"a": a, "b": b})


@command
def coherence(common: Common) -> Output:
    """How the indicators hang together, and what really drives the index beside its stated weights.

    Examples:

      equalterms coherence

      equalterms coherence --study hdi --json
    """
    from equalterms.coherence import coherence as hang
    from equalterms.pages.coherence import coherence as page

    study = common.load()
    made = hang(study)
    return Output("coherence", made.to_json(), page(made), made.rows(), study, made.warnings)


@command
def recover(
    common: Common,
    total: Annotated[str, typer.Option("--total", help="The published total: a series beside the tree.")],
    digits: Annotated[int | None, typer.Option("--digits", min=0, max=12, help="Decimals of the total.")] = None,
    part_digits: Annotated[int | None, typer.Option("--part-digits", min=0, max=12, help="Of the parts.")] = None,
    constant: Annotated[float | None, typer.Option("--constant", help="Fix the rule's constant, such as 0.")] = None,
) -> Output:
    """Back from a published table to its weights: the best, their ranges, and whether any explain it.

    Examples:

      equalterms recover --study gai-2021/ --total total_published

      equalterms recover --study gai-2024/ --total total_published --constant 0 --json
    """
    from equalterms.pages.recover import recover as page
    from equalterms.recover import recover as back

    study = common.load()
    made = back(study, total, digits, part_digits, constant)
    wrong = not made.feasible
    return Output("recover", made.to_json(), page(made), made.rows(), study, made.warnings, findings=wrong)
