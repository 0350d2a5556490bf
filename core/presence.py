"""Who has the form of a record open: told, and never a lock."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now

BEAT, LOST = timedelta(seconds=30), timedelta(seconds=100)
"""How often an open form says so, and after what silence it is taken for closed."""


class PresenceQuerySet(models.QuerySet):
    def others(self, record: models.Model, user):
        """Keep those who have a record open now, but for one, the first to open it first."""
        there = self.filter(page=page_of(record), seen__gte=now() - LOST).exclude(user=user)
        return there.select_related("user").order_by("opened", "pk")

    def come(self, record: models.Model, user, opened: bool) -> None:
        """Note that someone has a record open, from now on or still."""
        moment = now()
        row = self.model(page=page_of(record), user=user, opened=moment, seen=moment)
        changed = ["seen", "opened"] if opened else ["seen"]
        self.bulk_create([row], update_conflicts=True, unique_fields=["page", "user"], update_fields=changed)

    def go(self, record: models.Model, user) -> None:
        """Note that someone has left a record, and forget all who were not heard of for long."""
        self.filter(models.Q(page=page_of(record), user=user) | models.Q(seen__lt=now() - 10 * LOST)).delete()


class Presence(models.Model):
    """Someone has the form of a record open."""

    page = models.CharField(max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    opened = models.DateTimeField()
    seen = models.DateTimeField(db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "user"], name="present_once")]

    def __str__(self):
        minutes = (now() - self.opened) // timedelta(minutes=1)
        return f"opened by {self.user.get_username()} {f'{minutes} min ago' if minutes else 'just now'}"


def page_of(record: models.Model) -> str:
    return f"{record._meta.label_lower} {record.pk}"
