"""Members of `vary` that draw weights: by noise, around the stated ones, by their order, by stakeholders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats, significant
from equalterms.model import Study
from equalterms.variations.factor import Factor, Joint, Sets
from equalterms.variations.family import vary
from equalterms.variations.settings import what_if


@vary
def weights(study: Study, *, noise: float = 0.25) -> tuple[Factor, ...]:
    """Every weight is drawn evenly from its value less to its value plus a share of it.

    Formula: w' = w (1 + noise (2u - 1)), independently for each node that bears a weight and has siblings.

    Source: Saisana, Saltelli and Tarantola (2005), J. R. Stat. Soc. A 168:307, doi:10.1111/j.1467-985X.2005.00350.x.
    """
    if not 0 <= noise <= 1:
        raise StudyError(f"noise is {noise}", remedy="give a share from 0 to 1")
    found = []
    for node in study.nodes:
        if node.parent and node.weight is not None and len(study.children(node.parent)) > 1:
            found.append(Factor(f"weight.{node.id}", node.weight * (1 - noise), node.weight * (1 + noise)))
    return tuple(found)


@vary
def dirichlet(study: Study, *, concentration: float = 50.0) -> tuple[Factor, ...]:
    """The weights below each pillar are drawn around the stated ones, the closer the larger the concentration.

    They keep their sum. A weight of 0 stays 0. The share s of a weight has the standard deviation
    sqrt(s (1 - s) / (concentration + 1)).

    Formula: w' = W g / sum g, g_j ~ Gamma(concentration w_j / W), W = sum w, for each pillar by itself.

    Source: Devroye (1986), Non-Uniform Random Variate Generation, Springer, ch. XI.4.
    """
    if not 1 <= concentration <= 1e6:
        raise StudyError(f"concentration is {concentration}", remedy="give a number from 1 to 1000000")
    return tuple(
        Joint(f"weights.{pillar}", children=children, made=partial(_around, stated, concentration))
        for pillar, children, stated in _siblings(study)
    )


def _around(stated: Floats, concentration: float, u: Floats) -> Floats:
    from scipy.special import gammaincinv

    total = stated.sum()
    drawn = gammaincinv(concentration * stated / total, u)
    sums = drawn.sum(axis=1, keepdims=True)
    # Numbers of 0 alone give no direction: then the stated weights stand.
    return np.where(sums > 0, total * drawn / np.where(sums > 0, sums, 1.0), stated)


@vary
def rank_ordered(study: Study) -> tuple[Factor, ...]:
    """Any weights below each pillar that keep the stated order, all alike likely; equal ones have no order.

    They keep their sum. A weight of 0 stays 0.

    Formula: w' = W e / sum e, e_j = -ln(1 - u_j), sorted into the order of w.

    Source: Barron and Barrett (1996), Management Science 42:1515, doi:10.1287/mnsc.42.11.1515.
    """
    return tuple(
        Joint(f"weights.{pillar}", children=children, made=partial(_in_order, stated))
        for pillar, children, stated in _siblings(study)
    )


def _in_order(stated: Floats, u: Floats) -> Floats:
    drawn = -np.log1p(-np.minimum(u, np.nextafter(1.0, 0.0)))
    sums = drawn.sum(axis=1, keepdims=True)
    shares = np.where(sums > 0, drawn / np.where(sums > 0, sums, 1.0), 1 / len(stated))
    made: Floats = np.empty_like(shares)
    ordered = -np.sort(-shares, axis=1)
    begin = 0
    for level in -np.unique(-significant(stated)):
        level_of = np.flatnonzero(significant(stated) == level)
        # Equal weights keep the order in which they were drawn: among them any order is as likely.
        own = np.argsort(np.argsort(-shares[:, level_of], axis=1, kind="stable"), axis=1, kind="stable")
        made[:, level_of] = np.take_along_axis(ordered[:, begin : begin + len(level_of)], own, axis=1)
        begin += len(level_of)
    made *= stated.sum()
    return made


@vary
def stakeholders(study: Study, *, groups: Mapping[str, Mapping[str, float]] | None = None) -> tuple[Factor, ...]:
    """The weights of one of the stated groups of people, each group alike likely; what it does not name is as stated.

    Formula: w' = w of the group number floor(u n).

    Source: Nardo et al. (2008), OECD/JRC Handbook on Constructing Composite Indicators, 6.2 (budget allocation).
    """
    if not groups:
        raise StudyError("stakeholders has no group", remedy="name weights: {teachers: {skills: 2, tools: 1}}")
    named = list(dict.fromkeys(id for weights in groups.values() for id in weights))
    stated = _stated(study)
    sets = []
    for who, weights in groups.items():
        for id, weight in weights.items():
            try:
                what_if(study, f"weight.{id}", repr(float(weight)))
            except StudyError as error:
                raise StudyError(f"stakeholders {who}: {error.message}", study.name, error.remedy) from None
        sets.append(tuple((f"weight.{id}", repr(float(weights.get(id, stated[id])))) for id in named))
    return (Sets("stakeholders", choices=tuple(groups), sets=tuple(sets)),)


def _siblings(study: Study) -> Iterator[tuple[str, tuple[str, ...], Floats]]:
    """Each pillar that has two children with a weight above 0 or more: them and their weights."""
    stated = _stated(study)
    for pillar in study.pillars:
        own = [node.id for node in study.children(pillar.id) if stated[node.id] > 0]
        if len(own) > 1:
            yield pillar.id, tuple(own), np.array([stated[id] for id in own])


def _stated(study: Study) -> dict[str, float]:
    """The weight of every node of the tree; a pillar without one weighs what its children weigh."""
    found: dict[str, float] = {}
    for node in reversed([node for node in study.nodes if node.parent is not None]):
        below = sum(found[child.id] for child in study.children(node.id))
        found[node.id] = below if node.weight is None else node.weight
    return found
