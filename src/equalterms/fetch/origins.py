"""The family of sources: each by the name that `from:` in a study gives it."""

from __future__ import annotations

from equalterms.fetch.epoch import EPOCH
from equalterms.fetch.openalex import OPENALEX
from equalterms.fetch.origin import Origin
from equalterms.fetch.owid import OWID
from equalterms.fetch.sdmx import SDMX
from equalterms.fetch.table import TABLE
from equalterms.fetch.worldbank import WORLDBANK

ORIGINS: dict[str, Origin] = {origin.name: origin for origin in (WORLDBANK, OWID, SDMX, OPENALEX, EPOCH, TABLE)}
