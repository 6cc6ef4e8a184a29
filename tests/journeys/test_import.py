"""Ten years in a ZIP: dropped on the page, watched, left, come back to, opened, taken back."""

import base64

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from analytics.models import ImportBatch, Session
from tests.journeys.test_ride_to_summary import sign_in
from tests.make import make_athlete, make_coach, make_fit, make_team
from tests.make.imports import make_rides, make_zip

pytestmark = pytest.mark.django_db(transaction=True)

DROP = """([form, files]) => {
    const dropped = new DataTransfer();
    for (const [name, text] of files) {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        dropped.items.add(new File([bytes], name));
    }
    form.dispatchEvent(new DragEvent("drop", {dataTransfer: dropped, cancelable: true}));
}"""


def drop(page: Page, files: dict[str, bytes]) -> None:
    named = [[name, base64.b64encode(data).decode()] for name, data in files.items()]
    form = page.locator("form.drop-zone").element_handle()
    page.evaluate(DROP, [form, named])


def test_a_zip_is_dropped_watched_reloaded_opened_and_undone(page, worker):
    team = make_team()
    athlete = make_athlete(team=team)
    sign_in(page, make_coach(team).username)
    page.goto(reverse("analytics:upload", args=[athlete.pk]))

    export = make_zip({**make_rides(4), "notes.txt": b"call the physio"})
    drop(page, {"export.zip": export, "single.fit": make_fit([140.0] * 300)})

    expect(page.get_by_role("heading", level=1, name="2 files")).to_be_visible()
    rows = page.locator("tbody tr")
    expect(rows.filter(has=page.get_by_role("link"))).to_have_count(5, timeout=30_000)
    page.reload()
    expect(page.get_by_text("6 of 6 files finished")).to_be_visible()
    expect(rows.filter(has_text="notes.txt")).to_contain_text("Refused")

    rows.filter(has_text="ride-3.fit").get_by_role("link").click()
    expect(page.get_by_text("+10 W on 220 W").first).to_be_visible()

    page.get_by_role("link", name="Imports").click()
    page.get_by_role("link", name="2 files").click()
    page.get_by_text("Undo this import").click()
    page.get_by_role("button", name="Undo the whole import").click()
    expect(page.get_by_text("Undone.", exact=True)).to_be_visible(timeout=30_000)
    assert ImportBatch.objects.get().state == ImportBatch.State.UNDONE
    assert not Session.objects.exists()
