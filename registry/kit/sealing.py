"""Sealing what the holder of the database must not read: AES-GCM under a key that is drawn from the secret key.

What is sealed is text, so that every engine and a backup take it like any other words.
"""

import secrets
from base64 import b64decode, b64encode
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


class SealBroken(Exception):
    """It was sealed under another key or for another purpose, or changed since."""


def seal(secret_key: str, purpose: str, plain: bytes, *, key: str = "sealing") -> str:
    """Never twice the same for the same words; as long as these and a little more, so the caller evens out lengths.

    purpose   what it is and what it belongs to; it opens under the same purpose alone
    key       which of the keys drawn from the secret key; none of them opens what another has sealed
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    return b64encode(nonce + _key(secret_key, key).encrypt(nonce, plain, purpose.encode())).decode()


def unseal(secret_key: str, purpose: str, sealed: str, *, key: str = "sealing") -> bytes:
    """
    raises   SealBroken
    """
    kept = b64decode(sealed)
    try:
        return _key(secret_key, key).decrypt(kept[:NONCE_BYTES], kept[NONCE_BYTES:], purpose.encode())
    except InvalidTag as error:
        raise SealBroken(purpose) from error


@cache
def _key(secret_key: str, name: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"registry {name}".encode())
    return AESGCM(derived.derive(secret_key.encode()))
