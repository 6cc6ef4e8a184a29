import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("analytics", "0001_initial"),
        ("auth", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProviderStanding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=20, unique=True)),
                ("next_free_at", models.DateTimeField(help_text="When the next call may start.")),
                ("faults_in_a_row", models.PositiveIntegerField(default=0)),
                ("last_fault", models.CharField(blank=True, max_length=200)),
                (
                    "open_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Until then texts are written offline instead.",
                        null=True,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TeamTexts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provider",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("offline", "Offline"),
                            ("anthropic", "Anthropic"),
                            ("bedrock", "Bedrock"),
                        ],
                        help_text="Empty: what the settings say.",
                        max_length=20,
                    ),
                ),
                (
                    "monthly_budget_usd",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Beyond it texts are written offline until the month ends. Empty: no limit.",
                        max_digits=9,
                        null=True,
                        verbose_name="budget a month [USD]",
                    ),
                ),
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="analytics.team",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "texts of teams",
            },
        ),
        migrations.CreateModel(
            name="TextBatch",
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
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                (
                    "provider",
                    models.CharField(help_text="Which one was chosen for it.", max_length=20),
                ),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(help_text="When somebody last worked on it.")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("total", models.PositiveIntegerField(default=0)),
                (
                    "estimated_usd",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=12, null=True),
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
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="text_batches",
                        to="analytics.team",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "text batches",
                "ordering": ["-started_at", "-pk"],
                "indexes": [models.Index(fields=["state", "seen_at"], name="text_batch_state")],
            },
        ),
        migrations.CreateModel(
            name="Summary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("writing", "Being written"),
                            ("ready", "Ready"),
                            ("approved", "Approved"),
                            ("stale", "Out of date"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                (
                    "due_at",
                    models.DateTimeField(
                        help_text="When its message was sent, or a retry is planned."
                    ),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                (
                    "wanted_provider",
                    models.CharField(
                        blank=True,
                        help_text="Empty: what the team or the settings say.",
                        max_length=20,
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        help_text="The vendor's latest answer as it came: nothing is paid for twice.",
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "draft",
                    models.TextField(
                        blank=True, help_text="The sentences with their slots, as JSON."
                    ),
                ),
                (
                    "facts",
                    models.TextField(
                        blank=True, help_text="What the text was written from, as JSON."
                    ),
                ),
                ("facts_digest", models.CharField(blank=True, max_length=64)),
                (
                    "compared_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="The session's last change when the facts were last held against it.",
                        null=True,
                    ),
                ),
                (
                    "changes",
                    models.TextField(
                        blank=True, help_text="What has changed since it was written."
                    ),
                ),
                ("voice", models.CharField(blank=True, max_length=20)),
                ("units", models.CharField(blank=True, max_length=10)),
                ("provider", models.CharField(blank=True, max_length=20)),
                ("model", models.CharField(blank=True, max_length=100)),
                ("prompt_version", models.CharField(blank=True, max_length=20)),
                ("tokens_in", models.PositiveIntegerField(blank=True, null=True)),
                ("tokens_out", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "cost_usd",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=12, null=True),
                ),
                (
                    "parameters",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="What the vendor was asked with: caps and timeouts.",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="What a coach should know of how it came about."
                    ),
                ),
                ("failure", models.TextField(blank=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edit_distance",
                    models.FloatField(
                        blank=True,
                        help_text="The share of words changed between draft and approval.",
                        null=True,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        help_text="The version that a coach edited into this one.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="edits",
                        to="summaries.summary",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "open_session",
                    models.OneToOneField(
                        blank=True,
                        help_text="The session again while this version is open: one at a time.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="open_summary",
                        to="analytics.session",
                    ),
                ),
                (
                    "requested_by",
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
                        related_name="summaries",
                        to="analytics.session",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="summaries",
                        to="summaries.textbatch",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "summaries",
                "ordering": ["-requested_at", "-pk"],
                "indexes": [
                    models.Index(fields=["state", "claimed_at"], name="summary_state"),
                    models.Index(fields=["approved_at"], name="summary_approved"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "version"), name="summary_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("ready", "approved", "stale")), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="summary_told_has_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("failure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="summary_failed_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            ("approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="summary_approved_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VendorCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=20)),
                ("model", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("tokens_in", models.PositiveIntegerField()),
                ("tokens_out", models.PositiveIntegerField()),
                (
                    "cost_usd",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=12, null=True),
                ),
                (
                    "summary",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calls",
                        to="summaries.summary",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="analytics.team",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at", "team"], name="vendor_call_at"),
                    models.Index(fields=["provider", "at"], name="vendor_call_provider"),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoiceRule",
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
                            ("never says", "Never says"),
                            ("always gives", "Always gives"),
                            ("never gives", "Never gives"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        help_text="A phrase, or the code of a kind of fact.", max_length=100
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "times",
                    models.PositiveIntegerField(help_text="How often the coach has done so."),
                ),
                (
                    "of",
                    models.PositiveIntegerField(
                        help_text="Of how many texts where they could have."
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "coach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voice_rules",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("coach", "kind", "what"), name="voice_rule_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CoachVoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tone",
                    models.CharField(
                        choices=[
                            ("plain", "Plain: whole sentences for the log"),
                            ("warm", "Warm: to the athlete, as you"),
                            ("terse", "Terse: notes"),
                        ],
                        default="plain",
                        max_length=20,
                    ),
                ),
                (
                    "units",
                    models.CharField(
                        choices=[
                            ("metric", "Metric: km, m, kg"),
                            ("imperial", "Imperial: miles, feet, lb"),
                        ],
                        default="metric",
                        max_length=10,
                    ),
                ),
                (
                    "fewest_sentences",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ],
                    ),
                ),
                (
                    "most_sentences",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                    ),
                ),
                (
                    "most_words",
                    models.PositiveSmallIntegerField(
                        default=140,
                        validators=[
                            django.core.validators.MinValueValidator(60),
                            django.core.validators.MaxValueValidator(400),
                        ],
                    ),
                ),
                (
                    "coach",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voice",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("fewest_sentences__lte", models.F("most_sentences"))),
                        name="voice_length_in_order",
                    )
                ],
            },
        ),
    ]
