"""A real Chromium, worked as a person would: keys, clicks, screenshots, downloads. Over a pipe, no package needed."""

import base64
import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
CODES = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowDown": 40, "ArrowUp": 38, "s": 83, "Backspace": 8, "a": 65}
ALT, CTRL = 1, 2  # modifiers of Input.dispatchKeyEvent


def installed() -> str | None:
    """The browser's command, or None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """One page in one browser; the DevTools protocol over --remote-debugging-pipe (messages end with a zero byte)."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing = reading, writing
        self._waiting = b""
        self._number = 0
        self._session = ""

    def open(self, address: str, downloads: Path) -> None:
        """Open a page whose downloads go into a folder."""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._call("Browser.setDownloadBehavior", at_browser=True, behavior="allow", downloadPath=str(downloads))
        self._call("Page.enable")
        self._call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && !!document.querySelector('main')")

    def resize(self, width: int, height: int) -> None:
        """The size of the window; below 700 pixels it is a telephone's."""
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 700
        )

    def value(self, expression: str) -> Any:
        """What a JavaScript expression gives."""
        found = self._call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise AssertionError(found["exceptionDetails"])
        return found["result"].get("value")

    def wait(self, expression: str, seconds: float = 20) -> None:
        """Until an expression is true."""
        end = time.monotonic() + seconds
        while not self.value(expression):
            if time.monotonic() > end:
                raise AssertionError(f"never true: {expression}")
            time.sleep(0.05)

    def key(self, name: str, modifiers: int = 0) -> None:
        """Press and release a key."""
        about: dict[str, Any] = {"key": name, "windowsVirtualKeyCode": CODES[name], "modifiers": modifiers}
        if name == "Enter":
            about["text"] = "\r"
        self._call("Input.dispatchKeyEvent", type="keyDown", **about)
        self._call("Input.dispatchKeyEvent", type="keyUp", **about)

    def type(self, text: str) -> None:
        """Text as an input method gives it, in the place of what stands in the field."""
        self.key("a", CTRL)
        self.value("document.activeElement.select()")
        self._call("Input.insertText", text=text)

    def picture(self, target: Path, *, whole: bool = False) -> None:
        """A screenshot, of the window or of the whole page."""
        shot = self._call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        target.write_bytes(base64.b64decode(shot["data"]))

    def _call(self, method: str, *, at_browser: bool = False, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session and not at_browser:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self._waiting:
                received = os.read(self._reading, 1 << 20)
                if not received:
                    raise AssertionError("the browser ended")
                self._waiting += received
            answer, self._waiting = self._waiting.split(b"\0", 1)
            data = json.loads(answer)
            if data.get("id") == self._number:
                if "error" in data:
                    raise AssertionError(f"{method}: {data['error']}")
                return dict(data["result"])


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser for the block, without a network: its host resolver knows nobody."""
    to_it, from_us = os.pipe()
    to_us, from_it = os.pipe()
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (to_it, from_it)]  # clear of the numbers they get there
    command = [str(installed()), "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"]
    command += [f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND", "about:blank"]
    silence = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    pipe = [(os.POSIX_SPAWN_DUP2, end, number) for end, number in zip(ends, (3, 4), strict=True)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=[*silence, *pipe])
    for end in (*ends, to_it, from_it):
        os.close(end)
    try:
        yield Browser(to_us, from_us)
    finally:
        os.close(from_us)  # at the pipe's end it ends
        os.waitpid(process, 0)
        os.close(to_us)
