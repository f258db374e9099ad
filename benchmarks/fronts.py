"""Whether the terminal, Telegram, JSON and inline say the same of the texts in ``tests/questions/typed.txt``.

    python -m benchmarks.fronts INDEX

INDEX is a library of the articles in ``tests/corpus/``. Prints what they differ in, and of how many texts.
"""

from __future__ import annotations

import sys
from pathlib import Path

from index.models.encoder import load_question_encoder
from index.ranking.searcher import open_searcher
from tests.support.bot_api_server import BotApiServer
from tests.support.fronts import disagreements, typed_texts


def main() -> None:
    texts = typed_texts()
    with BotApiServer() as server:
        found = disagreements(texts, open_searcher(Path(sys.argv[1]), load_question_encoder()), server)
    print(*found, f"{len(texts)} texts through four fronts, {len(found)} disagreements", sep="\n")


if __name__ == "__main__":
    main()
