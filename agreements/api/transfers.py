"""``transfers``."""

from agreements.models import Condition, Transfer
from core.api.filters import Choice, Flag, Slug, Tree
from core.api.ranges import Number, PartialDate
from reference.api import (
    Actor,
    EntryFilterSet,
    EntrySerializer,
    EntryViewSet,
)


class TransferSerializer(EntrySerializer):
    class Meta(EntrySerializer.Meta):
        model = Transfer
        units = dict.fromkeys(["tiv_unit", "tiv_ordered", "tiv_delivered"], "TIV, an index")
        fields = [
            *EntrySerializer.Meta.head,
            "supplier_country",
            "supplier_organisation",
            "recipient_country",
            "recipient_organisation",
            "system",
            "agreement",
            "ordered",
            "ordered_estimated",
            "number_ordered",
            "number_ordered_estimated",
            "number_delivered",
            "number_delivered_estimated",
            "delivered_from",
            "delivered_until",
            "delivered_estimated",
            "condition",
            "licence_production",
            "tiv_unit",
            "tiv_ordered",
            "tiv_delivered",
            *EntrySerializer.Meta.tail,
        ]


class TransferFilterSet(EntryFilterSet):
    year = "ordered"
    supplier = Actor("supplier_country", "supplier_organisation", example="IL")
    recipient = Actor("recipient_country", "recipient_organisation")
    system = Slug("system", example="harop", help="Weapon system")
    category = Tree("system__category", example="loitering-munition", help="Armament category, with all below it")
    agreement = Slug("agreement", lookups=("", "not", "isnull"), example="in-il-phalcon-2004")
    ordered = PartialDate("ordered")
    number_ordered = Number("number_ordered")
    number_delivered = Number("number_delivered")
    delivered_from = PartialDate("delivered_from", help="First delivery")
    delivered_until = PartialDate("delivered_until", help="Last delivery so far")
    condition = Choice("condition", Condition)
    licence_production = Flag("licence_production", help="Built by the recipient under licence")


class TransferViewSet(EntryViewSet):
    """Deals in arms: one supplier, one recipient, one weapon."""

    queryset = Transfer.objects.all()
    serializer_class = TransferSerializer
    filterset_class = TransferFilterSet
