"""Values: dataclasses that nobody may change, kept so by the type checker instead of at run time.

An article makes some seven hundred of them, and filling the slots of a dataclass that is frozen at run time takes four
times as long as filling those of one that is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["value"]

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from dataclasses import dataclass

    def value(*, frozen: bool, slots: bool):
        """`dataclass(frozen=True, slots=True)` for the type checker; at run time its fields can be set."""
        return dataclass(slots=slots, unsafe_hash=frozen)
