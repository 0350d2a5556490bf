"""The people who work here and their groups, on Django's own pages; their lists are as strict as all others."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from core.admin.lists import Strict

admin.site.unregister([Group, User])


@admin.register(Group)
class StrictGroupAdmin(Strict, GroupAdmin):
    """The groups people belong to."""


@admin.register(User)
class StrictUserAdmin(Strict, UserAdmin):
    """The people who work here."""
