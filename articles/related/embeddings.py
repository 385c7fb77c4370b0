"""Texts as points: the nearer two of them lie, the more they are about the same thing.

The vectors are static: each token has one, learnt once, and a text is the mean of its tokens. Word order is lost; in
exchange a sentence costs microseconds, no network and no graphics card. The weights are WordLlama's l2_supercat (Lee
Miller, 2024, MIT; distilled from the token tables of Llama 2 70B and Phi-3), read straight from the wheel of that name.
The package itself is never imported: it looks for its files on the network, and loads much that is not needed here.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.pre_tokenizers import Split

EMBEDDER = "wordllama-l2-supercat-256"
DIMENSIONS = 256
PACKAGE = "wordllama"
WEIGHTS = "weights/l2_supercat_256.safetensors"
TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"

# Characters that are encoded at one time: it bounds memory at some 10 MB, however long the text.
CHUNK = 4_096


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Texts about the same thing get vectors that point the same way.

    Returns an array of shape (number of texts, 256) whose rows have the length one, so that the dot product of two is
    their cosine, -1 to 1; a text without tokens gets zeros. Runs of white space count as one space. Raises
    FileNotFoundError where the weights are not installed. The method is WordLlama's: the mean of the token vectors.
    """
    vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for row, text in enumerate(texts):
        for chunk in _chunks(text):
            # One text at a time, never a batch: batches start threads, which do not survive the fork of a worker.
            tokens = _tokenizer().encode(chunk, add_special_tokens=False).ids
            # The sum serves for the mean: they differ in length only, and the length is set to one below.
            vectors[row] += np.take(_weights(), tokens, axis=0).sum(axis=0, dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    np.divide(vectors, lengths, out=vectors, where=lengths > 0)
    return vectors


def _chunks(text: str) -> Iterator[str]:
    """Cuts a text between words (no token reaches across a space), and tidies what the tokenizer cannot read."""
    start = 0
    while start < len(text):
        piece = text[start : start + CHUNK]
        if start + CHUNK < len(text):
            piece = piece[: piece.rfind(" ") + 1] or piece
        start += len(piece)
        if words := piece.split():
            # Half of a surrogate pair is no character; a question mark stands in for it.
            yield " ".join(words).encode("utf-8", "replace").decode("utf-8")


def _file(name: str) -> Path:
    """Finds a file of the wheel without importing it."""
    spec = find_spec(PACKAGE)
    path = Path(spec.origin).parent / name if spec and spec.origin else None
    if path is None or not path.is_file():
        raise FileNotFoundError(f"The embedding weights ({PACKAGE}/{name}) are not installed. Run: uv sync")
    return path


@cache
def _tokenizer() -> Tokenizer:
    """Reads the tokenizer once a process, at the first text."""
    tokenizer = Tokenizer.from_file(str(_file(TOKENIZER)))
    # Cutting at words first changes no token (none reaches across a space), but the tokenizer then remembers words: as
    # delivered it remembers ten thousand whole sentences, which is 60 MB.
    tokenizer.pre_tokenizer = Split("▁", "merged_with_next")
    return tokenizer


@cache
def _weights() -> NDArray[np.float16]:
    """Maps the token vectors, shape (vocabulary, 256), from the file, so that all processes share one copy in memory.

    The layout is that of safetensors: eight bytes hold the length of a JSON header, in which `data_offsets` counts
    from the end of the header. Raises ValueError if the file holds another shape or type of number.
    """
    path = _file(WEIGHTS)
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(size))["embedding.weight"]
    if entry["dtype"] != "F16" or entry["shape"][1] != DIMENSIONS:
        raise ValueError(
            f"{path.name} holds {entry['dtype']} {entry['shape']}, not F16 vectors of {DIMENSIONS} numbers"
        )
    offset = 8 + size + entry["data_offsets"][0]
    return np.asarray(np.memmap(path, dtype="<f2", mode="r", offset=offset, shape=tuple(entry["shape"])))
