import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from analytics.bulk_tables import COLUMNS, BulkTable
from analytics.models import AuditEntry, BodyMass
from tests.make import make_athlete, make_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    staff = make_role("staff")
    client.force_login(staff)
    return staff


def send(client, *rows: str, table="weights"):
    text = "\n".join([",".join(COLUMNS[BulkTable(table)]), *rows])
    file = SimpleUploadedFile("table.csv", text.encode())
    return client.post(reverse("admin:athlete-bulk"), {"table": table, "file": file})


def test_a_table_is_seen_before_it_is_stored(client, staff):
    athlete = make_athlete()

    page = send(client, f"{athlete.pk},,,,2026-05-01,61.5")

    assert f"{athlete}, 2026-05-01: 61.5 kg." in page.text
    assert not BodyMass.objects.exists()
    answer = client.post(reverse("admin:athlete-bulk"), {"kept": page.context["kept"]})
    assert answer.status_code == 302
    assert athlete.masses.get().mass_kg == 61.5
    assert AuditEntry.objects.get(act="athletes.imported").actor == staff


def test_a_bad_row_is_named_and_there_is_nothing_to_confirm(client, staff):
    athlete = make_athlete()

    page = send(client, f"{athlete.pk},,,,2026-05-01,61.5", f"{athlete.pk},,,,yesterday,61")

    assert "Nothing was imported: 1 row cannot be taken" in page.text
    assert "“yesterday” is not a day" in page.text
    assert "Import all of it" not in page.text
    client.post(reverse("admin:athlete-bulk"), {"kept": page.context["kept"]})
    assert not BodyMass.objects.exists()


def test_what_somebody_else_looked_at_cannot_be_stored(client, staff):
    page = send(client, f"{make_athlete().pk},,,,2026-05-01,61.5")
    client.force_login(make_role("staff"))

    client.post(reverse("admin:athlete-bulk"), {"kept": page.context["kept"]})

    assert not BodyMass.objects.exists()


def test_a_file_that_is_no_table_is_refused_beside_the_field(client, staff):
    file = SimpleUploadedFile("table.csv", b"PK\x03\x04")

    page = client.post(reverse("admin:athlete-bulk"), {"table": "weights", "file": file})

    assert "no workbook that can be read" in page.text


@pytest.mark.parametrize("form", ("csv", "xlsx"))
def test_exports_are_told_and_no_cell_of_them_runs(client, staff, form):
    make_athlete(last_name="=HYPERLINK(1)")

    answer = client.post(reverse("admin:athlete-bulk-export", args=["athletes", form]))

    assert answer.headers["Content-Disposition"] == f'attachment; filename="athletes.{form}"'
    if form == "csv":
        assert ",'=HYPERLINK(1)," in answer.text
    assert answer.content
    entry = AuditEntry.objects.get(act="athletes.exported")
    assert (entry.actor, entry.detail) == (staff, {"rows": 1})


def test_an_auditor_gets_no_table_of_everybody(client):
    client.force_login(make_role("auditor"))

    assert client.get(reverse("admin:athlete-bulk")).status_code == 403
    address = reverse("admin:athlete-bulk-export", args=["athletes", "csv"])
    assert client.post(address).status_code == 403
