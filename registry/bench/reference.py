"""The bare page: raw sqlite3 and one template that is compiled once. It shows the same twenty rows and knows nobody."""

import sqlite3
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader

ROWS = 20
COLUMNS = "s.id, s.reference_number, s.title, s.better, s.stage, s.waits_since_on, p.name AS lead, v.name AS service"
NAMES = """
    LEFT JOIN person AS p ON p.organisation_id = s.organisation_id AND p.id = s.lead_id
    LEFT JOIN service AS v ON v.organisation_id = s.organisation_id AND v.id = s.service_id
"""
NARROWED = {"stage": "AND s.stage = :stage", "service_id": "AND s.service_id = :service_id"}
LISTED = f"""
    SELECT {COLUMNS} FROM idea_summary AS s {NAMES} WHERE s.organisation_id = :organisation_id %s
    ORDER BY s.registered_at DESC, s.id DESC LIMIT {ROWS + 1}
"""
FOUND = f"""
    SELECT {COLUMNS} FROM search_fts AS f
    JOIN search_text AS t ON t.rowid = f.rowid
    JOIN idea_summary AS s ON s.organisation_id = t.organisation_id AND s.id = t.id {NAMES}
    WHERE search_fts MATCH :q ORDER BY f.rowid DESC LIMIT {ROWS + 1}
"""
AIMS = """
    SELECT i.idea_id, a.name FROM idea_aim AS i
    JOIN aim AS a ON a.organisation_id = i.organisation_id AND a.id = i.aim_id
    WHERE i.organisation_id = ? AND i.idea_id IN (%s)
"""


class Reference:
    """An ASGI application: `/` lists ideas, `/?stage=…&service_id=…` narrows the list, `/?q=…` searches."""

    def __init__(self, database: Path, organisation_id: str) -> None:
        self.organisation_id = organisation_id
        self.connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        self.connection.row_factory = sqlite3.Row
        shipped = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
        self.page = shipped.get_template("list.html")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = self._answer(dict(parse_qsl(scope["query_string"].decode())))
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _answer(self, asked: dict[str, str]) -> bytes:
        rows = (self._find(asked["q"]) if "q" in asked else self._list(asked))[:ROWS]
        return self.page.render(
            q=asked.get("q", ""),
            rows=rows,
            aims_of=self._aims_of([row["id"] for row in rows]),
            services=self._choices("SELECT id, name FROM service WHERE organisation_id = ? ORDER BY name"),
            aims=self._choices("SELECT id, name FROM aim WHERE organisation_id = ? ORDER BY name"),
        ).encode()

    def _list(self, asked: dict[str, str]) -> list[sqlite3.Row]:
        narrowed = [clause for name, clause in NARROWED.items() if name in asked]
        given = {name: value.replace("-", "") for name, value in asked.items()}
        given |= {"organisation_id": self.organisation_id}
        return self.connection.execute(LISTED % " ".join(narrowed), given).fetchall()

    def _find(self, words: str) -> list[sqlite3.Row]:
        return self.connection.execute(FOUND, {"q": " ".join(f'"{word}"' for word in words.split())}).fetchall()

    def _aims_of(self, ids: list[str]) -> dict[str, list[str]]:
        found = defaultdict(list)
        for idea_id, name in self.connection.execute(AIMS % ", ".join("?" * len(ids)), [self.organisation_id, *ids]):
            found[idea_id].append(name)
        return found

    def _choices(self, statement: str) -> list[sqlite3.Row]:
        return self.connection.execute(statement, [self.organisation_id]).fetchall()
