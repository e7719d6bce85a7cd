"""Study -> how its indicators hang together: correlations, reliability, redundancy, gaps, real importance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import numpy as np
import polars as pl

from equalterms.methods import association
from equalterms.methods.arrays import Floats
from equalterms.model import Indicator, Study
from equalterms.scores import Scores, effective, number, score

COLLINEAR = 0.9
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Correlation:
    """Two nodes: siblings below `pillar`, or a child `a` and its `parent` or the `index` as `b`.

    `p` is that of Pearson's r, `p_bh` and `p_holm` correct it for all correlations of the same relation
    in the study; `spearman_...` likewise. `kendall` is tau-b.
    """

    relation: str
    pillar: str
    a: str
    b: str
    n: int
    pearson: float | None
    p: float | None = None
    p_bh: float | None = None
    p_holm: float | None = None
    spearman: float | None = None
    spearman_p: float | None = None
    spearman_bh: float | None = None
    spearman_holm: float | None = None
    kendall: float | None = None


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far the children of a pillar measure one thing, over the `n` units that have them all.

    `inflation` is the variance inflation factor of each child, in the order of `of`: above 10 the others
    give it nearly.

    `alpha` and `omega` are those of the sum of the children's scores, with alpha's 95% interval;
    `eigenvalues` those of the correlations, `explained` the first one's share. Children that weigh
    nothing, or do not differ between units, are left out.
    """

    pillar: str
    name: str
    children: int
    n: int
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    omega: float | None
    kmo: float | None
    explained: float | None
    eigenvalues: tuple[float, ...]
    of: tuple[str, ...] = ()
    inflation: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Importance:
    """An indicator: its stated weight in the index, and what it does there.

    `importance` is Var(E[index | indicator]) / Var(index) by a smooth curve, `linear` the same by a
    straight line (r squared), `share` the importance divided by the sum over all indicators, to be
    set beside `weight`. Indicators move together, so that importances sum to more than 1.
    `coverage` is the share of units with a published value that counts.
    """

    indicator: str
    name: str
    pillar: str
    weight: float
    importance: float | None
    linear: float | None
    share: float | None
    coverage: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """A unit and the share of the indicators that it has a published value of."""

    unit: str
    name: str
    coverage: float
    missing: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """Two indicators that are missing together: in `both` units, of the `either` that lack one of them."""

    a: str
    b: str
    both: int
    either: int
    share: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """A set of indicators that the same units lack, and how many units these are."""

    missing: tuple[str, ...]
    units: int


@dataclass(frozen=True, slots=True)
class Coherence:
    """How a study's indicators hang together, as small tables."""

    study: Study
    correlations: tuple[Correlation, ...]
    pillars: tuple[Reliability, ...]
    importance: tuple[Importance, ...]
    units: tuple[Coverage, ...]
    gaps: tuple[Gaps, ...]
    patterns: tuple[Pattern, ...]
    warnings: tuple[str, ...] = ()

    @property
    def collinear(self) -> tuple[Correlation, ...]:
        """The siblings that say nearly the same: |r| of 0.9 or more."""
        siblings = self.of("siblings")
        return tuple(row for row in siblings if row.pearson is not None and abs(row.pearson) >= COLLINEAR)

    def of(self, relation: str) -> tuple[Correlation, ...]:
        """The correlations of a relation: siblings, parent or index."""
        return tuple(row for row in self.correlations if row.relation == relation)

    def rows(self) -> list[dict[str, object]]:
        """A row an indicator: its weight, its importance, its coverage."""
        return [asdict(row) for row in self.importance]

    def table(self) -> pl.DataFrame:
        """`rows` as a Polars frame."""
        return pl.DataFrame(self.rows(), infer_schema_length=None)

    def to_json(self) -> dict[str, object]:
        """All tables as JSON."""
        tables = ("correlations", "pillars", "collinear", "importance", "units", "gaps", "patterns")
        made: dict[str, object] = {name: [_plain(asdict(row)) for row in getattr(self, name)] for name in tables}
        return made


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}


def coherence(study: Study, scores: Scores | None = None) -> Coherence:
    """Correlations within each pillar and up the tree, reliability, redundancy, gaps and real importance.

    Correlations and reliability rest on normalised values, so that more is better in all of them, and on
    published ones alone: a filled gap is no evidence that two indicators move together. Importance rests on
    what entered the index, filled gaps included.
    """
    made = scores or score(study)
    present = np.isfinite(made.table.values)
    seen = dict(made.nodes)
    for i, leaf in enumerate(study.indicators):
        seen[leaf.id] = np.where(present[:, i], made.columns.normalised[:, i], np.nan)
    return Coherence(
        study=study,
        correlations=_correlations(study, seen),
        pillars=tuple(_reliability(study, pillar.id, seen, made.weights) for pillar in study.pillars),
        importance=_importance(made, present),
        units=_units(study, present),
        gaps=_gaps(study, present),
        patterns=_patterns(study, made.table.values),
        warnings=tuple(made.warnings()),
    )


def _correlations(study: Study, seen: Mapping[str, Floats]) -> tuple[Correlation, ...]:
    """Siblings, children with parents, children's children with the index; each relation corrected as a whole."""
    pairs: dict[str, list[tuple[str, str, str]]] = {"siblings": [], "parent": [], "index": []}
    for pillar in study.pillars:
        below = [child.id for child in study.children(pillar.id)]
        pairs["siblings"] += [(pillar.id, a, b) for k, a in enumerate(below) for b in below[k + 1 :]]
        if len(below) > 1:  # an only child is its parent
            pairs["parent"] += [(pillar.id, a, pillar.id) for a in below]
        if pillar.id != study.root:
            pairs["index"] += [(pillar.id, a, study.root) for a in below]
    return tuple(row for relation, those in pairs.items() for row in _corrected(relation, those, seen))


def _corrected(relation: str, pairs: list[tuple[str, str, str]], seen: Mapping[str, Floats]) -> list[Correlation]:
    plain = [association.correlate(seen[a], seen[b]) for _, a, b in pairs]
    ranked = [association.correlate(seen[a], seen[b], rank=True) for _, a, b in pairs]
    n = np.array([n for _, n in plain], dtype=float)
    p, q = (association.p_values(np.array([r for r, _ in each], dtype=float), n) for each in (plain, ranked))
    fixes = (association.benjamini_hochberg, association.holm)
    corrected = [fix(each) for each in (p, q) for fix in fixes]
    return [
        Correlation(
            relation=relation,
            pillar=pillar,
            a=a,
            b=b,
            n=plain[k][1],
            pearson=number(plain[k][0]),
            p=number(p[k]),
            p_bh=number(corrected[0][k]),
            p_holm=number(corrected[1][k]),
            spearman=number(ranked[k][0]),
            spearman_p=number(q[k]),
            spearman_bh=number(corrected[2][k]),
            spearman_holm=number(corrected[3][k]),
            kendall=number(association.kendall(seen[a], seen[b])),
        )
        for k, (pillar, a, b) in enumerate(pairs)
    ]


def _reliability(study: Study, pillar: str, seen: Mapping[str, Floats], weights: Mapping[str, float]) -> Reliability:
    ids = [child.id for child in study.children(pillar) if weights[child.id] > 0]
    ids = [id for id in ids if np.isfinite(association.correlate(seen[id], seen[id])[0])]
    columns = [seen[id] for id in ids]
    x = np.column_stack(columns) if columns else np.empty((len(study.units), 0))
    whole = x[np.isfinite(x).all(axis=1)]
    n, k = whole.shape
    told = Reliability(pillar, study.node(pillar).name, k, n, None, None, None, None, None, None, ())
    # Fewer units than columns, or a column without spread among the whole units, tell nothing.
    if k < 2 or n <= k + 1 or np.isnan(association.correlations(whole)[0]).any():
        return told
    c, r = association.covariances(whole), association.correlations(whole)[0]
    alpha = association.cronbach(c)
    low, high = association.feldt(alpha, n, k, LEVEL)
    values = association.eigenvalues(r)
    return replace(
        told,
        alpha=number(alpha),
        alpha_low=number(low),
        alpha_high=number(high),
        omega=number(association.omega(c)),
        kmo=number(association.kmo(r)[0]),
        explained=min(float(values[0] / k), 1.0),
        eigenvalues=tuple(float(value) for value in values),
        of=tuple(ids),
        inflation=tuple(number(each) if np.isfinite(each) else None for each in association.inflation(r)),
    )


def _importance(made: Scores, present: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[Importance, ...]:
    shares = effective(made.study, made.weights)
    found = []
    for i, leaf in enumerate(made.study.indicators):
        smooth, linear = association.importance(made.columns.normalised[:, i], made.index)
        found.append(
            Importance(
                indicator=leaf.id,
                name=leaf.name,
                pillar=leaf.parent or "",
                weight=shares[leaf.id],
                importance=number(smooth),
                linear=number(linear),
                share=None,
                coverage=float(present[:, i].mean()),
            )
        )
    total = sum(row.importance for row in found if row.importance is not None)
    known = [row.importance is not None and total > 0 for row in found]
    return tuple(
        replace(row, share=(row.importance or 0.0) / total) if known[k] else row for k, row in enumerate(found)
    )


def _units(study: Study, present: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[Coverage, ...]:
    """The units, those with the least data first."""
    rows = [
        Coverage(unit.code, unit.name, float(has.mean()), int((~has).sum()))
        for unit, has in zip(study.units, present, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (row.coverage, row.unit)))


def _gaps(study: Study, present: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[Gaps, ...]:
    """The pairs of indicators that some unit lacks both of, those most alike in their gaps first."""
    ids = [leaf.id for leaf in study.indicators]
    gap = (~present).astype(float)
    both, each = gap.T @ gap, gap.sum(axis=0)
    rows = []
    for i in range(len(ids)):
        for j in range(i + 1, len(ids)):
            if both[i, j] > 0:
                either = int(each[i] + each[j] - both[i, j])
                rows.append(Gaps(ids[i], ids[j], int(both[i, j]), either, float(both[i, j] / either)))
    return tuple(sorted(rows, key=lambda row: (-row.both * row.share, row.a, row.b)))


def _patterns(study: Study, values: Floats) -> tuple[Pattern, ...]:
    leaves: tuple[Indicator, ...] = study.indicators
    return tuple(Pattern(tuple(leaves[j].id for j in gaps), n) for gaps, n in association.patterns(values))
