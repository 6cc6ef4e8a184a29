"""The SQL that reads the team's database: text only, every value a parameter.

Two families are followed: athletes and sessions, each a root table and the parts that
hang on it. The database sums fingerprints of rows, so that what has not changed costs
one row a page; what has changed comes in one round trip, parts folded as JSON.
Understood by MySQL 8 and MariaDB 10.11. JSON_ARRAYAGG has no order: ours is made later.
"""

from collections.abc import Sequence
from dataclasses import dataclass

MISSING = "~"  # stands for NULL in a fingerprint


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that make up a member of a family: columns, and how they hang on its root."""

    name: str
    source: str  # FROM clause that ends with the root's row as `root`
    columns: tuple[str, ...]
    texts: tuple[str, ...] = ()  # columns that may hold anything, so hashed on their own
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """A root table and its parts; the first part is the root itself."""

    name: str
    root: str
    parts: tuple[Part, ...]


def _hanging(table: str, root: str, key: str) -> str:
    return f"{table} AS part JOIN {root} AS root ON root.id = part.{key}"


_SESSION, _ATHLETE = "activities_activitysummary", "profiles_athlete"

SESSION_FAMILY = Family(
    "session",
    _SESSION,
    (
        Part(
            "summary",
            f"{_SESSION} AS root",
            (
                *("root.id", "root.athlete_id", "root.activity_date", "root.training_stimulus"),
                *("root.timer_time", "root.distance", "root.total_elevation_gain"),
                *("root.average_power", "root.average_heartrate", "root.average_speed"),
            ),
        ),
        Part("raw", _hanging("activities_activityraw", _SESSION, "activity_summary_id"), ()),
        Part(
            "lap",
            _hanging("activities_lap", _SESSION, "activity_summary_id"),
            (
                *("part.start", "part.end", "part.distance", "part.intensity_v2"),
                *("part.characteristic", "part.power_mean", "part.heart_rate_mean"),
                *("part.speed_mean", "part.cadence_mean"),
            ),
        ),
        Part(
            "workout",
            _hanging("activities_trainingpeaksworkout", _SESSION, "activity_summary_id"),
            (),
            texts=("part.Title", "part.Description"),
        ),
        Part(
            "peak",
            _hanging("metrics_recordprofile", _SESSION, "activity_summary_id"),
            ("part.duration", "part.relative_work", "part.value"),
            condition="part.unit = 'W'",
        ),
    ),
)

ATHLETE_FAMILY = Family(
    "athlete",
    _ATHLETE,
    (
        Part("athlete", f"{_ATHLETE} AS root", ("root.id", "root.user_id", "root.team_id")),
        Part(
            "account",
            f"accounts_useraccount AS part JOIN {_ATHLETE} AS root ON root.user_id = part.id",
            (),
            texts=("part.first_name", "part.last_name"),
        ),
        Part(
            "mass",
            _hanging("metrics_metric", _ATHLETE, "athlete_id"),
            ("part.date", "part.unit", "part.value"),
            condition="part.metric_type = 'WG'",
        ),
        Part(
            "estimate",
            _hanging("daily_metrics_dailyestimation", _ATHLETE, "athlete_id"),
            ("part.date", "part.critical_power"),
        ),
    ),
)


def page_end(family: Family) -> str:
    """Find the last id of the page after an id; parameters: the id, rows a page."""
    return (
        f"SELECT MAX(page.id) FROM (SELECT id FROM {family.root} WHERE id > %s"  # noqa: S608 - our own names; values are parameters
        " ORDER BY id LIMIT %s) AS page"
    )


def count(family: Family) -> str:
    return f"SELECT COUNT(*) FROM {family.root}"  # noqa: S608 - our own names


def page_sum(family: Family) -> str:
    """Sum a page up: members, and their fingerprints. Parameters: ``page_parameters``."""
    return f"SELECT SUM(is_root), SUM(fingerprint) FROM ({_parts(family, _RANGE)}) AS parts"  # noqa: S608 - our own names; values are parameters


def page_fingerprints(family: Family) -> str:
    """Give each member of a page and its fingerprint. Parameters: ``page_parameters``."""
    return _by_member(_parts(family, _RANGE))


def fingerprints_of(family: Family, size: int) -> str:
    """Give the fingerprints of so many ids, which are the parameters once for each part."""
    return _by_member(_parts(family, f"root.id IN ({_marks(size)})"))


def page_parameters(family: Family, after_id: int, last_id: int) -> list[int]:
    return [after_id, last_id] * len(family.parts)


def existing(family: Family, size: int) -> str:
    """Tell which of so many ids the source still holds."""
    return f"SELECT id FROM {family.root} WHERE id IN ({_marks(size)})"  # noqa: S608 - our own names; values are parameters


def scoped_ids(family: Family, *, by_date: bool, by_team: bool) -> str:
    """List ids in order. Parameters: the id before, first day, team (as asked for), rows."""
    is_session = family.name == "session"
    athlete = "athlete" if is_session else "root"
    join = f" JOIN {_ATHLETE} AS athlete ON athlete.id = root.athlete_id" if is_session else ""
    conditions = ["root.id > %s"]
    if by_date and is_session:
        conditions.append("root.activity_date >= %s")
    if by_team:
        conditions.append(f"{athlete}.team_id = %s")
    where = " AND ".join(conditions)
    return (
        f"SELECT root.id FROM {family.root} AS root{join if by_team else ''} WHERE {where}"  # noqa: S608 - our own names; values are parameters
        " ORDER BY root.id LIMIT %s"
    )


def sessions(size: int) -> str:
    """Read so many sessions with laps, peaks and workouts; the ids are the parameters, 4 times."""
    ids = _marks(size)
    return f"""
        SELECT root.id, root.athlete_id, root.activity_date, root.training_stimulus,
            root.timer_time, root.distance, root.total_elevation_gain, root.average_power,
            root.average_heartrate, root.average_speed,
            EXISTS(SELECT 1 FROM activities_activityraw AS raw
                WHERE raw.activity_summary_id = root.id),
            laps.folded, peaks.folded, workouts.folded
        FROM {_SESSION} AS root
        LEFT JOIN (SELECT activity_summary_id, JSON_ARRAYAGG(JSON_OBJECT(
                'start_s', `start`, 'end_s', `end`, 'distance_m', distance,
                'intensity', intensity_v2, 'characteristic', characteristic,
                'mean_power_w', power_mean, 'mean_heart_rate_bpm', heart_rate_mean,
                'mean_speed_mps', speed_mean, 'mean_cadence_rpm', cadence_mean)) AS folded
            FROM activities_lap WHERE activity_summary_id IN ({ids})
            GROUP BY activity_summary_id) AS laps ON laps.activity_summary_id = root.id
        LEFT JOIN (SELECT activity_summary_id, JSON_ARRAYAGG(JSON_OBJECT(
                'duration_us', duration, 'relative_work', relative_work,
                'power_w', value)) AS folded
            FROM metrics_recordprofile WHERE unit = 'W' AND activity_summary_id IN ({ids})
            GROUP BY activity_summary_id) AS peaks ON peaks.activity_summary_id = root.id
        LEFT JOIN (SELECT activity_summary_id, JSON_ARRAYAGG(JSON_OBJECT(
                'title', Title, 'description', Description)) AS folded
            FROM activities_trainingpeaksworkout WHERE activity_summary_id IN ({ids})
            GROUP BY activity_summary_id) AS workouts ON workouts.activity_summary_id = root.id
        WHERE root.id IN ({ids}) ORDER BY root.id"""  # noqa: S608 - our own names; values are parameters


def athletes(size: int) -> str:
    """Read so many athletes with their dated values; the ids are the parameters, 3 times."""
    ids = _marks(size)
    return f"""
        SELECT root.id, root.team_id, account.first_name, account.last_name,
            masses.folded, estimates.folded
        FROM {_ATHLETE} AS root
        LEFT JOIN accounts_useraccount AS account ON account.id = root.user_id
        LEFT JOIN (SELECT athlete_id, JSON_ARRAYAGG(JSON_OBJECT(
                'date', `date`, 'value', value, 'unit', unit)) AS folded
            FROM metrics_metric WHERE metric_type = 'WG' AND athlete_id IN ({ids})
            GROUP BY athlete_id) AS masses ON masses.athlete_id = root.id
        LEFT JOIN (SELECT athlete_id, JSON_ARRAYAGG(JSON_OBJECT(
                'date', `date`, 'critical_power', critical_power)) AS folded
            FROM daily_metrics_dailyestimation WHERE athlete_id IN ({ids})
            GROUP BY athlete_id) AS estimates ON estimates.athlete_id = root.id
        WHERE root.id IN ({ids}) ORDER BY root.id"""  # noqa: S608 - our own names; values are parameters


_RANGE = "root.id > %s AND root.id <= %s"


def _by_member(parts: str) -> str:
    return (
        f"SELECT member_id, SUM(fingerprint) FROM ({parts}) AS parts"  # noqa: S608 - our own names; values are parameters
        " GROUP BY member_id ORDER BY member_id"
    )


def _parts(family: Family, which: str) -> str:
    return " UNION ALL ".join(_part(family.parts[0], part, which) for part in family.parts)


def _part(first: Part, part: Part, which: str) -> str:
    """Sum up one part for each member: equal rows count each, in whatever order they come."""
    values = (
        f"'{part.name}'",
        *(f"COALESCE({column}, '{MISSING}')" for column in map(_quoted, part.columns)),
        *(f"COALESCE(MD5({column}), '{MISSING}')" for column in part.texts),
    )
    hashed = f"CAST(CONV(LEFT(MD5(CONCAT_WS('|', {', '.join(values)})), 15), 16, 10) AS UNSIGNED)"
    condition = f" AND {part.condition}" if part.condition else ""
    return (
        f"SELECT root.id AS member_id, {int(part is first)} AS is_root,"  # noqa: S608 - our own names; values are parameters
        f" SUM({hashed}) AS fingerprint"
        f" FROM {part.source} WHERE {which}{condition} GROUP BY root.id"
    )


def _quoted(column: str) -> str:
    table, name = column.split(".")
    return f"{table}.`{name}`"


def _marks(size: int) -> str:
    return ", ".join(["%s"] * size)


def repeated(ids: Sequence[int], times: int) -> list[int]:
    """Give the ids as parameters of a query that names them more than once."""
    return list(ids) * times
