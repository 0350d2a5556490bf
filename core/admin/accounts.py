"""The people who work here and their groups, on Django's own pages; their lists are as strict as all others."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from core.admin.lists import StrictList

admin.site.unregister([Group, User])


class Strictly(admin.ModelAdmin):
    """Refuses whatever its filters do not offer."""

    def get_changelist(self, request, **kwargs):
        return StrictList


@admin.register(Group)
class StrictGroupAdmin(Strictly, GroupAdmin):
    """The groups people belong to."""


@admin.register(User)
class StrictUserAdmin(Strictly, UserAdmin):
    """The people who work here."""
