"""Write the structure of the sessions that were analysed before it was kept; reversed by nothing."""

from django.db import migrations


def write_structures(apps, schema_editor):
    session_model = apps.get_model("analytics", "Session")
    set_model = apps.get_model("analytics", "IntervalSet")
    repetitions: dict[int, list[int]] = {}
    rows = set_model.objects.order_by("session_id", "number")
    for session_id, count in rows.values_list("session_id", "repetitions").iterator():
        repetitions.setdefault(session_id, []).append(count)
    for session_id, counts in repetitions.items():
        main = [count for count in counts if count > 1] or counts
        written = "+".join(f"{count}x" for count in main)
        if len(written) <= 200:
            session_model.objects.filter(pk=session_id).update(structure=written)


class Migration(migrations.Migration):
    dependencies = [("analytics", "0008_interval_edits_and_structure")]

    operations = [migrations.RunPython(write_structures, migrations.RunPython.noop)]
