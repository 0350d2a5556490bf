"""Readers and writers at once, on connections of their own: no answer is old, and none is torn."""

import csv
import io
import json
import threading
import time
from collections import defaultdict

import pytest
from django.db import OperationalError, connection, transaction

from events.models import Incident
from tests.conftest import ApiClient

SECONDS = 10
READERS, WRITERS = 3, 2
ASKED = "?fields=slug,killed_best"


class Writer:
    """Makes a number larger that its two records share."""

    def __init__(self, name: str):
        self.name, self.written = name, 0

    def work(self):
        with transaction.atomic():
            Incident.objects.filter(slug__startswith=self.name).update(killed_best=self.written + 1)
        self.written += 1
        time.sleep(0.02)


class Reader:
    """Asks for a page, for what it has again, or for an export: each shows one number per writer, and no old one."""

    def __init__(self, writers: list[Writer]):
        self.writers, self.api, self.read, self.unchanged, self.faults = writers, ApiClient(), 0, 0, []
        self.tag, self.known = "", {}

    def work(self):
        least = {writer.name: writer.written for writer in self.writers}
        for numbers in (self.page(), self.export()):
            for name, number in least.items():
                told = numbers[name]
                if len(told) != 2 or told[0] != told[1] or told[0] < number:
                    self.faults.append((name, number, told))
        self.read += 1

    def page(self) -> dict[str, list[int]]:
        """Return the numbers of the list, as it is or as the server says that it still is."""
        answer = self.api.get(f"incidents/{ASKED}", headers={"If-None-Match": self.tag})
        if answer.status_code == 304:
            self.unchanged += 1
            return self.known
        self.tag = answer.headers.get("ETag", "")
        self.known = numbers_of((row["slug"], row["killed_best"]) for row in json.loads(answer.content)["results"])
        return self.known

    def export(self) -> dict[str, list[int]]:
        text = self.api.get(f"incidents.csv{ASKED}").getvalue().decode()
        return numbers_of(row[:2] for row in list(csv.reader(io.StringIO(text)))[1:])


def numbers_of(rows) -> dict[str, list[int]]:
    """Return what the records of each writer say."""
    found = defaultdict(list)
    for slug, number in rows:
        found[slug.split("-")[0]].append(int(number))
    return found


def at_once(workers: list) -> None:
    """Let all work again and again until the time is over."""
    end = time.monotonic() + SECONDS

    def run(worker):
        while time.monotonic() < end:
            worker.work()
        connection.close()

    threads = [threading.Thread(target=run, args=[worker]) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_while_writers_write_no_answer_is_older_than_its_question_nor_torn(make):
    writers = [Writer(f"writer{number}") for number in range(WRITERS)]
    readers = [Reader(writers) for _ in range(READERS)]
    for writer in writers:
        for half in ("one", "two"):
            make(Incident, slug=f"{writer.name}-{half}", killed_best=0)

    at_once([*writers, *readers])

    assert [fault for reader in readers for fault in reader.faults] == []
    assert min(worker.written for worker in writers) > SECONDS
    assert min(reader.read for reader in readers) > SECONDS
    assert sum(reader.unchanged for reader in readers) > 0


@pytest.mark.django_db(transaction=True)
def test_a_writer_who_waits_for_another_holds_nothing_that_the_other_needs(make):
    first, second = (make(Incident, killed_best=0) for _ in range(2))
    faults = []

    def write():
        try:
            Incident.objects.filter(pk=second.pk).update(wounded_best=1)
        except OperationalError as error:
            faults.append(str(error))
        connection.close()

    other = threading.Thread(target=write)
    with transaction.atomic():
        Incident.objects.filter(pk=first.pk).update(killed_best=1)
        other.start()
        other.join(0.3)
        Incident.objects.filter(pk=second.pk).update(killed_best=1)
    other.join()

    assert faults == []
    assert list(Incident.objects.values_list("killed_best", "wounded_best")) == [(1, first.wounded_best), (1, 1)]
