"""The command `freshness`: how old each value is, and what is missing that was there before."""

from __future__ import annotations

from equalterms.cli.app import Common, command
from equalterms.cli.out import Output


@command
def freshness(common: Common) -> Output:
    """How old the data are: years and ages of each indicator, what no longer counts, and the rank it had.

    Examples:

      equalterms freshness

      equalterms freshness --set max_age=2 --json
    """
    from equalterms.freshness import freshness as ages
    from equalterms.pages.freshness import freshness as page

    study = common.load()
    made = ages(study)
    found = made.to_json()
    rows = found["indicators"]
    return Output("freshness", found, page(made), rows if isinstance(rows, list) else [], study)
