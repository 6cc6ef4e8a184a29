from typing import Any

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User

from analytics.models import Team


class InvitationForm(forms.Form):
    email = forms.EmailField(label="E-mail address of the coach")
    teams = forms.ModelMultipleChoiceField(
        Team.objects.in_lists().order_by("name"),
        help_text="Whose athletes the coach will see.",
        error_messages={"required": "Choose at least one team."},
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        account = User.objects.filter(email__iexact=email).first()
        if account is not None:
            raise forms.ValidationError(
                f"This address belongs to the account {account.get_username()}: "
                "give teams to it on its own page."
            )
        return email


class AccountForm(UserCreationForm[User]):
    """What only the coach knows: the names and the password."""

    first_name = forms.CharField(max_length=150)
    last_name = forms.CharField(max_length=150)

    class Meta:
        model = User
        fields = ["first_name", "last_name", "username"]
        labels = {"username": "User name"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
