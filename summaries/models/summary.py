from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from analytics.models import Session
from summaries.models.batch import TextBatch
from summaries.models.life_cycle import MAX_ATTEMPTS, LifeCycle
from summaries.models.parcel import Parcel

CLAIM_LEASE = timedelta(seconds=settings.WRITING_LEASE_S)
# Rows due more recently still have their own message.
WAIT_BEFORE_SWEEP = timedelta(seconds=settings.SWEEP_EVERY_S)
ROWS_OFFERED = 8  # of a batch, so that two workers seldom reach for the same one


class SummaryQuerySet(models.QuerySet["Summary"]):
    def visible_to(self, user: User) -> Self:
        """Keep the summaries of sessions that the user may see."""
        return self.filter(session__in=Session.objects.visible_to(user))

    def latest_of(self, session: Session) -> "Summary | None":
        return self.filter(session=session).order_by("-version").first()

    def newest_versions(self) -> Self:
        """Keep each session's newest version."""
        newer = Summary.objects.filter(session=OuterRef("session"), version__gt=OuterRef("version"))
        return self.filter(~Exists(newer))

    def request(
        self, session: Session, *, now: datetime, requested_by: User | None = None
    ) -> tuple["Summary", bool]:
        """Open the next version of a session's summary, or return the one that is open.

        A session has at most one open version; of two requests at once the
        constraint lets one win, and the other reads the winner's row.
        """
        latest = self.latest_of(session)
        if latest is not None and latest.open_session_id == session.pk:
            return latest, False
        version = latest.version + 1 if latest else 1
        try:
            with transaction.atomic():
                opened = self.create(
                    session=session,
                    open_session=session,
                    version=version,
                    requested_at=now,
                    requested_by=requested_by,
                    due_at=now,
                )
        except IntegrityError:  # another request was first: with this version, or the one before
            first = self.filter(open_session=session).first() or self.latest_of(session)
            if first is None:
                raise  # the session itself has gone meanwhile
            return first, False
        return opened, True

    def next_version(self, session: Session) -> int:
        latest = self.latest_of(session)
        return latest.version + 1 if latest else 1

    def claim(self, summary_id: int, *, now: datetime) -> "Summary | None":
        """Take one waiting summary for writing, or return None if there is nothing to do.

        One conditional UPDATE decides, so of two workers holding the same
        message only one gets the summary.
        """
        free = Q(state=Summary.State.WAITING) | self._abandoned(now)
        claimed = (
            self.filter(pk=summary_id)
            .filter(free)
            .update(state=Summary.State.WRITING, claimed_at=now, attempt=F("attempt") + 1)
        )
        if not claimed:
            return None
        return self.select_related("session__athlete").filter(pk=summary_id).first()

    def left_over(self, *, now: datetime, queue_is_empty: bool = True) -> Self:
        """Select what no message in the queue stands for any more.

        While messages wait there, only what a dead worker has left.
        """
        forgotten = Q(state=Summary.State.WAITING, due_at__lt=now - WAIT_BEFORE_SWEEP)
        gone = self._abandoned(now)
        at_work = (TextBatch.State.RUNNING, TextBatch.State.PAUSED)
        alone = self.filter(Q(batch=None) | ~Q(batch__state__in=at_work))
        return alone.filter(forgotten | gone if queue_is_empty else gone)

    def next_of(self, batch: TextBatch, *, now: datetime) -> list["Summary"]:
        """List a few rows of a batch that can be claimed now, in their order."""
        due = Q(state=Summary.State.WAITING, due_at__lte=now)
        rows = self.filter(due | self._abandoned(now), batch=batch).order_by("pk")
        return list(rows.select_related("session__athlete__team")[:ROWS_OFFERED])

    def to_pack(self, batch: TextBatch, *, now: datetime) -> Self:
        """Select rows of a batch that nobody has asked a vendor for yet."""
        waiting = self.filter(batch=batch, state=Summary.State.WAITING, due_at__lte=now, answer="")
        return waiting.select_related("session__athlete__team").order_by("pk")

    def pack(self, rows: Iterable["Summary"], parcel: Parcel, *, now: datetime) -> list["Summary"]:
        """Put waiting rows into a parcel, in one step; gives those that nobody else has."""
        waiting = self.filter(pk__in=[row.pk for row in rows], state=Summary.State.WAITING)
        waiting.update(
            state=Summary.State.WRITING, claimed_at=now, attempt=F("attempt") + 1, parcel=parcel
        )
        packed = self.filter(parcel=parcel).select_related("session__athlete")
        return list(packed.order_by("pk"))

    def put_back(self, parcel: Parcel) -> None:
        """Let what was packed and never handed in wait again, as if nobody had tried."""
        self.filter(parcel=parcel, state=Summary.State.WRITING).update(
            state=Summary.State.WAITING, claimed_at=None, attempt=F("attempt") - 1, parcel=None
        )

    def fail_exhausted(self, *, now: datetime) -> int:
        """Give up what took the worker down at every attempt; returns how many."""
        return self.filter(self._lost(now), attempt__gte=MAX_ATTEMPTS).update(
            state=Summary.State.FAILED,
            open_session=None,
            finished_at=now,
            failure=f"The text did not come to an end in {MAX_ATTEMPTS} attempts.",
        )

    @classmethod
    def _abandoned(cls, now: datetime) -> Q:
        return cls._lost(now) & Q(attempt__lt=MAX_ATTEMPTS)

    @staticmethod
    def _lost(now: datetime) -> Q:
        lease = now - CLAIM_LEASE
        return Q(state=Summary.State.WRITING, claimed_at__lt=lease, parcel=None)


class Summary(LifeCycle):
    """One version of the text about one session: written by a provider, or edited by a coach."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="summaries")
    version = models.PositiveIntegerField()
    open_session = models.OneToOneField(
        Session,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="open_summary",
        help_text="The session again while this version is open: one at a time.",
    )
    batch = models.ForeignKey(
        TextBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="summaries"
    )
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    wanted_provider = models.CharField(
        max_length=20, blank=True, help_text="Empty: what the team or the settings say."
    )
    answer = models.TextField(
        blank=True, help_text="The vendor's latest answer as it came: nothing is paid for twice."
    )
    text = models.TextField(blank=True)
    draft = models.TextField(blank=True, help_text="The sentences with their slots, as JSON.")
    facts = models.TextField(blank=True, help_text="What the text was written from, as JSON.")
    facts_digest = models.CharField(max_length=64, blank=True)
    compared_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="The session's last change when the facts were last held against it.",
    )
    changes = models.TextField(blank=True, help_text="What has changed since it was written.")
    voice = models.CharField(max_length=20, blank=True)
    units = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=2, blank=True, default="", db_default="")
    provider = models.CharField(max_length=20, blank=True)
    model = models.CharField(max_length=100, blank=True)
    prompt_version = models.CharField(max_length=20, blank=True)
    tokens_in = models.PositiveIntegerField(null=True, blank=True)
    tokens_out = models.PositiveIntegerField(null=True, blank=True)
    cost_usd = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    parameters = models.JSONField(
        default=dict, blank=True, help_text="What the vendor was asked with: caps and timeouts."
    )
    note = models.TextField(blank=True, help_text="What a coach should know of how it came about.")
    failure = models.TextField(blank=True)

    based_on = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="edits",
        help_text="The version that a coach edited into this one.",
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    edit_distance = models.FloatField(
        null=True, blank=True, help_text="The share of words changed between draft and approval."
    )

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "summaries"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "version"], name="summary_version_once"),
            models.CheckConstraint(
                condition=~Q(state__in=("ready", "approved", "stale")) | ~Q(text=""),
                name="summary_told_has_text",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(failure=""), name="summary_failed_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False),
                name="summary_approved_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "claimed_at"], name="summary_state"),
            models.Index(fields=["approved_at"], name="summary_approved"),
            models.Index(fields=["finished_at"], name="summary_finished"),
        ]

    def __str__(self) -> str:
        return f"Summary {self.version} of session {self.session_id}"

    def get_absolute_url(self) -> str:
        return reverse("summaries:review", args=[self.pk])

    @property
    def is_edited(self) -> bool:
        return self.edited_by_id is not None or self.based_on_id is not None

    @property
    def is_a_persons(self) -> bool:
        return self.is_edited or self.approved_at is not None
