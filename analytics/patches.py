"""A patch that a person undoes, or puts back: the session is analysed again with it."""

from django.db import transaction

from analytics.audit import Act, record_act
from analytics.engine.repair import PatchKey
from analytics.models import Session


def undo_patch(session: Session, key: PatchKey, act: Act) -> bool:
    """Let the raw value of a patched second stand; False where there is no such patch.

    Its recording then waits to be analysed again. False, too, while that is under way.
    """
    return _change(session, key, act, listed="patches", what="patch.undone")


def restore_patch(session: Session, key: PatchKey, act: Act) -> bool:
    """Put back a patch that was undone; False where none was."""
    return _change(session, key, act, listed="undone", what="patch.restored")


def _change(session: Session, key: PatchKey, act: Act, *, listed: str, what: str) -> bool:
    if not any(
        (patch["channel"], patch["second"]) == key for patch in session.quality.get(listed, ())
    ):
        return False
    if session.recording is None:
        return False
    with transaction.atomic():
        if not session.recording.wait_again(now=act.at):
            return False
        kept = [entry for entry in session.kept_raw if tuple(entry) != key]
        if listed == "patches":
            kept.append(list(key))
        Session.objects.filter(pk=session.pk).update(kept_raw=kept, changed_at=act.at)
        record_act(
            act,
            what,
            subject=f"session {session.pk}",
            athlete=session.athlete,
            detail={"channel": key[0], "second": key[1]},
        )
    return True
