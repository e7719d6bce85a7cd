"""A language model behind an address that speaks as OpenAI's does (`/chat/completions`): asked only where one is named.

vLLM, llama.cpp, Ollama and most services speak so. What the model answers is not believed here or anywhere:
`readers.model` keeps of it what the text itself prints.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field

from equalterms.errors import StudyError
from equalterms.fetch.client import Client, NetworkError

KEY = "EQUALTERMS_MODEL_KEY"


@dataclass(slots=True)
class Endpoint:
    """An address (`http://localhost:11434/v1`) and the name of its model; the key, if any, is in the environment."""

    address: str
    model: str
    client: Client = field(default_factory=lambda: Client(timeout=300.0, tries=3, most_bytes=4 * 1024 * 1024))

    def __call__(self, task: str, question: str) -> str:
        """The text of the model's answer; a NetworkError where none comes, a StudyError where it is no answer."""
        messages = [{"role": "system", "content": task}, {"role": "user", "content": question}]
        wish = {"model": self.model, "messages": messages, "temperature": 0, "seed": 0, "stream": False}
        address = self.address.rstrip("/") + "/chat/completions"
        try:
            body = self.client.post(address, json.dumps(wish).encode(), os.environ.get(KEY, ""))
        except NetworkError:
            raise
        except StudyError as error:
            remedy = error.remedy if "unencrypted" in error.message else f"check the address, --model and {KEY}"
            raise StudyError(error.message, address, remedy) from None
        try:
            text = json.loads(body)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            text = None
        if not isinstance(text, str):
            raise StudyError("gives no chat completion", address, "name an address that ends in /v1")
        return text
