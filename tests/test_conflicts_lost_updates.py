"""Updates that would be lost (A1): none of a thousand, in any order, and at the very same time."""

import random
import threading

import pytest
from django.db import connection

from agreements.models import Topic
from core.admin.threeway import CLASH
from reference.models import Organisation, OrganisationAlias
from tests.editors import Direct, Editor

SEED = 20_261_124


class Diligent(Editor):
    """An editor who adds words to what is there, and never takes another's away."""

    def __init__(self, name: str):
        super().__init__(name)
        self.client = Direct(self.user)

    def note(self, form: dict, word: str, place: str) -> int:
        """Add a word somewhere and save until it is saved; return how often it had to be put together."""
        form, asked = form | {place: f"{form.get(place, '')} {word}"}, 0
        while (form := self.save(form)) is not None:
            asked += 1
            assert self.merge, "It was refused for another reason."
            for line in (line for row in self.merge.rows for line in row.lines if line.kind == CLASH):
                theirs = {title: words for title, words, _ in line.cells}["Theirs"]
                form[line.name] = f"{theirs} {word}"
        return asked


def conflicts_of(editors: list[Diligent], record, saves: int, place_of) -> int:
    """Have two editors save by turns as chance has it, on what they opened then or long before."""
    chance, opened, conflicts = random.Random(SEED), {}, 0
    for number in range(saves):
        editor = chance.choice(editors)
        for other in editors:
            if other not in opened or chance.random() < 0.2:
                opened[other] = other.open(record)
        conflicts += editor.note(opened.pop(editor), f"w{number}", place_of(number))
    return conflicts


def place_in_organisation(number: int) -> str:
    return "aliases-0-text" if number % 25 == 0 else ("summary", "notes")[number % 2]


def lost(words: int, *texts: str) -> list[int]:
    there = " ".join(texts).split()
    return [number for number in range(words) if f"w{number}" not in there]


@pytest.fixture
def two_diligent(db):
    return [Diligent("mira"), Diligent("noor")]


@pytest.fixture
def organisation(make):
    record = make(Organisation, publication="draft")
    make(OrganisationAlias, entry=record, text="Names")
    return record


def test_a1_of_a_thousand_interleaved_saves_none_is_lost(make, two_diligent):
    topic = make(Topic)

    conflicts = conflicts_of(two_diligent, topic, 1_000, lambda _: "definition")

    topic.refresh_from_db()
    assert lost(1_000, topic.definition) == []
    assert conflicts > 250


def test_a1_of_interleaved_saves_of_several_fields_and_rows_none_is_lost(organisation, two_diligent):
    conflicts = conflicts_of(two_diligent, organisation, 50, place_in_organisation)

    organisation.refresh_from_db()
    assert lost(50, organisation.summary, organisation.notes, organisation.aliases.get().text) == []
    assert conflicts > 12


@pytest.mark.django_db(transaction=True)
def test_a1_of_saves_at_the_very_same_time_none_is_lost(organisation, two_diligent):
    faults, words = [], 40

    def work(editor, numbers):
        try:
            for number in numbers:
                editor.note(editor.open(organisation), f"w{number}", place_in_organisation(number))
        except Exception as error:
            faults.append(error)
        connection.close()

    threads = [
        threading.Thread(target=work, args=[editor, range(part, words, 2)]) for part, editor in enumerate(two_diligent)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    organisation.refresh_from_db()
    assert faults == []
    assert lost(words, organisation.summary, organisation.notes, organisation.aliases.get().text) == []
