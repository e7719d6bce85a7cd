"""`python -m equalterms`."""

from equalterms.cli import main

if __name__ == "__main__":
    main()
