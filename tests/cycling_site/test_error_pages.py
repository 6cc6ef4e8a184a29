import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

RAISED: list[Exception] = []


def broken(_request: HttpRequest) -> HttpResponse:
    raise RAISED[0]


urlpatterns = [path("broken/", broken)]
handler500 = "cycling_site.error_pages.server_error"


@pytest.fixture
def answer_to():
    def answer(error):
        RAISED[:] = [error]
        with override_settings(ROOT_URLCONF=__name__):
            return Client(raise_request_exception=False).get("/broken/")

    return answer


@pytest.mark.parametrize("error", (OperationalError(2002), InterfaceError("closed")))
def test_a_lost_database_is_said_plainly_and_may_be_tried_again(answer_to, error):
    answer = answer_to(error)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "The database does not answer just now" in answer.content.decode()


@pytest.mark.parametrize("error", (IntegrityError(1062), ValueError("x")))
def test_a_fault_of_ours_stays_one(answer_to, error):
    answer = answer_to(error)

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
