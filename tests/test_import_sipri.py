"""``manage.py import_sipri``: deals in SIPRI's three layouts. The rows are invented; SIPRI's may not be shipped."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.models import Transfer
from equipment.models import WeaponSystem
from tests.loading import first
from tests.published import needs_shared_data, shared
from tests.sipri import DEALS, DELIVERY, HAROP, OLDER, REGISTER


def facts(**which) -> tuple:
    names = ["ordered", "ordered_estimated", "number_ordered", "number_delivered", "number_delivered_estimated"]
    return Transfer.objects.values_list(*names, "delivered_from", "delivered_until").get(**which)


def test_a_deal_of_the_register_is_a_transfer_of_a_known_system(imported_deals):
    imported_deals(REGISTER + HAROP, encoding="cp1252")

    deal = Transfer.objects.get()
    assert (deal.supplier_country.slug, deal.recipient_country.slug, deal.system.slug) == ("IL", "IN", "harop")
    assert facts() == ("2009", True, 10, 12, True, "2010", "2011")
    assert (deal.condition, deal.notes, float(deal.tiv_delivered)) == ("new", "Wärtsilä engine", 6)
    assert deal.citations.get().source.slug == "sipri-at-2025"


@pytest.mark.parametrize(("header", "mark"), [(DEALS, ","), (OLDER, ";")])
def test_the_deliveries_of_a_deal_are_added_up(header, mark, imported_deals):
    rows = [
        "70001,Israel,India,Harop,loitering munition,Missiles,2009,Yes,3,No,2012,No,Second hand,0.5,0.5,1.5,Yes",
        "70001,Israel,India,Harop,loitering munition,Missiles,2009,Yes,4,Yes,2010,No,Second hand,0.5,0.5,2,Yes",
    ]
    preamble = "\n".join(f"Line {n} of what SIPRI says before" for n in range(11))
    footer = "© Stockholm International Peace Research Institute, 2023."

    imported_deals("\n".join([preamble, header + "\n".join(row.replace(",", mark) for row in rows), footer]))

    deal = Transfer.objects.get(external_id="70001")
    assert facts() == ("2009", True, None, 7, True, "2010", "2012")
    assert (deal.condition, deal.licence_production, float(deal.tiv_delivered)) == ("second-hand", True, 3.5)


def test_a_year_of_delivery_that_is_an_estimate_is_flagged_and_kept(imported_deals, editor_client):
    doubtful = DELIVERY.replace("2012,No", "2013,Yes")
    imported_deals(DEALS + DELIVERY + doubtful + DELIVERY.replace("70001", "70002"))

    told = "external_id", "delivered_from", "delivered_until", "delivered_estimated"
    assert set(Transfer.objects.values_list(*told)) == {
        ("70001", "2012", "2013", True),
        ("70002", "2012", "2012", False),
    }
    answer = editor_client.get("/api/v1/transfers/sipri-at-70001/").json()
    assert (answer["delivered_until"], answer["delivered_estimated"]) == ("2013", True)


def test_the_same_deal_twice_is_two_deals_and_a_second_import_changes_nothing(imported_deals):
    imported_deals(REGISTER + HAROP + HAROP)

    assert Transfer.objects.count() == 2
    assert first(imported_deals(REGISTER + HAROP + HAROP)).startswith("0 created, 0 updated, ")


def test_an_unknown_number_is_null_and_no_delivery_has_no_year(imported_deals):
    imported_deals(REGISTER + "India,Israel,2024,,,,Harop,loitering munition,0,,,New,,0.5,0,0\n")

    assert facts() == ("2024", False, None, 0, False, None, None)


def test_rebels_and_international_organisations_are_organisations_and_new_ones_are_drafts(imported_deals):
    rows = "Houthi rebels (Yemen)*,Iran,2015,,1,,Harop,loitering munition,1,,2016,New,,1,1,1\n"
    rows += "United Nations**,Israel,2015,,1,,Harop,loitering munition,1,,2016,New,,1,1,1\n"

    imported_deals(REGISTER + rows)

    found = Transfer.objects.exclude(recipient_organisation=None)
    assert {(t.recipient_organisation.kind, t.recipient_country) for t in found} == {
        ("armed-group", None),
        ("international-organisation", None),
    }


def test_systems_that_are_new_come_in_as_drafts_of_their_category(imported_deals):
    said = imported_deals(REGISTER + HAROP.replace("Harop ", "Zephyr-99 -"))

    system = WeaponSystem.objects.get(dataset__slug="sipri-at")
    assert (system.slug, system.category.slug, system.publication) == ("zephyr-99", "loitering-munition", "draft")
    assert "“Zephyr-99 -” came in as a draft; nearest: " in said


def test_a_description_in_two_categories_is_told_by_the_category(imported_deals):
    row = "70002,Israel,India,Zephyr-99,SAM system,Other,2009,No,3,No,2012,No,New,0.5,0.5,1.5,No\n"

    imported_deals(DEALS + row)

    assert WeaponSystem.objects.get(dataset__slug="sipri-at").category.slug == "other-sam-system"


def test_a_record_broken_over_two_lines_is_refused_and_the_others_are_taken(imported_deals):
    broken = "India,Israel,2008,,14,,Harop,loitering munition,13,?,2010,New,Part of\r\na deal,0.25,3.5,3.25\r\n"

    said = imported_deals(REGISTER + broken + HAROP)

    assert "refused: 2 rows, rows of another length." in said
    assert Transfer.objects.count() == 1


def test_a_party_that_nobody_knows_and_a_state_that_is_none_are_refused(imported_deals):
    wrong = HAROP.replace("Israel", "unknown supplier(s)") + HAROP.replace("India", "Atlantis")
    said = imported_deals(REGISTER + wrong + HAROP)

    assert "refused: 1 rows, parties that nobody knows." in said
    assert "refused: 1 rows, unknown states." in said


def test_a_deal_that_the_next_release_drops_is_counted_and_withdrawn_where_that_is_complete(imported_deals):
    other = HAROP.replace("2009", "2008")
    imported_deals(REGISTER + HAROP + other)

    said = imported_deals(REGISTER + HAROP, release="2026")
    assert "1 transfers of what this file covers are not in it: --complete withdraws them." in said
    imported_deals(REGISTER + HAROP, release="2026", complete=True)

    assert dict(Transfer.objects.values_list("ordered", "publication")) == {"2009": "published", "2008": "withdrawn"}


def test_a_file_without_the_line_that_such_files_end_with_looks_cut_off(imported_deals):
    row = "70001;Israel;India;Harop;loitering munition;Missiles;2009;No;3;No;2012;No;New;0.5;0.5;1.5;No\n"
    footer = "© Stockholm International Peace Research Institute, 2023."

    assert "looks cut off" not in imported_deals(OLDER + row + footer)
    assert "looks cut off" not in imported_deals(OLDER + row, limit=1)
    missing = "the line with © is missing that such files end with"
    with pytest.raises(CommandError, match=f"{missing}: is it there to its end.* --force takes it as it is"):
        imported_deals(OLDER + row)
    assert f"The file looks cut off: {missing}." in imported_deals(OLDER + row, force=True)


def test_a_renamed_column_is_told_beside_the_layout_that_is_nearest(imported_deals):
    with pytest.raises(CommandError, match=r"missing are “Order date” \(nearest: Order date is estimate\)\.$"):
        imported_deals(DEALS.replace("Order date,", "Ordered,"))
    with pytest.raises(CommandError, match=r": it has no rows\.$"):
        imported_deals(DEALS)


@pytest.mark.parametrize(
    "change",
    [("Israel", "unknown supplier(s)"), ("Harop", ""), (",Yes\n", "\n")],
    ids=["a supplier nobody knows", "no system", "a row that is too short"],
)
def test_a_deal_that_is_refused_is_there_all_the_same_and_is_not_withdrawn(change, imported_deals):
    first_row = "70001,Israel,India,Harop,loitering munition,Missiles,2009,No,3,No,2012,No,New,0.5,0.5,1.5,Yes\n"
    second_row = first_row.replace("70001", "70002")
    imported_deals(DEALS + first_row + second_row)

    said = imported_deals(DEALS + second_row.replace(*change) + first_row, release="2026", complete=True)

    assert "refused: 1 rows" in said
    assert set(Transfer.objects.values_list("publication", flat=True)) == {"published"}


def test_a_changed_name_of_a_deal_is_kept_as_an_alias(imported_deals):
    imported_deals(DEALS + DELIVERY)

    imported_deals(DEALS + DELIVERY.replace("Harop", "Harpy"), release="2026")

    deal = Transfer.objects.get()
    assert (deal.system.slug, deal.aliases.get().text) == ("harpy", "Israel to India: Harop, 2009")


def test_the_public_is_shown_none_of_it(imported_deals, api, editor_client):
    imported_deals(REGISTER + HAROP)

    assert api.get("transfers/").json()["count"] == 0
    assert editor_client.get("/api/v1/transfers/").json()["count"] == 1
    assert b"Harop" not in b"".join(api.get("transfers.csv"))


DEALS_READ = {
    "excerpt_DealsAndTIVs_recipient_India.csv": 404,
    "excerpt_older_text.txt": 23,
    "excerpt_quirks_bytes.csv": 107,
    "excerpt_recipient_India.csv": 752,
}


@needs_shared_data
@pytest.mark.parametrize("path", shared("sipri/excerpt_*"), ids=lambda path: path.stem)
def test_every_published_layout_is_read_to_its_last_row(path, armoury, tmp_path):
    call_command("import_sipri", path, release="2025", rejected=tmp_path / "no.csv", stdout=StringIO())

    assert Transfer.objects.count() == DEALS_READ[path.name]
