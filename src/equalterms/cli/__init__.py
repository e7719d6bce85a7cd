"""Every page printed: the terminal."""

from __future__ import annotations

import json
import os
import sys
from itertools import pairwise

from equalterms.errors import StudyError, one_line


def main() -> None:
    """Run the program and leave with its exit code: 0, 1 findings, 2 usage, 3 input, 5 network, 130."""
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the pipe has gone: nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    from equalterms.cli.app import run

    try:
        return run(arguments)
    except StudyError as error:
        if _wants_json(arguments):
            said = {"message": error.message, "where": error.where, "remedy": error.remedy}
            print(json.dumps({"error": said}, ensure_ascii=False))
        print(f"equalterms: {one_line(str(error))}", file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        print("equalterms: interrupted", file=sys.stderr)
        return 130


def _wants_json(arguments: list[str]) -> bool:
    return "--json" in arguments or "--format=json" in arguments or "json" in _after(arguments, "--format")


def _after(arguments: list[str], option: str) -> list[str]:
    return [value for key, value in pairwise(arguments) if key == option]
