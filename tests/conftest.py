import os
from pathlib import Path

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, settings

# A busy machine is slow, which is no fault of the code under test.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

PROJECT_DIR = Path(__file__).resolve().parent.parent
RIDES_DIR = Path(os.environ.get("RIDES_DIR", PROJECT_DIR.parent / "shared" / "rides"))


@pytest.fixture(scope="session")
def rides_dir() -> Path:
    """Folder of real rides with known answers; see the README for what it holds."""
    if not (RIDES_DIR / "manifest.csv").is_file():
        pytest.skip("real rides are absent: set RIDES_DIR to their folder")
    return RIDES_DIR


@pytest.fixture(autouse=True)
def _nothing_is_cached() -> None:
    """What one test had cached is nothing to the next, whose rows may have the same keys."""
    cache.clear()
