"""Observations from the world's tables into a study, by way of dated vintages: the only room with a network."""

from equalterms.fetch.client import Client, NetworkError
from equalterms.fetch.into import Fetched, Standing, fetch, standing
from equalterms.fetch.origins import ORIGINS

__all__ = ["ORIGINS", "Client", "Fetched", "NetworkError", "Standing", "fetch", "standing"]
