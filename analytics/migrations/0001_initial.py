import analytics.engine.vocabulary
import analytics.models.athlete
import analytics.models.import_batch
import analytics.models.recording
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("auth", "__first__"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Athlete",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_name", models.CharField(max_length=100)),
                ("last_name", models.CharField(max_length=100)),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        help_text="Decides the athlete's calendar days, and so load and record windows.",
                        max_length=64,
                        validators=[analytics.models.athlete.validate_time_zone],
                    ),
                ),
                (
                    "archived_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Since when the athlete is left out of lists.",
                        null=True,
                    ),
                ),
                (
                    "records_due_from",
                    models.DateField(
                        blank=True,
                        db_index=True,
                        editable=False,
                        help_text="The first day whose records are to be decided again; null: none.",
                        null=True,
                    ),
                ),
                ("records_claimed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("records_attempt", models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                "ordering": ["last_name", "first_name", "pk"],
                "permissions": [
                    ("export_athlete", "Can export all that is held on an athlete"),
                    ("erase_athlete", "Can erase all that is held on an athlete"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ride_number",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Position among the rides of the recording."
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("sub_sport", models.CharField(blank=True, max_length=50)),
                ("device", models.CharField(blank=True, max_length=100)),
                ("started_at", models.DateTimeField()),
                (
                    "local_date",
                    models.DateField(
                        help_text="The athlete's calendar day; decides record windows."
                    ),
                ),
                ("analysed_at", models.DateTimeField()),
                (
                    "changed_at",
                    models.DateTimeField(
                        db_index=True,
                        help_text="When anything that a text may say of it last changed: figures, edits, records.",
                    ),
                ),
                (
                    "stimulus",
                    models.CharField(
                        choices=[
                            ("N", "Neuromuscular"),
                            ("AN", "Anaerobic"),
                            ("V", "VO2max"),
                            ("T", "Threshold"),
                            ("A", "Aerobic"),
                            ("RV", "Recovery"),
                            ("LC", "Lactate Clearance"),
                            ("FR", "Fatigue Resistance"),
                            ("AV", "Activation"),
                            ("TS", "Test"),
                            ("R", "Race"),
                        ],
                        max_length=2,
                    ),
                ),
                ("stimulus_reason", models.CharField(blank=True, max_length=200)),
                ("stimulus_is_manual", models.BooleanField(default=False)),
                (
                    "intervals_edited_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When a person last set the intervals; null: as analysed.",
                        null=True,
                    ),
                ),
                (
                    "structure",
                    models.CharField(
                        blank=True,
                        help_text="Repetitions of its sets, in order, so that the same structure is found again.",
                        max_length=200,
                    ),
                ),
                ("elapsed_s", models.PositiveIntegerField()),
                ("timer_s", models.PositiveIntegerField()),
                ("moving_s", models.PositiveIntegerField()),
                ("distance_m", models.FloatField(blank=True, null=True)),
                ("mean_power_w", models.FloatField(blank=True, null=True)),
                ("max_power_w", models.FloatField(blank=True, null=True)),
                ("weighted_power_w", models.FloatField(blank=True, null=True)),
                ("xpower_w", models.FloatField(blank=True, null=True)),
                ("work_kj", models.FloatField(blank=True, null=True)),
                ("mean_heart_rate_bpm", models.FloatField(blank=True, null=True)),
                ("max_heart_rate_bpm", models.FloatField(blank=True, null=True)),
                ("mean_cadence_rpm", models.FloatField(blank=True, null=True)),
                ("max_cadence_rpm", models.FloatField(blank=True, null=True)),
                ("mean_torque_nm", models.FloatField(blank=True, null=True)),
                ("mean_speed_mps", models.FloatField(blank=True, null=True)),
                ("max_speed_mps", models.FloatField(blank=True, null=True)),
                ("elevation_gain_m", models.FloatField(blank=True, null=True)),
                ("elevation_loss_m", models.FloatField(blank=True, null=True)),
                ("mean_temperature_c", models.FloatField(blank=True, null=True)),
                ("variability", models.FloatField(blank=True, null=True)),
                ("efficiency_w_per_bpm", models.FloatField(blank=True, null=True)),
                ("intensity_factor", models.FloatField(blank=True, null=True)),
                ("training_load", models.FloatField(blank=True, null=True)),
                (
                    "threshold_kind",
                    models.CharField(
                        blank=True, choices=[("ftp", "FTP"), ("cp", "Critical power")], max_length=3
                    ),
                ),
                ("threshold_power_w", models.FloatField(blank=True, null=True)),
                ("decoupling_percent", models.FloatField(blank=True, null=True)),
                ("lowest_w_prime_balance_j", models.FloatField(blank=True, null=True)),
                ("power_zone_s", models.JSONField(blank=True, null=True)),
                ("heart_rate_zone_s", models.JSONField(blank=True, null=True)),
                ("critical_power_w", models.FloatField(blank=True, null=True)),
                ("w_prime_j", models.FloatField(blank=True, null=True)),
                ("ftp_w", models.FloatField(blank=True, null=True)),
                ("threshold_heart_rate_bpm", models.FloatField(blank=True, null=True)),
                ("mass_kg", models.FloatField(blank=True, null=True)),
                (
                    "quality",
                    models.JSONField(default=dict, help_text="What was filled, patched and noted."),
                ),
                (
                    "kept_raw",
                    models.JSONField(
                        default=list,
                        help_text="Channel and second of each patch that a person undid.",
                    ),
                ),
                (
                    "device_figures",
                    models.JSONField(default=dict, help_text="What the device itself wrote."),
                ),
                (
                    "athlete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="analytics.athlete",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        help_text="The preferred recording of the same ride; this one does not count.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="duplicates",
                        to="analytics.session",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at", "-pk"],
                "permissions": [("manage_sessions", "Can move, delete and re-analyse sessions")],
            },
        ),
        migrations.CreateModel(
            name="Recording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the bytes, unwrapped of gzip.", max_length=64
                    ),
                ),
                ("name", models.CharField(help_text="The file's name as it came.", max_length=255)),
                ("size_bytes", models.PositiveBigIntegerField()),
                (
                    "content",
                    models.FileField(
                        help_text="Gzipped bytes.",
                        max_length=200,
                        upload_to=analytics.models.recording.stored_path,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("analysing", "Being analysed"),
                            ("done", "Analysed"),
                            ("refused", "Refused"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        help_text="When its message was sent, or a retry is planned."
                    ),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                (
                    "reason",
                    models.TextField(
                        blank=True, help_text="Why it was refused or failed; one sentence."
                    ),
                ),
                (
                    "athlete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recordings",
                        to="analytics.athlete",
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at", "-pk"],
                "permissions": [
                    ("operate_queue", "Can look after the queue, providers and sources")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordBook",
            fields=[
                (
                    "athlete",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="record_book",
                        serialize=False,
                        to="analytics.athlete",
                    ),
                ),
                ("steps", models.BinaryField(help_text="See engine.record_stairs.")),
                ("seen", models.BinaryField()),
                ("devices", models.JSONField(default=list)),
                ("last_started_at", models.DateTimeField(blank=True, null=True)),
                ("last_session_id", models.PositiveBigIntegerField(default=0)),
                (
                    "generation",
                    models.PositiveBigIntegerField(
                        default=0,
                        help_text="Grows whenever anything of the athlete's season changes.",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CoachMembership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "coach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("paused", "Paused"),
                            ("cancelled", "Cancelled"),
                            ("done", "Done"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                (
                    "resumed_at",
                    models.DateTimeField(help_text="From when on its rate is measured."),
                ),
                ("finished_when_resumed", models.PositiveIntegerField(default=0)),
                (
                    "seen_at",
                    models.DateTimeField(
                        help_text="When somebody last brought or worked on a file."
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "athlete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_batches",
                        to="analytics.athlete",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "import batches",
                "ordering": ["-started_at", "-pk"],
                "indexes": [models.Index(fields=["state", "seen_at"], name="import_batch_state")],
            },
        ),
        migrations.CreateModel(
            name="PeakColumns",
            fields=[
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="peak_columns",
                        serialize=False,
                        to="analytics.session",
                    ),
                ),
                ("columns", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Peak",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Relative work before the window; 0 is fresh."
                    ),
                ),
                ("duration_s", models.PositiveIntegerField()),
                ("power_w", models.FloatField()),
                ("start_s", models.PositiveIntegerField(help_text="Offset on the elapsed axis.")),
                (
                    "unsure_s",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Seconds of the window that were filled, patched or missing.",
                    ),
                ),
                ("eligible", models.BooleanField(default=True)),
                (
                    "doubts",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="What its own seconds say against it; see engine.record_checks.",
                    ),
                ),
                (
                    "quarantine",
                    models.CharField(
                        blank=True,
                        help_text="Why it waits for a decision; empty: it counts.",
                        max_length=200,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="peaks",
                        to="analytics.session",
                    ),
                ),
            ],
            options={
                "ordering": ["session", "level", "duration_s"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "level", "duration_s"), name="peak_once_per_duration"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("power_w__gte", 0)), name="peak_power_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartedPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="analytics.session",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="analytics.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="parted_pair_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="IntervalSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=100)),
                ("signature", models.CharField(max_length=100)),
                (
                    "intensity",
                    models.CharField(
                        choices=[
                            ("A", "Aerobic"),
                            ("TP", "Tempo"),
                            ("T", "Threshold"),
                            ("V", "VO2max"),
                            ("AN", "Anaerobic"),
                            ("N", "Neuromuscular"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "characteristic",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("M", "Maximum"),
                            ("T", "Torque"),
                            ("C", "Cadence"),
                            ("P", "Progressive"),
                            ("R", "Intra-Recovery"),
                            ("D", "Dynamic"),
                        ],
                        max_length=1,
                    ),
                ),
                ("repetitions", models.PositiveSmallIntegerField()),
                ("recoveries_s", models.JSONField(default=list)),
                ("total_duration_s", models.PositiveIntegerField()),
                ("mean_duration_s", models.FloatField()),
                ("mean_power_w", models.FloatField(blank=True, null=True)),
                ("mean_heart_rate_bpm", models.FloatField(blank=True, null=True)),
                ("mean_cadence_rpm", models.FloatField(blank=True, null=True)),
                ("mean_torque_nm", models.FloatField(blank=True, null=True)),
                ("mean_speed_mps", models.FloatField(blank=True, null=True)),
                ("distance_m", models.FloatField(blank=True, null=True)),
                ("work_kj", models.FloatField(blank=True, null=True)),
                ("fade_percent", models.FloatField(blank=True, null=True)),
                ("spread_percent", models.FloatField(blank=True, null=True)),
                ("power_coverage", models.FloatField(default=0.0)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interval_sets",
                        to="analytics.session",
                    ),
                ),
            ],
            options={
                "ordering": ["session", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "number"), name="set_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="IntervalEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "before",
                    models.JSONField(help_text="The spans that it changed, as in engine.layouts."),
                ),
                ("after", models.JSONField(help_text="The spans that it left.")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interval_edits",
                        to="analytics.session",
                    ),
                ),
            ],
            options={
                "ordering": ["session", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Interval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("start_s", models.PositiveIntegerField(help_text="Offset on the elapsed axis.")),
                ("end_s", models.PositiveIntegerField(help_text="Exclusive.")),
                ("is_work", models.BooleanField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("manual", "Set by hand"),
                            ("plan", "Planned step"),
                            ("lap", "Lap"),
                            ("detected", "Detected"),
                        ],
                        max_length=10,
                    ),
                ),
                ("confidence", models.FloatField()),
                (
                    "intensity",
                    models.CharField(
                        choices=[
                            ("A", "Aerobic"),
                            ("TP", "Tempo"),
                            ("T", "Threshold"),
                            ("V", "VO2max"),
                            ("AN", "Anaerobic"),
                            ("N", "Neuromuscular"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "characteristic",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("M", "Maximum"),
                            ("T", "Torque"),
                            ("C", "Cadence"),
                            ("P", "Progressive"),
                            ("R", "Intra-Recovery"),
                            ("D", "Dynamic"),
                        ],
                        max_length=1,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("mean_power_w", models.FloatField(blank=True, null=True)),
                ("weighted_power_w", models.FloatField(blank=True, null=True)),
                ("max_power_w", models.FloatField(blank=True, null=True)),
                ("mean_heart_rate_bpm", models.FloatField(blank=True, null=True)),
                ("max_heart_rate_bpm", models.FloatField(blank=True, null=True)),
                ("mean_cadence_rpm", models.FloatField(blank=True, null=True)),
                ("mean_torque_nm", models.FloatField(blank=True, null=True)),
                ("torque_is_estimate", models.BooleanField(default=False)),
                ("mean_speed_mps", models.FloatField(blank=True, null=True)),
                ("distance_m", models.FloatField(blank=True, null=True)),
                ("work_kj", models.FloatField(blank=True, null=True)),
                ("elevation_gain_m", models.FloatField(blank=True, null=True)),
                (
                    "power_fraction",
                    models.FloatField(
                        blank=True,
                        help_text="Mean power over the reference that the reason names.",
                        null=True,
                    ),
                ),
                (
                    "interval_set",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="intervals",
                        to="analytics.intervalset",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="intervals",
                        to="analytics.session",
                    ),
                ),
            ],
            options={
                "ordering": ["session", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "number"), name="interval_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end_s__gt", models.F("start_s"))),
                        name="interval_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__gte", 0), ("confidence__lte", 1)),
                        name="interval_confidence_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("duration_s", models.PositiveIntegerField()),
                ("start_s", models.PositiveIntegerField()),
                ("power_w", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for a decision"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("patched", "Seconds replaced"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "patches",
                    models.JSONField(
                        default=list, help_text="What the decision replaced, to undo it."
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="analytics.session",
                    ),
                ),
            ],
            options={
                "ordering": ["session", "level", "duration_s"],
                "indexes": [models.Index(fields=["state"], name="case_state")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "level", "duration_s"), name="case_once_per_peak"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AthleteState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_due", models.BooleanField(db_index=True, default=True)),
                (
                    "as_of",
                    models.DateField(
                        blank=True, help_text="The athlete's day it holds for.", null=True
                    ),
                ),
                ("worked_out_at", models.DateTimeField(blank=True, null=True)),
                ("last_date", models.DateField(blank=True, null=True)),
                ("load_7_days", models.FloatField(blank=True, null=True)),
                ("load_28_days", models.FloatField(blank=True, null=True)),
                ("timer_7_days_s", models.PositiveIntegerField(default=0)),
                ("timer_28_days_s", models.PositiveIntegerField(default=0)),
                ("fitness", models.FloatField(blank=True, null=True)),
                ("fatigue", models.FloatField(blank=True, null=True)),
                ("form", models.FloatField(blank=True, null=True)),
                (
                    "form_line",
                    models.JSONField(
                        default=list, help_text="Form of the last six weeks, oldest first."
                    ),
                ),
                ("record_date", models.DateField(blank=True, null=True)),
                (
                    "record_line",
                    models.CharField(blank=True, help_text="372 W over 5:00.", max_length=100),
                ),
                (
                    "athlete",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="state",
                        to="analytics.athlete",
                    ),
                ),
                (
                    "last_session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="analytics.session",
                    ),
                ),
                (
                    "record_session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="analytics.session",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["as_of"], name="state_as_of")],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(default=0)),
                ("duration_s", models.PositiveIntegerField()),
                (
                    "window",
                    models.CharField(
                        choices=[("8w", "8 weeks"), ("1y", "1 year"), ("all", "All time")],
                        max_length=3,
                    ),
                ),
                ("power_w", models.FloatField()),
                (
                    "previous_w",
                    models.FloatField(blank=True, help_text="Null: a baseline.", null=True),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="analytics.session",
                    ),
                ),
            ],
            options={
                "ordering": ["session", "level", "duration_s", "window"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "level", "duration_s", "window"),
                        name="record_once_per_window",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="session",
            name="recording",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="analytics.recording",
            ),
        ),
        migrations.AddField(
            model_name="recording",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                help_text="The import that brought it, and that undoing takes it away with.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="recordings",
                to="analytics.importbatch",
            ),
        ),
        migrations.AddField(
            model_name="recording",
            name="received_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("size_bytes", models.PositiveBigIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("packed", "Waiting to be unpacked"),
                            ("unpacked", "Unpacked"),
                            ("taken", "Taken in"),
                            ("known", "Here before"),
                            ("refused", "Refused"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.TextField(blank=True, help_text="Why it was refused; one sentence."),
                ),
                (
                    "member_number",
                    models.PositiveIntegerField(
                        blank=True, help_text="Position in its archive.", null=True
                    ),
                ),
                (
                    "content",
                    models.FileField(
                        blank=True,
                        help_text="An archive until unpacked.",
                        max_length=200,
                        upload_to=analytics.models.import_batch.staged_path,
                    ),
                ),
                ("unpacked_members", models.PositiveIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "archive",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="analytics.importfile",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="analytics.importbatch",
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_files",
                        to="analytics.recording",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["batch", "state"], name="import_file_state")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("archive", "member_number"), name="import_file_once_per_member"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="import_file_refused_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RelativeRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(default=0)),
                ("duration_s", models.PositiveIntegerField()),
                (
                    "window",
                    models.CharField(
                        choices=[("8w", "8 weeks"), ("1y", "1 year"), ("all", "All time")],
                        max_length=3,
                    ),
                ),
                ("w_per_kg", models.FloatField()),
                (
                    "previous_w_per_kg",
                    models.FloatField(blank=True, help_text="Null: a baseline.", null=True),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relative_records",
                        to="analytics.session",
                    ),
                ),
            ],
            options={
                "ordering": ["session", "level", "duration_s", "window"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "level", "duration_s", "window"),
                        name="relative_record_once_per_window",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionStream",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("columns", models.BinaryField()),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stream",
                        to="analytics.session",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SourceSync",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slot",
                    models.CharField(
                        blank=True, editable=False, max_length=4, null=True, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("done", "Done"), ("failed", "Failed")],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField()),
                (
                    "since_date",
                    models.DateField(blank=True, help_text="Sessions from this day on.", null=True),
                ),
                (
                    "source_team",
                    models.BigIntegerField(
                        blank=True,
                        help_text="The source's id of the only team that was read.",
                        null=True,
                    ),
                ),
                ("is_dry_run", models.BooleanField(default=False, verbose_name="dry run")),
                ("rows_read", models.PositiveBigIntegerField(default=0)),
                ("athletes_changed", models.PositiveIntegerField(default=0)),
                ("sessions_new", models.PositiveIntegerField(default=0)),
                ("sessions_changed", models.PositiveIntegerField(default=0)),
                ("sessions_deleted", models.PositiveIntegerField(default=0)),
                ("rows_waiting", models.PositiveIntegerField(default=0)),
                ("rows_refused", models.PositiveIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=300)),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at", "-pk"],
                "permissions": [("run_sourcesync", "Can read the source database now")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("failure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="source_sync_failed_has_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                (
                    "coaches",
                    models.ManyToManyField(
                        related_name="teams",
                        through="analytics.CoachMembership",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "permissions": [("invite_coach", "Can invite coaches")],
            },
        ),
        migrations.CreateModel(
            name="SourceLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("team", "Team"), ("athlete", "Athlete"), ("session", "Session")],
                        max_length=8,
                    ),
                ),
                ("source_id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("stored", "Stored"),
                            ("waiting", "Not yet processed there"),
                            ("refused", "Refused"),
                        ],
                        default="stored",
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, help_text="Why it was refused.", max_length=200),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        blank=True,
                        help_text="Empty: it is read again at the next sync.",
                        max_length=40,
                    ),
                ),
                (
                    "wrote",
                    models.JSONField(
                        default=dict,
                        help_text="Dated values that came from there; what a person typed here is left alone.",
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "athlete",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="source_links",
                        to="analytics.athlete",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="source_links",
                        to="analytics.session",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="source_links",
                        to="analytics.team",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "source_id"],
                "indexes": [models.Index(fields=["state", "kind"], name="source_link_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "source_id"), name="source_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="source_refused_has_reason",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="coachmembership",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="analytics.team",
            ),
        ),
        migrations.AddField(
            model_name="athlete",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="athletes",
                to="analytics.team",
            ),
        ),
        migrations.CreateModel(
            name="ThresholdProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("critical_power_w", models.FloatField()),
                ("critical_power_error_w", models.FloatField(help_text="Standard error.")),
                ("w_prime_j", models.FloatField()),
                ("w_prime_error_j", models.FloatField(help_text="Standard error.")),
                ("previous_critical_power_w", models.FloatField(blank=True, null=True)),
                ("effort_duration_s", models.PositiveIntegerField()),
                ("effort_power_w", models.FloatField()),
                ("effort_date", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for a decision"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("stale", "Overtaken"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "valid_from_date",
                    models.DateField(
                        blank=True,
                        help_text="The day of the thresholds that accepting wrote.",
                        null=True,
                    ),
                ),
                (
                    "replaced",
                    models.JSONField(
                        blank=True,
                        help_text="What that day's thresholds held before; null: nothing.",
                        null=True,
                    ),
                ),
                (
                    "athlete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="threshold_proposals",
                        to="analytics.athlete",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        help_text="The ride with the effort that led to it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="threshold_proposals",
                        to="analytics.session",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "indexes": [
                    models.Index(fields=["athlete", "state"], name="proposal_athlete_state")
                ],
            },
        ),
        migrations.CreateModel(
            name="Thresholds",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField()),
                (
                    "critical_power_w",
                    models.FloatField(blank=True, null=True, verbose_name="critical power [W]"),
                ),
                ("w_prime_j", models.FloatField(blank=True, null=True, verbose_name="W' [J]")),
                ("ftp_w", models.FloatField(blank=True, null=True, verbose_name="FTP [W]")),
                (
                    "threshold_heart_rate_bpm",
                    models.FloatField(
                        blank=True, null=True, verbose_name="threshold heart rate [bpm]"
                    ),
                ),
                (
                    "athlete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thresholds",
                        to="analytics.athlete",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "thresholds",
                "ordering": ["date"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("athlete", "date"), name="thresholds_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("critical_power_w", None),
                                ("critical_power_w__range", (30, 1000)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("w_prime_j", None),
                                ("w_prime_j__range", (1000, 100000)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("ftp_w", None), ("ftp_w__range", (30, 1000)), _connector="OR"
                            ),
                            models.Q(
                                ("threshold_heart_rate_bpm", None),
                                ("threshold_heart_rate_bpm__range", (60, 240)),
                                _connector="OR",
                            ),
                        ),
                        name="thresholds_plausible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="What it is for: bike computer, laptop.", max_length=100
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the token; the token itself is not kept.",
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "window_began_at",
                    models.DateTimeField(help_text="Of the minute in which uploads are counted."),
                ),
                ("uploads_in_window", models.PositiveIntegerField(default=0)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="upload_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("peak", "Peak waiting for a decision"),
                            ("threshold", "New threshold proposed"),
                            ("import", "Import failed"),
                            ("form", "Form is very low"),
                            ("silence", "Silent after a hard day"),
                            ("summary", "Summary to review"),
                            ("decoupling", "Decoupling out of the ordinary"),
                            ("record", "New record"),
                            ("stale", "Weight or thresholds are old"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        help_text="What it is about, so that the same matter is raised once.",
                        max_length=100,
                    ),
                ),
                ("evidence", models.CharField(max_length=300)),
                (
                    "address",
                    models.CharField(help_text="The page on which it is decided.", max_length=300),
                ),
                ("weight", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("arose_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("dismissed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dismissed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who said that it is done; empty: it settled itself.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "athlete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda_items",
                        to="analytics.athlete",
                    ),
                ),
            ],
            options={
                "ordering": ["-weight", "arose_at", "pk"],
                "indexes": [
                    models.Index(
                        fields=["settled_at", "dismissed_at", "weight"], name="agenda_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("athlete", "kind", "subject"), name="agenda_subject_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.CharField(
                        help_text="What was done, as subject.verb: peak.accepted.", max_length=60
                    ),
                ),
                (
                    "actor_name",
                    models.CharField(help_text="Stays when the account is gone.", max_length=150),
                ),
                (
                    "subject",
                    models.CharField(
                        help_text="What it was done to, such as session 12.", max_length=200
                    ),
                ),
                (
                    "detail",
                    models.JSONField(default=dict, help_text="What was there before and after."),
                ),
                (
                    "address",
                    models.GenericIPAddressField(
                        blank=True, help_text="Where it came from.", null=True
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "athlete",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="audit_entries",
                        to="analytics.athlete",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "audit entries",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["at"], name="audit_at"),
                    models.Index(fields=["athlete", "at"], name="audit_athlete"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyMass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField()),
                ("mass_kg", models.FloatField(verbose_name="mass [kg]")),
                (
                    "athlete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="masses",
                        to="analytics.athlete",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "body masses",
                "ordering": ["date"],
                "constraints": [
                    models.UniqueConstraint(fields=("athlete", "date"), name="mass_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("mass_kg__gte", 25), ("mass_kg__lte", 250)),
                        name="mass_plausible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoachPreferences",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "units",
                    models.CharField(
                        choices=[
                            ("metric", "Metric: km, m, kg"),
                            ("imperial", "Imperial: miles, feet, lb"),
                        ],
                        default=analytics.engine.vocabulary.Units["METRIC"],
                        max_length=10,
                    ),
                ),
                ("minutes_a_day", models.PositiveSmallIntegerField(default=10)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "coach preferences",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes_a_day__gte", 1), ("minutes_a_day__lte", 240)),
                        name="preferences_minutes_range",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["athlete", "local_date"], name="session_athlete_date"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["athlete", "started_at"], name="session_athlete_start"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["local_date"], name="session_date"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["stimulus", "local_date"], name="session_stimulus_date"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(
                fields=["athlete", "structure", "started_at"], name="session_structure"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(
                fields=("recording", "ride_number"), name="session_once_per_ride_of_a_recording"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("elapsed_s__gt", 0)), name="session_duration_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("timer_s__lte", models.F("elapsed_s"))),
                name="session_timer_within_elapsed",
            ),
        ),
        migrations.AddIndex(
            model_name="recording",
            index=models.Index(fields=["state", "claimed_at"], name="recording_state"),
        ),
        migrations.AddIndex(
            model_name="recording",
            index=models.Index(fields=["batch", "state"], name="recording_batch_state"),
        ),
        migrations.AddConstraint(
            model_name="recording",
            constraint=models.UniqueConstraint(
                fields=("athlete", "digest"), name="recording_once_per_athlete"
            ),
        ),
        migrations.AddConstraint(
            model_name="recording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["refused", "failed"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="recording_refused_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="coachmembership",
            constraint=models.UniqueConstraint(
                fields=("team", "coach"), name="membership_once_per_team"
            ),
        ),
    ]
