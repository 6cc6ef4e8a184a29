from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0010_athlete_merged_into"),
    ]

    operations = [
        migrations.AddField(
            model_name="team",
            name="archived_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Since when the team and its athletes are left out of lists.",
                null=True,
            ),
        ),
    ]
