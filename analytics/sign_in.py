from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User


class PreferencesBackend(ModelBackend):
    """Accounts and passwords of the database; a user comes with preferences in one query."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("preferences").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
