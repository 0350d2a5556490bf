"""Loads that stored nothing, as they wait on the dashboard."""

import pytest
from django.core.cache import cache

from reference.models import RefusedLoad
from tests.uploads import decided, previewed


@pytest.mark.django_db
def test_of_a_file_refused_again_and_again_the_latest_waits():
    for name, told in (("bad.csv", "first"), ("other.csv", "its own"), ("bad.csv", "second")):
        RefusedLoad.objects.note(name, told)

    assert [(load.name, load.told) for load in RefusedLoad.objects.all()] == [
        ("bad.csv", "second"),
        ("other.csv", "its own"),
    ]


def test_files_of_one_name_wait_for_each_who_gave_one_until_that_one_is_imported(two, missile):
    bad, good = "slug,name,kind\na,A,nonsense\n", "slug,name,kind\na,A,news\n"
    mira, noor = two
    for editor in two:
        previewed(editor.client, "reference.source.csv", bad)
    before = [waiting(editor) for editor in two]

    previewed(noor.client, "reference.source.csv", good)
    decided(noor.client, "import")
    cache.clear()

    assert [load.by for load in RefusedLoad.objects.order_by("pk")] == ["mira", "noor"]
    assert before == [([1], [2])] * 2
    assert [waiting(editor) for editor in (mira, noor)] == [([1], [1]), ([], [1])]


def test_a_file_that_is_discarded_waits_no_more(two):
    previewed(two[0].client, "reference.source.csv", "slug,name,kind\na,A,nonsense\n")
    before = waiting(two[0])

    decided(two[0].client, "discard")
    cache.clear()

    assert (before, waiting(two[0])) == (([1], [1]), ([], []))


def waiting(editor) -> tuple[list[int], list[int]]:
    """Return how many of one's own imports are refused, and how many loads of all."""
    shown = editor.client.get("/admin/").context["dashboard"]
    of_all = [each for each in shown.waiting["Loads"] if each.queue.model is RefusedLoad]
    return tuple([each.number for each in numbers] for numbers in (shown.mine["Your imports"], of_all))
