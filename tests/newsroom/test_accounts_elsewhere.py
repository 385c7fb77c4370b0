"""Accounts elsewhere open one here, by configuration alone, and never one that somebody else proved."""

import json
import re
from collections.abc import Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from newsroom.models import User
from newsroom.providers import providers
from tests import factories
from tests.newsroom.entering import PASSWORD, newest_letter, sign_in, sign_up, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


class Provider(BaseHTTPRequestHandler):
    """An OpenID Connect provider: whoever comes is who `person` says."""

    person: dict[str, Any] = {}
    heard: list[str] = []

    def do_GET(self) -> None:
        base = f"http://{self.headers['Host']}"
        if self.path.endswith("openid-configuration"):
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "person"}
            self._say({"issuer": base, "jwks_uri": f"{base}/keys"} | {end: f"{base}/{at}" for end, at in ends.items()})
        else:
            self._say(Provider.person)

    def do_POST(self) -> None:
        Provider.heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._say({"access_token": "token", "token_type": "Bearer"})

    def _say(self, what: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def example(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Provider]]:
    """A provider called Example, and its button and pages."""
    registry.get_class_list()
    monkeypatch.setitem(registry.provider_map, "openid_connect", OpenIDConnectProvider)
    settings.ROOT_URLCONF = "tests.newsroom.elsewhere_urls"
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://id:s%2Fcret@127.0.0.1:{server.server_port}/?name=Example"
    settings.SOCIALACCOUNT_PROVIDERS = providers(oidc=address)
    Provider.heard = []
    yield Provider
    server.shutdown()
    server.server_close()


def come(client: Client, provider: type[Provider], process: str = "login", **person: Any) -> Any:
    """Presses the button, comes back from the provider as that person; the answer to that."""
    provider.person = {"sub": "1", "name": "A Name", "picture": "https://example.org/face.jpg"} | person
    leaving = client.post(f"/accounts/oidc/example/login/?process={process}&next=/articles/any/%23composer")
    to = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', leaving.content.decode())
    assert to, leaving.content.decode()
    asked = parse_qs(urlsplit(unescape(to[1])).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/accounts/oidc/example/login/callback/"]
    return client.get("/accounts/oidc/example/login/callback/", {"code": "once", "state": asked["state"][0]})


def test_a_button_stands_where_a_provider_is_configured(client: Client, example: type[Provider]) -> None:
    for path in ("/accounts/login/", "/accounts/signup/"):
        page = client.get(f"{path}?next=/about/").content.decode()
        assert re.search(r"oidc/example/login/\?process=login&amp;next=%2Fabout%2F", page)
        assert "Example</button>" in page
        assert "Google" not in page


def test_none_is_offered_where_none_is_named(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert "process=login" not in page
    assert client.get("/accounts/google/login/").status_code == 404
    assert client.get("/accounts/oidc/example/login/").status_code == 404


def test_a_form_leads_to_another_site_only_by_a_page_between(client: Client, example: type[Provider]) -> None:
    answer = client.post("/accounts/oidc/example/login/")
    assert answer.status_code == 200
    assert "form-action 'self'" in answer["Content-Security-Policy"]
    assert "On to 127.0.0.1" in answer.content.decode()


def test_a_verified_address_makes_an_account_and_nothing_else_is_kept(client: Client, example: type[Provider]) -> None:
    answer = come(client, example, email="new@example.org", email_verified=True)
    assert answer.url == "/articles/any/#composer"
    assert client.get("/me/").status_code == 200
    user = User.objects.get(email="new@example.org")
    assert (user.first_name, user.last_name, user.has_usable_password()) == ("", "", False)
    assert "name" not in user.public_name.lower()
    assert SocialAccount.objects.get().extra_data == {"email": "new@example.org"}
    secret = parse_qs(example.heard[0])
    assert secret["client_secret"] == ["s/cret"]
    come(Client(), example, email="new@example.org", email_verified=True)
    assert User.objects.count() == 1


@pytest.mark.parametrize("said", [False, "false", None, "no", 0])
def test_an_address_that_the_provider_did_not_verify_is_confirmed_by_mail(
    client: Client, example: type[Provider], said: Any
) -> None:
    answer = come(client, example, email="new@example.org", email_verified=said)
    assert answer.url == "/accounts/confirm-email/"
    assert client.get("/me/").status_code == 302
    assert not EmailAddress.objects.get().verified


@pytest.mark.parametrize("said", [False, "false", None])
def test_an_unverified_address_opens_nobodys_account(client: Client, example: type[Provider], said: Any) -> None:
    owner = factories.reader()
    come(client, example, email=owner.email, email_verified=said)
    assert client.get("/me/").status_code == 302
    assert not SocialAccount.objects.filter(user=owner).exists()
    assert "already" in newest_letter(owner.email).subject


def test_a_verified_address_opens_the_account_that_proved_it_here_and_says_so(
    client: Client, example: type[Provider]
) -> None:
    owner = factories.reader()
    come(client, example, email=owner.email, email_verified=True)
    assert client.get("/me/").status_code == 200
    assert SocialAccount.objects.get().user == owner
    assert "Another way to sign in" in newest_letter(owner.email).subject


def test_an_account_made_with_anothers_address_is_not_the_one_they_get(client: Client, example: type[Provider]) -> None:
    sign_up(Client(), "owner@example.org", "chosen by a stranger")
    come(client, example, email="owner@example.org", email_verified=True)
    assert client.get("/me/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_the_second_factor_is_asked_for_all_the_same(client: Client, example: type[Provider]) -> None:
    owner = factories.reader()
    with_app(owner)
    answer = come(client, example, email=owner.email, email_verified=True)
    assert answer.url == "/accounts/2fa/authenticate/"
    assert client.get("/me/").status_code == 302


def test_a_provider_that_fails_is_named_and_nothing_happens(client: Client, example: type[Provider]) -> None:
    for path in ("/accounts/oidc/example/login/callback/", "/accounts/oidc/example/login/callback/?error=x&state=y"):
        page = client.get(path)
        assert page.status_code in {200, 302, 401}
        assert not User.objects.exists()


def test_an_account_elsewhere_is_connected_and_disconnected_by_its_owner(
    client: Client, example: type[Provider]
) -> None:
    owner = factories.reader()
    sign_in(client, owner)
    assert "Connect Example" in client.get("/accounts/3rdparty/").content.decode()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    come(client, example, process="connect", email="other@example.org", email_verified=True)
    account = SocialAccount.objects.get(user=owner)
    assert "Example, other@example.org" in client.get("/accounts/3rdparty/").content.decode()
    client.post("/accounts/3rdparty/", {"account": account.pk})
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"google": "no-colon"},
        {"github": ":secret"},
        {"oidc": "https://login.example.org/?name=No secret"},
        {"oidc": "http://id:secret@login.example.org/"},
        {"oidc": "https://a:b@one.example/?name=Same https://c:d@two.example/?name=same"},
    ],
)
def test_a_value_that_cannot_work_is_named_without_its_secret(values: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        providers(**values)
    assert "SIGN_IN_" in str(refused.value)
    assert "secret" not in str(refused.value).replace("SECRET", "")


def test_each_provider_is_one_value() -> None:
    found = providers(google="12-ab.apps:GOCSPX-x", github="Iv1:abc", oidc="https://i%3Ad:s@login.example.org/realms/r")
    assert found["google"]["APP"] == {"client_id": "12-ab.apps", "secret": "GOCSPX-x"}
    assert found["github"]["APP"]["client_id"] == "Iv1"
    server = found["openid_connect"]["APPS"][0]
    assert (server["provider_id"], server["client_id"]) == ("login-example-org", "i:d")
    assert server["settings"]["server_url"] == "https://login.example.org/realms/r"
    assert providers() == {}
