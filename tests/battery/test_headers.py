"""The header table: every page that a crawl from the first one finds, signed in and not."""

import re
from collections import deque

import pytest
from django.test import Client, override_settings

from tests.make import make_athlete, make_session, make_staff, make_team

pytestmark = pytest.mark.django_db

PAGES_AT_MOST = 120
LINK = re.compile(r"""(?:href|hx-get|action)=["']([^"'#]+)""")
NUMBER = re.compile(r"\d+")
IN_PRODUCTION = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}
TABLE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@pytest.fixture
def production():
    with override_settings(**IN_PRODUCTION):
        yield


def crawl(client, *, start="/"):
    """Give every address within reach with its answer; of those that differ in numbers, one."""
    waiting, seen = deque([start]), {start}
    while waiting and len(seen) < PAGES_AT_MOST:
        address = waiting.popleft()
        answer = client.get(address, secure=True)
        yield address, answer
        if answer.headers.get("Location", "").startswith("/"):
            links = [answer.headers["Location"]]
        elif answer.headers["Content-Type"].startswith("text/html"):
            links = LINK.findall(answer.content.decode())
        else:
            links = []
        for link in links:
            kind = NUMBER.sub("N", link.partition("?")[0])
            if link.startswith("/") and not link.startswith("/static/") and kind not in seen:
                seen.add(kind)
                waiting.append(link)


def faults_of(address, answer):
    found = {name: answer.headers.get(name) for name in TABLE}
    faults = [
        f"{address}: {name} is {found[name]!r}" for name in TABLE if found[name] != TABLE[name]
    ]
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy:
        faults.append(f"{address}: the policy is {policy!r}")
    if "unsafe" in policy:
        faults.append(f"{address}: the policy allows something unsafe: {policy}")
    faults += [
        f"{address}: the cookie {name} is not secure"
        for name, cookie in answer.cookies.items()
        if not (cookie["secure"] and cookie["samesite"])
    ]
    return faults


def test_every_page_of_a_signed_in_person_has_the_headers(production):
    team = make_team()
    make_session(athlete=make_athlete(team=team))
    client = Client()
    client.force_login(make_staff())

    answers = list(crawl(client))

    assert len(answers) > 10
    assert [fault for address, answer in answers for fault in faults_of(address, answer)] == []
    assert [address for address, answer in answers if answer.status_code >= 500] == []


@pytest.mark.parametrize("address", ("/", "/sign-in/", "/admin/login/", "/no/such/page/"))
def test_every_page_of_a_stranger_has_them_too(production, address):
    assert faults_of(address, Client().get(address, secure=True)) == []


def test_a_plain_address_leads_to_the_safe_one(production):
    answer = Client().get("/sign-in/")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://testserver/sign-in/"
