from datetime import date

import pytest

from analytics.demo.season import Season, plan_season

LAST_DATE = date(2026, 11, 22)


@pytest.fixture(scope="session")
def season() -> Season:
    return plan_season(1, LAST_DATE)
