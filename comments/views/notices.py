"""The open form for notices of illegal content, and where a notice stands."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comments.models import Notice
from comments.notices import LONGEST, LONGEST_URL, address_of, file_notice
from comments.refusing import Refused
from newsroom.sender import sender_of

SHORTEST = 10
NOT_NEEDED = "Not needed in a notice of child abuse."


class NoticeForm(forms.Form):
    """What a notice has to say: where, why, by whom, and in good faith."""

    url = forms.CharField(
        label="The exact address of what you think is illegal",
        max_length=LONGEST_URL,
        help_text="Copy it from the browser. For a thought, open its time: that is a link to it.",
        error_messages={"required": "Give the address of the page or the thought."},
    )
    body = forms.CharField(
        label="Why you think that it is illegal",
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Say what is wrong with it and, if you can, which law it breaks in which country.",
        error_messages={"required": "Say why you think that it is illegal: somebody has to be able to check it."},
    )
    child_abuse = forms.BooleanField(
        label="It shows sexual abuse of children. Then you need not say who you are.", required=False
    )
    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text=NOT_NEEDED,
        error_messages={"required": "Give your name: the law asks for it, except in notices of child abuse."},
    )
    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        help_text=f"The receipt and the decision go there. {NOT_NEEDED}",
        error_messages={"required": "Give your email address: the law asks for it, except in notices of child abuse."},
    )
    good_faith = forms.BooleanField(
        label="I believe in good faith that what I say here is accurate and complete.",
        error_messages={"required": "Confirm that you send this in good faith, or do not send it."},
    )

    def __init__(self, *args: Any, hosts: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hosts = hosts
        if self["child_abuse"].value():
            self.fields["name"].required = self.fields["email"].required = False

    def clean_url(self) -> str:
        """Only what stands on this site can be acted on here."""
        if url := address_of(self.cleaned_data["url"], self.hosts):
            return url
        raise forms.ValidationError(
            f"This is not an address of this site. Copy one that begins with {settings.SITE_URL}/"
        )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def form(request: HttpRequest) -> HttpResponse:
    """The form; nobody needs an account for it."""
    hosts = {settings.SITE_HOST, request.get_host().rsplit(":", 1)[0]}
    if request.method != "POST":
        blank = NoticeForm(initial={"url": request.GET.get("url", "")[:LONGEST_URL]}, hosts=hosts)
        return render(request, "comments/notices.html", {"form": blank})
    filled = NoticeForm(request.POST, hosts=hosts)
    refused = None
    if filled.is_valid():
        given = filled.cleaned_data
        try:
            notice = file_notice(
                given["url"],
                given["body"],
                child_abuse=given["child_abuse"],
                name=given["name"],
                email=given["email"],
                sent_from=sender_of(request),
            )
        except Refused as error:
            refused = error
            filled.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("comments:notice", args=[notice.ref]))
    answer = render(request, "comments/notices.html", {"form": filled}, status=refused.status if refused else 400)
    if refused and refused.retry_after:
        answer["Retry-After"] = str(refused.retry_after)
    return answer


@require_safe
@never_cache
def notice(request: HttpRequest, ref: str) -> HttpResponse:
    """Where a notice stands, for whoever has its number; what it said and who sent it is not shown."""
    found = get_object_or_404(Notice.objects.select_related("outcome"), ref=ref)
    return render(request, "comments/notice.html", {"notice": found})
