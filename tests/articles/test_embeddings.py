"""What the newsroom is promised about vectors: meaning is nearness, nothing is fetched, and memory is shared."""

import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from articles.related import embeddings
from articles.related.embeddings import DIMENSIONS, EMBEDDER, embed

# A process of its own, in which anything that reaches for the network, or imports the package, ends in an error.
OFFLINE = """
import sys
def refuse(event, args):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        raise SystemExit(f"network: {event} {args}")
    if event == "import" and args[0].split(".")[0] in {"wordllama", "requests", "huggingface_hub", "safetensors"}:
        raise SystemExit(f"import: {args[0]}")
sys.addaudithook(refuse)
from articles.related.embeddings import embed
from articles.summaries.extractive import choose
assert embed(["The tide is high."]).any()
assert choose(["The tide is high today.", "The harbour flooded at noon.", "Ships stayed out."], 1)
"""


def test_vectors_come_without_network_and_without_the_package():
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE], check=False, cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_each_text_gets_one_row_of_length_one():
    texts = [
        "Parliament passed the budget.",
        "예산안이 국회를 통과했다.",
        "議会",
        "😀",
        "\ud800",
        "a" * 50_000,
        "<s>",
        "\x00",
    ]
    vectors = embed(texts)
    assert vectors.shape == (len(texts), DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\n\t\u3000"], ids=ascii)
def test_a_text_without_tokens_gets_zeros(text):
    assert not embed([text]).any()


def test_no_texts_give_no_rows():
    assert embed([]).shape == (0, DIMENSIONS)


def test_texts_about_the_same_thing_lie_nearer_than_others():
    budget, same, other = embed(
        [
            "Parliament passed the government's budget after a long debate.",
            "Lawmakers approved the spending plan of the cabinet.",
            "The goalkeeper saved a penalty in the last minute of the match.",
        ]
    )
    assert budget @ same > budget @ other + 0.1


def test_a_vector_depends_on_its_text_alone():
    texts = ["The river rose.", "", "Snow fell on the hills for three days."]
    together = embed(texts)
    for text, row in zip(texts, together, strict=True):
        np.testing.assert_array_equal(embed([text])[0], row)


def test_runs_of_white_space_count_as_one_space():
    np.testing.assert_array_equal(embed(["Snow  fell\n on\u00a0hills. "]), embed(["Snow fell on hills."]))


def test_a_vector_is_the_mean_of_the_token_vectors_in_the_file():
    tokens = embeddings._tokenizer().encode("Snow fell on the hills.", add_special_tokens=False).ids
    mean = embeddings._weights()[tokens].astype(np.float64).mean(axis=0)
    np.testing.assert_allclose(embed(["Snow fell on the hills."])[0], mean / np.linalg.norm(mean), atol=1e-5)


def test_the_file_is_read_as_its_own_library_reads_it():
    (stored,) = load_file(embeddings._file(embeddings.WEIGHTS)).values()
    np.testing.assert_array_equal(embeddings._weights(), stored)


def test_a_text_read_in_pieces_has_the_vector_of_the_whole():
    text = "The harbour flooded at noon and the ships stayed out. " * 400
    assert len(text) > 3 * embeddings.CHUNK
    tokens = embeddings._tokenizer().encode(text.strip(), add_special_tokens=False).ids
    total = embeddings._weights()[tokens].sum(axis=0, dtype=np.float64)
    np.testing.assert_allclose(embed([text])[0], total / np.linalg.norm(total), atol=1e-4)


@pytest.mark.parametrize("text", ["Wort wird Satz. " * 125_000, "x" * 2_000_000, "日本" * 350_000], ids=lambda t: t[:4])
def test_two_megabytes_of_text_need_little_memory(text):
    embed(["warm"])
    tracemalloc.start()
    try:
        embed([text])
        assert tracemalloc.get_traced_memory()[1] < 32_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="only Linux tells what a process shares")
def test_the_weights_lie_in_memory_that_processes_share():
    embed(["warm"])
    maps = Path("/proc/self/smaps").read_text().split(Path(embeddings.WEIGHTS).name)
    assert len(maps) > 1, "the file is mapped"
    fields = dict(line.split(":", 1) for line in maps[1].splitlines()[1:20] if ":" in line)
    assert fields["Private_Dirty"].split() == ["0", "kB"]
    assert "sh" not in fields, "the mapping's own line is not a field"


def test_missing_weights_are_named_with_the_remedy():
    with pytest.raises(FileNotFoundError, match="uv sync"):
        embeddings._file("weights/none.safetensors")


def test_the_name_of_the_model_tells_its_dimension():
    assert EMBEDDER.endswith(str(DIMENSIONS))
