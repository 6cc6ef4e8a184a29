from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User


class PreferencesBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth comes without types
    """Accounts, passwords and limits are allauth's; a user comes with preferences in one query."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("preferences").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
