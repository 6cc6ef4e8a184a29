"""What to send so that a write would succeed: nobody is refused for a bad form alone."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.access.world import Side

Form = Mapping[str, object]

ASKED_ONCE_MORE = re.compile(r'<input type="hidden" name="(kept|confirmed)" value="([^"]+)"')
CHANGELISTS: dict[str, Callable[[Side], Form]] = {
    "analytics.team": lambda side: chosen("archive_selected", side.team.pk),
    "analytics.athlete": lambda side: chosen("archive_selected", side.athlete.pk),
    "analytics.session": lambda side: chosen("delete_selected_sessions", side.session.pk),
    "analytics.recording": lambda side: chosen("analyse_selected_again", side.recording.pk),
    "analytics.invitation": lambda side: chosen("revoke_selected", side.invitation.pk),
}
FORMS: dict[str, Callable[[Side], Form]] = {
    "admin:athlete-merge": lambda side: {"athlete": side.second.pk, "confirmed": "yes"},
    "admin:athlete-erase": lambda side: {"name": str(side.athlete)},
    "admin:athlete-bulk": lambda side: {"table": "weights", "file": weight_of(side)},
    "admin:invite-coach": lambda side: {"email": "new@example.org", "teams": [side.team.pk]},
    "admin:analytics_team_add": lambda _: {"name": "New", **no_rows("memberships")},
    "admin:analytics_team_change": lambda _: {"name": "Renamed", **no_rows("memberships")},
    "admin:analytics_athlete_add": lambda side: athlete_form(side),
    "admin:analytics_athlete_change": lambda side: athlete_form(side),
    "admin:auth_user_change": lambda _: {"username": "renamed", **no_rows("memberships")},
    "admin:summaries_teamtexts_add": lambda side: {"team": side.team.pk, "provider": "offline"},
    "admin:summaries_teamtexts_change": lambda side: {
        "team": side.lonely.pk,
        "provider": "offline",
        "monthly_budget_usd": 5,
    },
    "queue": lambda _: {"act": "cancel", "kind": "recordings", "confirmed": "yes"},
    "summaries:batches": lambda side: {"scope": "all", "team": side.team.pk, "pace": "now"},
    "analytics:session-stimulus": lambda _: {"stimulus": "R"},
    "analytics:preferences": lambda _: {"minutes_a_day": 7, "units": "metric"},
    "analytics:token-list": lambda _: {"name": "A script"},
    "analytics:import-start": lambda _: {"title": "By anybody"},
    "summaries:review": lambda _: {"text": "Rewritten by somebody."},
    "summaries:voice": lambda _: {
        "tone": "plain",
        "units": "metric",
        "language": "en",
        "fewest_sentences": 2,
        "most_sentences": 5,
        "most_words": 90,
    },
}


def send(client: Client, path: str, form: Form) -> Any:
    """Post a form and, where the page asks once more, say so once more."""
    answer = client.post(path, form)
    if answer.streaming:
        return answer
    asked = dict(ASKED_ONCE_MORE.findall(answer.text))
    return client.post(path, {**form, **asked}) if asked else answer


def weight_of(side: Side) -> SimpleUploadedFile:
    heading = "number,team,first_name,last_name,date,mass_kg"
    return SimpleUploadedFile(
        "weights.csv", f"{heading}\n{side.athlete.pk},,,,2026-05-06,60\n".encode()
    )


def chosen(action: str, number: object) -> Form:
    return {"action": action, "_selected_action": [number], "confirmed": "yes", "post": "yes"}


def no_rows(*prefixes: str) -> dict[str, object]:
    counts = ("TOTAL_FORMS", "INITIAL_FORMS")
    return {f"{prefix}-{count}": 0 for prefix in prefixes for count in counts}


def athlete_form(side: Side) -> Form:
    names: dict[str, object] = {
        "first_name": "By",
        "last_name": "Anybody",
        "time_zone": "UTC",
        "team": side.team.pk,
    }
    return names | no_rows("masses", "thresholds")
