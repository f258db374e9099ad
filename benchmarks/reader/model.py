"""The reader in torch: layers of the packaged E5, of which the upper ones learn, marks between them, two small heads.

The lowest layers stay as they are, and read the question and the candidate each by itself, so that the product can keep
what they make of a candidate (PreTTR, MacAvaney et al. 2020, arXiv:2004.14255); the upper ones read both together.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from index.models.bert import load_bert
from index.models.e5 import Embeddings
from index.reading.marked import MARKS, ROLES

WIDTH = 384
SCORES = 3  # of the first stage the candidate's, and how far it lies under the first; the odds of its figures


@dataclass(frozen=True)
class Batch:
    """Windows of several questions. ``asked`` (windows,) are the tokens of each that are the question's, ``owner``
    (windows,) is the question of each; ``spans`` (figures, 3) the window and the tokens of each figure.
    """

    ids: NDArray[np.int64]
    asked: NDArray[np.int64]
    mask: Tensor
    roles: Tensor
    marks: Tensor
    scores: Tensor
    owner: Tensor
    spans: Tensor


class Reader(nn.Module):
    """``forward`` gives the log-odds of each window against "none of them", and of each figure against "no figure"."""

    def __init__(self, folder: Path, lower: int, upper: int) -> None:
        super().__init__()
        self.read_words = Embeddings(folder)
        bert = load_bert(folder, self.read_words.words)
        self.norm = bert.embeddings.LayerNorm.requires_grad_(False)
        self.lower = nn.ModuleList(list(bert.encoder.layer)[:lower]).requires_grad_(False)
        self.upper = nn.ModuleList(list(bert.encoder.layer)[lower : lower + upper]).requires_grad_(True)
        self.roles = nn.Embedding(len(ROLES), WIDTH)
        self.marks = nn.Linear(len(MARKS), WIDTH, bias=False)
        self.sentence = nn.Sequential(nn.Linear(4 * WIDTH, WIDTH), nn.GELU(approximate="tanh"), nn.Linear(WIDTH, 1))
        self.first_stage = nn.Linear(SCORES, 1, bias=False)
        self.figure = nn.Sequential(nn.Linear(2 * WIDTH, WIDTH), nn.GELU(approximate="tanh"), nn.Linear(WIDTH, 1))
        for parameter in (self.roles.weight, self.marks.weight):
            nn.init.zeros_(parameter)
        self.first_stage.weight.data = torch.tensor([[0.0, 0.3, 0.2]])

    def train(self, mode: bool = True) -> Reader:
        """As of any module, but the layers that don't learn read as they will in the product, without dropout."""
        super().train(mode)
        self.lower.eval()
        return self

    def learned(self) -> dict[str, Tensor]:
        """What was learned: the upper layers, the marks and the heads, by name; all else is the packaged model's."""
        names = [name for name, parameter in self.named_parameters() if parameter.requires_grad]
        return {name: tensor for name, tensor in self.state_dict().items() if name in names}

    def take(self, learned: dict[str, Tensor]) -> None:
        """Goes on from what was learned before; inputs that are new since count nothing at first."""
        for name, here in self.state_dict().items():
            if name in learned and here.dim() == 2 and learned[name].shape[1] < here.shape[1]:
                learned[name] = nn.functional.pad(learned[name], (0, here.shape[1] - learned[name].shape[1]))
        self.load_state_dict(learned, strict=False)

    def hidden(self, batch: Batch) -> Tensor:
        """The last layer's states, (windows, tokens, WIDTH)."""
        unseen = (1.0 - batch.mask[:, None, None, :]) * -1e4
        states = self._apart(batch, unseen)
        states = states + self.roles(batch.roles) + self.marks(batch.marks)
        for layer in self.upper:
            states = _first(layer(states, attention_mask=unseen))
        return torch.as_tensor(states)

    @torch.no_grad()
    def _apart(self, batch: Batch, unseen: Tensor) -> Tensor:
        """What the lower layers make of the question, and of the candidate, each from its own first token."""
        tokens = np.arange(batch.ids.shape[1])[None]
        passage = tokens >= batch.asked[:, None]
        places = tokens - passage * batch.asked[:, None]
        entering = self.read_words.words(batch.ids) + self.read_words.positions[places]
        states = self.norm(torch.from_numpy(entering).to(batch.marks.device))
        side = torch.from_numpy(passage).to(batch.marks.device)
        apart = (side[:, None, :, None] != side[:, None, None, :]) * -1e4
        for layer in self.lower:
            states = _first(layer(states, attention_mask=torch.minimum(unseen, apart)))
        return torch.as_tensor(states)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        states = self.hidden(batch)
        first = states[:, 0]
        figures, odds, asked = self._figures(states, first, batch)
        parts = [_mean(states, batch.roles == ROLES.index(role)) for role in ("question", "sentence")]
        windows = self.sentence(torch.cat([first, *parts, asked], dim=1))[:, 0]
        return windows + self.first_stage(torch.cat([batch.scores, odds[:, None]], dim=1))[:, 0], figures

    def _figures(self, states: Tensor, first: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """The log-odds of each figure, and for each window those that any of its figures is asked for, and the mean of
        its figures' states by their probability: what is said of the one that is asked for.
        """
        count = len(states)
        if not len(batch.spans):
            return states.new_zeros(0), states.new_zeros(count), torch.zeros_like(first)
        sums = nn.functional.pad(states.cumsum(1), (0, 0, 1, 0))
        window, start, end = batch.spans.T
        means = (sums[window, end] - sums[window, start]) / (end - start).clamp(min=1)[:, None]
        figures = self.figure(torch.cat([means, first[window]], dim=1))[:, 0]
        odds = _log_sum(torch.cat([figures, figures.new_zeros(count)]), _with_none(window, count), count)
        shares = (figures - odds[window]).exp()[:, None]
        return figures, odds, torch.zeros_like(first).index_add(0, window, shares * means)


def _mean(states: Tensor, tokens: Tensor) -> Tensor:
    """The mean of the states of each window's ``tokens``."""
    kept = tokens.float()[:, :, None]
    return (states * kept).sum(1) / kept.sum(1).clamp(min=1)


def _first(output: Any) -> Tensor:
    result: Tensor = output[0] if isinstance(output, tuple) else output
    return result


def loss_of(
    windows: Tensor, figures: Tensor, batch: Batch, answers: Tensor, right: Tensor, teaches: Tensor
) -> tuple[Tensor, Tensor]:
    """The losses of the choice of sentences and of the choice of figures, a mean over questions each.

    ``answers`` (windows,) and ``right`` (figures,) are the gold ones. Of the windows of a question, or none of them,
    the answering ones share the probability; ``teaches`` (windows,) are those whose figures are learned from.
    """
    questions = int(batch.owner.max()) + 1
    total = _log_sum(torch.cat([windows, windows.new_zeros(questions)]), _with_none(batch.owner, questions), questions)
    good = torch.where(answers, windows, windows.new_full((), -1e4))
    none = torch.zeros(questions, device=windows.device)
    answered = _any(answers, batch.owner, questions)
    aim = torch.where(answered, _log_sum(good, batch.owner, questions), none)
    sentence_loss = (total - aim).mean()
    if not len(figures) or not teaches.any():
        return sentence_loss, sentence_loss.new_zeros(())
    window = batch.spans[:, 0]
    count = len(windows)
    all_figures = _log_sum(torch.cat([figures, figures.new_zeros(count)]), _with_none(window, count), count)
    chosen = torch.where(right, figures, figures.new_full((), -1e4))
    aims = torch.where(_any(right, window, count), _log_sum(chosen, window, count), figures.new_zeros(()))
    return sentence_loss, ((all_figures - aims) * teaches).sum() / teaches.sum()


def _with_none(owner: Tensor, count: int) -> Tensor:
    return torch.cat([owner, torch.arange(count, device=owner.device)])


def _any(flags: Tensor, owner: Tensor, count: int) -> Tensor:
    return torch.zeros(count, device=flags.device).index_add_(0, owner, flags.float()) > 0


def _log_sum(values: Tensor, owner: Tensor, count: int) -> Tensor:
    """The logarithm of the sum of exponentials of each owner's values."""
    largest = torch.full((count,), -1e4, device=values.device).scatter_reduce(0, owner, values.detach(), "amax")
    sums = torch.zeros(count, device=values.device).index_add(0, owner, (values - largest[owner]).exp())
    return largest + sums.clamp(min=1e-30).log()
