from datetime import date
from typing import Any

from django.db import migrations


def mark_all_due(apps: Any, _schema_editor: Any) -> None:
    """Records by the new rules and in W/kg are worked out by the sweep."""
    apps.get_model("analytics", "Athlete").objects.filter(sessions__isnull=False).update(
        records_due_from=date(1970, 1, 1), records_attempt=0
    )


class Migration(migrations.Migration):
    dependencies = [("analytics", "0013_record_book")]

    operations = [migrations.RunPython(mark_all_due, migrations.RunPython.noop)]
