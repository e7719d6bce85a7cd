"""Every page asked for: the observatory in a browser, on this machine alone."""

from equalterms.web.app import application

__all__ = ["application"]
