"""What the admin does with what cannot be saved or asked: it says why, and loses nothing that was typed."""

import pytest
from django.db import IntegrityError
from django.forms import modelform_factory

from core.admin.pages import reason
from core.admin.paging import MOST
from core.admin.picking import LoadedForm
from equipment.models import Category, Operator, Variant, WeaponSystem, WeaponSystemAlias, WeaponSystemCitation
from events.models import Incident
from reference.models import Dataset, Entry, Retired
from tests.test_admin import EDITABLE, TABLES, address, each, refusal
from tests.test_admin_editing import problems, row, submit

LOOPS = [
    pytest.param(model, rule, id=rule.name)
    for model in EDITABLE
    for rule in model._meta.constraints
    if "_is_not_" in rule.name
]
LINKS = [
    pytest.param(model, field.name, id=f"{model.__name__}.{field.name}")
    for model in EDITABLE
    for field in model._meta.many_to_many
    if field.related_model is model
]
NONSENSE = ["x", "9" * 25, "\0", "[", "-1", ""]
LOOKUPS = ["id__in=1", "pk=1", "id__regex=1", "id__range=1"]


def unpublished(make, model):
    return make(model, **({"publication": "draft"} if issubclass(model, Entry) else {}))


@pytest.mark.parametrize(("model", "rule"), LOOPS)
def test_record_is_not_its_own_relation(make, editor_client, model, rule):
    record = unpublished(make, model)
    one, other = rule.name.removeprefix(f"{model._meta.model_name}_").split("_is_not_")
    same = record.pk if other == "id" else getattr(record, model._meta.get_field(other).attname) or "same"

    response = submit(editor_client, address(model, "change", record.pk), **{one: same, other: same})

    (told,) = problems(response)
    assert told.startswith(rule.violation_error_message)


@pytest.mark.parametrize(("model", "field"), LINKS)
def test_record_is_not_among_those_it_is_linked_to(make, editor_client, model, field):
    record = unpublished(make, model)

    response = submit(editor_client, address(model, "change", record.pk), **{field: [record.pk]})

    assert problems(response) == [f"“{field}” cannot name the record itself."]


def test_row_does_not_name_the_record_on_whose_page_it_stands(make, editor_client):
    draft = make(WeaponSystem, publication="draft")
    looped = row("variants", 0, name="Mk 2", entry=draft.pk, rank="normal")

    response = submit(editor_client, address(WeaponSystem, "change", draft.pk), **looped)

    assert problems(response) == ["“entry” and “system” must differ."]
    assert not Variant.objects.exists()


def test_tree_of_categories_has_two_levels(make, editor_client):
    top, below = make(Category), make(Category)
    Category.objects.filter(pk=below.pk).update(parent=top)

    under_a_child = submit(editor_client, address(Category, "change", make(Category).pk), parent=below.pk)
    with_a_child = submit(editor_client, address(Category, "change", top.pk), parent=make(Category).pk)

    reason = "The tree has two levels: a category with a parent has no others below it."
    assert problems(under_a_child) == problems(with_a_child) == [reason]


@pytest.mark.parametrize("page", ["add", "change"])
def test_fact_is_marked_as_uncited_once(make, editor_client, page):
    draft = make(WeaponSystem, publication="draft")
    url = address(WeaponSystem, page, *([draft.pk] if page == "change" else []))
    rows = row("citations", 0, fact="introduced") | row("citations", 1, fact="introduced")
    fields = {"name": "Harop", "slug": "harop", "category": draft.category_id, "status": "retired"}

    response = submit(editor_client, url, **fields, publication="draft", **rows)

    assert faults(response) == {"citations-1-fact": ["This fact is marked as uncited already. Given: fact introduced."]}
    assert not WeaponSystemCitation.objects.exists()


def test_rows_that_exchange_what_is_unique_are_refused_with_all_that_was_typed(make, editor_client):
    system = make(WeaponSystem, publication="draft")
    make(Operator, system=system, ref="one")
    make(Operator, system=system, ref="two")
    refs = {"operators-0-ref": "two", "operators-1-ref": "one"}

    response = submit(editor_client, address(WeaponSystem, "change", system.pk), **refs, role="To be kept")

    assert problems(response) == ["There is a record with this system and ref already."]
    assert 'value="To be kept"' in response.content.decode()
    assert [form["ref"].value() for form in response.context["inline_admin_formsets"][2].formset][:2] == ["two", "one"]
    assert [operator.ref for operator in system.operators.all()] == ["one", "two"]


def faults(response) -> dict[str, list[str]]:
    """Return what a page says beside its fields."""
    formsets = [part.formset for part in response.context["inline_admin_formsets"]]
    forms = [response.context["adminform"].form, *(form for formset in formsets for form in formset.forms)]
    return {form.add_prefix(name): list(told) for form in forms for name, told in form.errors.items()}


@pytest.mark.parametrize("number", [1, 2, MOST + 5])
def test_rows_that_are_the_same_are_told_beside_the_field_that_tells_them_apart(make, editor_client, number):
    system = make(WeaponSystem, publication="draft")
    for place in range(number):
        make(WeaponSystemAlias, entry=system, text=f"Name {place:02}")
    last = min(number, MOST)
    pages = {"aliases-PAGE": "1"} if number > MOST else {}
    rows = row("aliases", last, text=f"Name {number - 1:02}", kind="other")

    response = submit(editor_client, address(WeaponSystem, "change", system.pk), **rows, **pages)

    told = f"There is a record with this entry and text already. Given: text Name {number - 1:02}."
    assert faults(response) == {f"aliases-{last}-text": [told]}


def test_record_that_is_there_already_is_told_beside_the_last_field_of_the_rule(make, editor_client):
    first, second = (make(WeaponSystem, publication="draft", dataset=make(Dataset)) for _ in range(2))
    taken = {"dataset": first.dataset_id, "external_id": first.external_id}

    response = submit(editor_client, address(WeaponSystem, "change", second.pk), **taken)

    told = "There is a record with this dataset and external id already."
    assert faults(response) == {"external_id": [f"{told} Given: dataset {first.dataset}, external id 1."]}


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("killed_best", "many", "Enter a whole number. Given: “many”."),
        ("killed_best", "1,200", "Enter a whole number. Given: “1,200”. Nearest: 1200."),
        ("killed_best", "-5", "Ensure this value is greater than or equal to 0. Given: “-5”. Nearest: 0."),
        ("latitude", "north", "Enter a number. Given: “north”."),
        ("latitude", "33,9", "Enter a number. Given: “33,9”. Nearest: 33.9."),
        ("kind", "cybr", "Select a valid choice. cybr is not one of the available choices. Nearest: cyber, {}."),
        ("started", "Q2 2025", "“Q2 2025” is not a date: of a quarter, the nearest are 2025-04 to 2025-06, or 2025."),
        ("slug", "taken", "Incident with this Slug already exists. Given: “taken”. Nearest: taken-3."),
        ("slug", "old", "“old” was the address of another record and is never reused. Nearest: old-2."),
        ("slug", "a b", "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.{}"),
    ],
)
def test_message_names_what_was_given_and_what_is_nearest(make, field, given, told):
    for slug in ("taken", "taken-2"):
        make(Incident, slug=slug)
    make(Retired, entry_type="events.incident", slug="old")

    (problem,) = modelform_factory(Incident, LoadedForm, fields=[field])({field: given}).errors[field]

    assert problem == told.format({"kind": "border-clash", "slug": " Given: “a b”. Nearest: a-b."}.get(field))


def test_row_takes_over_what_a_deleted_one_had(make, editor_client):
    system = make(WeaponSystem, publication="draft")
    make(WeaponSystemAlias, entry=system, text="A")
    make(WeaponSystemAlias, entry=system, text="B")
    changes = {"aliases-0-text": "B", "aliases-1-DELETE": "on"}

    response = submit(editor_client, address(WeaponSystem, "change", system.pk), **changes)

    assert problems(response) == []
    assert [alias.text for alias in system.aliases.all()] == ["B"]


def test_what_breaks_no_rule_of_ours_is_told_in_the_words_of_the_database():
    assert reason(IntegrityError("FOREIGN KEY constraint failed")) == (
        "The database refused this: FOREIGN KEY constraint failed"
    )


@each(EDITABLE)
def test_action_on_what_is_no_row_is_refused(editor_client, model):
    for chosen in NONSENSE:
        sent = {"action": "delete_selected", "_selected_action": chosen, "post": "yes", "reason": "Twice"}
        page = editor_client.post(address(model), sent, follow=True)
        assert [str(message) for message in page.context["messages"]][-1] == "What was chosen is not of this list."


def test_picker_refuses_what_can_be_no_key(make, editor_client):
    draft = make(WeaponSystem, publication="draft")
    url = address(WeaponSystem, "change", draft.pk)

    told = [problems(submit(editor_client, url, origins=[chosen])) for chosen in NONSENSE[:3]]

    assert told == [[f"“{chosen}” is not a valid value."] for chosen in NONSENSE[:3]]


@each(TABLES)
def test_list_takes_any_value_of_its_filters(make, editor_client, model):
    make(model) if model in EDITABLE else None
    page = editor_client.get(address(model)).context["cl"]
    offered = [name for spec in page.filter_specs for name in spec.expected_parameters()]

    texts = NONSENSE[TABLES.index(model) % len(NONSENSE) :] + NONSENSE * len(offered)  # over the tables each meets all
    answers = [editor_client.get(address(model), {name: text}) for name, text in zip(offered, texts, strict=False)]

    assert {answer.status_code for answer in answers} <= {200}


@each(TABLES)
def test_list_refuses_lookups_its_filters_do_not_offer(make, editor_client, model):
    make(model) if model in EDITABLE else None

    assert [refusal(editor_client, model, lookup) for lookup in LOOKUPS] == LOOKUPS


def test_list_refuses_what_the_database_cannot_hold_or_compute(make, editor_client):
    make(Incident)
    queries = ["id__in=" + "9" * 25, "slug__regex=(", "name__iregex=[", "created__year=99999", "kind__exact=\0"]

    assert [refusal(editor_client, Incident, query) for query in queries] == queries
