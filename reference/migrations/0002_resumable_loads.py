"""Loads that were cut off go on; and they name the version they brought in words, so that it can be taken back."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_versions(apps, schema_editor):
    versions = apps.get_model("reference", "release").objects.filter(pk=OuterRef("release")).values("version")
    loads = apps.get_model("reference", "load").objects.exclude(release=None)
    loads.update(version=Subquery(versions))


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="load",
            name="version",
            field=models.CharField(blank=True, help_text="Of the data set, where it is one.", max_length=40),
        ),
        migrations.RunPython(name_versions, migrations.RunPython.noop),
        migrations.RemoveField(model_name="load", name="release"),
        migrations.AddField(
            model_name="load",
            name="checksum",
            field=models.CharField(blank=True, help_text="SHA-256 of the file, where it is one.", max_length=80),
        ),
        migrations.AddField(
            model_name="load",
            name="line",
            field=models.PositiveIntegerField(default=0, help_text="Of the file: up to here it is stored."),
        ),
        migrations.AddField(
            model_name="load",
            name="unfinished",
            field=models.BooleanField(default=False, help_text="Cut off: run it again and it goes on."),
        ),
    ]
