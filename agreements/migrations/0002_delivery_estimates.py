"""Years of delivery may be estimates, as order dates and numbers may."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="transfer",
            name="delivered_estimated",
            field=models.BooleanField(default=False, help_text="A year of delivery is an estimate."),
        ),
    ]
