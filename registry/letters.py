"""Words a letter with templates/emails, and hands it to the mail server; without one it is laid into a folder.

A letter's first line is its subject. Nothing of a letter is kept here: what has to be sent, and whether it was, stands
in the row that the letter is about.
"""

import os
import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from anyio import to_thread
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from registry.kit import laid, text

TIMEOUT_SECONDS = 20
SUBMISSION_PORT, TLS_PORT = 587, 465


@dataclass(frozen=True)
class Letter:
    """
    lies_for   the row with which it goes where it lies in the folder; None where it stays
    """

    to: str
    subject: str
    words: str
    lies_for: laid.LiesFor | None = None


@dataclass(frozen=True)
class Post:
    """Where letters go.

    smtp_url    smtp://name:password@host:587 or smtps://host; empty lays them into `folder`
    secret_key  signs the links that letters carry
    """

    smtp_url: str
    mail_from: str
    folder: Path
    templates: Path
    base_url: str
    secret_key: str

    def worded(self, to: str, name: str, **context: Any) -> Letter:
        environment = Environment(
            loader=FileSystemLoader(self.templates),
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 - a letter is plain text
            trim_blocks=True,
        )
        environment.filters["day"] = text.day_words
        subject, _, words = environment.get_template(f"emails/{name}.txt").render(**context).partition("\n")
        return Letter(to, " ".join(subject.split()), words.strip() + "\n")

    async def send(self, letter: Letter) -> None:
        """
        raises   OSError, smtplib.SMTPException among them, when it could not be handed over
        """
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = letter.subject, self.mail_from, letter.to
        message["Date"] = format_datetime(datetime.now(UTC))
        message["Message-ID"] = make_msgid(domain=urlsplit(self.base_url).hostname or "localhost")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.words)
        if self.smtp_url:
            await to_thread.run_sync(self._hand_over, message)
        else:
            await to_thread.run_sync(self._lay_down, message, laid.name_of(datetime.now(UTC), letter.lies_for))

    def _hand_over(self, message: EmailMessage) -> None:
        parts = urlsplit(self.smtp_url)
        host, context = parts.hostname or "localhost", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or TLS_PORT, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(host, parts.port or SUBMISSION_PORT, timeout=TIMEOUT_SECONDS)
        with server:
            server.ehlo_or_helo_if_needed()
            if parts.scheme == "smtp" and (parts.username or server.has_extn("starttls")):
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)

    def _lay_down(self, message: EmailMessage, name: str) -> None:
        """Readable by its owner alone, since a letter may carry a link that works."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(bytes(message))
