from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from analytics.engine.vocabulary import Units
from analytics.models import Team
from summaries.facts import FactKind, Language
from summaries.learning import RuleKind
from summaries.manner import Manner


class CoachVoiceQuerySet(models.QuerySet["CoachVoice"]):
    def of_team(self, team: Team, *, asked_by: User | None) -> "CoachVoice | None":
        """Choose whose voice a team's text is written in: who asked, else its first coach's."""
        mine = self.filter(coach=asked_by).first() if asked_by is not None else None
        coaches = self.filter(coach__memberships__team=team)
        return mine or coaches.order_by("coach__memberships__pk").first()


class CoachVoice(models.Model):
    """How a coach wants texts to be."""

    class Tone(models.TextChoices):
        PLAIN = "plain", "Plain: whole sentences for the log"
        WARM = "warm", "Warm: to the athlete, as you"
        TERSE = "terse", "Terse: notes"

    coach = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="voice"
    )
    tone = models.CharField(max_length=20, choices=Tone.choices, default=Tone.PLAIN)
    units = models.CharField(max_length=10, choices=Units.choices(), default=Units.METRIC.value)
    language = models.CharField(
        max_length=2,
        choices=[(language.value, language.label) for language in Language],
        default=Language.ENGLISH.value,
        db_default=Language.ENGLISH.value,
    )
    fewest_sentences = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    most_sentences = models.PositiveSmallIntegerField(
        default=6, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    most_words = models.PositiveSmallIntegerField(
        default=140, validators=[MinValueValidator(60), MaxValueValidator(400)]
    )

    objects = CoachVoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fewest_sentences__lte=F("most_sentences")), name="voice_length_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"Voice of {self.coach}"

    def manner(self) -> Manner:
        """Bring tone, length, units and the accepted rules into one value."""
        rules = list(VoiceRule.objects.accepted_of(self.coach))

        def facts_of(kind: RuleKind) -> tuple[FactKind, ...]:
            return tuple(FactKind(rule.what) for rule in rules if rule.kind == kind)

        return Manner(
            tone=self.tone,
            units=self.units,
            language=Language(self.language),
            fewest_sentences=self.fewest_sentences,
            most_sentences=self.most_sentences,
            most_words=self.most_words,
            never_says=tuple(rule.what for rule in rules if rule.kind == RuleKind.NEVER_SAYS),
            always_gives=facts_of(RuleKind.ALWAYS_GIVES),
            never_gives=facts_of(RuleKind.NEVER_GIVES),
        )


class VoiceRuleQuerySet(models.QuerySet["VoiceRule"]):
    def accepted_of(self, coach: User) -> Self:
        return self.filter(coach=coach, state=VoiceRule.State.ACCEPTED).order_by("kind", "what")


class VoiceRule(models.Model):
    """One rule of a coach's voice, learned from edits: it holds once the coach accepts it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"

    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="voice_rules"
    )
    kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.value.capitalize()) for kind in RuleKind]
    )
    what = models.CharField(max_length=100, help_text="A phrase, or the code of a kind of fact.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    times = models.PositiveIntegerField(help_text="How often the coach has done so.")
    of = models.PositiveIntegerField(help_text="Of how many texts where they could have.")
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = VoiceRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coach", "kind", "what"], name="voice_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind.capitalize()} {self.shown}"

    @property
    def shown(self) -> str:
        """Write what the rule is about as a coach reads it."""
        is_phrase = self.kind == RuleKind.NEVER_SAYS
        return f"“{self.what}”" if is_phrase else f"the {self.what.replace('_', ' ')}"

    def decide(self, state: "VoiceRule.State", *, now: datetime) -> None:
        VoiceRule.objects.filter(pk=self.pk).update(state=state, decided_at=now)
