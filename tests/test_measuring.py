"""The unit in which changes tell their numbers."""

from agreements.models import Agreement
from equipment.models import Property, Specification
from tests.test_timeline import told


def test_numbers_are_told_in_the_unit_they_had_when_they_were_changed(make, editor_client):
    length, speed = make(Property, unit="km"), make(Property, dimension="speed", unit="km/h")
    measured = make(Specification, property=length, minimum=1, ref="a")
    Specification.objects.update(minimum=2)
    Specification.objects.update(minimum=3, property=speed)
    Specification.objects.update(minimum=4)
    deal = make(Agreement, value=5, currency="EUR")
    Agreement.objects.update(value=6)
    Specification.objects.all().delete()

    lines = [
        line
        for _, _, lines in told(editor_client, measured.system, of=f"specification:{measured.pk}")
        for line in lines
    ]
    worth = [line for _, _, lines in told(editor_client, deal, of="value") for line in lines]

    assert [line for line in lines if line[0].startswith("Minimum")] == [
        ("Minimum (km/h)", "4", ""),
        ("Minimum (km/h)", "3", "4"),
        ("Minimum (km → km/h)", "2", "3"),
        ("Minimum (km)", "1", "2"),
        ("Minimum (km)", "", "1"),
    ]
    assert worth[0] == ("Value (EUR)", "5", "6")
