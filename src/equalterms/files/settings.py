"""study.yaml as plain values that know their lines; YAML's tricks are refused, not followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

from equalterms.errors import StudyError

# The loader of libyaml where PyYAML has it: the same meaning, ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TRAPS = {"no", "yes", "on", "off", "y", "n"}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the file with its line: a dict or list of Values, a string, a number or a bool."""

    data: object
    line: int


def read(text: str, name: str) -> Value:
    """The document as Values. No anchors, no tags, no second document, no deep nesting."""
    try:
        for depth, event in _depths(yaml.parse(text, Loader=_LOADER)):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise StudyError("has an anchor or alias", f"{name}:{line}", "write the value out")
            if getattr(event, "tag", None):
                raise StudyError("has a tag (!)", f"{name}:{line}", "write a plain value")
            if depth > 20:
                raise StudyError("is nested too deeply", f"{name}:{line}")
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise StudyError(f"is not YAML: {error.problem}", f"{name}:{line}", "check indents and quotes") from None
    except yaml.YAMLError as error:
        raise StudyError(f"is not YAML: {str(error).splitlines()[0]}", name, "save it as UTF-8 text") from None
    if not isinstance(node, yaml.MappingNode):
        raise StudyError("holds no keys", name, "begin with `title: ...`")
    return _value(node, name)


def _depths(events: Iterable[yaml.Event]) -> Iterator[tuple[int, yaml.Event]]:
    depth = 0
    for event in events:
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        yield depth, event


def _value(node: yaml.Node, name: str) -> Value:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        entries: dict[str, Value] = {}
        for key, value in node.value:
            word = str(key.value)
            here = key.start_mark.line + 1
            if word in entries:
                raise StudyError(f"the key {word!r} stands twice", f"{name}:{here}", "keep one")
            entries[word] = _value(value, name)
        return Value(entries, line)
    if isinstance(node, yaml.SequenceNode):
        return Value([_value(child, name) for child in node.value], line)
    return Value(_scalar(node, name, line), line)


def _scalar(node: yaml.Node, name: str, line: int) -> object:
    text = str(node.value)
    if getattr(node, "style", None):
        return text
    if text.lower() in _TRAPS:
        raise StudyError(
            f"{text} without quotes means true or false in YAML",
            f"{name}:{line}",
            f'write "{text}" in quotes, or the alpha-3 code of the country (NOR for Norway)',
        )
    tag = node.tag.rpartition(":")[2]
    if tag == "bool":
        return text.lower() == "true"
    if tag == "null":
        return None
    if tag == "int" and text.lstrip("+-").isdigit():
        return int(text)
    if tag == "float" and len(text) < 40:
        return float(text)
    return text
