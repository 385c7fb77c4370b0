"""The account's pages where django-allauth's own lack something."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.usersessions.forms import ManageUserSessionsForm
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from newsroom.devices import device_of

# The code that an app photographs is a picture inside the page; no other page may hold one.
activate_totp = csp_update({"img-src": ["data:"]})(ActivateTOTPView.as_view())


class OneSession(ManageUserSessionsForm):
    """Which session shall end: one of the reader's own, or, where none is named, all but this one."""

    session = forms.ModelChoiceField(UserSession.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = UserSession.objects.filter(user=self.request.user)

    def save(self, request: HttpRequest) -> None:
        """Ends it, or them."""
        if session := self.cleaned_data["session"]:
            end_sessions(request, [session])
        else:
            super().save(request)


class Sessions(ListUserSessionsView):
    """Where somebody is signed in, and how to sign out there."""

    form_class = OneSession

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sessions, each with the name of its device."""
        facts: dict[str, Any] = super().get_context_data(**kwargs)
        for session in facts["sessions"]:
            session.device = device_of(session.user_agent)
        return facts

    def form_invalid(self, form: OneSession) -> HttpResponse:
        """A session that has ended meanwhile is no error: that is what was wanted."""
        get_adapter().add_message(self.request, messages.INFO, message="That device is signed out already.")
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return page
