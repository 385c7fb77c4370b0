"""The mails of the sign-in pages go through the post like all others."""

import uuid
from typing import Any

from newsroom.mail.posting import post_mail


class PostedMail:
    """For allauth's account adapter, before its own class: what it would send is posted instead.

    Its "account/email/login_code" is our templates/mail/account/login_code.txt.
    """

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Posts the mail; each is one of its own, since asking twice brings two."""
        template = template_prefix.replace("/email/", "/")
        post_mail(email, "account", template, {"email": email, **context}, key=f"account-{uuid.uuid4()}")
