import pytest

from analytics.engine.quality import Quality
from analytics.engine.records import Record
from analytics.engine.totals import SessionTotals
from analytics.engine.vocabulary import Characteristic, Intensity, Stimulus, Window
from summaries.facts import DayForm, gather_facts
from summaries.voices.moments import Moment
from summaries.voices.selection import outline, sets_of
from tests.summaries.make_briefs import STARTED_AT, make_brief, make_efforts, make_set, make_totals


def first_look(**changes):
    return outline(gather_facts(make_brief(**changes))).look[0].moment


def work(**changes):
    return [cue[0].moment for cue in outline(gather_facts(make_brief(**changes))).work]


def bests(**changes):
    return [cue[0].moment for cue in outline(gather_facts(make_brief(**changes))).bests]


def with_set(powers_w, *, rates_bpm=None, duration_s=300, **changes):
    intervals = make_efforts(powers_w, duration_s=duration_s, rest_s=120, rates_bpm=rates_bpm)
    found = make_set(intervals, range(len(powers_w)), f"{len(powers_w)} x", **changes)
    return {"intervals": intervals, "sets": [found]}


@pytest.mark.parametrize(
    ("changes", "moment"),
    (
        (with_set([320.0, 310.0, 300.0]), Moment.LOOK_FADE),
        (with_set([800.0, 700.0], duration_s=15), Moment.LOOK_FADE_SHORT),
        (with_set([300.0, 310.0, 320.0]), Moment.LOOK_RISE),
        (with_set([300.0, 300.0], rates_bpm=[160.0, 170.0]), Moment.LOOK_COST),
        (with_set([300.0, 360.0, 301.0]), Moment.LOOK_SPREAD),
        (
            with_set(
                [240.0, 240.0],
                characteristic=Characteristic.TORQUE,
                cadence_rpm=50.0,
                torque_nm=45.0,
            ),
            Moment.LOOK_TORQUE,
        ),
        (with_set([300.0, 300.0], duration_s=1200), Moment.LOOK_ABOVE_THRESHOLD),
        (with_set([300.0, 301.0]), Moment.LOOK_EVEN),
        ({"totals": make_totals(lowest_w_prime_balance_j=-900.0)}, Moment.LOOK_THRESHOLD),
        (
            {"sets": (), "totals": make_totals(decoupling_percent=8.0)},
            Moment.LOOK_DECOUPLED,
        ),
        ({"sets": (), "form": DayForm(50.0, 60.0, -10.0)}, Moment.LOOK_LOAD),
        ({"sets": (), "totals": make_totals(decoupling_percent=1.0)}, Moment.LOOK_COUPLED),
    ),
)
def test_coach_looks_first_at_what_stands_out(changes, moment):
    assert first_look(**changes) is moment


EASY = make_totals(intensity_factor=0.66)


def test_a_hard_ride_is_never_called_endurance():
    hard = make_totals(intensity_factor=0.95)

    assert work(sets=(), stimulus=Stimulus.AEROBIC, totals=hard) == [Moment.WHOLE]


def test_an_effort_that_was_nearly_all_of_the_ride_is_told_as_the_ride():
    one = make_efforts([229.0], duration_s=5000, rest_s=0)

    assert work(intervals=one, sets=[make_set(one, range(1), "1:23:20")]) == [Moment.WHOLE]


def test_peaks_of_an_easy_or_a_short_ride_are_no_news():
    assert bests(sets=(), records=(), stimulus=Stimulus.AEROBIC, totals=EASY) == []
    assert bests(records=(), totals=make_totals(timer_s=400)) == []
    assert bests(records=()) == [Moment.NO_RECORD]


def test_single_effort_set_and_sets_are_told_as_what_they_are():
    one = make_efforts([305.0], duration_s=1200, rest_s=0)
    four = make_efforts([300.0] * 4, duration_s=300, rest_s=120)
    pair = [make_set(four, range(2), "a"), make_set(four, range(2, 4), "b")]

    assert work(sets=(), stimulus=Stimulus.AEROBIC, totals=EASY) == [Moment.ENDURANCE]
    assert work(sets=(), stimulus=Stimulus.RACE) == [Moment.WHOLE]
    assert work(intervals=one, sets=[make_set(one, range(1), "20:00")]) == [Moment.EFFORT]
    assert work() == [Moment.SET]
    assert work(intervals=four, sets=pair) == [Moment.TWO_SETS]
    assert work(intervals=four, sets=[*pair, pair[0]]) == [Moment.MANY_SETS, Moment.MAIN_SET]


def test_main_set_is_the_longest_that_trained_what_the_session_trained():
    warm_up = make_efforts([180.0] * 2, duration_s=900, rest_s=60, intensity=Intensity.TEMPO)
    main = make_efforts([320.0] * 3, duration_s=240, rest_s=60, intensity=Intensity.VO2MAX)
    intervals = [*warm_up, *main]
    sets = [
        make_set(intervals, range(2), "2 x 15:00"),
        make_set(intervals, range(2, 5), "3 x 4:00"),
    ]

    facts = gather_facts(make_brief(intervals=intervals, sets=sets, stimulus=Stimulus.VO2MAX))

    assert sets_of(facts) == ["set 2", "set 1"]


def test_of_several_sets_the_one_looked_at_is_named():
    intervals = make_efforts([320.0, 300.0, 320.0, 300.0, 280.0], duration_s=240, rest_s=60)
    sets = [make_set(intervals, range(2), "2 x 4:00"), make_set(intervals, range(2, 5), "3 x 4:00")]

    several = outline(gather_facts(make_brief(intervals=intervals, sets=sets)))
    single = outline(gather_facts(make_brief(intervals=intervals, sets=sets[1:])))

    assert several.look[0].abouts == ("set 2", "set 2")
    assert single.look[0].abouts == ("set 1",)


def test_records_go_before_baselines_and_candidates_are_always_told():
    record = Record(300, 0, Window.ONE_YEAR, 318.0, 311.0)
    baseline = Record(3600, 0, Window.ALL_TIME, 240.0, None)

    assert bests(records=[record, baseline]) == [Moment.RECORD]
    assert bests(records=[baseline]) == [Moment.BASELINE]
    assert bests(records=()) == [Moment.NO_RECORD]
    assert bests(records=None) == [Moment.PEAKS]
    assert bests(records=(), candidates=[record]) == [Moment.PEAKS, Moment.CANDIDATE]


def test_condition_is_told_from_where_it_matters():
    def told(**values):
        quality = Quality(
            **({"filled_s": 0, "missing_s": 0, "paused_s": 0, "patches": (), "notes": ()} | values)
        )
        plan = outline(gather_facts(make_brief(quality=quality)))
        return {option.moment for cue in plan.condition for option in cue}

    assert Moment.MISSING not in told(missing_s=9)
    assert Moment.MISSING in told(missing_s=10)
    assert Moment.PAUSED not in told(paused_s=599)
    assert Moment.PAUSED in told(paused_s=600)
    assert Moment.NOTE in told(notes=("The file is cut.",))


def test_ride_of_nothing_but_time_still_has_an_outline():
    plan = outline(
        gather_facts(
            make_brief(
                totals=SessionTotals(STARTED_AT, 140, 140, 130), sets=(), intervals=(), peaks=()
            )
        )
    )

    assert [option.moment for option in plan.look][-1] is Moment.LOOK_TIME
