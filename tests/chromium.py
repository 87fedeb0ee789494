"""Where the system's Chromium is. `python -m tests.chromium` prints it; exit code 1 when there is none."""

import os
import shutil
import sys

# The one without windows first: it takes a quarter less of the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """The program to start: what CHROMIUM names, else the first on the PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__":
    path = find()
    print(path or "no Chromium")
    sys.exit(path is None)
