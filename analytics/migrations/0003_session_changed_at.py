from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0002_audit_entries"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="changed_at",
            field=models.DateTimeField(
                db_index=True,
                default=timezone.now,
                help_text=(
                    "When anything that a text may say of it last changed: figures, edits, records."
                ),
            ),
            preserve_default=False,
        ),
    ]
