from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from summaries.models.batch import TextBatch

if TYPE_CHECKING:
    from summaries.models.summary import SummaryQuerySet

LOOKED_AT_EVERY = timedelta(seconds=60)
LEASE = timedelta(seconds=settings.WRITING_LEASE_S)


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def to_look_at(self, *, now: datetime) -> Self:
        """Select what nobody has looked at lately: with a vendor, or left half packed."""
        away = self.filter(state=Parcel.State.AWAY, seen_at__lte=now - LOOKED_AT_EVERY)
        return away | self.filter(state=Parcel.State.PACKED, seen_at__lt=now - LEASE)

    def claim(self, parcel_id: int, *, now: datetime) -> "Parcel | None":
        """Take one to look at; of several workers one gets it."""
        mine = self.to_look_at(now=now).filter(pk=parcel_id)
        return self.get(pk=parcel_id) if mine.update(seen_at=now) else None


class Parcel(models.Model):
    """Texts of a batch that a vendor was asked for together, to be answered within a day."""

    class State(models.TextChoices):
        PACKED = "packed", "Packed"
        AWAY = "away", "With the writing service"
        TAKEN_IN = "taken in", "Taken in"
        GIVEN_UP = "given up", "Given up"

    batch = models.ForeignKey(TextBatch, on_delete=models.CASCADE, related_name="parcels")
    provider = models.CharField(max_length=20)
    model = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PACKED)
    vendor_id = models.CharField(max_length=100, blank=True)
    packed_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When somebody last looked at it.")
    is_called_back = models.BooleanField(default=False)

    objects = ParcelQuerySet.as_manager()

    if TYPE_CHECKING:
        summaries: "SummaryQuerySet"

    class Meta:
        indexes = [models.Index(fields=["state", "seen_at"], name="parcel_state")]

    def __str__(self) -> str:
        return f"Parcel {self.pk} of {self.batch}"

    @property
    def name(self) -> str:
        """Name it so that no other database's parcel has the name, where two share an account."""
        return f"texts-{self.pk}-{self.packed_at:%Y%m%dT%H%M%S%f}"

    # Steps of the life cycle, each one conditional UPDATE that says whether it held.

    def send_off(self, vendor_id: str, *, now: datetime) -> bool:
        return self._move(
            self.State.PACKED, state=self.State.AWAY, vendor_id=vendor_id, seen_at=now
        )

    def take_in(self) -> bool:
        return self._move(self.State.AWAY, state=self.State.TAKEN_IN)

    def give_up(self, state: "Parcel.State") -> bool:
        return self._move(state, state=self.State.GIVEN_UP)

    def _move(self, held: "Parcel.State", **changes: object) -> bool:
        return bool(Parcel.objects.filter(pk=self.pk, state=held).update(**changes))
