"""Letters leave as they should: to a mail server, or into a folder where none is named."""

import re
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlmodel import select

from registry import periodic
from registry.app import shipped
from registry.feedback.actions import letters as rater_letters
from registry.feedback.actions import raters, rounds
from registry.feedback.models import Group, RaterLetter, Round
from registry.feedback.queries import rounds as round_queries
from registry.feedback.schemas import LettersIn, LinkGroupIn
from registry.kit import clock
from registry.kit.database import Database, transaction
from registry.letters import Post
from registry.licences.actions import decisions, links
from registry.licences.models import DecisionLink
from registry.licences.queries import givers as giver_queries
from registry.licences.queries import links as link_queries
from registry.licences.rules.decisions import signed_secret
from registry.licences.schemas import DecisionIn, LinkIn
from registry.people import queries as people_queries
from registry.people.actors import guest_actor
from registry.stories.actions import leaving
from registry.stories.actions import letters as story_letters
from registry.stories.models import Story
from registry.stories.schemas import AddressIn
from tests.cast import HISTORY_KEY, KEYS, SECRET_KEY, Cast
from tests.factories import make_idea, make_licence, make_telling_link, make_told_story
from tests.feedback.people import open_round


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return Post(
        "", "registry@northmoor.example", tmp_path / "letters", shipped("templates"), "https://nm.example", SECRET_KEY
    )


class MailServer(socketserver.StreamRequestHandler):
    """As much of a mail server as takes one letter."""

    received: list[str]

    def handle(self) -> None:
        self._say("220 here")
        for line in iter(self.rfile.readline, b""):
            word = line.split()[0].upper()
            if word == b"DATA":
                self._say("354 go on")
                told = [*iter(self.rfile.readline, b".\r\n")]
                self.server.received.append(b"".join(told).decode())  # type: ignore[attr-defined]
            self._say("221 bye" if word == b"QUIT" else "250 fine")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def mail_server() -> Iterator[tuple[str, list[str]]]:
    with socketserver.TCPServer(("127.0.0.1", 0), MailServer) as server:
        server.received = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}", server.received  # type: ignore[attr-defined]
        server.shutdown()


async def ask(database: Database, cast: Cast) -> None:
    async with transaction(database) as session:
        idea = await make_idea(session, cast.clinician, title="Seven drinks a day")
        licence = await make_licence(session, cast.clinician, idea, cast.partner_id)
        await links.send_link(session, cast.clinician, licence, LinkIn(address="una@elms.example"), KEYS)


async def test_a_letter_holds_the_request_and_a_link_that_works_and_leaves_once(
    database: Database, cast: Cast, post: Post
) -> None:
    await ask(database, cast)
    assert await periodic.post_letters(database, post) == 1
    assert await periodic.post_letters(database, post) == 0
    [path] = post.folder.iterdir()
    assert path.stat().st_mode & 0o077 == 0
    letter = message_from_bytes(path.read_bytes(), policy=default)
    assert letter["To"] == "una@elms.example"
    assert letter["Subject"] == "Northmoor Health and Care asks for leave to work on your ground"
    words = letter.get_content()
    assert "Amara Okafor, Specialist nurse, asks whether" in words
    assert "Offer seven drinks a day" in words
    link = re.search(r"https://nm\.example/decide/(\S+)", words)
    assert link
    async with database.readers() as session:
        assert await link_queries.find_visit(session, KEYS, link[1])


async def test_who_granted_by_a_link_gets_a_letter_with_a_private_one(
    database: Database, cast: Cast, post: Post
) -> None:
    await ask(database, cast)
    async with transaction(database) as session:
        link = (await session.exec(select(DecisionLink))).one()
        visit = await link_queries.find_visit(session, KEYS, signed_secret(KEYS.secret, link.id))
        assert visit
        form = DecisionIn(is_granted=True, name="Una Byrne", position="Director")
        await decisions.decide_by_link(session, visit, form, KEYS)
    assert await periodic.post_letters(database, post) == 1, "the link to decide by leads nowhere and is not sent"
    assert await periodic.post_letters(database, post) == 0
    [path] = post.folder.iterdir()
    letter = message_from_bytes(path.read_bytes(), policy=default)
    assert (letter["To"], letter["Subject"]) == ("una@elms.example", "What you granted to Northmoor Health and Care")
    private = re.search(r"https://nm\.example/given/(\S+)", letter.get_content())
    assert private
    async with database.readers() as session:
        found = await giver_queries.find_giver_visit(session, KEYS, private[1])
    assert found
    assert found.is_open


async def test_a_mail_server_that_is_away_is_tried_again(
    database: Database, cast: Cast, post: Post, mail_server: tuple[str, list[str]]
) -> None:
    address, received = mail_server
    await ask(database, cast)
    assert await periodic.post_letters(database, replace(post, smtp_url="smtp://127.0.0.1:1")) == 0
    post = replace(post, smtp_url=address)
    assert await periodic.post_letters(database, post) == 0
    with clock.stopped_at(clock.now() + timedelta(minutes=6)):
        assert await periodic.post_letters(database, post) == 1
    assert "To: una@elms.example" in received[0]


async def test_a_rater_gets_a_link_that_works_and_their_address_is_gone(
    database: Database, cast: Cast, post: Post
) -> None:
    async with transaction(database) as session:
        found = await open_round(session, cast)
        form = LettersIn(group=Group.SERVICE_USERS, addresses=["una@elms.example"])
        await raters.send_letters(session, cast.board, found, form, KEYS)
    assert await periodic.post_letters(database, replace(post, smtp_url="smtp://127.0.0.1:9")) == 0
    assert await periodic.post_letters(database, post) == 0, "it is tried again in five minutes"
    with clock.stopped_at(clock.now() + timedelta(minutes=6)):
        assert await periodic.post_letters(database, post) == 1
        assert await periodic.post_letters(database, post) == 0
    letter = message_from_bytes(next(post.folder.iterdir()).read_bytes(), policy=default)
    assert (letter["To"], letter["Subject"]) == (
        "una@elms.example",
        "Priya Raman would like to hear how you find working with them",
    )
    secret = re.findall(r"https://nm\.example/feedback/answer/(\S+)", letter.get_content())[0]
    async with database.readers() as session:
        assert await round_queries.find_asked_by_link(session, KEYS, secret)
        assert (await session.exec(select(RaterLetter))).all() == []


async def test_a_letter_whose_link_was_taken_back_never_leaves(database: Database, cast: Cast, post: Post) -> None:
    async with transaction(database) as session:
        found = await open_round(session, cast)
        form = LettersIn(group=Group.PARTNERS, addresses=["una@elms.example"])
        await raters.send_letters(session, cast.board, found, form, KEYS)
        await raters.take_back_links(session, cast.board, found, LinkGroupIn(group=Group.PARTNERS))
    assert await periodic.post_letters(database, post) == 0
    async with database.readers() as session:
        assert (await session.exec(select(RaterLetter))).all() == []


@pytest.mark.parametrize("way", ["story", "address", "another"])
async def test_a_letter_that_lies_in_the_folder_goes_with_its_story_or_address(
    database: Database, cast: Cast, post: Post, way: str
) -> None:
    """Those to other storytellers, and letters of other kinds, stay."""
    await ask(database, cast)
    async with transaction(database) as session:
        organisation = await people_queries.get_organisation(session, cast.clinician.organisation_id)
        guest = guest_actor(organisation, HISTORY_KEY)
        link = await make_telling_link(session, cast.clinician)
        for email in ("rosa@example.org", "omar@example.org"):
            story, told = await make_told_story(session, link, words=f"{email} waited, and was seen at last.")
            await story_letters.leave_address(session, guest, story, AddressIn(email=email), told, KEYS)
    assert await periodic.post_letters(database, post) == 3

    async with transaction(database) as session:
        story = await session.get_one(Story, (organisation.id, story.id))
        if way == "story":
            await leaving.withdraw_story(session, guest, story)
        elif way == "address":
            await story_letters.take_address_back(session, guest, story)
        else:
            await story_letters.leave_address(session, guest, story, AddressIn(email="o@example.org"), told, KEYS)
    await periodic.work_once(database, KEYS, post.folder.parent)

    lying = [message_from_bytes(path.read_bytes(), policy=default)["To"] for path in post.folder.iterdir()]
    assert sorted(lying) == ["rosa@example.org", "una@elms.example"]


@pytest.mark.parametrize("way", ["called off", "closed"])
async def test_letters_to_raters_that_lie_in_the_folder_go_when_the_round_is_over(
    database: Database, cast: Cast, post: Post, way: str
) -> None:
    await ask(database, cast)
    async with transaction(database) as session:
        found = await open_round(session, cast)
        form = LettersIn(group=Group.PARTNERS, addresses=["rosa@example.org", "omar@example.org"])
        await raters.send_letters(session, cast.board, found, form, KEYS)
    assert await periodic.post_letters(database, post) == 3
    await periodic.work_once(database, KEYS, post.folder.parent)
    assert len(list(post.folder.iterdir())) == 3, "the round runs, and the letters wait to be sent by hand"

    if way == "called off":
        async with transaction(database) as session:
            mine = await session.get_one(Round, (found.organisation_id, found.id))
            await rounds.call_off_round(session, cast.sponsor, mine)
        await rater_letters.take_letters_back(database, post.folder.parent)
    else:
        with clock.stopped_at(clock.now() + timedelta(days=60)):
            await periodic.work_once(database, KEYS, post.folder.parent)

    [path] = post.folder.iterdir()
    assert message_from_bytes(path.read_bytes(), policy=default)["To"] == "una@elms.example"
