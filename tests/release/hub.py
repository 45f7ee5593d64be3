"""A stand-in of the Hugging Face Hub: what its client asks for when a dataset is published.

The routes and answers are those that huggingface_hub 2.4 uses; like the Hub it checks what it is
sent (hashes, sizes, the parent of a commit) and keeps files that .gitattributes sends to LFS apart.
"""

from __future__ import annotations

import base64
import fnmatch
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

import yaml

TOKEN = "hf_the_token_of_the_tests"
ATTRIBUTES = b"*.parquet filter=lfs diff=lfs merge=lfs -text\n"
OPEN = ("/lfs/", "/api/validate-yaml")
"""What needs no token: the storage, whose addresses are secrets, and the check of a card."""

Answer = tuple[int, dict[str, Any]]
Tree = dict[str, bytes]


class Refused(Exception):
    """An answer that is no success: status, what the Hub says, its error code."""

    def __init__(self, status: int, message: str, code: str = "") -> None:
        super().__init__(message)
        self.status, self.code = status, code


@dataclass
class Dataset:
    """Commits by id, each with all of its files; branches and tags are names of commits."""

    private: bool
    commits: dict[str, Tree] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    branches: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    def commit(self, branch: str, files: Tree, message: str) -> str:
        identity = hashlib.sha1(f"{len(self.commits)}".encode()).hexdigest()
        self.commits[identity] = files
        self.branches[branch] = identity
        self.messages.append(message)
        return identity

    def head(self, revision: str) -> str:
        for known in (self.branches, self.tags):
            if revision in known:
                return known[revision]
        if revision in self.commits:
            return revision
        raise Refused(404, "Invalid rev id", "RevisionNotFound")

    def files(self, revision: str = "main") -> Tree:
        return self.commits[self.head(revision)]

    def is_lfs(self, revision: str, path: str) -> bool:
        """Whether a rule of .gitattributes sends ``path`` to LFS."""
        rules = self.files(revision).get(".gitattributes", b"").decode().splitlines()
        patterns = [rule.split()[0] for rule in rules if "filter=lfs" in rule]
        return any(fnmatch.fnmatch(path.rpartition("/")[2], pattern) for pattern in patterns)


@dataclass
class Hub:
    """The server's state; ``fail`` gives routes (a word of the path) a status to answer with."""

    url: str = ""
    datasets: dict[str, Dataset] = field(default_factory=dict)
    uploads: Tree = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    fail: dict[str, int] = field(default_factory=dict)

    def answer(self, method: str, path: str, token: str, body: bytes) -> Answer:
        """Status and JSON for one request. Raises Refused."""
        self.requests.append(f"{method} {path}")
        for word, status in self.fail.items():
            if word in path.split("/"):
                raise Refused(status, "the test says so")
        if token != f"Bearer {TOKEN}" and not path.startswith(OPEN):
            raise Refused(401, "Invalid credentials in Authorization header")
        for pattern, route in ROUTES.items():
            if match := re.fullmatch(pattern, f"{method} {path}"):
                return route(self, *match.groups(), body)
        raise Refused(404, f"no such route: {method} {path}")

    def dataset(self, name: str) -> Dataset:
        if name not in self.datasets:
            raise Refused(404, "Repository not found", "RepoNotFound")
        return self.datasets[name]

    def create(self, body: bytes) -> Answer:
        asked = json.loads(body)
        assert asked["type"] == "dataset"
        name = f"{asked['organization']}/{asked['name']}"
        url = {"url": f"{self.url}/datasets/{name}"}
        if name in self.datasets:
            return 409, url | {"error": "You already created this dataset repo"}
        self.datasets[name] = Dataset(asked["visibility"] == "private")
        self.datasets[name].commit("main", {".gitattributes": ATTRIBUTES}, "initial commit")
        return 200, url

    def info(self, name: str, revision: str, _: bytes) -> Answer:
        dataset = self.dataset(name)
        files = dataset.files(revision)
        siblings = [_sibling(path, d, dataset.is_lfs(revision, path)) for path, d in files.items()]
        about = {"id": name, "sha": dataset.head(revision), "private": dataset.private}
        return 200, about | {"siblings": siblings}

    def refs(self, name: str, _: bytes) -> Answer:
        dataset = self.dataset(name)
        return 200, {"converts": []} | {
            kind: [{"name": n, "ref": f"refs/{n}", "targetCommit": c} for n, c in refs.items()]
            for kind, refs in (("branches", dataset.branches), ("tags", dataset.tags))
        }

    def branch(self, name: str, branch: str, _: bytes) -> Answer:
        dataset = self.dataset(name)
        if branch in dataset.branches:
            raise Refused(409, "Reference already exists")
        dataset.branches[branch] = dataset.head("main")
        return 201, {}

    def tag(self, name: str, revision: str, body: bytes) -> Answer:
        dataset, tag = self.dataset(name), json.loads(body)["tag"]
        if tag in dataset.tags:
            raise Refused(409, "Tag reference exists already")
        dataset.tags[tag] = dataset.head(revision)
        return 201, {}

    def preupload(self, name: str, revision: str, body: bytes) -> Answer:
        dataset = self.dataset(name)
        modes = {True: "lfs", False: "regular"}
        return 200, {
            "files": [
                {
                    "path": file["path"],
                    "uploadMode": modes[dataset.is_lfs(revision, file["path"])],
                    "shouldIgnore": False,
                }
                for file in json.loads(body)["files"]
            ]
        }

    def batch(self, name: str, body: bytes) -> Answer:
        self.dataset(name)
        return 200, {
            "transfer": "basic",
            "objects": [
                asked | ({} if asked["oid"] in self.uploads else {"actions": self._actions(asked)})
                for asked in json.loads(body)["objects"]
            ],
        }

    def _actions(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {
            "upload": {"href": f"{self.url}/lfs/{asked['oid']}"},
            "verify": {"href": f"{self.url}/verify"},
        }

    def upload(self, oid: str, body: bytes) -> Answer:
        if hashlib.sha256(body).hexdigest() != oid:
            raise Refused(400, "not the content of this hash")
        self.uploads[oid] = body
        return 200, {}

    def verify(self, body: bytes) -> Answer:
        asked = json.loads(body)
        if len(self.uploads.get(asked["oid"], b"")) != asked["size"]:
            raise Refused(404, "not uploaded")
        return 200, {}

    def commit(self, name: str, branch: str, body: bytes) -> Answer:
        dataset = self.dataset(name)
        header, *operations = [json.loads(line) for line in body.splitlines()]
        if header["value"].get("parentCommit", dataset.head(branch)) != dataset.head(branch):
            raise Refused(412, "A commit has happened since")
        files = dict(dataset.files(branch))
        for operation in operations:
            self._operate(dataset.is_lfs, branch, files, operation["key"], operation["value"])
        identity = dataset.commit(branch, files, header["value"]["summary"])
        url = f"{self.url}/datasets/{name}/commit/{identity}"
        return 200, {"commitUrl": url, "commitOid": identity}

    def _operate(self, is_lfs: Any, branch: str, files: Tree, key: str, value: Any) -> None:
        path = value["path"]
        if key == "deletedFile":
            del files[path]
        elif key == "lfsFile" and is_lfs(branch, path) and value["oid"] in self.uploads:
            files[path] = self.uploads[value["oid"]]
        elif key == "file" and not is_lfs(branch, path):
            files[path] = base64.b64decode(value["content"], validate=True)
        else:
            raise Refused(400, f"{key} is not how {path} is sent")

    def validate_yaml(self, body: bytes) -> Answer:
        content = json.loads(body)["content"]
        try:
            head = yaml.safe_load(content.split("---\n")[1])
        except (IndexError, yaml.YAMLError):
            head = None
        if not isinstance(head, dict):
            return 400, {"errors": [{"message": "the metadata is not YAML"}], "warnings": []}
        return 200, {"errors": [], "warnings": []}


_NAME = r"([\w.-]+/[\w.-]+)"
ROUTES: dict[str, Any] = {
    "POST /api/repos/create": Hub.create,
    "POST /api/validate-yaml": Hub.validate_yaml,
    f"GET /api/datasets/{_NAME}/revision/([^/]+)": Hub.info,
    f"GET /api/datasets/{_NAME}/refs": Hub.refs,
    f"POST /api/datasets/{_NAME}/branch/([^/]+)": Hub.branch,
    f"POST /api/datasets/{_NAME}/tag/([^/]+)": Hub.tag,
    f"POST /api/datasets/{_NAME}/preupload/([^/]+)": Hub.preupload,
    f"POST /api/datasets/{_NAME}/commit/([^/]+)": Hub.commit,
    f"POST /datasets/{_NAME}.git/info/lfs/objects/batch": Hub.batch,
    "PUT /lfs/([0-9a-f]{64})": Hub.upload,
    "POST /verify": Hub.verify,
}


def _sibling(path: str, data: bytes, lfs: bool) -> dict[str, Any]:
    """A file in the Hub's listing; the blob of a file in LFS is its pointer."""
    sha256 = hashlib.sha256(data).hexdigest()
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:%b\nsize %d\n"
    blob = pointer % (sha256.encode(), len(data)) if lfs else data
    oid = hashlib.sha1(b"blob %d\0%b" % (len(blob), blob)).hexdigest()
    about = {"size": len(data), "sha256": sha256, "pointerSize": len(blob)}
    listed = {"rfilename": path, "size": len(data), "blobId": oid}
    return listed | ({"lfs": about} if lfs else {})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits for the client's acknowledgement
    hub: ClassVar[Hub]

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = unquote(urlsplit(self.path).path)
        headers = {}
        try:
            status, answer = self.hub.answer(
                self.command, path, self.headers.get("Authorization", ""), body
            )
        except Refused as error:
            status, answer = error.status, {"error": str(error)}
            headers = {"X-Error-Message": str(error), "X-Error-Code": error.code}
        self._send(status, json.dumps(answer).encode(), headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-HF-Warning", "tests; a remark of the Hub")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = _serve

    def log_message(self, *_: object) -> None:
        """Nothing: the tests' output is not for it."""


@contextmanager
def running() -> Iterator[Hub]:
    """The stand-in at an address of this machine, for as long as the block lasts."""
    hub = Hub()
    handler = type("Handler", (_Handler,), {"hub": hub})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        hub.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield hub
        server.shutdown()
        thread.join()
