"""The audit trail: each act of a person that others may ask about later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from analytics.models import Athlete, AuditEntry


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, when and from where; the edge makes it, the use case passes it on."""

    actor: User | None  # None: the product itself
    at: datetime
    address: str | None = None  # of the network, where the act came over it


def record_act(
    act: Act,
    what: str,
    *,
    subject: str,
    athlete: Athlete | None = None,
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write one line of the trail; call it inside the transaction of the act itself."""
    return AuditEntry.objects.create(
        at=act.at,
        act=what,
        actor=act.actor,
        actor_name=act.actor.get_username() if act.actor else "the product",
        athlete=athlete,
        subject=subject[:200],
        detail=dict(detail or {}),
        address=act.address,
    )
