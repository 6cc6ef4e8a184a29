"""Sessions of a structure that was ridden before, or that was planned."""

from dataclasses import replace
from datetime import date

from analytics.engine.vocabulary import IntervalSource
from summaries.facts import EarlierAlike
from tests.summaries.make_briefs import make_brief

AGAIN = EarlierAlike(
    title="5 x 5:00",
    local_date=date(2026, 4, 21),
    number_this_year=4,
    power_change_w=6.2,
    heart_rate_change_bpm=-1.8,
    row="session 9",
)
PLANNED = [replace(effort, source=IntervalSource.PLAN) for effort in make_brief().intervals]

ONCE_MORE: dict[str, dict[str, object]] = {
    "the fourth this year, better": {"earlier": AGAIN},
    "the fourth this year, at more cost": {
        "earlier": replace(AGAIN, heart_rate_change_bpm=3.1),
    },
    "the first this year, worse": {
        "earlier": replace(
            AGAIN,
            number_this_year=1,
            local_date=date(2025, 10, 7),
            power_change_w=-8.0,
            heart_rate_change_bpm=-4.0,
        ),
    },
    "once more, worse at more cost": {
        "earlier": replace(AGAIN, power_change_w=-8.0, heart_rate_change_bpm=4.0),
    },
    "once more, the same": {
        "earlier": replace(AGAIN, power_change_w=0.2, heart_rate_change_bpm=0.4),
    },
    "once more, at less cost": {
        "earlier": replace(AGAIN, power_change_w=0.2, heart_rate_change_bpm=-2.0),
    },
    "once more, the same power at more cost": {
        "earlier": replace(AGAIN, power_change_w=-0.2, heart_rate_change_bpm=2.0),
    },
    "as planned": {"intervals": PLANNED},
}
