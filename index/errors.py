"""The errors a user can meet; each message is one line that says what to do.

YinjuError
├── LibraryError        a library that can't be used: damaged, half-written, of another model
│   ├── LibraryMissing  there is none yet
│   ├── LibraryOutdated another version of yinju built it
│   └── StoreError      a vector store that can't be reached, understood or trusted
├── EncoderError        a model that can't be loaded or prepared
├── QuestionFileError   a question file that can't be read
├── CorpusError         a folder that holds no corpus
└── ArticleError        a file that can't be read as an article
"""

from __future__ import annotations

from pathlib import Path


class YinjuError(Exception):
    """Base of every error whose message is meant for the user."""


class LibraryError(YinjuError):
    """The library can't be used; the message names the command that mends it."""


class LibraryMissing(LibraryError):  # noqa: N818 (its base says that it is an error)
    """No library has been built in this folder yet."""


class LibraryOutdated(LibraryError):  # noqa: N818
    """The library is whole, but of another version of yinju: a build makes it again from the corpus."""


class StoreError(LibraryError):
    """The store of the vectors can't be used; the message says what to do and holds no password."""


class EncoderError(YinjuError):
    """The model can't be loaded or prepared."""


class QuestionFileError(YinjuError):
    """The question file is not in the format that ``yinju eval`` reads."""


class CorpusError(YinjuError):
    """A folder that holds no corpus; its text is one line that says what to do."""


class ArticleError(YinjuError):
    """A file that cannot be read as an article; its text is one line that says what to do."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class NotReadable(Exception):  # noqa: N818  (it says what the operator is told)
    """The file can't be read as an article; the text says why."""
