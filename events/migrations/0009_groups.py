from django.db import migrations

from core.groups import make_groups


def make(apps, schema_editor):
    """Make the groups of the present, whatever the state: permissions and groups are Django's tables."""
    make_groups()


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0008_may_publish"),
        ("agreements", "0007_may_publish"),
        ("equipment", "0007_may_publish"),
        ("reference", "0011_may_publish"),
        ("core", "0002_presence"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
