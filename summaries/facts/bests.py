"""Facts about peaks, records, first values, and power after work."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analytics.engine.intervals import LabelledInterval
from analytics.engine.peaks import FRESH_LEVEL, PeakPower
from analytics.engine.printing import clock
from analytics.engine.records import Record
from analytics.engine.vocabulary import Window
from summaries.facts.brief import SessionBrief
from summaries.facts.efforts import direction
from summaries.facts.fact import Fact, Span, state
from summaries.facts.kinds import Claim, FactKind
from summaries.facts.printing import amount, count, known, listed

TOLD_DURATIONS_S = (5, 60, 300, 1200, 3600)
DURABILITY_DURATIONS_S = (1200, 300, 60)
HELD_WITHIN_PERCENT = 5.0
MOST_TOLD = 4
MOST_CANDIDATES = 3
MOST_RECORDS = 12  # as facts of their own; all of them are in the count

# Narrow to wide: a best of the wider window is the better story.
WINDOW_CLAIMS = {
    Window.EIGHT_WEEKS: Claim.EIGHT_WEEKS,
    Window.ONE_YEAR: Claim.ONE_YEAR,
    Window.ALL_TIME: Claim.ALL_TIME,
}
WINDOW_TEXTS = {
    Window.EIGHT_WEEKS: "the past 8 weeks",
    Window.ONE_YEAR: "the past year",
    Window.ALL_TIME: "all time",
}
PEAKS = ("peaks",)
# Known from this ride's own peaks; every other fact here was held against earlier rides.
OF_THIS_RIDE = (
    FactKind.PEAK_DURATION,
    FactKind.PEAK_POWER,
    FactKind.DURABILITY_LEVEL,
    FactKind.DURABILITY_DURATION,
    FactKind.DURABILITY_FRESH,
    FactKind.DURABILITY_POWER,
    FactKind.DURABILITY_CHANGE,
)
WIDTH = {window: width for width, window in enumerate(WINDOW_CLAIMS)}

LEAST_WORKED_SHARE = 0.9  # of a late peak, to be compared with a fresh one


def tell_bests(brief: SessionBrief) -> Iterator[Fact]:
    """State records and first values, or that nothing was beaten, and the ride's peaks.

    Without samples nobody knows which seconds a peak was made of: no fact points at any.
    """
    for fact in _tell_all(brief):
        rows = () if fact.kind in OF_THIS_RIDE else ("record book",)
        yield replace(fact, spans=fact.spans if brief.has_samples else (), rows=rows or PEAKS)


def _tell_all(brief: SessionBrief) -> Iterator[Fact]:
    records = list(brief.records or ())
    widest = widest_records(records)
    yield from _tell_records(widest, brief)
    yield from _tell_baselines(records, brief.peaks)
    if _beat_nothing(brief):
        text = "the bests of 8 weeks, a year or all time"
        yield state(FactKind.NO_RECORD, 0, text, supports=(Claim.NO_RECORD,))
    yield from _tell_candidates(brief)
    yield from _tell_peaks(brief)
    if brief.has_samples:
        yield from _tell_durability(brief.peaks, brief.intervals)


def _beat_nothing(brief: SessionBrief) -> bool:
    was_compared = brief.records is not None and any(peak.eligible for peak in brief.peaks)
    return was_compared and not brief.records and not brief.candidates


def widest_records(records: Sequence[Record]) -> list[Record]:
    """Keep each duration's record of the widest window, the best stories first.

    A first value inside a narrow window only says that the athlete had not ridden
    for a while: it is neither a record nor a baseline.
    """
    widest: dict[tuple[int, int], Record] = {}
    for record in records:
        key = (record.level, record.duration_s)
        held = widest.get(key)
        if not record.is_baseline and (held is None or WIDTH[record.window] > WIDTH[held.window]):
            widest[key] = record
    return sorted(widest.values(), key=_story)


def _story(record: Record) -> tuple[int, int, float, int]:
    gain_percent = record.gain_percent or 0.0
    return (record.level, -WIDTH[record.window], -gain_percent, record.duration_s)


def _tell_records(widest: Sequence[Record], brief: SessionBrief) -> Iterator[Fact]:
    if not widest:
        return
    supports = (Claim.RECORD, Claim.BEST)
    text = count(len(widest), "record")
    yield state(FactKind.RECORD_COUNT, len(widest), text, supports=supports)
    best = widest[0]
    others = [
        clock(record.duration_s)
        for record in sorted(widest[1:], key=lambda record: record.duration_s)
        if (record.window, record.level) == (best.window, best.level)
    ]
    if others:
        left = len(others) - MOST_TOLD
        told = others if left <= 1 else [*others[:MOST_TOLD], f"{left} more durations"]
        claims = (*supports, *_windows(best))
        yield state(FactKind.OTHER_RECORDS, len(others), listed(told), supports=claims)
    for record in widest[:MOST_RECORDS]:
        yield from _tell_record(record, brief)


def _windows(record: Record) -> tuple[Claim, ...]:
    """Beating the best of a window claims that window only."""
    return (WINDOW_CLAIMS[record.window],)


def _tell_record(record: Record, brief: SessionBrief) -> Iterator[Fact]:
    about = f"record {record.duration_s} s, level {record.level}"
    spans = _peak_spans(record, brief.peaks)
    supports = (Claim.RECORD, Claim.BEST, Claim.UP, *_windows(record))

    def told(kind: FactKind, value: float | str, text: str) -> Fact:
        return state(kind, value, text, about=about, spans=spans, supports=supports)

    yield told(FactKind.RECORD_DURATION, record.duration_s, clock(record.duration_s))
    if record.level != FRESH_LEVEL:
        yield told(FactKind.RECORD_LEVEL, record.level, level_text(record.level))
    yield told(FactKind.RECORD_POWER, record.power_w, amount(record.power_w, "W"))
    if mass_kg := known(brief.rider.mass_kg):
        per_kg = record.power_w / mass_kg
        yield told(FactKind.RECORD_POWER_PER_KG, round(per_kg, 2), amount(per_kg, "W/kg", 1))
    yield told(FactKind.RECORD_WINDOW, record.window.value, WINDOW_TEXTS[record.window])
    if record.previous_w is not None and record.gain_w is not None:
        yield told(FactKind.RECORD_GAIN, round(record.gain_w, 2), amount(record.gain_w, "W"))
        yield told(FactKind.RECORD_PREVIOUS, record.previous_w, amount(record.previous_w, "W"))


def _tell_baselines(records: Sequence[Record], peaks: Sequence[PeakPower]) -> Iterator[Fact]:
    firsts = [
        record
        for record in records
        if record.is_baseline and record.window is Window.ALL_TIME and record.level == FRESH_LEVEL
    ]
    if not firsts:
        return
    supports = (Claim.BASELINE, Claim.FIRST)
    text = count(len(firsts), "duration")
    yield state(FactKind.BASELINE_COUNT, len(firsts), text, supports=supports)
    for record in firsts:
        if record.duration_s in TOLD_DURATIONS_S:
            about = f"baseline {record.duration_s} s"
            spans = _peak_spans(record, peaks)
            for kind, value, text in (
                (FactKind.BASELINE_DURATION, record.duration_s, clock(record.duration_s)),
                (FactKind.BASELINE_POWER, record.power_w, amount(record.power_w, "W")),
            ):
                yield state(kind, value, text, about=about, spans=spans, supports=supports)


def _tell_candidates(brief: SessionBrief) -> Iterator[Fact]:
    candidates = {(record.level, record.duration_s): record for record in brief.candidates}
    for _, record in sorted(candidates.items())[:MOST_CANDIDATES]:
        about = f"candidate {record.duration_s} s, level {record.level}"
        spans = _peak_spans(record, brief.peaks)
        for kind, value, text in (
            (FactKind.CANDIDATE_DURATION, record.duration_s, clock(record.duration_s)),
            (FactKind.CANDIDATE_POWER, record.power_w, amount(record.power_w, "W")),
        ):
            claims = (Claim.CANDIDATE,)
            yield state(kind, value, text, about=about, spans=spans, supports=claims)


def _tell_peaks(brief: SessionBrief) -> Iterator[Fact]:
    """State the ride's peaks, but none that a longer stretch of the same ride contradicts.

    Peaks avoid gaps and means do not, so in a ride with gaps a mean may be the higher one.
    """
    for peak in brief.peaks:
        is_told = peak.level == FRESH_LEVEL and peak.duration_s in TOLD_DURATIONS_S
        if is_told and peak.eligible and peak.power_w >= _longer_mean_w(brief, peak):
            about = f"peak {peak.duration_s} s"
            for kind, value, text in (
                (FactKind.PEAK_DURATION, peak.duration_s, clock(peak.duration_s)),
                (FactKind.PEAK_POWER, peak.power_w, amount(peak.power_w, "W")),
            ):
                spans = (_span(peak),)
                supports = (Claim.BEST, Claim.HIGHEST)
                yield state(kind, value, text, about=about, spans=spans, supports=supports)


def _longer_mean_w(brief: SessionBrief, peak: PeakPower) -> float:
    """Find the highest mean of the ride or of an interval at least as long as a peak."""
    means_w = [
        interval.mean_power_w
        for interval in brief.intervals
        if interval.duration_s >= peak.duration_s
    ]
    if brief.totals.timer_s >= peak.duration_s:
        means_w.append(brief.totals.mean_power_w)
    return max((mean_w for mean_w in map(known, means_w) if mean_w is not None), default=0.0)


def _tell_durability(
    peaks: Sequence[PeakPower], intervals: Sequence[LabelledInterval]
) -> Iterator[Fact]:
    """Compare the longest told duration that was ridden fresh and after the most work.

    Only where the later one was an effort: riding home easily says nothing of durability.
    """
    eligible = {(peak.duration_s, peak.level): peak for peak in peaks if peak.eligible}
    levels = sorted({level for _, level in eligible if level != FRESH_LEVEL}, reverse=True)
    for level in levels:
        for duration_s in DURABILITY_DURATIONS_S:
            fresh = eligible.get((duration_s, FRESH_LEVEL))
            late = eligible.get((duration_s, level))
            if fresh is None or late is None or fresh.power_w <= 0:
                continue
            if _was_an_effort(late, intervals):
                yield from _tell_loss(fresh, late)
                return


def _was_an_effort(peak: PeakPower, intervals: Sequence[LabelledInterval]) -> bool:
    """Tell whether nearly all of a peak's seconds lie in work intervals."""
    first_s, end_s = _span(peak)
    worked_s = sum(
        max(min(interval.end_s, end_s) - max(interval.start_s, first_s), 0)
        for interval in intervals
        if interval.is_work
    )
    return worked_s >= LEAST_WORKED_SHARE * peak.duration_s


def _tell_loss(fresh: PeakPower, late: PeakPower) -> Iterator[Fact]:
    change = 100 * (late.power_w / fresh.power_w - 1)
    supports = (Claim.BEST, Claim.FRESHNESS, *direction(change, HELD_WITHIN_PERCENT))
    for kind, value, text, spans in (
        (FactKind.DURABILITY_LEVEL, late.level, level_text(late.level), (_span(late),)),
        (FactKind.DURABILITY_DURATION, late.duration_s, clock(late.duration_s), (_span(late),)),
        (FactKind.DURABILITY_FRESH, fresh.power_w, amount(fresh.power_w, "W"), (_span(fresh),)),
        (FactKind.DURABILITY_POWER, late.power_w, amount(late.power_w, "W"), (_span(late),)),
        (
            FactKind.DURABILITY_CHANGE,
            round(change, 2),
            amount(abs(change), "%", 1),
            (_span(fresh), _span(late)),
        ),
    ):
        yield state(kind, value, text, about="durability", spans=spans, supports=supports)


def level_text(level: int) -> str:
    """Print a level of work: per kilogram up to 40, in all from 500."""
    return f"{level} kJ/kg" if level <= 40 else amount(level, "kJ")


def _span(peak: PeakPower) -> Span:
    return (peak.start_s, peak.start_s + peak.duration_s)


def _peak_spans(record: Record, peaks: Sequence[PeakPower]) -> tuple[Span, ...]:
    return tuple(
        _span(peak)
        for peak in peaks
        if (peak.duration_s, peak.level) == (record.duration_s, record.level)
    )
