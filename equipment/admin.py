"""The admin of weapon systems, their categories and properties."""

from django.contrib import admin

from core.admin import RecordAdmin
from core.admin.picking import KEY
from core.doubts import far_outside
from core.printed import Measure, Unreadable
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
from equipment.stated import BY_HAND, read_stated
from reference.admin import AliasAdmin, CitationAdmin, ClaimAdmin, ClaimInline, EntryAdmin


class MakerInline(ClaimInline):
    model = Maker


class OperatorInline(ClaimInline):
    model = Operator


class SpecificationForm(ClaimInline.form):
    """A specification is typed as it is printed; its numbers are read from that, in the property's unit."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unit = self.instance.property.unit if self.instance.property_id else ""
        for name in {"minimum", "maximum"} & self.fields.keys() if unit else []:
            self.fields[name].label += f" ({unit})"
        if measure := measure_of(self.instance):
            self.say_beside("stated", "told", f"= {measure.in_words(unit)}")

    def clean(self):
        given = super().clean() or self.cleaned_data
        if not {"stated", "property"} & set(self.changed_data) or {"minimum", "maximum"} & set(self.changed_data):
            return given
        try:
            if measure := read_stated(given.get("property"), given.get("stated", "")):
                given |= {"minimum": measure.minimum, "maximum": measure.maximum, "approximate": measure.approximate}
        except Unreadable as problem:
            self.add_error("stated", f"{problem} {BY_HAND}")
        return given


def measure_of(specification: Specification) -> Measure | None:
    """Return the numbers a specification holds, if it holds any."""
    ends = specification.minimum, specification.maximum
    return None if ends == (None, None) else Measure(*ends, specification.approximate)


class SpecificationInline(ClaimInline):
    model = Specification
    form = SpecificationForm
    folded = ["minimum", "maximum", "approximate", *ClaimInline.folded]


class VariantInline(ClaimInline):
    model = Variant


@admin.register(WeaponSystem)
class WeaponSystemAdmin(EntryAdmin):
    list_display = ["name", "category", "status", "introduced", "retired", "publication"]
    list_filter = ["publication", "status", "category", "origins", "introduced"]
    told_by = ["category", "origins"]
    within = {"variant_of": "family"}
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
    told_by = ["dimension", "unit"]
    list_filter = ["dimension"]
    rows = [("dimension", "unit")]


@admin.register(Specification)
class SpecificationAdmin(ClaimAdmin):
    form = SpecificationForm
    printed = {"stated": ["property", "category"]}

    def understand(self, field, text, given):
        if field != "stated":
            return super().understand(field, text, given)
        key = given.get("property", "")
        measured = Property.objects.filter(pk=key).first() if KEY.fullmatch(key) else None
        measure = read_stated(measured, text)
        return measure.in_words(measured.unit) if measure else ""

    def doubt(self, given):
        keys = [given.get(name, "") for name in ("property", "category")]
        if given.get("field") != "stated" or not all(map(KEY.fullmatch, keys)):
            return ""
        measured = Property.objects.filter(pk=keys[0]).first()
        measure = read_stated(measured, given.get("text", ""))
        like = Specification.objects.of_category(category=keys[1], measured=keys[0]).values_list("least", "greatest")
        ends = next(iter(like), (None, None))
        return far_outside(measure.minimum, measure.maximum, *ends, measured.unit) if measure else ""


@admin.register(Variant)
class VariantAdmin(ClaimAdmin):
    within = {"entry": "family"}


admin.site.register([Maker, Operator], ClaimAdmin)
admin.site.register(WeaponSystemAlias, AliasAdmin)
admin.site.register(WeaponSystemCitation, CitationAdmin)
