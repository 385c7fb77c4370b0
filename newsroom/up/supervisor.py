"""Keeps the site running: reads the logs, starts again what dies, stops everything in order."""

import os
import selectors
import signal
import subprocess
import time
from types import FrameType

from newsroom.up.children import Child, in_words
from newsroom.up.console import Console
from newsroom.up.plant import Plant
from newsroom.up.processes import signal_group

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Seconds each may take to end by itself. With the servers' own the sum stays below ten.
PATIENCE = {"web": 2.2, "beat": 0.5, "worker": 3.3}
# A worker's own processes are asked so long before the end: they hand their job back, to be done at the next start.
HANDING_BACK = 0.8


class Stop(BaseException):
    """Somebody asked for the end while we were still starting."""


class Supervisor:
    """One loop over the children's logs, their ends, and the signals that ask us to stop."""

    def __init__(self, console: Console, plant: Plant) -> None:
        self.console, self.plant = console, plant
        self.children: list[Child] = []
        self.fallen: dict[str, float] = {}
        self.stopping = 0
        self.raising = True
        self.selector = selectors.DefaultSelector()
        self._wake, woken = os.pipe()
        for handle in (self._wake, woken):
            os.set_blocking(handle, False)
        self.selector.register(self._wake, selectors.EVENT_READ)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in STOP_SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping += 1
        if self.raising:
            self.raising = False
            raise Stop

    def add(self, child: Child) -> None:
        """Start a child and keep it running."""
        child.start()
        self.children.append(child)
        self._listen(child)

    def _listen(self, child: Child) -> None:
        if child.pipe is not None:
            self.selector.register(child.pipe, selectors.EVENT_READ, child)

    def turn(self, patience: float = 1.0) -> None:
        """Pass on what was said, see to who has ended; returns after something happened or `patience` seconds."""
        due = [child.due - time.monotonic() for child in self.children if child.due is not None]
        self.console.flush()
        for key, _ in self.selector.select(max(0.0, min([patience, *due, 0.2 if self.console.waiting else patience]))):
            if isinstance(key.data, Child):
                if not key.data.read(self.console):
                    self.selector.unregister(key.fd)
                    key.data.pipe = None
            else:
                os.read(self._wake, 4096)

    def run_once(self, child: Child, seconds: float) -> int:
        """Run a child to its end and give its exit code."""
        self.add(child)
        until = time.monotonic() + seconds
        while child.ended() is None and time.monotonic() < until:
            self.turn(0.2)
        code = child.ended()
        self.remove(child)
        return 124 if code is None else code

    def remove(self, child: Child) -> None:
        """Read out a child that has ended, or end it, and do not start it again."""
        self._finish(child, 0)
        self.children.remove(child)

    def tend(self) -> None:
        """Start again what has died, servers included."""
        for child in self.children:
            code = child.ended()
            if code is not None:
                self._drain(child)
                child.forget()
                pause = child.rest_before_restart()
                self.console.told(child.name, f"{in_words(code)}; starting it again in {pause:.0f} s")
            elif child.due is not None and time.monotonic() >= child.due:
                child.start()
                self._listen(child)
        for server in self.plant.servers:
            if server.process is not None and server.process.poll() is not None:
                if server.name not in self.fallen:
                    self.console.told(server.name, f"{in_words(server.process.returncode)}; starting it again in 1 s")
                    self.fallen[server.name] = time.monotonic() + 1
                elif time.monotonic() >= self.fallen[server.name]:
                    del self.fallen[server.name]
                    server.launch()

    def _drain(self, child: Child) -> None:
        """The last words of a process that has ended."""
        if child.pipe is not None:
            handle = child.pipe
            while child.read(self.console) and self._readable(handle):
                pass
            self.selector.unregister(handle)

    @staticmethod
    def _readable(handle: int) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(handle, selectors.EVENT_READ)
            return bool(selector.select(0))

    def stop(self) -> None:
        """Stop the web server and the clock, then the worker, then the servers under them."""
        self.raising = False
        for names in (("web", "beat"), ("worker",)):
            leaving = [child for child in self.children if child.name in names or child.name not in PATIENCE]
            for child in leaving:
                if child.process is not None:
                    child.process.send_signal(signal.SIGTERM)
            until = time.monotonic() + max(PATIENCE.get(child.name, 1.0) for child in leaving) if leaving else 0.0
            for child in leaving:
                self._wait(child, until - HANDING_BACK)
                if child.process is not None and child.ended() is None:
                    signal_group(child.process.pid, signal.SIGTERM)
                self._finish(child, until)
                self.children.remove(child)
        self.plant.stop()
        self.console.flush()

    def _finish(self, child: Child, until: float) -> None:
        """Wait for a child that was asked to end, not longer than allowed, and read it out."""
        self._wait(child, until)
        if child.process is not None:
            signal_group(child.process.pid, signal.SIGKILL)
            child.process.wait()
            self._drain(child)
            child.forget()

    def _wait(self, child: Child, until: float) -> None:
        while child.process is not None and child.ended() is None and time.monotonic() < until and self.stopping <= 1:
            self.turn(0.05)

    def watch(self, command: "subprocess.Popen[bytes] | None" = None) -> None:
        """Until somebody asks for the end, or until `command` has ended."""
        while not self.stopping and (command is None or command.poll() is None):
            self.turn()
            self.tend()
