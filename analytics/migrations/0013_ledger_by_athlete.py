import django.db.models.deletion
from django.db import migrations, models

PLACE = (
    (
        "athlete",
        models.ForeignKey(
            db_index=False,
            null=True,
            on_delete=django.db.models.deletion.CASCADE,
            related_name="+",
            to="analytics.athlete",
        ),
    ),
    (
        "started_at_s",
        models.BigIntegerField(
            help_text="Unix time of the ride's start: its place in the ledger.", null=True
        ),
    ),
)


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0012_order_of_long_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="HighMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *((name, field.clone()) for name, field in PLACE),
                ("per_kg", models.BooleanField()),
                ("level", models.PositiveSmallIntegerField()),
                ("duration_s", models.PositiveIntegerField()),
                ("value", models.FloatField(help_text="W, or W/kg.")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="high_marks",
                        to="analytics.session",
                    ),
                ),
            ],
            options={
                "ordering": ["session", "level", "duration_s", "per_kg"],
                "indexes": [
                    models.Index(
                        fields=[
                            "athlete",
                            "level",
                            "duration_s",
                            "per_kg",
                            "started_at_s",
                            "session",
                        ],
                        name="high_mark_ledger",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "level", "duration_s", "per_kg"),
                        name="high_mark_once_per_peak",
                    )
                ],
            },
        ),
        *(
            migrations.AddField(model_name=model, name=name, field=field.clone())
            for model in ("record", "relativerecord")
            for name, field in PLACE
        ),
        *(
            migrations.AddIndex(
                model_name=model,
                index=models.Index(
                    fields=[
                        "athlete",
                        "level",
                        "duration_s",
                        "window",
                        "started_at_s",
                        "session",
                    ],
                    name=name,
                ),
            )
            for model, name in (
                ("record", "record_ledger"),
                ("relativerecord", "relative_record_ledger"),
            )
        ),
    ]
