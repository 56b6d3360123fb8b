"""The documents lead where they say, and the picture of the house has every room."""

import re
from pathlib import Path

import pytest

from bot.provider.webhooks import PATH as WEBHOOK_PATH
from bot.web.files import PATH as FILE_PATH

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bot").rglob("*.md"))
)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def _links(page: Path) -> list[str]:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    return [target for target in targets if "://" not in target]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_the_repository_leads_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    lost = [target for target in _links(ROOT / page) if not (folder / target).exists()]
    assert lost == []


def test_the_index_names_every_page() -> None:
    docs = ROOT / "docs"
    named = set(_links(docs / "README.md"))
    assert {page.name for page in docs.glob("*.md")} - named == {"README.md"}


def test_the_house_has_every_room_and_no_other() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    house = page.split("```")[1].splitlines()
    inside = {line.split()[0] for line in house if re.match(r"  \S", line)}
    rooms = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / "bot").iterdir()
        if path.name not in {"__init__.py", "__pycache__"}
    }
    assert inside == rooms
    outside = {line.split()[0] for line in house if re.match(r"\S", line)}
    assert {name.rstrip("/") for name in outside} >= {"bot", "cogs", "storage", "tests", "bench"}
    assert [name for name in outside if not (ROOT / name).is_dir()] == []


def test_every_worker_is_told_of() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    crew = (ROOT / "bot" / "bootstrap" / "crew.py").read_text(encoding="utf-8")
    _, _, table = page.partition("| worker |")
    told = " ".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| "))
    hired = re.findall(r"turn\(\s*(\w+)\(", crew)
    assert len(hired) > 15
    names = [re.sub(r"(?<!^)(?=[A-Z])", " ", worker).lower() for worker in hired]
    assert [name for name in names if name not in told] == []


@pytest.mark.parametrize("public", [WEBHOOK_PATH, FILE_PATH])
def test_the_reverse_proxies_that_are_shown_hand_on_what_is_public(public: str) -> None:
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    folder = public.partition("{")[0]
    assert f"handle {folder}* {{" in told
    assert f"location {folder} {{" in told
