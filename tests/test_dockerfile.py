"""The Dockerfile keeps hadolint's rules and some of our own, and its install steps work.

Every rule is shown to fail on a file that breaks it.
"""

import fnmatch
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.dockerfile import Instruction, final, read

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")

Rule = Callable[[list[Instruction]], bool]


def _runs(file: list[Instruction]) -> list[str]:
    return [each.value for each in file if each.keyword == "RUN"]


def _images(file: list[Instruction]) -> list[str]:
    stages = {match for each in file for match in re.findall(r"(?i)\bas\s+(\S+)", each.value)}
    names = [each.value.split()[0] for each in file if each.keyword == "FROM"]
    return [name for name in names if name not in stages]


def base_is_pinned(file: list[Instruction]) -> bool:
    """DL3006, DL3007, and stricter: a full version and the distribution's release, or a digest."""
    exact = re.compile(r"[\w./-]+(:\d+\.\d+\.\d+-[a-z-]*[a-z]+|@sha256:[0-9a-f]{64})$")
    return all(exact.match(image) for image in _images(file))


def runs_as_somebody(file: list[Instruction]) -> bool:
    """DL3002, and stricter: a numeric user that is not root, which Kubernetes can check."""
    users = final(file, "USER")
    return bool(users) and re.fullmatch(r"[1-9]\d{3,}(:[1-9]\d{3,})?", users[-1].value) is not None


def starts_without_a_shell(file: list[Instruction]) -> bool:
    """DL3025: signals reach the program only in the exec form."""
    starts = final(file, "ENTRYPOINT") + final(file, "CMD")
    return bool(starts) and all(each.value.startswith("[") and each.exec_form for each in starts)


def has_a_health_check(file: list[Instruction]) -> bool:
    checks = final(file, "HEALTHCHECK")
    return len(checks) == 1 and "CMD [" in checks[0].value and checks[0].exec_form is not None


def copies_and_never_adds(file: list[Instruction]) -> bool:
    """DL3020, and no COPY of the whole folder, whatever happens to lie in it."""
    copies = [shlex.split(each.value) for each in file if each.keyword == "COPY"]
    sources = [word for words in copies for word in words[:-1] if not word.startswith("--")]
    return all(each.keyword != "ADD" for each in file) and "." not in sources


def holds_no_secret(file: list[Instruction]) -> bool:
    """What ENV and ARG say stays readable in the image's history."""
    secret = re.compile(r"(?i)(token|secret|passw|api_?key|credential)")
    return not any(
        secret.search(each.value) for each in file if each.keyword in {"ENV", "ARG", "LABEL"}
    )


def apt_is_quiet_pinned_and_cleaned(file: list[Instruction]) -> bool:
    """DL3008, DL3009, DL3014, DL3015, DL3027."""
    for run in _runs(file):
        if re.search(r"\bapt\s", run):
            return False
        for command in re.findall(r"apt-get\s+(?:-\S+\s+)*install[^&;|]*", run):
            words = command.split()
            packages = [w for w in words[words.index("install") + 1 :] if not w.startswith("-")]
            if not (
                all("=" in package for package in packages)
                and {"-y", "--yes"} & set(words)
                and "--no-install-recommends" in words
                and "rm -rf /var/lib/apt/lists" in run
            ):
                return False
    return True


def pip_installs_from_the_lock(file: list[Instruction]) -> bool:
    """DL3013, DL3042, and stricter: only exact versions with hashes, no cache left behind."""
    uncached = any("PIP_NO_CACHE_DIR=1" in each.value for each in file if each.keyword == "ENV")
    installs = [run for run in _runs(file) if re.search(r"\bpip3?\s+install\b", run)]
    return all(
        "--require-hashes" in run and "-r " in run and (uncached or "--no-cache-dir" in run)
        for run in installs
    )


def folders_are_absolute(file: list[Instruction]) -> bool:
    """DL3000, DL3003: WORKDIR instead of cd, and absolute."""
    folders = [each.value for each in file if each.keyword == "WORKDIR"]
    return all(each.startswith("/") for each in folders) and not any(
        re.search(r"(^|[;&|]\s*)(cd|sudo)\s", run) for run in _runs(file)
    )


def stops_by_the_signal_the_bot_heeds(file: list[Instruction]) -> bool:
    return [each.value for each in final(file, "STOPSIGNAL")] == ["SIGTERM"]


def keeps_data_in_one_volume(file: list[Instruction]) -> bool:
    volumes = [each.exec_form for each in final(file, "VOLUME")]
    return volumes == [["/data"]] and any(
        "JAMBOREE_DATA_DIR=/data" in each.value for each in final(file, "ENV")
    )


def leaves_build_tools_behind(file: list[Instruction]) -> bool:
    """Two stages; the last installs no package."""
    last = [each.value for each in final(file, "RUN")]
    return max(each.stage for each in file) >= 1 and not any(
        re.search(r"\b(pip3?|apt-get)\s+install\b", run) for run in last
    )


RULES: dict[Rule, tuple[str, ...]] = {
    base_is_pinned: (
        "FROM python",
        "FROM python:latest",
        "FROM python:3.11-slim",
        "FROM python:3.11.14",
    ),
    runs_as_somebody: (
        "FROM a\nCMD []",
        "FROM a\nUSER root",
        "FROM a\nUSER 0",
        "FROM a\nUSER 10001\nUSER root",
        "FROM a\nUSER 10001\nFROM b",
    ),
    starts_without_a_shell: (
        "FROM a",
        "FROM a\nCMD python -m bot",
        'FROM a\nENTRYPOINT sh -c "python -m bot"\nCMD ["run"]',
    ),
    has_a_health_check: (
        "FROM a",
        "FROM a\nHEALTHCHECK NONE",
        "FROM a\nHEALTHCHECK CMD curl localhost",
    ),
    copies_and_never_adds: ("FROM a\nADD bot /app", "FROM a\nCOPY . /app"),
    holds_no_secret: ("FROM a\nENV DISCORD_TOKEN=abc", "FROM a\nARG api_key"),
    apt_is_quiet_pinned_and_cleaned: (
        "FROM a\nRUN apt update",
        "FROM a\nRUN apt-get install -y --no-install-recommends b && rm -rf /var/lib/apt/lists/*",
        "FROM a\nRUN apt-get install --no-install-recommends b=1 && rm -rf /var/lib/apt/lists/*",
        "FROM a\nRUN apt-get install -y b=1 && rm -rf /var/lib/apt/lists/*",
        "FROM a\nRUN apt-get update && \\\n  apt-get install -y --no-install-recommends b=1",
    ),
    pip_installs_from_the_lock: (
        "FROM a\nRUN pip install --no-cache-dir httpx",
        "FROM a\nRUN pip install --require-hashes -r requirements.lock",
    ),
    folders_are_absolute: ("FROM a\nWORKDIR app", "FROM a\nRUN cd /app && make"),
    stops_by_the_signal_the_bot_heeds: ("FROM a", "FROM a\nSTOPSIGNAL SIGKILL"),
    keeps_data_in_one_volume: ("FROM a", 'FROM a\nVOLUME ["/data", "/app"]'),
    leaves_build_tools_behind: ("FROM a", "FROM a\nFROM b\nRUN apt-get install -y c"),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_dockerfile_keeps_the_rule(rule: Rule) -> None:
    assert rule(read(TEXT))


@pytest.mark.parametrize(
    ("rule", "bad"),
    [(rule, bad) for rule, examples in RULES.items() for bad in examples],
)
def test_the_rule_fails_on_a_file_that_breaks_it(rule: Rule, bad: str) -> None:
    assert not rule(read(bad))


def test_both_stages_are_built_on_the_same_image() -> None:
    assert len(set(_images(read(TEXT)))) == 1


@pytest.mark.parametrize(
    "name", [".env", ".git", ".venv", "data", "tests", "bench", "deploy", "id_rsa", "jamboree.db"]
)
def test_nothing_private_reaches_the_build(name: str) -> None:
    assert _ignored(name)


def test_everything_that_is_copied_reaches_the_build() -> None:
    sources = [source for source, _ in _copies(read(TEXT))]
    assert sources
    assert not any(map(_ignored, sources))


def test_the_install_steps_work_in_a_clean_folder(tmp_path: Path) -> None:
    """A folder stands for the image's root; the accounts' commands need a real one and stay out."""
    file = read(TEXT)
    _build(file, tmp_path)
    entry = final(file, "ENTRYPOINT")[0].exec_form
    assert entry is not None
    assert entry[0] == "python"
    environment = _clean_environment(tmp_path)
    program = [str(tmp_path / "opt/venv/bin/python"), *entry[1:]]
    shown = _run([*program, "run", "--help"], tmp_path / "app", environment)
    assert "usage" in shown
    whole = (
        "import importlib, pkgutil, bot.bootstrap, cogs\n"
        "for module in pkgutil.iter_modules(cogs.__path__, 'cogs.'):\n"
        "    importlib.import_module(module.name)\n"
    )
    _run([program[0], "-c", whole], tmp_path / "app", environment)


def _build(file: list[Instruction], root: Path) -> None:
    """Carry out the first stage below `root`."""
    folder = root
    for each in (each for each in file if each.stage == 0):
        if each.keyword == "WORKDIR":
            folder = root / each.value.lstrip("/")
            folder.mkdir(parents=True, exist_ok=True)
        elif each.keyword == "COPY":
            for source, target in _copies([each]):
                _copy(ROOT / source, folder / target)
        elif each.keyword == "RUN":
            words = [_inside(word, root) for word in shlex.split(each.value)]
            _run(words, folder, _clean_environment(root))


def _inside(word: str, root: Path) -> str:
    if word == "python":
        return sys.executable
    return str(root / word.lstrip("/")) if word.startswith("/") else word


def _copies(file: list[Instruction]) -> list[tuple[str, str]]:
    copies = [shlex.split(each.value) for each in file if each.keyword == "COPY"]
    return [(words[0], words[1]) for words in copies if not words[0].startswith("--from")]


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    else:
        shutil.copy(source, target)


def _clean_environment(home: Path) -> dict[str, str]:
    """Nothing of ours: only how this machine reaches its package index."""
    passed = ("PIP_", "SSL_", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NO_PROXY")
    kept = {name: value for name, value in os.environ.items() if name.startswith(passed)}
    return {**kept, "PATH": "/usr/bin:/bin", "HOME": str(home)}


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _ignored(name: str) -> bool:
    """Tell whether .dockerignore keeps a top-level name out; the last pattern that matches wins."""
    ignored = False
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.strip()
        if pattern and not pattern.startswith("#"):
            plain = pattern.removeprefix("!")
            if fnmatch.fnmatch(name, plain):
                ignored = not pattern.startswith("!")
    return ignored
