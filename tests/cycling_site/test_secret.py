import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from cycling_site.secret import keep_demo_secret, require_secret


def test_the_demo_makes_its_secret_once_and_for_itself(tmp_path):
    made = keep_demo_secret(tmp_path)

    assert len(made) >= 50
    assert keep_demo_secret(tmp_path) == made
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_two_demos_have_two_secrets(tmp_path):
    (tmp_path / "other").mkdir()

    assert keep_demo_secret(tmp_path) != keep_demo_secret(tmp_path / "other")


def test_an_empty_secret_is_refused(settings):
    settings.SECRET_KEY = ""

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        require_secret()


def test_a_secret_is_enough():
    require_secret()
