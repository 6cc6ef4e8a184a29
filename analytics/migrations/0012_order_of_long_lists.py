"""The admin's lists of the trail by act and by person, and of the source's rows by state, come in index order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0011_team_archived_at"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["act", "at"], name="audit_act"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["actor", "at"], name="audit_actor"),
        ),
        migrations.AddIndex(
            model_name="sourcelink",
            index=models.Index(
                fields=["state", "kind", "source_id"], name="source_link_state_order"
            ),
        ),
        migrations.RemoveIndex(model_name="sourcelink", name="source_link_state"),
    ]
