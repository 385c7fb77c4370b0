"""Carrying a question to a provider and its answer back, within limits of time and size that hold whatever it does."""

import asyncio
import math
import ssl
from collections.abc import AsyncIterator, Coroutine
from email.utils import parsedate_to_datetime
from functools import cache
from time import time
from typing import Any

import httpx2

from newsroom.llm.errors import MalformedError, ProviderBusyError, ProviderDownError, RefusedError, WireError
from newsroom.llm.prompt import Limits, Reply
from newsroom.llm.wire import Wire

BUSY = {409, 429, 503, 529}
LONGEST_WAIT = 3600.0
BEFORE_THE_QUESTION = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)


def within(seconds: float, question: Coroutine[Any, Any, Reply]) -> Reply:
    """The answer, or ProviderDownError after so many seconds in all.

    The clients' own time-outs are per read: a provider that drips would hold a worker for hours. A plain loop, because
    asyncio.run waits for a look-up of a name that hangs.
    """
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(asyncio.wait_for(question, seconds))
    except TimeoutError:
        raise ProviderDownError(f"no whole answer within {seconds:.3g} seconds", charged=True) from None
    finally:
        loop.close()


def http_client(limits: Limits) -> httpx2.AsyncClient:
    """Follows no redirect, since the key would travel with it, and reads no more than `limits.size` bytes."""

    async def bound(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise MalformedError("the answer is compressed, which was not asked for")
        response.stream = _Bounded(response.stream, limits.size)

    return httpx2.AsyncClient(
        verify=trust(),
        timeout=httpx2.Timeout(limits.total, connect=limits.connect),
        follow_redirects=False,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [bound]},
    )


@cache
def trust() -> ssl.SSLContext:
    """Whom the system trusts, read once a process: reading it takes longer than the rest of a call."""
    return httpx2.create_ssl_context()


class _Bounded(httpx2.AsyncByteStream):
    """A body that breaks off with MalformedError where it grows too long."""

    def __init__(self, stream: Any, size: int) -> None:
        self.stream, self.size = stream, size

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for chunk in self.stream:
            seen += len(chunk)
            if seen > self.size:
                raise MalformedError(f"the answer is longer than {self.size} bytes")
            yield chunk

    async def aclose(self) -> None:
        await self.stream.aclose()


def named(error: Exception, wire: Wire) -> WireError:
    """One of our errors for one of a client's (both providers' clients name theirs alike)."""
    cause = error.__cause__
    if isinstance(cause, WireError):
        return cause
    status = getattr(error, "status_code", None)
    if status is None:
        reached = not isinstance(cause, BEFORE_THE_QUESTION)
        return ProviderDownError(
            f"{wire.provider} cannot be reached ({type(cause or error).__name__})", charged=reached, away=not reached
        )
    if status in BUSY:
        return ProviderBusyError(f"{wire.provider} is busy ({status})", retry_after(error.response.headers))  # type: ignore[attr-defined]
    if status >= 500 or status == 408:  # noqa: PLR2004 - HTTP's own numbers
        return ProviderDownError(f"{wire.provider} failed ({status})")
    return RefusedError(f"{wire.provider} refused the call ({status}){_reason(error, status, wire)}")


def retry_after(headers: Any) -> float | None:
    """The seconds of a Retry-After header, given as seconds or as a date; None without a sensible one."""
    text = headers.get("retry-after", "")
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - time()
        except (ValueError, OverflowError):
            return None
    return min(max(seconds, 0.0), LONGEST_WAIT) if math.isfinite(seconds) else None


def _reason(error: Exception, status: int, wire: Wire) -> str:
    """What the provider says, in one short line without the key; nothing where it speaks of the key itself."""
    body = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else None
    text = inner.get("message") if isinstance(inner, dict) else None
    if status in {401, 403} or not isinstance(text, str):
        return ""
    return ": " + " ".join((text.replace(wire.api_key, "[key]") if wire.api_key else text).split())[:200]
