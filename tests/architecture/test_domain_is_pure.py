import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return names


def test_the_domain_imports_only_itself_and_the_standard_library() -> None:
    strangers = {
        (path.name, name)
        for path in (ROOT / "bot" / "domain").rglob("*.py")
        for name in _imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("bot.domain")
    }
    assert strangers == set()


def test_the_domain_never_asks_the_system_for_the_time() -> None:
    calls = {
        (path.name, node.attr)
        for path in (ROOT / "bot").rglob("*.py")
        if path.relative_to(ROOT / "bot").parts[0] in {"domain", "services", "workers"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"utcnow", "today", "monotonic"}
    }
    assert calls == set()
