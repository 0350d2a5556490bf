"""Readers and writers at once, on connections of their own: no answer is old, and none is torn."""

import threading
import time

import pytest
from django.db import connection, transaction

from events.models import Incident
from tests.conftest import ApiClient

SECONDS = 10
READERS, WRITERS = 3, 2


class Race:
    """Two records that share a number, which every write makes larger: an answer shows one number, and no old one."""

    def __init__(self):
        self.end, self.written, self.read, self.faults = time.monotonic() + SECONDS, 0, 0, []
        self.one_at_a_time = threading.Lock()

    def write(self):
        with self.one_at_a_time:
            with transaction.atomic():
                Incident.objects.update(killed_best=self.written + 1)
            self.written += 1
        time.sleep(0.005)

    def look(self):
        least = self.written
        rows = ApiClient().get("incidents/?fields=slug,killed_best").json()["results"]
        numbers = sorted(row["killed_best"] for row in rows)
        if len(numbers) != 2 or numbers[0] != numbers[1] or numbers[0] < least:
            self.faults.append((least, numbers))
        self.read += 1

    def run(self, work):
        """Do a piece of work again and again until the race ends."""
        while time.monotonic() < self.end:
            work()
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_while_writers_write_no_answer_is_older_than_its_question_nor_torn(make):
    for slug in ("one", "two"):
        make(Incident, slug=slug, killed_best=0)
    race = Race()

    threads = [threading.Thread(target=race.run, args=[race.write]) for _ in range(WRITERS)]
    threads += [threading.Thread(target=race.run, args=[race.look]) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert race.faults == []
    assert min(race.written, race.read) > SECONDS
