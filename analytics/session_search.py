"""Sessions by athlete, dates, stimulus, structure and records; the address is the search."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q

from analytics.engine.set_words import Structure, read_structure
from analytics.engine.vocabulary import Stimulus
from analytics.models import Athlete, IntervalSet, Record, Session
from analytics.models.session import SessionQuerySet

ROWS_A_PAGE = 50
KEPT = ("athlete", "since", "until", "stimulus", "structure", "record")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACE = re.compile(r"([0-9]{1,16})-([0-9]{1,18})")  # microseconds since 1970, and the row


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it was understood."""

    athlete_id: int | None = None
    since: date | None = None
    until: date | None = None
    stimulus: Stimulus | None = None
    structure: Structure | None = None
    has_record: bool = False
    before: tuple[datetime, int] | None = None  # the last row of the page before


@dataclass(frozen=True, slots=True)
class SearchPage:
    sessions: Sequence[Session]
    athletes: Sequence[Athlete]
    stimuli: Sequence[Stimulus]
    typed: Mapping[str, str]  # what stands in the form: as it came, nonsense too
    ignored: Sequence[str]
    address: str  # the search alone, without the place in its pages
    next_address: str  # empty on the last page
    is_first: bool


def compose_search(
    user: User, typed: Mapping[str, str], *, rows_a_page: int = ROWS_A_PAGE
) -> SearchPage:
    """Read the address, then one query for the athletes and one for the rows."""
    ignored: list[str] = []
    athletes = list(Athlete.objects.visible_to(user).in_lists())
    asked = read_search(typed, ignored, athlete_ids={athlete.pk for athlete in athletes})
    found = list(find_sessions(user, asked)[: rows_a_page + 1])
    kept = {key: typed[key] for key in KEPT if typed.get(key)}
    has_more = len(found) > rows_a_page
    return SearchPage(
        sessions=found[:rows_a_page],
        athletes=athletes,
        stimuli=list(Stimulus),
        typed=kept,
        ignored=ignored,
        address=f"?{urlencode(kept)}",
        next_address=f"?{urlencode({**kept, 'before': _key(found[-2])})}" if has_more else "",
        is_first=asked.before is None,
    )


def find_sessions(user: User, asked: Asked) -> SessionQuerySet:
    """Select the sessions of a search, newest first."""
    sessions = Session.objects.visible_to(user)
    if asked.athlete_id is not None:
        sessions = sessions.filter(athlete=asked.athlete_id)
    if asked.since is not None:
        sessions = sessions.filter(local_date__gte=asked.since)
    if asked.until is not None:
        sessions = sessions.filter(local_date__lte=asked.until)
    if asked.stimulus is not None:
        sessions = sessions.filter(stimulus=asked.stimulus)
    if asked.structure is not None:
        sessions = sessions.filter(_has_set(asked.structure))
    if asked.has_record:
        beaten = Record.objects.filter(session=OuterRef("pk"), previous_w__isnull=False)
        sessions = sessions.filter(Exists(beaten))
    if asked.before is not None:
        moment, pk = asked.before
        sessions = sessions.filter(Q(started_at__lt=moment) | Q(started_at=moment, pk__lt=pk))
    shown = sessions.select_related("athlete").order_by("-started_at", "-pk")
    return shown.defer("quality", "device_figures", "power_zone_s", "heart_rate_zone_s")


def read_search(typed: Mapping[str, str], ignored: list[str], *, athlete_ids: set[int]) -> Asked:
    """Understand what was typed; a sentence is added for whatever makes no sense."""
    return Asked(
        athlete_id=_athlete(typed.get("athlete", ""), athlete_ids, ignored),
        since=_day(typed.get("since", ""), ignored),
        until=_day(typed.get("until", ""), ignored),
        stimulus=_stimulus(typed.get("stimulus", ""), ignored),
        structure=_structure(typed.get("structure", ""), ignored),
        has_record=bool(typed.get("record", "")),
        before=_before(typed.get("before", ""), ignored),
    )


def _has_set(structure: Structure) -> Exists:
    sets = IntervalSet.objects.filter(session=OuterRef("pk"), repetitions=structure.repetitions)
    if structure.bounds_s is not None:
        sets = sets.filter(mean_duration_s__range=structure.bounds_s)
    return Exists(sets)


def _key(session: Session) -> str:
    return f"{(session.started_at - EPOCH) // timedelta(microseconds=1)}-{session.pk}"


def _athlete(typed: str, athlete_ids: set[int], ignored: list[str]) -> int | None:
    if not typed:
        return None
    if typed in {str(athlete_id) for athlete_id in athlete_ids}:
        return int(typed)
    ignored.append(f"There is no athlete “{typed}” of yours; all of them are searched.")
    return None


def _day(typed: str, ignored: list[str]) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        ignored.append(f"“{typed}” is no date such as 2026-05-31; it is left out.")
        return None


def _stimulus(typed: str, ignored: list[str]) -> Stimulus | None:
    if not typed:
        return None
    if typed in set(Stimulus):
        return Stimulus(typed)
    ignored.append(f"“{typed}” is no stimulus; all of them are searched.")
    return None


def _structure(typed: str, ignored: list[str]) -> Structure | None:
    if not typed:
        return None
    structure = read_structure(typed)
    if structure is None:
        ignored.append(f"“{typed}” is no structure such as 5x5, 10x30s or 3x12:30; it is left out.")
    return structure


def _before(typed: str, ignored: list[str]) -> tuple[datetime, int] | None:
    if not typed:
        return None
    key = PLACE.fullmatch(typed)
    if key is not None:
        return EPOCH + timedelta(microseconds=int(key[1])), int(key[2])
    ignored.append(f"“{typed}” is no place in the list; its first page is shown.")
    return None
