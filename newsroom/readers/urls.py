"""The readers' addresses."""

from django.urls import path, register_converter

from newsroom.readers.views import account, keeping, notifications, overview, profile


class Name:
    """A public name in an address: letters and digits of any script, hyphens between them."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(Name, "name")

urlpatterns = [
    path("readers/<name:slug>/", profile.profile, name="reader"),
    path("me/", overview.me, name="me"),
    path("me/name/", account.name, name="me-name"),
    path("me/saved/", overview.saved, name="me-saved"),
    path("me/thoughts/", overview.thoughts, name="me-thoughts"),
    path("me/following/", keeping.following, name="me-following"),
    path("me/following/hear/<name:slug>/", keeping.hear_again, name="me-hear"),
    path("me/notifications/", notifications.notifications, name="me-notifications"),
    path("me/notifications/hear/<slug:ref>/", notifications.hear_thread, name="me-hear-thread"),
    path("me/export/", account.export, name="me-export"),
    path("me/export/<str:ref>/", account.export_file, name="me-export-file"),
    path("me/delete/", account.delete, name="me-delete"),
    path("me/stay/", account.remain, name="me-stay"),
    path("articles/<slug:slug>/save/", keeping.save_article, name="save"),
    path("sections/<slug:slug>/follow/", keeping.follow_section, name="follow-section"),
    path("stories/<slug:slug>/follow/", keeping.follow_story, name="follow-story"),
    path("mails/stop/<str:token>/", notifications.stop_mails, name="stop-mails"),
    path("mails/quiet/<str:token>/", notifications.quiet_thread, name="quiet-thread"),
]
