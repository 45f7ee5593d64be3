"""Publishing on the Hugging Face Hub: one commit, tagged with the version.

`push` can be run again after any failure: it sends what differs and adds the tag if it is missing.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .. import __version__
from ..annotation.errors import DataError, MachineError, UsageError, XiangQuError
from ..tabular.derive import Progress, silent
from .published import File, Upload

try:
    import httpx2  # what huggingface_hub 2 speaks HTTP with
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi, get_token
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError
    from huggingface_hub.hf_api import DatasetInfo
    from huggingface_hub.utils import disable_progress_bars, logging, validate_repo_id
    from huggingface_hub.utils.sha import git_hash
except ImportError:
    said = "publishing needs huggingface_hub 2 or later: pip install 'xiangqu[publish]'"
    raise UsageError(said) from None

MAIN = "main"
KEPT = {".gitattributes"}
"""Files that the Hub itself puts into a repository."""

AGAIN = "run the command again"
ADVICE: dict[int, tuple[type[XiangQuError], str]] = {
    400: (DataError, "it does not take these files as they are"),
    401: (UsageError, "log in with hf auth login, or set HF_TOKEN"),
    403: (UsageError, "the token must have write access there"),
    404: (UsageError, "check the name, and that the token may see it"),
    412: (MachineError, f"somebody else pushed meanwhile; {AGAIN}"),
}
UNREACHABLE = (
    ConnectionError,  # offline mode is one
    TimeoutError,
    httpx2.NetworkError,
    httpx2.ProxyError,
    httpx2.RemoteProtocolError,
    httpx2.TimeoutException,
)


@dataclass(frozen=True)
class Pushed:
    """Where the files stand now, the paths that were sent and removed, the tag if the push has one."""

    url: str
    private: bool
    sent: list[str]
    removed: list[str]
    tag: str | None


def check_repo_id(repo_id: str) -> None:
    """Raise UsageError unless ``repo_id`` is a name on the Hub, with its owner."""
    try:
        validate_repo_id(repo_id)
    except HFValidationError as error:
        raise UsageError(str(error)) from None
    if "/" not in repo_id:
        raise UsageError(f"{repo_id}: lacks its owner; write OWNER/{repo_id}")


def push(
    upload: Upload,
    repo_id: str,
    revision: str = MAIN,
    *,
    public: bool = False,
    prune: bool = False,
    progress: Progress = silent,
) -> Pushed:
    """Make the dataset ``repo_id`` hold the files of ``upload`` and nothing else; on ``main``, tag it.

    A dataset that is not there is made, private unless ``public``; so is a branch ``revision``.
    Files that are there but not in ``upload`` are removed if ``prune``.

    Raises UsageError if the Hub does not accept name or token, or the dataset holds other files and
    not ``prune``; DataError if it does not accept the files, or has other files under the tag of
    this version; MachineError if it cannot be reached or fails. Visible files change all at once.
    """
    check_repo_id(repo_id)
    files, tag = upload.files, f"v{upload.version}" if revision == MAIN else None
    with _one_sentence(repo_id):
        api = _client()
        progress(f"look at {repo_id}")
        url = api.create_repo(repo_id, repo_type="dataset", private=not public, exist_ok=True)
        if revision != MAIN:
            api.create_branch(repo_id, branch=revision, repo_type="dataset", exist_ok=True)
        tagged = tag is not None and _is_tagged(api, repo_id, tag, files)
        there = api.dataset_info(repo_id, revision=revision, files_metadata=True)
        sent, removed = _differences(files, there)
        if removed and not prune:
            raise UsageError(
                f"{repo_id} holds files that the card does not name: {', '.join(removed)}; "
                "--prune removes them"
            )
        progress(f"send {len(sent)} files")
        commit = api.create_commit(  # upload_folder may make several commits of one upload
            repo_id,
            [
                *(CommitOperationDelete(path) for path in removed),
                *(CommitOperationAdd(file.path, file.data) for file in sent),
            ],
            commit_message=f"XiangQu {upload.version}",
            repo_type="dataset",
            revision=revision,
            parent_commit=there.sha,
        ).oid
        if tag and not tagged:
            api.create_tag(repo_id, tag=tag, revision=commit, repo_type="dataset")
    return Pushed(str(url), bool(there.private), [file.path for file in sent], removed, tag)


def _client() -> HfApi:
    """The Hub's client, with the user's own token and without output of its own."""
    token = get_token()
    if token is None:
        raise UsageError(f"no token of the Hugging Face Hub; {ADVICE[401][1]}")
    if not re.fullmatch(r"[!-~]+", token):  # the error about a bad header would show it
        raise UsageError("the token of the Hugging Face Hub has characters that no token has")
    disable_progress_bars()
    logging.set_verbosity_error()
    return HfApi(token=token, library_name="xiangqu", library_version=__version__)


def _is_tagged(api: HfApi, repo_id: str, tag: str, files: Sequence[File]) -> bool:
    """Whether there is ``tag`` already. Raises DataError if it is of other files."""
    refs = api.list_repo_refs(repo_id, repo_type="dataset")
    if tag not in {ref.name for ref in refs.tags}:
        return False
    if any(_differences(files, api.dataset_info(repo_id, revision=tag, files_metadata=True))):
        raise DataError(f"{repo_id} has {tag} with other files: give this release a new version")
    return True


def _differences(files: Sequence[File], there: DatasetInfo) -> tuple[list[File], list[str]]:
    """The files that are not there or differ, and the paths of files that should not be there."""
    hashes = {s.rfilename: {s.blob_id, s.lfs and s.lfs.sha256} for s in there.siblings or []}
    changed = [
        file
        for file in files
        if not {git_hash(file.data), file.sha256} & hashes.get(file.path, set())
    ]
    return changed, sorted(hashes.keys() - KEPT - {file.path for file in files})


@contextlib.contextmanager
def _one_sentence(repo_id: str) -> Iterator[None]:
    """Turn a refusal by the Hub or a failing network into an error of one sentence. Other exceptions are
    faults of the program and pass through.
    """
    try:
        yield
    except Exception as error:
        for reason in (error, error.__cause__):  # the client wraps some
            if isinstance(reason, HfHubHTTPError):
                raise _refusal(repo_id, reason) from None
            if isinstance(reason, UNREACHABLE):
                said = " ".join(str(reason).split()) or type(reason).__name__
                raise MachineError(f"{repo_id}: the Hub is out of reach: {said}; {AGAIN}") from None
        raise


def _refusal(repo_id: str, error: HfHubHTTPError) -> XiangQuError:
    status = error.response.status_code
    kind, advice = ADVICE.get(status, (MachineError, AGAIN))
    said = " ".join((error.server_message or error.response.reason_phrase).split())
    return kind(f"{repo_id}: the Hub answered {status} ({said}); {advice}")
