"""``manage.py dump > facts.json``: write records as a fixture that ``load`` takes back, one a line."""

from django.core.management.base import BaseCommand

from reference.loading.dumping import lines_of
from reference.loading.selecting import models_named


class Command(BaseCommand):
    """Write all records, or those of some apps and models, in an order that does not depend on the database."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("labels", nargs="*", metavar="LABEL", help="apps or models, such as agreements; all")
        parser.add_argument("--output", "-o", help="a file instead of the screen")

    def handle(self, *args, labels, output, **options):
        lines = lines_of(models_named(labels))
        if output:
            with open(output, "w", encoding="utf-8") as stream:
                stream.writelines(lines)
        else:
            for line in lines:
                self.stdout.write(line, ending="")
