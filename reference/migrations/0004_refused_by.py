"""Refused loads know who gave the file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reference", "0003_synthetic")]

    operations = [
        migrations.AddField(
            model_name="refusedload",
            name="by",
            field=models.CharField(blank=True, help_text="Who gave the file; blank for commands.", max_length=150),
        ),
    ]
