"""The three groups of those who work here: viewers look, editors write, publishers decide what the public sees."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

VIEWER, EDITOR, PUBLISHER = "viewer", "editor", "publisher"
PUBLISH = "publish"
WRITING = ["add", "change", "delete"]
KEPT_FROM_EDITORS = ["dataset", "release", "load", "retired", "dataversion"]
"""Tables that decide what the public is shown, or that the project keeps itself."""
HISTORY = "view_batch"


def make_groups() -> None:
    """Make the groups, or give those there are what tables added since then need; nothing else is changed."""
    for label in [*settings.ARMOURY_APPS, "core"]:
        create_permissions(apps.get_app_config(label), verbosity=0)
    allowed = {name: [] for name in (VIEWER, EDITOR, PUBLISHER)}
    for permission in Permission.objects.select_related("content_type"):
        for name in groups_given(permission):
            allowed[name].append(permission)
    for name, permissions in allowed.items():
        Group.objects.get_or_create(name=name)[0].permissions.add(*permissions)


def groups_given(permission: Permission) -> list[str]:
    """Return the groups that are given a permission."""
    table = permission.content_type
    if permission.codename == HISTORY:
        return [VIEWER, EDITOR, PUBLISHER]
    if table.app_label not in settings.ARMOURY_APPS:
        return []
    action = permission.codename.removesuffix(f"_{table.model}")
    if action == "view":
        return [VIEWER, EDITOR, PUBLISHER]
    return [EDITOR, PUBLISHER] if action in WRITING and table.model not in KEPT_FROM_EDITORS else [PUBLISHER]


def may_publish(user, model) -> bool:
    """Tell whether someone decides what the public sees of a table."""
    return user.has_perm(f"{model._meta.app_label}.{PUBLISH}_{model._meta.model_name}")
