from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0007_invitation"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="bodymass",
            name="mass_plausible",
            constraint=models.CheckConstraint(
                condition=models.Q(("mass_kg__gte", 25), ("mass_kg__lte", 250)),
                name="mass_plausible",
                violation_error_message="A mass lies between 25 and 250 kg.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="thresholds",
            name="thresholds_plausible",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("critical_power_w", None),
                        ("critical_power_w__range", (30, 1000)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("w_prime_j", None), ("w_prime_j__range", (1000, 100000)), _connector="OR"
                    ),
                    models.Q(("ftp_w", None), ("ftp_w__range", (30, 1000)), _connector="OR"),
                    models.Q(
                        ("threshold_heart_rate_bpm", None),
                        ("threshold_heart_rate_bpm__range", (60, 240)),
                        _connector="OR",
                    ),
                ),
                name="thresholds_plausible",
                violation_error_message="Power lies between 30 and 1000 W, W' between 1,000 and 100,000 J, heart rate between 60 and 240 bpm.",
            ),
        ),
    ]
