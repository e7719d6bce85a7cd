"""Study -> Page, a file for each kind of page."""
