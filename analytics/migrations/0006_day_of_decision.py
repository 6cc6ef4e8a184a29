from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0005_session_start"),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="day",
            field=models.DateField(
                blank=True, null=True, help_text="Of the ride that it is about; null: about today."
            ),
        ),
    ]
