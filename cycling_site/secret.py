"""The secret that signs cookies: given, or for the demo made once and kept with its data."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

BYTES = 48


def require_secret() -> None:
    """Stop what signs cookies where nobody has set a secret."""
    try:
        is_set = bool(settings.SECRET_KEY)
    except ImproperlyConfigured:
        is_set = False
    if not is_set:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set: give it at least 50 random characters, or set DEBUG=true."
        )


def keep_demo_secret(folder: Path) -> str:
    """Return the folder's own secret, making it at first; only its owner can read the file."""
    path = folder / "secret-key"
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(BYTES))
    return path.read_text()
