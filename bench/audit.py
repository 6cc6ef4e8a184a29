"""Is the newest patch of each pinned minor version in use? Asks the package index through uv.

    .venv/bin/python -m bench.audit

A mended security hole comes as a patch; a minor version more may change what we rely on. Ends with
1 if a pin is behind.
"""

import re
import subprocess
import sys
from pathlib import Path

PROJECT_DIR = Path(__file__).parents[1]
PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\d[\w.]*)(?: (;[^\\\n]+))?", re.MULTILINE)


def main() -> int:
    pins = {
        name: (version, marker.strip())
        for path in sorted(PROJECT_DIR.glob("requirements*.lock"))
        for name, version, marker in PINNED.findall(path.read_text())
    }
    newest = newest_patches(pins)
    behind = {name: newest[name] for name in pins if newest[name] != pins[name][0]}
    for name, version in sorted(behind.items()):
        print(f"{name} {pins[name][0]} is behind {version}")
    print(f"{len(pins)} pins asked, {len(behind)} behind")
    return 1 if behind else 0


def newest_patches(pins: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Ask for the newest release that has the same first two numbers, each on its own."""
    asked = "".join(
        f"{name}=={'.'.join(version.split('.')[:2])}.* {marker}\n"
        for name, (version, marker) in pins.items()
    )
    done = subprocess.run(  # noqa: S603 - our own list, read by no shell
        [
            str(PROJECT_DIR / ".venv" / "bin" / "uv"),
            *("pip", "compile", "--quiet", "--no-deps", "--universal", "--no-header"),
            *("--python-version", "3.11", "--system-certs", "-"),
        ],
        input=asked,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"The package index cannot be asked: {done.stderr.strip()}")
    return {name: version for name, version, _marker in PINNED.findall(done.stdout)}


if __name__ == "__main__":
    sys.exit(main())
