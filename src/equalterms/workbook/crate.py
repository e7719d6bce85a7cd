"""A study with its data, recipe, results and provenance as one folder, described in the formats of archives."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

import polars as pl

from equalterms.model import Study
from equalterms.workbook import croissant, package, prov, rocrate
from equalterms.workbook.folder import TABLES, flat
from equalterms.workbook.parts import Parts, slug
from equalterms.workbook.plan import Plan
from equalterms.workbook.words import about

PARTS = {
    "ro-crate-metadata.json": "The folder as a research object: files, hashes, licences, sources (RO-Crate 1.1).",
    "datapackage.json": "Every CSV file with the names and types of its columns (Frictionless Data Package 1).",
    "croissant.json": "The tables as records for machine learning (Croissant 1.0).",
    "prov.json": "What was made from what, by which program and settings (PROV-JSON).",
    "observations.sdmx.csv": "Every observation, with status, source and place (SDMX-CSV 2.0).",
    "README.md": "What the study is, then what each file holds.",
}
_SDMX = (
    *("STRUCTURE", "STRUCTURE_ID", "ACTION", "REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS"),
    *("UNIT_MEASURE", "SOURCE", "SOURCE_PLACE", "QUOTE", "LICENCE"),
)


def crate(plan: Plan, files: Mapping[str, bytes], date: str = "") -> dict[str, bytes]:
    """The files of the crate by their paths: the study under study/NAME, its tables under results, descriptions.

    `files` are those of the study's folder. `date` is the day of publication as ISO 8601; where none is given it is
    the last day on which a source was retrieved, or the study's year, so that the same study gives the same bytes.
    """
    made = {f"study/{plan.study.name}/{name}": data for name, data in files.items()}
    for name, (make, _) in TABLES.items():
        made[f"results/{name}.csv"] = pl.DataFrame(make(plan), infer_schema_length=None).write_csv().encode()
    made["observations.sdmx.csv"] = sdmx(plan.study)
    made["README.md"] = _readme(plan).encode()
    parts = Parts(plan, dict(made), date or _date(plan.study))
    for path, describe in (
        ("datapackage.json", package.describe),
        ("croissant.json", croissant.describe),
        ("prov.json", prov.describe),
        ("ro-crate-metadata.json", rocrate.describe),
    ):
        # The crate comes last: it lists the other descriptions with their hashes.
        parts.files[path] = (json.dumps(describe(parts), ensure_ascii=False, indent=1) + "\n").encode()
    return parts.files


def _date(study: Study) -> str:
    """The latest day on which a source was retrieved; the study's year where no source says."""
    return max((each.retrieved for each in study.sources.values() if each.retrieved), default=str(study.time))


def sdmx(study: Study) -> bytes:
    """Every observation of a study as SDMX-CSV 2.0, in the order of the study's rows.

    Each row names the dataflow `EQUALTERMS:STUDY(1.0)` and the action I (information). A row whose status is M
    (missing) has no value. Measures and licences are attributes, since they belong to the indicator and the source.
    """
    measures = {leaf.id: leaf.measure for leaf in (*study.indicators, *study.series)}
    licences = {key: source.licence for key, source in study.sources.items()}
    flow = f"EQUALTERMS:{slug(study.name).upper()}(1.0)"
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_SDMX)
    columns = ("unit", "indicator", "time", "value", "status", "source", "where", "quote")
    for unit, indicator, time, value, status, source, where, quote in study.observations.frame.select(
        columns
    ).iter_rows():
        number = "" if value is None else repr(value)
        told = (measures.get(indicator, ""), source or "", where or "", quote or "", licences.get(source, ""))
        writer.writerow(("dataflow", flow, "I", unit, indicator, time, number, status or "A", *told))
    return out.getvalue().encode()


def _readme(plan: Plan) -> str:
    """README.md: what the study is, what each file holds, the sources with their licences."""
    (title, _), *rest = about(plan)
    study = plan.study
    lines = [f"# {flat(title)}", "", *(f"- {head}: {flat(text)}" for head, text in rest), "", "## Files", ""]
    lines.append(f"- `study/{study.name}/`: the study itself, which `equalterms --study` of this folder reads.")
    lines += [f"- `results/{name}.csv`: {what}" for name, (_, what) in TABLES.items()]
    lines += [f"- `{name}`: {what}" for name, what in PARTS.items()]
    if study.stated or study.events:
        lines.append("- Facts of accepted claims count in results; the ledger that holds them is not in this folder.")
    lines += ["", "## Sources", ""]
    for each in study.sources.values():
        said = (each.title, each.publisher, each.citation, each.url)
        lines.append(f"- {each.id}: {flat('; '.join(part for part in said if part))}. Licence: {flat(each.licence)}")
    return "\n".join([*lines, ""])
