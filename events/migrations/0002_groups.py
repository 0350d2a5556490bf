from django.db import migrations

from core.groups import make_groups


def make(apps, schema_editor):
    """Make the groups of the present, whatever the state: permissions and groups are Django's tables."""
    make_groups()


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
        ("core", "0001_change_log"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
