"""Loading a model: the packaged pair by default, or any sentence-transformers model by hub name or folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import EncoderError
from index.models.packaged import prepared_models
from index.models.packaged_pair import PackagedPair
from index.models.question_encoder import QuestionEncoder

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

PACKAGED = "packaged"


def load_question_encoder(name: str | None = None) -> QuestionEncoder:
    """The model called ``name``, for answering: without torch and transformers where it is the packaged one.

    Raises EncoderError when it can't be loaded. The packaged one, which is the default, touches no network.
    """
    if not _is_packaged(name):
        return load_encoder(name)
    _one_blas_thread()
    return PackagedPair(prepared_models())


def load_encoder(name: str | None = None) -> Encoder:
    """The model called ``name``, for building libraries and for answering. Raises as ``load_question_encoder``."""
    # here and not above: torch and transformers take seconds and 400 MB that no question needs
    try:
        from index.models.passage_encoder import OtherEncoder, PackagedEncoder, quiet_transformers
    except ModuleNotFoundError as error:
        raise EncoderError(
            f"the package {error.name} is missing, without which nothing can be built: run `make setup`"
        ) from error

    quiet_transformers()
    _one_blas_thread()
    return PackagedEncoder(prepared_models()) if name is None or _is_packaged(name) else OtherEncoder(name)


def _is_packaged(name: str | None) -> bool:
    return name in (None, "", PACKAGED)


def _one_blas_thread() -> None:
    """NumPy's BLAS keeps threads of its own, which spin for milliseconds after each product: they cost a question
    as much again as all the work it is, and what is multiplied here is small.
    """
    from threadpoolctl import ThreadpoolController

    ThreadpoolController().select(user_api="blas", threading_layer="pthreads").limit(limits=1)
