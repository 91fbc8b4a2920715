"""What two people write is read by those two alone: not in the database, its file, an answer kept for a program, a
search, a log, the history or a notice, and not by whoever leads, manages or administers.
"""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlmodel import SQLModel

import registry
from registry.coaching.actions import notes
from registry.kit.database import Database
from tests.browser import Visit
from tests.cast import Cast
from tests.coaching.people import AGREED, COACHEDS, COACHS, WORDS, Two, make_two


def written_in(visit: Visit) -> str:
    """Every column of every table, as the engine hands it out, and on SQLite every byte of its files."""
    database: Database = visit.app.state.database

    async def read() -> str:
        found = []
        async with database.engine.connect() as connection:
            for table in SQLModel.metadata.sorted_tables:
                rows = await connection.exec_driver_sql(f'SELECT * FROM "{table.name}"')
                found += [repr(tuple(row)) for row in rows]
            if database.is_sqlite:
                await connection.exec_driver_sql("SELECT * FROM search_fts")
                await connection.exec_driver_sql("COMMIT")
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                await connection.exec_driver_sql("BEGIN")
        if database.is_sqlite:
            path = Path(make_url(visit.app.state.settings.database_url).database or "")
            files = [file for file in path.parent.iterdir() if file.name.startswith(path.name)]
            assert files
            found += [file.read_bytes().decode("latin-1") for file in files]
        return "\n".join(found).casefold()

    return visit.running.blocking_portal.call(read)


def words_in(text: str) -> list[str]:
    return [word for word in WORDS if word in text.casefold()]


def by_doors(visit: Visit, cast: Cast, two: Two) -> None:
    """The same once more through the page and through the program's door, with keys under which answers are kept."""
    page = visit(cast.clinician).get(f"/coaching/{two.pair.id}/notes/new")
    page.submit("Keep it for us two", {"words": COACHEDS})
    program, key = visit.program(cast.colleague), {"Idempotency-Key": "once"}
    for _ in range(2):
        answer = program.post(f"/api/v1/coaching/{two.pair.id}/notes", json={"words": COACHS}, headers=key)
        assert answer.status_code == 201
        assert not words_in(answer.text)


def test_no_column_and_no_byte_of_the_database_holds_the_words(
    visit: Visit, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        two = visit.write(lambda session: make_two(session, cast))
        by_doors(visit, cast, two)
        visit(cast.clinician).get(f"/coaching/{two.pair.id}")
    assert words_in(written_in(visit)) == []
    logged = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("registry"))
    assert words_in(logged) == []


def test_the_search_above_finds_a_leak_that_is_put_in(
    visit: Visit, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes, "sealed_words", lambda _keys, _place, _id, words: words)
    visit.write(lambda session: make_two(session, cast))
    assert words_in(written_in(visit)) == ["zeppelin", "harpsichord"]


def test_no_other_module_can_open_what_is_sealed_for_two() -> None:
    """Whatever opens them stands here; each found the reader to be one of the two before."""
    package = Path(registry.__file__).parent
    opening = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if "opened" in (words := path.read_text()) and "coaching.queries.sealed" in words
    }
    assert opening == {
        "api/coaching.py",
        "coaching/queries/appraisals.py",
        "coaching/queries/held.py",
        "coaching/queries/notes.py",
        "pages/coaching_pairs.py",
    }
    naming = [path.name for path in package.rglob("*.py") if re.search(r"""key=["']coaching""", path.read_text())]
    assert naming == [], "the key is drawn by its own module alone"


def test_the_two_read_them_and_whoever_leads_manages_or_administers_finds_nothing(visit: Visit, cast: Cast) -> None:
    two = visit.write(lambda session: make_two(session, cast))
    for actor in (cast.clinician, cast.colleague):
        page = visit(actor).get(f"/coaching/{two.pair.id}")
        assert len(words_in(page.text)) == 4
        assert page.headers["cache-control"] == "no-store"
        found = visit.program(actor).get(f"/api/v1/coaching/{two.pair.id}/notes").json()["notes"]
        assert {note["words"] for note in found} == {COACHS, COACHEDS}
    assert AGREED in visit(cast.manager).get(f"/coaching/appraisals/{two.appraisal.id}").text

    everywhere = ["/history", "/notices", "/", "/coaching", "/coaching/past", "/coaching/appraisals", "/account/held"]
    everywhere += [f"/people/{cast.clinician.person_id}", f"/people/{cast.colleague.person_id}"]
    everywhere += [f"/api/v1/search?q={word}" for word in WORDS]
    theirs = [f"/coaching/{two.pair.id}", f"/coaching/appraisals/{two.appraisal.id}"]
    theirs += [f"/api/v1{address}" for address in [*theirs, f"/coaching/{two.pair.id}/notes"]]
    for actor in (cast.administrator, cast.board, cast.quality, cast.sponsor, cast.stranger_administrator):
        browser, program = visit(actor).client, visit.program(actor)
        for address in everywhere + theirs:
            door: Any = program if address.startswith("/api") else browser
            answer = door.get(address, follow_redirects=True)
            assert not words_in(answer.text), f"{actor.name} reads {address}"
            if address in theirs:
                assert answer.status_code == 404
    held = visit(cast.manager).client.get("/account/held").text
    assert words_in(held) == ["kaleidoscope"]
    assert sorted(words_in(visit(cast.clinician).client.get("/account/held").text)) == sorted(WORDS)


def test_history_says_that_something_was_done_to_whoever_did_it_alone(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: make_two(session, cast))
    own = visit(cast.clinician).get("/history").text
    assert "wrote a note between two" in own
    assert "agreed to coaching" not in own
    for actor in (cast.administrator, cast.quality, cast.board):
        seen = visit(actor).get("/history").text
        assert "note between two" not in seen
        assert "appraisal" not in seen.partition("<main")[2]
