from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.ledger import Decision, SessionPeaks, decide_records
from analytics.engine.peaks import PeakPower
from analytics.engine.records import find_records, needs_review
from analytics.engine.vocabulary import Window

FIRST_DAY = date(2026, 1, 1)


def make_peak(power_w: float, *, duration_s=300, unsure_s=0, eligible=True) -> PeakPower:
    return PeakPower(duration_s, 0, power_w, start_s=0, unsure_s=unsure_s, eligible=eligible)


def decide(*days_and_powers: tuple[int, float]):
    return list(
        decide_records(
            SessionPeaks(number, FIRST_DAY + timedelta(days=day), (make_peak(power_w),))
            for number, (day, power_w) in enumerate(days_and_powers)
        )
    )


def windows_of(decision) -> list[Window]:
    return [record.window for record in decision.records]


def test_first_value_ever_is_a_baseline():
    (decision,) = decide((0, 300.0))

    (record,) = decision.records
    assert record.is_baseline
    assert record.window is Window.ALL_TIME


def test_a_peak_is_compared_with_each_window_on_its_own():
    decisions = decide((0, 330.0), (200, 310.0), (390, 320.0))

    assert windows_of(decisions[2]) == [Window.ONE_YEAR]


def test_the_windows_are_half_open():
    on_the_first_day = decide((0, 300.0), (56, 310.0))[1]
    a_day_too_old = decide((0, 300.0), (57, 310.0))[1]

    assert Window.EIGHT_WEEKS in windows_of(on_the_first_day)
    assert Window.EIGHT_WEEKS not in windows_of(a_day_too_old)


def test_the_second_ride_of_a_day_has_to_beat_the_first():
    decisions = decide((0, 300.0), (10, 320.0), (10, 315.0))

    assert decisions[2].records == ()


def test_an_implausible_peak_waits_and_is_no_best_to_beat():
    decisions = decide((0, 300.0), (1, 400.0), (2, 310.0))

    assert list(decisions[1].quarantine) == [(0, 300)]
    assert decisions[1].records == ()
    assert [record.previous_w for record in decisions[2].records] == [300.0] * 3


def test_an_easy_first_ride_does_not_make_candidates_of_all_that_follow():
    decisions = decide((0, 150.0), (1, 300.0), (2, 305.0), (3, 310.0))

    assert [bool(decision.quarantine) for decision in decisions] == [False, True, False, False]
    assert windows_of(decisions[2]) == list(Window)


@given(
    sessions=st.lists(
        st.tuples(
            st.integers(0, 500),
            st.lists(st.tuples(st.sampled_from([60, 300]), st.integers(1, 500)), max_size=3),
        ),
        max_size=25,
    )
)
def test_ledger_equals_a_search_through_the_whole_history(sessions):
    history = [
        SessionPeaks(
            number,
            FIRST_DAY + timedelta(days=day),
            tuple(make_peak(float(w), duration_s=d) for d, w in dict(peaks).items()),
        )
        for number, (day, peaks) in enumerate(sorted(sessions, key=lambda session: session[0]))
    ]

    assert list(decide_records(history)) == decide_by_brute_force(history)


def decide_by_brute_force(history):
    decisions = []
    counted = []  # (day, key, power) of every earlier peak that counts
    seen = []  # (duration, power) of every earlier fresh peak, candidates included
    for session in history:
        starts = {
            Window.EIGHT_WEEKS: session.local_date - timedelta(days=56),
            Window.ONE_YEAR: session.local_date - timedelta(days=365),
            Window.ALL_TIME: date.min,
        }
        bests = {window: {} for window in Window}
        for day, key, power_w in counted:
            for window, first in starts.items():
                if day >= first:
                    bests[window][key] = max(power_w, bests[window].get(key, 0.0))
        quarantine = {}
        clean = []
        for peak in session.peaks:
            seen_w = max((w for d, w in seen if d == peak.duration_s), default=None)
            reason = needs_review(peak, seen_w)
            if reason:
                quarantine[(peak.level, peak.duration_s)] = reason
            else:
                clean.append(peak)
        decisions.append((session.session_id, find_records(clean, bests), quarantine))
        counted += [(session.local_date, (p.level, p.duration_s), p.power_w) for p in clean]
        seen += [(p.duration_s, p.power_w) for p in session.peaks]
    return [Decision(*decision) for decision in decisions]
