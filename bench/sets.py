"""Sets: the share of workouts whose set structure is recovered exactly.

python -m bench.sets

Exact means: as many sets as there are, each with as many efforts, in order. A real ride counts
from its laps, and from detection alone with the laps hidden. No threshold is given for real rides.
"""

from datetime import UTC, datetime

import numpy as np

from analytics.engine.intervals import IntervalPreference, label_intervals
from analytics.engine.recording import Ride, Samples
from analytics.engine.rider import Rider
from analytics.engine.sets import detect_sets
from analytics.engine.stream import Stream
from bench.interval_rides import labelled_rides
from bench.intervals import NOISES, SEEDS
from bench.workouts import WITH_INTERVALS, write_workout

# Efforts in each set, read off the laps by the rules of a set, by the end of the file's name.
STRUCTURES = {
    "Navi2CoachDCRTestFiles.zip": (4,),
    "tacx_flux.fit": (1, 7),
    "files/activity.fit": (3, 5, 10, 1),
    "noroeste.fit": (4, 4),
    "activity_769724412.tcx": (2,),
    "MyWhoosh.fit": (2, 3),
    "indoor-trainer.fit": (2,),
    "2015-02-10-13-41-39.fit.gz": (2, 3),
    "2015-02-17-15-34-22.fit.gz": (5,),
    "2015-03-10-17-44-17.fit.gz": (5,),
    "2015-03-19-17-39-03.fit.gz": (5,),
    "2015-04-15-13-03-42.fit.gz": (5, 4),
    "2015-04-23-13-03-48.fit.gz": (5,),
    "2015-06-03-19-53-40.fit.gz": (8,),  # its lap 12 holds a recovery and an effort
    "2015-06-11-16-33-30.fit.gz": (5,),  # its lap 8 is an effort broken off
    "2015-09-16-19-04-06.fit.gz": (3,),
    "2015-09-21-18-16-21.fit.gz": (3,),
    "2016-01-21-16-16-00.fit.gz": (4, 1),  # the last one broken off after 47 s
    "2016-01-28-13-05-22.fit.gz": (4, 1),  # the last one broken off after 55 s
    "2016-02-23-16-57-06.fit.gz": (3,),
    "2016-03-10-17-43-05.fit.gz": (5,),
    "2016-05-11-19-14-20.fit.gz": (5,),
    "2016-05-24-19-39-33.fit.gz": (6,),
}
# Its last block is six surges on one long effort: twelve laps, or one block.
BY_LAPS = {"files/activity.fit": (3, 5, 10, 12)}
# Labels that we doubt, see RESULTS.md: scored as they are, and told.
DOUBTFUL = (
    "MyWhoosh.fit",
    "2016-01-21-16-16-00.fit.gz",
    "2016-01-28-13-05-22.fit.gz",
)
NO_LAPS = Ride(0, "cycling", Samples(np.zeros(0), {}))


def structure(
    ride: Ride, stream: Stream, rider: Rider, prefer: IntervalPreference
) -> tuple[int, ...]:
    intervals = label_intervals(ride, stream, rider, prefer=prefer)
    return tuple(each.repetitions for each in detect_sets(intervals))


def true_structures(file: str) -> tuple[tuple[int, ...], ...]:
    """Give a ride's structure as laps show it, after that of the power alone, where they differ."""
    return tuple(
        sizes
        for table in (STRUCTURES, BY_LAPS)
        for name, sizes in table.items()
        if file.endswith(name)
    )


def is_exact(found: tuple[int, ...], file: str, prefer: IntervalPreference) -> bool:
    """Compare a structure with the truth; laps decide where laps are looked at."""
    return found == true_structures(file)[-1 if prefer is IntervalPreference.BEST else 0]


def score_synthetic() -> None:
    for noise in NOISES:
        wrong: dict[str, int] = {}
        for write in WITH_INTERVALS:
            for seed in SEEDS:
                workout = write_workout(write, noise, seed)
                nothing = np.full(workout.power_w.size, np.nan)
                status = np.zeros(workout.power_w.size, dtype=np.uint8)
                stream = Stream(
                    datetime(2026, 5, 1, tzinfo=UTC), status, workout.power_w, *[nothing] * 8
                )
                rider = Rider(critical_power_w=workout.critical_power_w)
                if (
                    structure(NO_LAPS, stream, rider, IntervalPreference.DETECT)
                    != workout.set_sizes
                ):
                    wrong[write.__name__] = wrong.get(write.__name__, 0) + 1
        count = len(WITH_INTERVALS) * len(SEEDS)
        share = 1 - sum(wrong.values()) / count
        print(
            f"  synthetic, noise {noise:.2f}: {100 * share:.1f} % of {count} exact; wrong {wrong}"
        )


def score_real() -> None:
    rides = labelled_rides()
    for prefer, name in (
        (IntervalPreference.BEST, "from laps"),
        (IntervalPreference.DETECT, "laps hidden"),
    ):
        exact = doubted = 0
        for labels, ride, stream, _ in rides:
            file = labels["file"]
            found = structure(ride, stream, Rider(), prefer)
            if is_exact(found, file, prefer):
                exact += 1
                continue
            is_doubted = file.endswith(DOUBTFUL)
            doubted += is_doubted
            note = ", a label in doubt" if is_doubted else ""
            print(f"    {file[-44:]:44} {name}: {found}, true {true_structures(file)[0]}{note}")
        print(f"  real, {name}: {exact} of {len(rides)} exact ({100 * exact / len(rides):.0f} %)")
        print(f"  real, {name}, labels in doubt left out: {exact} of {len(rides) - doubted}")


def main() -> None:
    print(f"bench.sets, {datetime.now(UTC):%Y-%m-%d}")
    score_synthetic()
    score_real()


if __name__ == "__main__":
    main()
