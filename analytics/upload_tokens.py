"""Personal tokens for uploads by scripts: shown once, kept as a digest, revocable."""

import hashlib
import secrets

from django.contrib.auth.models import User
from django.db import transaction

from analytics.audit import Act, record_act
from analytics.models import UploadToken

PREFIX = "upl_"  # so that a token left in a script is found and known for what it is


def make_token(user: User, *, name: str, act: Act) -> str:
    """Make a token and give it, this once; only its digest is kept."""
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = UploadToken.objects.create(
            user=user,
            name=name,
            digest=digest_of(secret),
            made_at=act.at,
            window_began_at=act.at,
        )
        record_act(act, "token.made", subject=f"upload token {token.pk}")
    return secret


def revoke_token(token: UploadToken, act: Act) -> bool:
    """Let a token open nothing any more; False where it was revoked before."""
    with transaction.atomic():
        if not token.revoke(now=act.at):
            return False
        record_act(act, "token.revoked", subject=f"upload token {token.pk}")
    return True


def find_token(authorization: str) -> UploadToken | None:
    """Find the standing token that a request's Authorization header names."""
    scheme, _, secret = authorization.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip().startswith(PREFIX):
        return None
    return UploadToken.objects.valid(digest_of(secret.strip()))


def digest_of(secret: str) -> str:
    """Digest a token; it is 256 random bits, so a plain hash cannot be turned round."""
    return hashlib.sha256(secret.encode()).hexdigest()
