from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0014_decide_the_ledger_anew"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="peakcolumns",
            options={"verbose_name_plural": "peak columns"},
        ),
    ]
