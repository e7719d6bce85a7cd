"""What the members of a bloc have, and the rule by which each indicator is pooled: raw values, before any scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from equalterms.errors import StudyError
from equalterms.methods import pool
from equalterms.methods.arrays import Floats
from equalterms.methods.pool import Blocs, known
from equalterms.model import Indicator, Step, Study, Unit
from equalterms.scores import observed
from equalterms.steps import parse

AS_ONE = "as_one_country"
BEST_OF = "best_of"
NEEDS = 2 / 3
_HEADS = "population"
_OF_KNOWN = ("max", "min", "union", "median")
_ALMOST = 1e-9


@dataclass(frozen=True, slots=True)
class Rule:
    """How an indicator is pooled: the step, the series that weighs members, whether the study states it."""

    step: Step
    weight: str
    stated: bool

    def pool(self, x: Floats, w: Floats, inside: Blocs) -> Floats:
        """The values of blocs by the rule, from indicators' values and weights (members x indicators)."""
        own = {key: value for key, value in self.step.options.items() if key != "weight"}
        member: Callable[..., Floats] = pool[self.step.name]
        return member(x, w, inside, **own)

    @property
    def method(self) -> str:
        """The rule without the series that it weighs by: indicators that share it are pooled alike."""
        return str(Step(self.step.name, {key: v for key, v in self.step.options.items() if key != "weight"}))

    @property
    def complete(self) -> bool:
        """Whether the rule needs most members' values; a best of those known is told of all the same."""
        return self.step.name not in _OF_KNOWN


@dataclass(frozen=True, slots=True)
class Stock:
    """The members' values and weights (members x indicators), per denominator, with the rules of pooling."""

    units: tuple[str, ...]
    rules: tuple[Rule, ...]
    values: Floats
    weights: Floats

    def known(self, inside: Blocs) -> Floats:
        """The share of what is weighed that has a value (blocs x indicators)."""
        each = [known(self.values[:, i], self.weights[:, i], inside) for i in range(len(self.rules))]
        return np.stack(each, axis=1)

    def pooled(self, inside: Blocs, needs: float = NEEDS) -> Floats:
        """The blocs' values (blocs x indicators); NaN where less than `needs` of what a rule weighs is known."""
        out = np.empty((len(inside), len(self.rules)))
        for places in self._alike():
            rule = self.rules[places[0]]
            try:
                out[:, places] = rule.pool(self.values[:, places], self.weights[:, places], inside)
            except ValueError as error:
                raise StudyError(f"pool {rule.step} {error}", remedy="pool the indicator otherwise") from None
        for i in np.flatnonzero(~(np.isfinite(self.values) & np.isfinite(self.weights)).all(axis=0)):
            if self.rules[i].complete:
                enough = known(self.values[:, i], self.weights[:, i], inside) >= needs - _ALMOST
                out[~enough, i] = np.nan
        return out

    def _alike(self) -> list[list[int]]:
        """The places of the indicators that share a rule: they are pooled together."""
        found: dict[str, list[int]] = {}
        for i, rule in enumerate(self.rules):
            found.setdefault(rule.method, []).append(i)
        return list(found.values())


def stock(study: Study, units: Sequence[str], rule: str = AS_ONE) -> Stock:
    """The values that count at the study's time of some units, ranked or not, and the rules that pool them.

    `rule` is `as_one_country` (each indicator by its own rule), `best_of`, or a rule for all indicators.
    """
    members = replace(study, units=tuple(Unit(code, study.names.get(code, code)) for code in units))
    table = observed(members, (study.time,)).of(study.time)
    rules = tuple(_rule(study, leaf, rule) for leaf in study.indicators)
    series = sorted({each.weight for each in rules if each.weight})
    base = study.observations.cube(units, series, (study.time,)).values[0]
    ones = np.ones(len(units))
    weights = [base[:, series.index(each.weight)] if each.weight else ones for each in rules]
    return Stock(tuple(units), rules, table.values, np.stack(weights, axis=1))


def _rule(study: Study, leaf: Indicator, rule: str) -> Rule:
    if rule == AS_ONE:
        return _own(study, leaf)
    if rule == BEST_OF:
        return Rule(Step("max" if leaf.direction > 0 else "min"), "", True)
    step = parse(rule, "pool")
    given = str(step.options.get("weight", ""))
    if given and given not in {node.id for node in study.nodes}:
        raise StudyError(f"no series is called {given[:60]!r}", "--rule", "weigh by an indicator or series")
    return Rule(step, given or _usual(study, leaf, step), True)


def _own(study: Study, leaf: Indicator) -> Rule:
    """The indicator's own rule; where it states none, the mean weighed by its denominator, or by people."""
    if leaf.pool:
        stated = str(leaf.pool.options.get("weight", ""))
        return Rule(leaf.pool, stated or _usual(study, leaf, leaf.pool), True)
    step = Step("weighted_mean")
    return Rule(step, _usual(study, leaf, step), bool(leaf.denominator))


def _usual(study: Study, leaf: Indicator, step: Step) -> str:
    if step.name not in ("weighted_mean", "ces"):
        return ""
    there = {node.id for node in study.series}
    return leaf.denominator or (_HEADS if _HEADS in there else "")


def rules() -> tuple[str, ...]:
    """The words that `rule` takes."""
    return (AS_ONE, BEST_OF, *pool)
