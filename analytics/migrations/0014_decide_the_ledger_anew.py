from datetime import date

from django.db import migrations

LONG_AGO = date(1970, 1, 1)


def ask_for_all_records(apps, schema_editor):
    """The ledger has no places yet: the sweep decides all records again and fills them in."""
    athletes = apps.get_model("analytics", "Athlete").objects
    athletes.update(records_due_from=LONG_AGO, records_attempt=0)


class Migration(migrations.Migration):
    dependencies = [("analytics", "0013_ledger_by_athlete")]

    operations = [migrations.RunPython(ask_for_all_records, migrations.RunPython.noop)]
