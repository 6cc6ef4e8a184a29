from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0003_decide_records_anew"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="plan_text",
            field=models.TextField(
                blank=True,
                help_text="What was planned: the coach's words, or the device's workout in words.",
            ),
        ),
    ]
