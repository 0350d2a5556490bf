"""Which deal a row of SIPRI's is, from release to release and from layout to layout. The rows are invented."""

from io import StringIO

from django.core.management import call_command

from agreements.models import Transfer
from agreements.sipri.layouts import fingerprint
from tests.loading import first
from tests.published import SHARED, needs_shared_data
from tests.sipri import DEALS, DELIVERY, HAROP, REGISTER

TOLD = ["external_id", "notes", "number_ordered", "number_delivered", "licence_production"]


def told() -> list[tuple]:
    return list(Transfer.objects.order_by("pk").values_list(*TOLD))


def test_a_deal_whose_comments_change_is_updated(imported_deals):
    imported_deals(REGISTER + HAROP)

    said = imported_deals(REGISTER + HAROP.replace("Wärtsilä", "Other"), release="2026")

    assert "agreements.transfer: 1 updated" in said
    assert Transfer.objects.get().notes == "Other engine"


def test_a_deal_whose_number_changes_is_the_one_of_its_name(imported_deals):
    imported_deals(REGISTER + HAROP)
    slug = Transfer.objects.get().slug

    imported_deals(REGISTER + HAROP.replace(",10,", ",14,"), release="2026", complete=True)

    assert Transfer.objects.values_list("slug", "number_ordered", "publication").get() == (slug, 14, "published")
    again = imported_deals(REGISTER + HAROP.replace(",10,", ",14,"), release="2026")
    assert first(again).startswith("0 created, 0 updated, ")


def test_a_deal_of_both_layouts_is_one_under_its_number_whichever_came_first(imported_deals):
    register, numbered = REGISTER + HAROP, DEALS + DELIVERY.replace("No\n", "Yes\n")
    expected = [("70001", "Wärtsilä engine", 10, 3, True)]

    imported_deals(register)
    imported_deals(numbered)
    assert told() == expected
    assert first(imported_deals(numbered)).startswith("0 created, 0 updated, ")

    imported_deals(register)
    assert told() == [("70001", "Wärtsilä engine", 10, 12, True)]
    assert first(imported_deals(register)).startswith("0 created, 0 updated, ")


def test_a_deal_of_both_layouts_keeps_its_comments_where_numbers_came_first(imported_deals):
    imported_deals(DEALS + DELIVERY)
    imported_deals(REGISTER + HAROP)
    imported_deals(DEALS + DELIVERY)

    assert told() == [("70001", "Wärtsilä engine", 10, 3, False)]
    assert Transfer.objects.get().slug == "sipri-at-70001"


def test_deals_that_cannot_be_told_apart_stay_deals_of_their_own(imported_deals):
    imported_deals(REGISTER + HAROP + HAROP)
    imported_deals(DEALS + DELIVERY)

    assert Transfer.objects.count() == 3

    imported_deals(DEALS + DELIVERY.replace("70001", "70002"))
    assert Transfer.objects.filter(external_id__in=["70001", "70002"]).count() == 2


def test_what_a_deal_is_known_by_is_never_taken_for_a_number():
    found = [fingerprint({"recipient": "India", "ordered": str(number)}) for number in range(5_000)]

    assert (len(set(found)), any(key.isdecimal() for key in found)) == (5_000, False)


@needs_shared_data
def test_deals_of_both_layouts_of_india_are_one_where_their_names_are(armoury, tmp_path):
    for name in ("excerpt_recipient_India.csv", "excerpt_DealsAndTIVs_recipient_India.csv"):
        path = SHARED / "sipri" / name
        call_command("import_sipri", path, release="2025", rejected=tmp_path / "no.csv", stdout=StringIO())

    joined = Transfer.objects.filter(external_id__regex=r"^\d+$").exclude(number_ordered=None)
    assert (Transfer.objects.count(), joined.count()) == (752 + 404 - 190, 190)
    assert Transfer.objects.filter(system__slug="s-400", ordered="2018").count() == 1
