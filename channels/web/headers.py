"""The security headers of every answer of the web doors."""

from __future__ import annotations

from collections.abc import Iterable

_PERMISSIONS = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()"
_YEAR = 365 * 24 * 3600


def security_headers(secure: bool, embed_on: Iterable[str] = ()) -> dict[str, str]:
    """Headers by name.

    Args:
        secure: whether people come over https; only then the browser is told to stay with it.
        embed_on: origins that may show the door in a frame.
    """
    frames = " ".join(("'self'", *embed_on))
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'none'; "
        f"form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
    )
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": _PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    if not list(embed_on):
        headers["X-Frame-Options"] = "SAMEORIGIN"  # for browsers that do not know frame-ancestors
    if secure:
        headers["Strict-Transport-Security"] = f"max-age={_YEAR}; includeSubDomains"
    return headers
