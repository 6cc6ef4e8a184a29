from datetime import date

from django.db import migrations

LONG_AGO = date(1970, 1, 1)


def forget_what_was_seen(apps, schema_editor):
    """The checks and the book's layout changed: the sweep decides all records again."""
    books = apps.get_model("analytics", "RecordBook").objects
    books.update(steps=b"", seen=b"", last_started_at=None, last_session_id=0)
    athletes = apps.get_model("analytics", "Athlete").objects
    athletes.update(records_due_from=LONG_AGO, records_attempt=0)


class Migration(migrations.Migration):
    dependencies = [("analytics", "0002_power_cuts")]

    operations = [migrations.RunPython(forget_what_was_seen, forget_what_was_seen)]
