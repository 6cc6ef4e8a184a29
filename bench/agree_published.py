"""Why a figure that another program published differs from ours, as far as the ride's data tell."""

from functools import partial

from bench.agree_reasons import (
    UNEXPLAINED,
    AgreedRide,
    Reason,
    counts_some_zeros,
    has_other_filter,
    is_close,
    is_rounding,
    leaves_slow_pedalling_out,
    measures_finer,
    runs_over_missing,
)

DEVICE_COLUMNS = {
    "weighted_power_w": "dev_np",
    "mean_cadence_rpm": "dev_avg_cad",
    "mean_heart_rate_bpm": "dev_avg_hr",
}


def divides_by_other_time(ride: AgreedRide, ours: float, theirs: float) -> bool:
    """A speed between those over the time elapsed and over the seconds of moving."""
    totals = ride.totals
    slowest = ours * totals.timer_s / totals.elapsed_s
    fastest = ours * totals.timer_s / max(totals.moving_s, 1)
    return slowest <= theirs <= max(1.02 * fastest, 1.02 * ours)


def has_other_standstill(ride: AgreedRide, ours: float, theirs: float) -> bool:
    """Moving is told by another speed, pauses in or out: somewhere below the time elapsed."""
    return 0.9 * ours <= theirs <= ride.totals.elapsed_s


def is_the_devices(figure: str, ride: AgreedRide, ours: float, theirs: float) -> bool:
    """The device that rode along wrote our figure, not the program's."""
    device = ride.device.get(DEVICE_COLUMNS.get(figure, ""))
    return device is not None and is_close(ours, float(device), 0.02)


def has_confused_clock(ride: AgreedRide, ours: float, theirs: float) -> bool:
    return ride.notes.steps_back > 0


def has_no_timer(ride: AgreedRide, ours: float, theirs: float) -> bool:
    """The file marks no pauses, so what is a pause is a guess: ours and theirs."""
    return not ride.ride.timer_spans and ride.notes.paused_s > 0


FILTERS = (
    ("the program filters altitude otherwise", has_other_filter),
    ("the program filters altitude otherwise", partial(has_other_filter, sign=-1)),
)
REASONS: dict[str, tuple[tuple[str, Reason], ...]] = {
    "elevation_gain_m": FILTERS[:1],
    "elevation_loss_m": FILTERS[1:],
    "mean_speed_mps": (
        ("the program divides by another time, elapsed or moving", divides_by_other_time),
    ),
    "moving_s": (("the program calls another speed standing still", has_other_standstill),),
    "mean_cadence_rpm": (
        ("the program counts some of the zeros", counts_some_zeros),
        ("the program leaves slow pedalling out", leaves_slow_pedalling_out),
    ),
    "work_kj": (("the device integrates more finely than it records", measures_finer),),
}


def name_published(figure: str, ride: AgreedRide, ours: float, theirs: float) -> str:
    """Name the first reason that the ride's data confirm."""
    for name, holds in (
        ("whole units", is_rounding),
        ("the clock runs backwards", has_confused_clock),
        *REASONS.get(figure, ()),
        ("the device wrote our figure", partial(is_the_devices, figure)),
        ("the file marks no pauses", has_no_timer),
        ("seconds are missing from the file", runs_over_missing),
    ):
        if holds(ride, ours, theirs):
            return name
    return UNEXPLAINED
