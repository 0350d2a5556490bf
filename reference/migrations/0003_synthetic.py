"""Data sets that are made up are called so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reference", "0002_resumable_loads")]

    operations = [
        migrations.AddField(
            model_name="dataset",
            name="synthetic",
            field=models.BooleanField(default=False, help_text="Made up, to try things out: no row of it is a fact."),
        ),
    ]
