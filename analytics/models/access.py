"""What opens more than a coach's own teams."""

from django.contrib.auth.models import User


def sees_every_athlete(user: User) -> bool:
    """Tell whether a role opens every team to a user.

    Asked only of those who may enter the admin: a coach's page costs no query for it. An operator
    enters the admin, yet has no permission to view athletes, and so sees none.
    """
    return user.is_staff and user.has_perm("analytics.view_athlete")


def operates_queue(user: User) -> bool:
    """Tell whether a user may ask for texts about everybody, of whom only counts are shown."""
    return user.is_staff and user.has_perm("analytics.operate_queue")
