"""The provider that tests use also runs as a process, told by HTTP how to behave."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def address() -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stub_provider", "--delay", "0"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    with process.stdout:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()
        process.wait()


def send(url: str, content: dict[str, Any]) -> Any:
    with urlopen(Request(url, json.dumps(content).encode())) as answer:
        return json.load(answer)


def test_it_answers_counts_and_behaves_as_told(address: str) -> None:
    question = {"messages": [{"role": "user", "content": "The harbour opened on Monday."}]}
    assert "choices" in send(f"{address}/v1/chat/completions", question)
    send(f"{address}/_mode", {"mode": "busy", "retry_after": 7, "times": 1})
    with pytest.raises(HTTPError) as refused:
        send(f"{address}/v1/chat/completions", question)
    assert (refused.value.code, refused.value.headers["Retry-After"]) == (429, "7")
    refused.value.close()
    send(f"{address}/_mode", {"answer": {"points": ["mine"]}})
    said = send(f"{address}/v1/messages", question)
    assert json.loads(said["content"][0]["text"]) == {"points": ["mine"]}
    with urlopen(f"{address}/_calls") as answer:
        assert json.load(answer)["calls"] == 3
