"""What every answer carries, and what a page may ask of the browser beyond that."""

from registry.web.doors import AnyResponse

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": CONTENT_SECURITY_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


def letting_record(answer: AnyResponse) -> AnyResponse:
    """A page that may ask for the microphone and the camera, and play what it recorded itself before it is sent."""
    answer.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=(self)"
    answer.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
        "media-src 'self'", "media-src 'self' blob:"
    )
    return answer
