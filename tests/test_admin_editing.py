"""What editors do in the admin: save, publish, withdraw, delete, and what they are told."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.forms import BaseForm

from agreements.models import Agreement, Coverage, Party
from equipment.models import Category, Maker, Operator, Specification, WeaponSystem, WeaponSystemCitation
from events.models import Incident, Response, SystemUse
from reference.models import UNSOURCED, Country, Organisation, Retired, Source
from tests.test_admin import EDITABLE, WITH_INLINES, address, each, fill


def submit(client, url, **changes):
    """Send a page's form as a browser would, with the given fields changed."""
    context = client.get(url).context
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    data = values(context["adminform"].form)
    for form in (form for formset in formsets for form in (formset.management_form, *formset.forms)):
        data |= values(form)
    return client.post(url, data | {"reason": "So it is."} | changes)


def values(form: BaseForm) -> dict:
    """Return what a form's controls hold: keys for records, nothing for what is unknown or unticked."""
    held = {field.html_name: field.field.prepare_value(field.value()) for field in form}
    return {name: value for name, value in held.items() if value is not None and value is not False}


def row(prefix: str, number: int, **fields) -> dict:
    return {f"{prefix}-TOTAL_FORMS": number + 1} | {f"{prefix}-{number}-{name}": fields[name] for name in fields}


def problems(response) -> list[str]:
    """Return everything a refused page complains about, of its form, its rows and their number."""
    told = response.context["errors"] if response.context else []
    return [text for error in told for text in ([str(error)] if isinstance(error, str) else error)]


@each(WITH_INLINES)
def test_saving_an_unchanged_page_changes_nothing(make, editor_client, model):
    record = make(model)
    fill(make, record, 10)
    for field in model._meta.many_to_many:
        getattr(record, field.name).set([make(field.related_model), make(field.related_model)])
    before = state(record)

    response = submit(editor_client, address(model, "change", record.pk))

    assert problems(response) == []
    assert response.status_code == 302
    assert state(record) == before


def state(record) -> dict:
    """Return everything a record's page shows, as the database holds it."""
    rows = [record, *(row for inline in owned(record) for row in inline)]
    held = [(row, field) for row in rows for field in (*row._meta.fields, *row._meta.many_to_many)]
    return {
        (row._meta.label, row.pk, field.name): sorted(link.pk for link in getattr(row, field.name).all())
        if field.many_to_many
        else getattr(type(row).objects.get(pk=row.pk), field.attname)
        for row, field in held
        if field.name != "updated"
    }


def owned(record):
    for inline in admin.site.get_model_admin(type(record)).inlines:
        names = [field.name for field in inline.model._meta.fields if field.related_model is type(record)]
        yield inline.model.objects.filter(**{names[0]: record})


@pytest.mark.parametrize(
    ("model", "tables"),
    [
        (WeaponSystem, {Maker, Operator, Specification, Coverage, SystemUse}),
        (Agreement, {Party, Coverage, Response}),
        (Incident, {SystemUse, Response}),
    ],
)
def test_page_shows_the_claims_of_the_apps_to_its_right(model, tables):
    shown = {inline.model for inline in admin.site.get_model_admin(model).inlines}

    assert tables - shown == set()


def test_claims_added_without_a_ref_are_given_one(make, editor_client):
    harop, india = make(WeaponSystem), make(Country, slug="IN")
    make(WeaponSystemCitation, entry=harop, source=make(Source))
    rows = row("operators", 0, country=india.pk, rank="normal") | row("operators", 1, country=india.pk, rank="normal")

    response = submit(editor_client, address(WeaponSystem, "change", harop.pk), **rows)

    assert problems(response) == []
    assert [operator.ref for operator in harop.operators.all()] == ["in", "in-2"]


def test_entry_is_not_published_without_a_source(make, editor_client):
    draft = make(WeaponSystem, publication="draft")
    url = address(WeaponSystem, "change", draft.pk)

    refused = problems(submit(editor_client, url, publication="published"))
    uncited = problems(submit(editor_client, url, publication="published", **row("citations", 0, fact="status")))
    cited = row("citations", 0, source=make(Source).pk)
    accepted = problems(submit(editor_client, url, publication="published", **cited))

    assert (refused, uncited, accepted) == ([UNSOURCED], [UNSOURCED], [])
    draft.refresh_from_db()
    assert draft.publication == "published"


def test_reason_for_refusing_stands_at_the_top_too(make, editor_client):
    draft = make(WeaponSystem, publication="draft")

    response = submit(editor_client, address(WeaponSystem, "change", draft.pk), publication="published")

    assert response.content.decode().count("To be published, this record needs a source") == 2


def test_last_source_of_a_published_entry_is_not_deleted(make, editor_client):
    citation = make(WeaponSystemCitation, source=make(Source))
    url = address(WeaponSystem, "change", citation.entry.pk)

    response = submit(editor_client, url, **{"citations-0-DELETE": "on"})

    assert len(problems(response)) == 1
    assert citation.entry.citations.count() == 1


@pytest.mark.parametrize(("model", "publication"), [(WeaponSystem, "draft"), (Organisation, "published")])
def test_drafts_and_organisations_need_no_source(make, editor_client, model, publication):
    record = make(model, publication="draft")

    response = submit(editor_client, address(model, "change", record.pk), publication=publication)

    assert problems(response) == []


def test_citation_names_one_of_the_facts(make, editor_client):
    citation = make(WeaponSystemCitation, source=make(Source))
    url = address(WeaponSystem, "change", citation.entry.pk)

    response = submit(editor_client, url, **{"citations-0-fact": "colour"})

    assert [problem.split(";")[0] for problem in problems(response)] == ["“colour” is not a fact of this record"]


def test_counts_that_run_backwards_are_kept_with_a_warning(make, editor_client):
    incident = make(Incident, publication="draft")
    url = address(Incident, "change", incident.pk)

    response = submit(editor_client, url, killed_low="5", killed_best="3")

    shown = [str(message) for message in editor_client.get(response.url).context["messages"]]
    assert shown[0] == "The numbers of “killed” do not run from lowest over best to highest."
    incident.refresh_from_db()
    assert (incident.killed_low, incident.killed_best) == (5, 3)


@pytest.mark.parametrize("action", ["delete", "changelist"])
def test_record_that_others_refer_to_is_not_deleted(make, editor_client, action):
    category = make(WeaponSystem, name="Harop").category
    url = address(Category, action, *([category.pk] if action == "delete" else []))
    data = {"post": "yes", "reason": "Twice", "action": "delete_selected", "_selected_action": category.pk}

    response = editor_client.post(url, data)

    assert "Weapon system: <a href" in response.content.decode()
    assert list(Category.objects.all()) == [category]


def test_deleting_many_retires_the_address_of_each(make, editor_client):
    systems = [make(WeaponSystem), make(WeaponSystem)]
    chosen = {
        "post": "yes",
        "reason": "Twice",
        "action": "delete_selected",
        "_selected_action": [system.pk for system in systems],
    }

    editor_client.post(address(WeaponSystem), chosen)

    assert WeaponSystem.objects.count() == 0
    assert [retired.slug for retired in Retired.objects.all()] == [system.slug for system in systems]


@each(EDITABLE)
def test_every_record_can_be_looked_at_by_those_who_may_not_change_it(make, client, django_user_model, model):
    viewer = django_user_model.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)
    record = make(model)
    if model in WITH_INLINES:
        fill(make, record, 10)

    assert client.get(address(model, "change", record.pk)).status_code == 200
    assert client.post(address(model, "change", record.pk)).status_code == 403
