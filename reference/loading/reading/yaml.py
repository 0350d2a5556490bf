"""YAML fixtures: the same objects as in JSON, for people to write."""

from collections.abc import Iterator

import yaml

from core.fixtures.shapes import members
from reference.loading.reading.forms import FixtureFile, Place, Unreadable

LARGEST, DEEPEST = 64 << 20, 100
TOO_DEEP = "it holds itself, or is nested too deeply"


class YAMLFile(FixtureFile):
    """A list of objects. What stands without quotes is a text, until its field says what it is: NO is Norway."""

    typed = False

    def objects(self) -> Iterator:
        if self.path.stat().st_size > LARGEST:
            raise Unreadable(f"YAML of more than {LARGEST >> 20} MB is read too slowly: write it as JSON")
        root = self.composed()
        if not isinstance(root, yaml.SequenceNode):
            raise Unreadable("a fixture is a list of objects")
        for self.node in root.value:
            try:
                found = plain(self.node)
            except RecursionError:
                raise Unreadable(TOO_DEEP, self.places()[0]) from None
            yield found

    def composed(self) -> yaml.Node | None:
        """Return the file as nodes; raise Unreadable where it is no YAML."""
        try:
            with open(self.path, encoding="utf-8-sig") as stream:
                refuse_deep(stream)
                stream.seek(0)
                return yaml.compose(stream, Loader=yaml.CSafeLoader)
        except UnicodeDecodeError as error:
            raise Unreadable(f"not UTF-8: {error.reason}") from None
        except RecursionError:
            raise Unreadable(TOO_DEEP) from None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            told = f"not YAML: {getattr(error, 'problem', None) or error}"
            raise Unreadable(told, place_of(mark)) from None

    def places(self, field: str = "") -> list[Place]:
        nodes = [self.node]
        for name in ("fields", field) if field else ():
            nodes = members_named(nodes[-1], name) or members_named(self.node, field) or nodes[-1:]
        return [Place(node.start_mark.line + 1, node.start_mark.column + 1) for node in nodes]


def members_named(node: yaml.Node, name: str) -> list[yaml.Node]:
    """Return each value that a node gives a member of a name."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return [value for key, value in pairs if key.value == name]


def place_of(mark) -> Place | None:
    """Return where a mark of the parser is, counted from 1."""
    return Place(mark.line + 1, mark.column + 1) if mark else None


def refuse_deep(stream) -> None:
    """Raise Unreadable where something is nested so deeply that composing it would end the process."""
    depth = 0
    for event in yaml.parse(stream, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Unreadable(TOO_DEEP, place_of(event.start_mark))


def plain(node):
    """Return a node as lists, members and texts; null where nothing, ``~`` or ``null`` stands without quotes."""
    if isinstance(node, yaml.SequenceNode):
        return [plain(each) for each in node.value]
    if isinstance(node, yaml.MappingNode):
        return members([(str(key.value), plain(value)) for key, value in node.value])
    return None if node.style is None and node.value in {"", "~", "null"} else node.value
