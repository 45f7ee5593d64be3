"""Where the tasks of a run are done: in this process, in worker processes of this machine, or on Dask.

An engine takes tasks one by one, and no more than ``window`` at a time. The future of a task whose worker
died raises an error of `DEATHS`.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from queue import SimpleQueue
from typing import Any, Protocol

from ..annotation.errors import MachineError, UsageError
from ..tabular.process import prepare

EXTRA = "pip install 'xiangqu[dask]'"
Task = Callable[..., Any]


class Engine(Protocol):
    """``kills`` says that a task may end the process that it runs in; a document that ``deaths`` times is
    found to have done so is at fault.
    """

    window: int
    kills: bool
    deaths: int

    def submit(self, task: Task, *arguments: object) -> Future[Any]:
        """Have a task done."""

    def is_death(self, error: BaseException) -> bool:
        """Whether the worker of a task died, which may or may not be its fault."""


class Here:
    """This process: a task is done when it is submitted."""

    window, kills, deaths = 1, False, 0

    def submit(self, task: Task, *arguments: object) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(task(*arguments))
        return future

    def is_death(self, error: BaseException) -> bool:
        return False


class Workers:
    """Processes of this machine, each a pool of its own: one that dies takes no task of others with it."""

    kills, deaths = True, 3

    def __init__(self, number: int) -> None:
        self.window = number
        self._all: set[ProcessPoolExecutor] = set()
        self._free: SimpleQueue[ProcessPoolExecutor] = SimpleQueue()
        for _ in range(number):
            self._add()

    def _add(self) -> None:
        pool = ProcessPoolExecutor(
            1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
        )
        self._all.add(pool)
        self._free.put(pool)

    def submit(self, task: Task, *arguments: object) -> Future[Any]:
        pool = self._free.get()

        def free(future: Future[Any]) -> None:
            if isinstance(future.exception(), BrokenExecutor):
                self._replace(pool)
            else:
                self._free.put(pool)

        try:
            future = pool.submit(task, *arguments)
        except BrokenExecutor:  # its worker died while it had nothing to do
            self._replace(pool)
            return self.submit(task, *arguments)
        future.add_done_callback(free)
        return future

    def _replace(self, pool: ProcessPoolExecutor) -> None:
        self._all.remove(pool)
        self._add()

    def is_death(self, error: BaseException) -> bool:
        return isinstance(error, BrokenExecutor)

    def end(self) -> None:
        """End every worker, whatever it does."""
        for pool in self._all:
            for process in list(
                (pool._processes or {}).values()
            ):  # kill_workers from Python 3.14 on
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """A worker leaves Ctrl-C to the process that started it, and ends with that."""
    prepare()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


class Dask:
    """The workers of a Dask cluster, which send back what they did; the folder is one that they share."""

    kills, deaths = True, 1  # the scheduler has tried it on four workers before it gives it up

    def __init__(self, client: Any) -> None:
        self._executor = client.get_executor(pure=False)
        self.window = 2 * max(sum(client.ncores().values()), 1)

    def submit(self, task: Task, *arguments: object) -> Future[Any]:
        future: Future[Any] = self._executor.submit(_prepared, task, *arguments)
        return future

    def is_death(self, error: BaseException) -> bool:
        from distributed import KilledWorker

        return isinstance(error, KilledWorker)


def _prepared(task: Task, *arguments: object) -> Any:
    prepare()
    return task(*arguments)


@contextlib.contextmanager
def workers(number: int) -> Iterator[Engine]:
    """As many worker processes, ended when the context is left; this process alone if it is 0."""
    if not number:
        yield Here()
        return
    pool = Workers(number)
    try:
        yield pool
    finally:
        pool.end()


@contextlib.contextmanager
def dask(address: str, number: int) -> Iterator[Engine]:
    """The Dask cluster at ``address``, or one on this machine, ``local``, with ``number`` workers.

    Raises UsageError if Dask is not installed, MachineError if nothing answers at the address.
    """
    try:
        from dask import config as dask_config
        from distributed import Client, LocalCluster
    except ModuleNotFoundError:
        raise UsageError(f"Dask needs an extra: {EXTRA}") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # the run says what went wrong
    with contextlib.ExitStack() as stack:
        try:
            if address == "local":
                # Nobody looks at the samples that a worker would take of itself a hundred times a second.
                settings = dask_config.set({"distributed.worker.profile.enabled": False})
                with settings, _ignoring_interrupts():  # as the workers do that are started here
                    cluster: Any = LocalCluster(
                        n_workers=number,
                        threads_per_worker=1,
                        dashboard_address=None,
                        silence_logs=logging.CRITICAL,
                    )
                stack.enter_context(cluster)
            else:
                cluster = address
            client = stack.enter_context(Client(cluster))
        except (OSError, ValueError) as error:
            raise MachineError(f"{address}: no Dask scheduler answers: {error}") from None
        yield Dask(client)


@contextlib.contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
