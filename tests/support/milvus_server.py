"""A Milvus server in this process: Milvus Lite behind gRPC, as strict as a real one where Lite is not.

It takes one request at a time (Lite's collections don't bear concurrent writes), refuses messages and
searches beyond Milvus's limits, and asks for a token if it was given one.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
from milvus_lite.adapter.grpc.servicer import MilvusServicer
from milvus_lite.db import MilvusLite
from pymilvus.grpc_gen import common_pb2, milvus_pb2, milvus_pb2_grpc

from index.vectors.milvus import MOST


class MilvusServer:
    """Serves the data in ``folder`` on a free port of this machine, for the time of a ``with``."""

    def __init__(self, folder: Path, message: int = 64 << 20, token: str = "") -> None:
        self._database = MilvusLite(str(folder))
        options = [("grpc.max_receive_message_length", message), ("grpc.max_send_message_length", message)]
        self._server = grpc.server(
            ThreadPoolExecutor(max_workers=1), interceptors=[_Guard(token)] if token else [], options=options
        )
        milvus_pb2_grpc.add_MilvusServiceServicer_to_server(_Strict(self._database), self._server)
        self.port = self._server.add_insecure_port("127.0.0.1:0")

    def __enter__(self) -> MilvusServer:
        self._server.start()
        return self

    def __exit__(self, *unused: object) -> None:
        self._server.stop(grace=None).wait()
        self._database.close()

    def address(self, collection: str) -> str:
        return f"milvus://127.0.0.1:{self.port}/{collection}"


class _Strict(MilvusServicer):  # type: ignore[misc]  # it has no types
    def Search(self, request: Any, context: Any) -> Any:  # noqa: N802 (gRPC's name)
        limits = [int(pair.value) for pair in request.search_params if pair.key == "topk"]
        if request.nq > MOST or not limits or max(limits) > MOST:
            return milvus_pb2.SearchResults(status=_refused(f"nq {request.nq}, topk {limits}: out of range"))
        return super().Search(request, context)

    def Query(self, request: Any, context: Any) -> Any:  # noqa: N802
        answer = super().Query(request, context)
        if any(len(ids.scalars.long_data.data) > MOST for ids in answer.fields_data):
            return milvus_pb2.QueryResults(status=_refused("query results exceed the limit"))
        return answer


class _Guard(grpc.ServerInterceptor):  # type: ignore[misc]
    def __init__(self, token: str) -> None:
        self._expected = base64.b64encode(token.encode()).decode()

    def intercept_service(self, continuation: Callable[[Any], Any], call: Any) -> Any:
        if dict(call.invocation_metadata).get("authorization") == self._expected:
            return continuation(call)

        def refuse(request: Any, context: Any) -> None:
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "auth check failure, please check username and password")

        return grpc.unary_unary_rpc_method_handler(refuse)


def _refused(reason: str) -> Any:
    return common_pb2.Status(code=1100, error_code=common_pb2.IllegalArgument, reason=reason)
