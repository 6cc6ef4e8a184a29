"""Two teams with a row of everything, each row marked, so that a leak can be seen."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from analytics.agenda import raise_item
from analytics.audit import Act
from analytics.engine.vocabulary import AgendaKind
from analytics.invitations import invite
from analytics.models import (
    Athlete,
    BodyMass,
    ImportBatch,
    Invitation,
    Recording,
    Session,
    Team,
    Thresholds,
)
from analytics.upload_tokens import make_token
from summaries.models import Summary, TeamTexts
from summaries.tasks import write_summary_task
from tests.house import address_policies as who
from tests.make import import_fit, make_coach, make_fit, make_role, make_staff
from tests.make.imports import make_batch

NOW = datetime(2026, 5, 4, tzinfo=UTC)
Rows = dict[tuple[str, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Side:
    """One team and all that hangs on it; every text of it carries the mark."""

    mark: str
    team: Team
    coach: User
    athlete: Athlete
    second: Athlete  # of the same team, to merge with
    lonely: Team  # without athletes, so that it can go
    recording: Recording
    session: Session
    invitation: Invitation
    batch: ImportBatch
    parameters: dict[str, Any]
    rows: Rows


@dataclass(frozen=True, slots=True)
class World:
    near: Side
    far: Side
    people: dict[str, User | None]


def make_world() -> World:
    near, far = make_side("zqnear"), make_side("zqfar")
    people: dict[str, User | None] = {
        who.ANONYMOUS: None,
        who.COACH: near.coach,
        who.FOREIGN: far.coach,
        who.STAFF: make_role("staff"),
        who.OPERATOR: make_role("operator"),
        who.AUDITOR: make_role("auditor"),
        who.SUPERUSER: make_staff(),
    }
    return World(near, far, people)


def make_side(mark: str) -> Side:
    before = all_rows()
    team = Team.objects.create(name=f"{mark.replace('zq', 'zt')} team")
    coach = make_coach(team)
    User.objects.filter(pk=coach.pk).update(last_name=f"{mark} coach", email=f"{mark}@example.org")
    athlete = Athlete.objects.create(team=team, first_name="Ada", last_name=f"{mark} athlete")
    BodyMass.objects.create(athlete=athlete, date=NOW, mass_kg=61.5)
    Thresholds.objects.create(athlete=athlete, date=NOW, critical_power_w=271)
    second = Athlete.objects.create(team=team, first_name="Bea", last_name=f"{mark} second")
    lonely = Team.objects.create(name=f"{mark.replace('zq', 'zt')} lonely")
    TeamTexts.objects.create(team=lonely)
    recording = import_fit(athlete, make_fit(title=f"{mark} ride"), name=f"{mark}.fit")
    session = recording.sessions.get()
    session.cases.create(level=0, duration_s=7, start_s=10, power_w=900.0, reasons=[mark])
    session.power_cuts.create(spans=[[1, 2]], subject=mark, reasons=[mark], decided_at=NOW)
    batch = make_batch(athlete, {f"{mark}-packed.fit": make_fit([180.0] * 500)})
    ImportBatch.objects.filter(pk=batch.pk).update(title=f"{mark} import")
    invitation, _ = invite(
        f"{mark}@example.org", [team], lasting=timedelta(days=1), act=Act(coach, timezone.now())
    )
    make_things_of(coach, athlete, session, mark)
    summary, _is_new = Summary.objects.request(session, now=NOW)
    write_summary_task(summary_id=summary.pk)
    rows = {key: row for key, row in all_rows().items() if key not in before}
    parameters = parameters_of(coach, athlete, session, recording, batch)
    return Side(
        mark,
        team,
        coach,
        athlete,
        second,
        lonely,
        recording,
        session,
        invitation,
        batch,
        parameters,
        rows,
    )


def make_things_of(coach: User, athlete: Athlete, session: Session, mark: str) -> None:
    """Make what a coach decides or owns: an item of Today, a proposal, a token, a rule, a batch."""
    raise_item(
        athlete,
        kind=next(iter(AgendaKind)),
        subject=f"{mark} subject",
        evidence=f"{mark} evidence",
        address=session.get_absolute_url(),
        now=timezone.now(),
    )
    athlete.threshold_proposals.create(
        session=session,
        critical_power_w=281,
        critical_power_error_w=2,
        w_prime_j=20_000,
        w_prime_error_j=500,
        effort_duration_s=1200,
        effort_power_w=300,
        effort_date=NOW,
        reason=f"{mark} reason",
        made_at=NOW,
    )
    make_token(coach, name=f"{mark} token", act=Act(coach, NOW))
    coach.voice_rules.create(kind="never_says", what=f"{mark} rule", times=3, of=4, proposed_at=NOW)
    athlete.team.text_batches.create(
        title=f"{athlete.team.name} texts", started_by=coach, started_at=NOW, seen_at=NOW, total=1
    )


def parameters_of(
    coach: User, athlete: Athlete, session: Session, recording: Recording, batch: ImportBatch
) -> dict[str, Any]:
    """Give every parameter of an address the number of a row of this side."""
    return {
        "athlete_id": athlete.pk,
        "user_id": coach.pk,
        "session_id": session.pk,
        "recording_id": recording.pk,
        "analytics:batch_id": batch.pk,
        "summaries:batch_id": athlete.team.text_batches.get().pk,
        "item_id": athlete.agenda_items.get().pk,
        "step": "pause",
        "case_id": session.cases.latest("pk").pk,
        "cut_id": session.power_cuts.get().pk,
        "verb": "accept",
        "table": "athletes",
        "form": "csv",
        "secret": "no-such-secret",
        "uidb36": "1",
        "key": "no-such-key",
        "proposal_id": athlete.threshold_proposals.latest("pk").pk,
        "rule_id": coach.voice_rules.get().pk,
        "decision": "accept",
        "token_id": coach.upload_tokens.get().pk,
        "summary_id": session.summaries.get().pk,
        "channel": "power_w",
        "second": 0,
        "app_label": "analytics",
        "content_type_id": ContentType.objects.get_for_model(Athlete).pk,
    }


def all_rows() -> Rows:
    """Read every row of the product and of the accounts, to be compared."""
    left_out = ("sessions.Session", "admin.LogEntry", "analytics.AuditEntry")
    return {
        (model._meta.label, row["pk"]): row
        for model in apps.get_models()
        if model._meta.label not in left_out
        and model._meta.app_label in ("analytics", "summaries", "auth")
        for row in model._default_manager.order_by().values("pk", *names_of(model))
    }


def names_of(model: type[Model]) -> list[str]:
    """Name the columns that say something: not the moment of the last sign-in."""
    return [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]
