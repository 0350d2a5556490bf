"""The admin of weapon systems, their categories and properties."""

from django.contrib import admin

from core.admin import RecordAdmin
from equipment.models import (
    Category,
    Maker,
    Operator,
    Property,
    Specification,
    Variant,
    WeaponSystem,
    WeaponSystemAlias,
    WeaponSystemCitation,
)
from reference.admin import AliasAdmin, CitationAdmin, ClaimAdmin, ClaimInline, EntryAdmin


class MakerInline(ClaimInline):
    model = Maker


class OperatorInline(ClaimInline):
    model = Operator


class SpecificationForm(ClaimInline.form):
    """A specification's numbers are labelled with the unit its property is kept in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unit = self.instance.property.unit if self.instance.property_id else ""
        for name in {"minimum", "maximum"} & self.fields.keys() if unit else []:
            self.fields[name].label += f" ({unit})"


class SpecificationInline(ClaimInline):
    model = Specification
    form = SpecificationForm


class VariantInline(ClaimInline):
    model = Variant


@admin.register(WeaponSystem)
class WeaponSystemAdmin(EntryAdmin):
    list_display = ["name", "category", "status", "introduced", "retired", "publication"]
    list_filter = ["publication", "status", "category", "origins", "introduced"]
    rows = [
        *EntryAdmin.rows,
        ("category", "status", "origins"),
        ("role", "family"),
        ("first_flight", "introduced", "retired"),
        ("derived_from", "variant_of", "related"),
    ]
    inlines = [MakerInline, OperatorInline, SpecificationInline, VariantInline]


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    list_display = ["name", "slug", "parent"]
    list_filter = ["parent"]


@admin.register(Property)
class PropertyAdmin(RecordAdmin):
    list_display = ["name", "slug", "dimension", "unit"]
    list_filter = ["dimension"]
    rows = [("dimension", "unit")]


@admin.register(Specification)
class SpecificationAdmin(ClaimAdmin):
    form = SpecificationForm


admin.site.register([Maker, Operator, Variant], ClaimAdmin)
admin.site.register(WeaponSystemAlias, AliasAdmin)
admin.site.register(WeaponSystemCitation, CitationAdmin)
