"""The queue page counts the texts of the last hour along this index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("summaries", "0003_language_of_texts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="summary",
            index=models.Index(fields=["finished_at"], name="summary_finished"),
        ),
    ]
