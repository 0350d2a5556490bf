"""Updates that would be lost (A1): none of many, in any order, and at the very same time.

``ARMOURY_SAVES=1000 pytest tests/test_conflicts_lost_updates.py`` tries a thousand; they take minutes.
"""

import os
import random
import threading

import pytest
from django.db import connection

from core.admin.threeway import CLASH
from reference.models import Organisation, OrganisationAlias
from tests.editors import Editor

SAVES, SEED = int(os.environ.get("ARMOURY_SAVES", "50")), 20_261_124


class Diligent(Editor):
    """An editor who adds words to what is there, and never takes another's away."""

    def note(self, record, form: dict, word: str) -> int:
        """Add a word somewhere and save until it is saved; return how often it had to be put together."""
        number = int(word[1:])
        place = "aliases-0-text" if number % 25 == 0 else ("summary", "notes")[number % 2]
        form, asked = form | {place: f"{form.get(place, '')} {word}"}, 0
        while (form := self.save(form)) is not None:
            asked += 1
            assert self.merge, "It was refused for another reason."
            for line in (line for row in self.merge.rows for line in row.lines if line.kind == CLASH):
                theirs = {title: words for title, words, _ in line.cells}["Theirs"]
                form[line.name] = f"{theirs} {word}"
        return asked


def test_a1_of_many_interleaved_saves_none_is_lost(make):
    chance, record = random.Random(SEED), make(Organisation, publication="draft")
    make(OrganisationAlias, entry=record, text="Names")
    editors = [Diligent("mira"), Diligent("noor")]
    opened, conflicts = {}, 0

    for number in range(SAVES):
        editor = chance.choice(editors)
        for other in editors:
            if other not in opened or chance.random() < 0.2:
                opened[other] = other.open(record)
        conflicts += editor.note(record, opened.pop(editor), f"w{number}")

    record.refresh_from_db()
    there = f"{record.summary} {record.notes} {record.aliases.get().text}".split()
    assert [word for number in range(SAVES) if (word := f"w{number}") not in there] == []
    assert conflicts > SAVES / 4


@pytest.mark.django_db(transaction=True)
def test_a1_of_saves_at_the_very_same_time_none_is_lost(make):
    record = make(Organisation, publication="draft")
    make(OrganisationAlias, entry=record, text="Names")
    editors, faults = [Diligent("mira"), Diligent("noor")], []

    def work(editor, words):
        try:
            for word in words:
                editor.note(record, editor.open(record), word)
        except Exception as error:
            faults.append(error)
        connection.close()

    threads = [
        threading.Thread(target=work, args=[editor, [f"w{n}" for n in range(part, 60, 2)]])
        for part, editor in enumerate(editors)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    record.refresh_from_db()
    there = f"{record.summary} {record.notes} {record.aliases.get().text}".split()
    assert (faults, [n for n in range(60) if f"w{n}" not in there]) == ([], [])
