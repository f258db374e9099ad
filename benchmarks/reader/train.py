"""Learn the reader from prepared examples.

    python -m benchmarks.reader.train EXAMPLES OUT [--lower 4] [--upper 4] [--hours 1.2] [--from CHECKPOINT]
                                      [--rate 1e-4] [--seed 1]

EXAMPLES is what ``benchmarks.reader.prepare`` wrote. A checkpoint is written to OUT every five minutes and at the end,
with what it is worth on the bank's choosing part; a run that was stopped goes on from it with ``--from``.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from benchmarks.reader.batches import Question, batch_of, load
from benchmarks.reader.judge import measures
from benchmarks.reader.model import Reader, loss_of
from index.models.packaged import prepared_models

LOWER, UPPER = 4, 4  # layers of the packaged E5: those that stay, those that learn
QUESTIONS = 4  # in a step
CANDIDATES = 3  # of each that are read in learning: those that answer, and the first of the others
RATE, WARM = 1e-4, 0.05
# how often a question of each source is seen, against one of the bank
SHARE = {"bank": 1.0, "own": 0.5, "public": 0.35, "synthetic": 0.5, "elsewhere": 0.6}


def train(
    examples: Path,
    out: Path,
    *,
    lower: int = LOWER,
    upper: int = UPPER,
    hours: float = 1.2,
    start: Path | None = None,
    rate: float = RATE,
    seed: int = 1,
) -> None:
    """Learn for ``hours`` and write ``reader.safetensors`` and ``choosing.json`` into ``out``."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311  (a fixed choice, no secret)
    out.mkdir(parents=True, exist_ok=True)
    model = Reader(prepared_models(), lower, upper)
    if start:
        model.take(load_file(start))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device).train()
    learning = {file.stem: load(file) for file in sorted(examples.glob("*.npz")) if _learns(file.stem)}
    optimizer = torch.optim.AdamW(_groups(model, rate), lr=rate, betas=(0.9, 0.98))
    began, seen, running, saved = time.monotonic(), 0, [0.0, 0.0], time.monotonic()
    for questions in _stream(learning, chance):
        done = (time.monotonic() - began) / (3600 * hours)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min(1.0, done / WARM) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, done)))
        losses = _step(model, optimizer, questions, chance, device)
        running = [0.98 * r + 0.02 * v for r, v in zip(running, losses, strict=True)]
        seen += len(questions)
        if seen % 400 == 0:
            print(f"{done:.3f} {seen} sentence {running[0]:.3f} figure {running[1]:.3f}", flush=True)
        if time.monotonic() - saved > 300:
            save_file(model.learned(), out / "reader.safetensors")
            saved = time.monotonic()
    save_file(model.learned(), out / "reader.safetensors")
    model.eval()
    result = {"seen": seen, **measures(model, load(examples / "bank-choosing.npz"))}
    (out / "choosing.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(result, flush=True)


def _learns(name: str) -> bool:
    return name.split("-")[0] in SHARE and name not in ("bank-choosing", "bank-final")


def _groups(model: Reader, rate: float) -> list[dict[str, object]]:
    new = [p for n, p in model.named_parameters() if not n.startswith(("upper", "lower", "norm"))]
    old = list(model.upper.parameters())
    return [
        {"params": old, "lr": rate, "peak": rate, "weight_decay": 0.01},
        {"params": new, "lr": 5 * rate, "peak": 5 * rate, "weight_decay": 0.0},
    ]


def _stream(learning: Mapping[str, Sequence[Question]], chance: random.Random) -> Iterator[list[Question]]:
    """Questions of all sources mixed by their shares, for ever; those of like length together."""
    while True:
        epoch: list[Question] = []
        for name, questions in learning.items():
            share = SHARE[name.split("-")[0]]
            epoch += chance.sample(list(questions), round(share * len(questions)))
        chance.shuffle(epoch)
        for start in range(0, len(epoch), 16 * QUESTIONS):
            chunk = sorted(epoch[start : start + 16 * QUESTIONS], key=lambda question: question.longest)
            steps = [chunk[at : at + QUESTIONS] for at in range(0, len(chunk), QUESTIONS)]
            chance.shuffle(steps)
            yield from (step for step in steps if len(step) == QUESTIONS)


def _step(
    model: Reader, optimizer: torch.optim.Optimizer, questions: Sequence[Question], chance: random.Random, device: str
) -> tuple[float, float]:
    batch, answers, right, teaches = batch_of([q.narrowed(CANDIDATES, chance) for q in questions], device)
    windows, figures = model(batch)
    sentence, figure = loss_of(windows, figures, batch, answers, right, teaches)
    optimizer.zero_grad()
    torch.autograd.backward(sentence + figure)
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return float(sentence.detach()), float(figure.detach())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lower", type=int, default=LOWER)
    parser.add_argument("--upper", type=int, default=UPPER)
    parser.add_argument("--hours", type=float, default=1.2)
    parser.add_argument("--from", dest="start", type=Path)
    parser.add_argument("--rate", type=float, default=RATE, help="the highest; less to go on from what is learned")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    train(
        given.examples,
        given.out,
        lower=given.lower,
        upper=given.upper,
        hours=given.hours,
        start=given.start,
        rate=given.rate,
        seed=given.seed,
    )
