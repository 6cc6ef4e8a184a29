"""A coach's own word on a session: its intervals and its stimulus, which then stay."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from analytics.analysis import leave_structure, replace_intervals, rider_of, totals_of
from analytics.audit import Act, record_act
from analytics.engine.intervals import LabelledInterval
from analytics.engine.layouts import Span, check_layout, label_layout, spans_of, take_over
from analytics.engine.set_matching import structure_of
from analytics.engine.sets import detect_sets
from analytics.engine.stimulus import label_stimulus
from analytics.engine.stream import Stream
from analytics.engine.stream_columns import decode_stream
from analytics.engine.vocabulary import Stimulus
from analytics.models import Athlete, Interval, IntervalEdit, Session
from analytics.record_book import season_changed


class EditedMeanwhile(Exception):
    """Somebody else changed the intervals after this page was opened."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A session's intervals as they stand, and the edit that they follow."""

    spans: tuple[Span, ...]
    edit: IntervalEdit | None  # None: they are as analysed

    @property
    def version(self) -> int:
        return self.edit.pk if self.edit else 0


def layout_of(session: Session) -> Layout:
    """Read what an edit starts from."""
    edit = IntervalEdit.objects.current(session)
    spans = edit.spans if edit else spans_of(as_engine(row) for row in session.intervals.all())
    return Layout(spans, edit)


def as_engine(row: Interval) -> LabelledInterval:
    """Give a stored interval as the engine has it."""
    names = LabelledInterval.__dataclass_fields__
    stored = {name: getattr(row, name) for name in names}
    return LabelledInterval(**{**stored, "characteristic": row.characteristic or None})


def edit_intervals(
    session: Session, edited: Sequence[Span], *, based_on: int, act: Act
) -> IntervalEdit | None:
    """Set a session's intervals; sets, figures and stimulus follow. None: nothing differs.

    Raises EditedMeanwhile, and ``LayoutRefused`` for spans that overlap or leave the ride.
    """
    check_layout(edited, elapsed_s=session.elapsed_s)
    with transaction.atomic():
        _lock(session)
        known = layout_of(session)
        if known.version != based_on:
            raise EditedMeanwhile
        spans = take_over(edited, known.spans)
        if spans == known.spans:
            return None
        edit = IntervalEdit.objects.create(
            session=session,
            made_at=act.at,
            made_by=act.actor,
            before=IntervalEdit.as_stored(known.spans),
            after=IntervalEdit.as_stored(spans),
        )
        _follow(session, spans, act, is_edited=True)
        _record(session, act, "intervals.edited", before=edit.before, after=edit.after)
    return edit


def undo_edit(session: Session, act: Act) -> bool:
    """Take the newest edit back; says whether there was one."""
    with transaction.atomic():
        _lock(session)
        edit = IntervalEdit.objects.current(session)
        if edit is None:
            return False
        edit.undone_at = act.at
        edit.save(update_fields=["undone_at"])
        is_edited = IntervalEdit.objects.current(session) is not None
        _follow(session, edit.spans_before, act, is_edited=is_edited)
        _record(session, act, "intervals.undone", before=edit.after, after=edit.before)
    return True


def choose_stimulus(session: Session, stimulus: Stimulus | None, act: Act) -> None:
    """Say what a session trained, for good; None gives the word back to the analysis."""
    with transaction.atomic():
        _lock(session)
        session.refresh_from_db(fields=["stimulus", "stimulus_is_manual"])
        before = {"stimulus": session.stimulus, "is_manual": session.stimulus_is_manual}
        session.stimulus_is_manual = stimulus is not None
        if stimulus is not None:
            session.stimulus, session.stimulus_reason = stimulus, ""
        else:
            _judge(session, [as_engine(row) for row in session.intervals.all()])
        session.changed_at = act.at
        session.save(
            update_fields=["stimulus", "stimulus_reason", "stimulus_is_manual", "changed_at"]
        )
        season_changed(session.athlete_id)
        after = {"stimulus": session.stimulus, "is_manual": session.stimulus_is_manual}
        _record(session, act, "stimulus.chosen", before=before, after=after)


def _follow(session: Session, spans: Sequence[Span], act: Act, *, is_edited: bool) -> None:
    """Compute again all that rests on the intervals."""
    intervals = label_layout(spans, _stream_of(session), rider_of(session))
    sets = detect_sets(intervals)
    replace_intervals(session, intervals, sets)
    leave_structure(session, sets, now=act.at)
    session.structure = structure_of(sets)
    session.intervals_edited_at = act.at if is_edited else None
    session.changed_at = act.at
    if not session.stimulus_is_manual:
        _judge(session, intervals)
    session.save(
        update_fields=[
            "structure",
            "intervals_edited_at",
            "changed_at",
            "stimulus",
            "stimulus_reason",
        ]
    )
    season_changed(session.athlete_id)


def _judge(session: Session, intervals: Sequence[LabelledInterval]) -> None:
    stimulus, reason = label_stimulus(
        intervals, detect_sets(intervals), totals_of(session), rider_of(session)
    )
    session.stimulus, session.stimulus_reason = stimulus, reason[:200]


def _stream_of(session: Session) -> Stream:
    return decode_stream(bytes(session.stream.columns))


def _lock(session: Session) -> None:
    Athlete.objects.select_for_update().get(pk=session.athlete_id)


def _record(session: Session, act: Act, what: str, *, before: object, after: object) -> None:
    record_act(
        act,
        what,
        subject=f"session {session.pk}",
        athlete=session.athlete,
        detail={"before": before, "after": after},
    )
