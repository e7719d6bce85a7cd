"""A page drawn: in the terminal, as HTML, as figures. This room knows pages and nothing of studies."""
