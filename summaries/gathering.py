"""A stored session as the facts that a text may use."""

from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Max

from analytics.engine.intervals import LabelledInterval
from analytics.engine.peaks import PeakPower
from analytics.engine.quality import Quality
from analytics.engine.recording import Channel
from analytics.engine.records import Record as EngineRecord
from analytics.engine.repair import Patch
from analytics.engine.rider import Rider
from analytics.engine.sets import DetectedSet
from analytics.engine.totals import SessionTotals
from analytics.engine.vocabulary import (
    Characteristic,
    Intensity,
    IntervalSource,
    Stimulus,
    ThresholdKind,
    Window,
)
from analytics.models import Interval, IntervalSet, Peak, Record, Session, SessionStream
from analytics.same_sessions import earlier_with_same_structure
from analytics.season import load_by_day
from summaries.facts import (
    DayForm,
    EarlierAlike,
    Language,
    SessionBrief,
    SessionFacts,
    gather_facts,
    reprinted,
)

Value = TypeVar("Value")


def gather_session_facts(session: Session, units: str = "", language: str = "") -> SessionFacts:
    """State everything that a text may say about a session, from its stored rows."""
    athlete = session.athlete
    intervals = list(session.intervals.all())
    peaks = list(session.peaks.all())
    facts = gather_facts(
        SessionBrief(
            owner=f"athlete {athlete.pk}, session {session.pk}",
            athlete_name=str(athlete),
            title=session.title,
            local_date=session.local_date,
            started_at=athlete.local_time(session.started_at),
            totals=_totals(session),
            intervals=[_interval(row) for row in intervals],
            sets=[_set(row, intervals) for row in session.interval_sets.all()],
            peaks=[_as(PeakPower, row) for row in peaks],
            records=[_record(row) for row in session.records.all()],
            candidates=[_candidate(row) for row in peaks if row.is_candidate],
            stimulus=Stimulus(session.stimulus),
            stimulus_reason=session.stimulus_reason,
            quality=_quality(session.quality),
            rider=_as(Rider, session),
            form=_form_on_the_day(session),
            earlier=_earlier_alike(session),
            has_samples=SessionStream.objects.filter(session=session).exists(),
        )
    )
    return reprinted(facts, units, Language(language or Language.ENGLISH))


def last_change_behind(session: Session) -> datetime:
    """Tell when anything last changed that the facts rest on: it, or an earlier one of its kind."""
    if not session.structure:
        return session.changed_at
    alike = Session.objects.alike_up_to(session)
    newest = alike.aggregate(newest=Max("changed_at"))["newest"]
    return max(newest, session.changed_at) if newest else session.changed_at


def _as(value_type: type[Value], row: models.Model, **changed: Any) -> Value:
    """Make an engine value from the columns of the same names."""
    names = [field.name for field in fields(value_type) if field.name not in changed]  # type: ignore[arg-type]  # a dataclass, which TypeVar cannot say
    return value_type(**{name: getattr(row, name) for name in names}, **changed)


def _totals(session: Session) -> SessionTotals:
    return _as(
        SessionTotals,
        session,
        threshold_kind=ThresholdKind(session.threshold_kind) if session.threshold_kind else None,
        power_zone_s=_tuple(session.power_zone_s),
        heart_rate_zone_s=_tuple(session.heart_rate_zone_s),
    )


def _interval(row: Interval) -> LabelledInterval:
    return _as(
        LabelledInterval,
        row,
        source=IntervalSource(row.source),
        intensity=Intensity(row.intensity),
        characteristic=Characteristic(row.characteristic) if row.characteristic else None,
    )


def _set(row: IntervalSet, intervals: list[Interval]) -> DetectedSet:
    return _as(
        DetectedSet,
        row,
        efforts=tuple(
            position
            for position, interval in enumerate(intervals)
            if interval.interval_set_id == row.pk
        ),
        recoveries_s=tuple(row.recoveries_s),
        intensity=Intensity(row.intensity),
        characteristic=Characteristic(row.characteristic) if row.characteristic else None,
    )


def _record(row: Record) -> EngineRecord:
    return _as(EngineRecord, row, window=Window(row.window))


def _candidate(peak: Peak) -> EngineRecord:
    return EngineRecord(
        duration_s=peak.duration_s,
        level=peak.level,
        window=Window.ALL_TIME,
        power_w=peak.power_w,
        previous_w=None,
    )


def _quality(stored: dict[str, Any]) -> Quality:
    patches = tuple(
        Patch(**{**patch, "channel": Channel(patch["channel"])}) for patch in stored["patches"]
    )
    return Quality(**{**stored, "patches": patches, "notes": tuple(stored["notes"])})


def _tuple(values: list[int] | None) -> tuple[int, ...] | None:
    return None if values is None else tuple(values)


def _form_on_the_day(session: Session) -> DayForm | None:
    days = load_by_day(session.athlete, until=session.local_date)
    if not days or not any(day.load for day in days):
        return None  # no session's load is known: a form of 0 would be made up
    return DayForm(fitness=days[-1].fitness, fatigue=days[-1].fatigue, form=days[-1].form)


def _earlier_alike(session: Session) -> EarlierAlike | None:
    """Find the last session of the same sets; a single effort is no structure to count."""
    same = earlier_with_same_structure(session, limit=1)
    if same is None or not any(found.repetitions > 1 for found in session.interval_sets.all()):
        return None
    last = same.earlier[0]
    return EarlierAlike(
        title=" + ".join(same.this.titles),
        local_date=last.earlier.session.local_date,
        number_this_year=same.number_this_year,
        power_change_w=last.power_change_w,
        heart_rate_change_bpm=last.heart_rate_change_bpm,
        row=f"session {last.earlier.session.pk}",
    )
