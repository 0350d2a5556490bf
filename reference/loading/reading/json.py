"""JSON fixtures, read a piece at a time: the memory they take is that of their longest object."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from core.fixtures.shapes import members
from reference.loading.reading.forms import FixtureFile, Place, Unreadable

PIECE = 1 << 20
LONGEST_OBJECT = 16 << 20
BETWEEN = re.compile(r"[ \t\r\n]*")
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
NEAR_THE_END = 16
"""How far before the end of a piece a mistake may be one only because the piece ends."""
MEMBERS_DEPTH, FIELDS_DEPTH = 1, 2


class JSONFile(FixtureFile):
    """A list of objects."""

    def objects(self) -> Iterator:
        self.text, self.at, self.start, self.lines, self.column, self.ended = "", 0, 0, 0, 0, False
        self.decode = json.JSONDecoder(parse_float=Decimal, object_pairs_hook=members).raw_decode
        with open(self.path, encoding="utf-8-sig", newline="") as self.stream:
            if self.next() != "[":
                raise Unreadable("a fixture is a list of objects", self.here())
            self.at += 1
            if self.next() == "]":
                self.at += 1
            else:
                yield from self.listed()
            if self.next():
                raise Unreadable("not JSON: something follows the list", self.here())

    def listed(self) -> Iterator:
        """Walk through what stands between the brackets."""
        while True:
            self.next()
            yield self.one()
            mark = self.next()
            if mark not in {",", "]"}:
                raise Unreadable(f"not JSON: {'Expecting , or ]' if mark else 'the list does not end'}", self.here())
            self.at += 1
            if mark == "]":
                return

    def one(self):
        """Return the object that begins here, reading on until all of it is there."""
        self.start = self.at
        while True:
            try:
                found, self.at = self.decode(self.text, self.start)
                return found
            except (RecursionError, ValueError, ArithmeticError) as error:
                self.refuse_unless_cut_off(error)
            if len(self.text) - self.start > LONGEST_OBJECT:
                raise Unreadable(f"an object of more than {LONGEST_OBJECT >> 20} MB is none of a fixture", self.here())
            self.read()

    def refuse_unless_cut_off(self, error: Exception) -> None:
        """Raise Unreadable, except for what may be a mistake only because the piece ends."""
        if isinstance(error, RecursionError):
            raise Unreadable("not JSON: it is nested too deeply", self.here()) from None
        if not isinstance(error, json.JSONDecodeError):
            raise Unreadable("a number in it is too long to be read", self.here()) from None
        if self.ended or not (error.msg.startswith("Unterm") or error.pos > len(self.text) - NEAR_THE_END):
            self.at = error.pos
            raise Unreadable(f"not JSON: {error.msg}", self.here()) from None

    def next(self) -> str:
        """Step to the next character that means something and return it; nothing at the end."""
        while True:
            self.at = BETWEEN.match(self.text, self.at).end()  # type: ignore[union-attr]  # it matches nothing, too
            if self.at < len(self.text):
                return self.text[self.at]
            if self.ended:
                return ""
            self.start = self.at
            self.read()

    def read(self) -> None:
        """Take the next piece in and forget what is behind."""
        behind = self.text[: self.start]
        if breaks := behind.count("\n"):
            self.lines, self.column = self.lines + breaks, 0
        self.column += len(behind) - behind.rfind("\n") - 1
        try:
            piece = self.stream.read(PIECE)
        except UnicodeDecodeError as error:
            raise Unreadable(f"not UTF-8: {error.reason}", self.here()) from None
        self.ended = not piece
        self.text, self.at, self.start = self.text[self.start :] + piece, self.at - self.start, 0

    def here(self) -> Place:
        return self.placed(self.at)

    def placed(self, at: int) -> Place:
        line = self.text.rfind("\n", 0, at)
        breaks = self.text.count("\n", 0, at)
        return Place(self.lines + breaks + 1, at - line if line >= 0 else self.column + at + 1)

    def places(self, field: str = "") -> list[Place]:
        depth, wanted = 0, json.dumps(field, ensure_ascii=False)
        found: dict[int, list[Place]] = defaultdict(list)
        for token in TOKEN.finditer(self.text, self.start, self.at) if field else ():
            mark = token.group()
            depth += (mark in "{[") - (mark in "}]")
            colon = BETWEEN.match(self.text, token.end()).end()  # type: ignore[union-attr]  # it matches nothing, too
            if mark == wanted and self.text[colon] == ":":
                found[depth].append(self.placed(BETWEEN.match(self.text, colon + 1).end()))  # type: ignore[union-attr]  # the same
        return found[FIELDS_DEPTH] or found[MEMBERS_DEPTH] or [self.placed(self.start)]
