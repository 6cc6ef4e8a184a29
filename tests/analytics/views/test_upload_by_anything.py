"""The one address that scripts use, asked with whatever there is: each answer is one that is told.

Methods, headers, tokens, athletes and bodies come from hypothesis; a recording is kept only for a
sound token, a visible athlete and a sound file, and nothing is ever a fault of the server.
"""

import os

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.audit import Act
from analytics.models import Recording, UploadToken
from analytics.upload_tokens import make_token
from tests.make import make_athlete, make_coach, make_fit, make_team

TIMES = int(os.environ.get("BATTERY_FUZZ", "1"))  # `make battery`: 8
TOLD = {200, 201, 400, 401, 404, 405, 413, 422, 429}
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)
BOUNDARIES = ("frontier", "", "a" * 300, "é", "x y", '"')
KINDS = st.one_of(
    st.sampled_from([f"multipart/form-data; boundary={mark}" for mark in BOUNDARIES]),
    st.sampled_from(["multipart/form-data", "application/json", "text/plain; charset=no-such", ""]),
    HEADER,
)
FIELDS = st.sampled_from(["recording", "recordings", "", "\x00", "é", "recording[]"])
NAMES = st.one_of(st.sampled_from(["ride.fit", "../../x", "a\x00.zip", "", "." * 300]), st.text())
FILES = (make_fit(), make_fit()[:-9], b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"<gpx>")
CONTENTS = st.one_of(st.integers(0, len(FILES) - 1).map(FILES.__getitem__), st.binary(max_size=400))


@st.composite
def bodies(draw):
    """Give a multipart body, perhaps cut or with a part that lies, or any bytes."""
    if draw(st.integers(0, 4)) == 0:
        return draw(st.binary(max_size=300))
    parts = [
        f'--frontier\r\nContent-Disposition: form-data; name="{draw(FIELDS)}"; '
        f'filename="{draw(NAMES)}"\r\n{draw(st.sampled_from(LIES))}\r\n'.encode(errors="replace")
        + draw(CONTENTS)
        + b"\r\n"
        for _ in range(draw(st.integers(0, 3)))
    ]
    whole = b"".join(parts) + b"--frontier--\r\n"
    return whole[: draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))]


LIES = (
    "",
    "Content-Type: application/octet-stream\r\n",
    "Content-Transfer-Encoding: base64\r\n",
    "Content-Length: -1\r\n",
    "Content-Type: " + "a" * 2000 + "\r\n",
)


@pytest.fixture
def script(db, settings, tmp_path):
    """A client without a user, a token of a coach, and the numbers of two teams' athletes."""
    settings.MEDIA_ROOT = tmp_path
    team = make_team()
    coach = make_coach(team)
    secret = make_token(coach, name="script", act=Act(coach, timezone.now()))
    numbers = [make_athlete(team=team).pk, make_athlete(team=make_team()).pk]
    return Client(raise_request_exception=False), secret, numbers


def test_every_answer_is_one_that_is_told(script):
    client, secret, (own, other) = script
    tokens = st.one_of(
        st.sampled_from([f"Bearer {secret}"] * 3 + [f"bearer {secret}", secret, "Bearer ", ""]),
        HEADER,
    )

    @settings(max_examples=60 * TIMES)
    @given(
        method=st.sampled_from(["POST"] * 6 + ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"]),
        token=tokens,
        athlete=st.sampled_from([own, own, own, other, 0, 2**63, 10**30]),
        kind=st.one_of(st.just("multipart/form-data; boundary=frontier"), KINDS),
        accept=HEADER,
        body=bodies(),
    )
    def holds(method, token, athlete, kind, accept, body):
        UploadToken.objects.update(uploads_in_window=0)
        before = Recording.objects.count()
        answer = client.generic(
            method,
            f"/api/athletes/{athlete}/recordings/",
            body,
            content_type=kind,
            headers={"Authorization": token, "Accept": accept},
        )

        assert answer.status_code in TOLD, answer.content[:300]
        is_kept = Recording.objects.count() > before
        assert is_kept == (answer.status_code == 201)
        if is_kept:
            assert (method, token.lower(), athlete) == ("POST", f"bearer {secret}".lower(), own)
        if method == "POST" and answer.status_code >= 400 and answer.status_code != 413:
            assert answer.json()["fault"].endswith((".", "…”."))

    holds()
    assert not Recording.objects.filter(athlete=other).exists()
