"""Rasa's action server with quiet logs: ``python -m engine.action_server``, with the arguments of ``python -m rasa_sdk``."""

from __future__ import annotations

import os

from engine import quiet_logs


def main() -> None:
    """Serve until ended."""
    quiet_logs.install()  # before the imports, which warn
    os.environ.setdefault("SANIC_ACCESS_LOG", "false")  # as in ``engine.lean``
    from rasa_sdk import utils
    from rasa_sdk.endpoint import create_argument_parser, run

    given = create_argument_parser().parse_args()
    utils.configure_colored_logging(given.loglevel)
    utils.update_sanic_log_level()
    quiet_logs.install()
    run(given.actions, given.port, given.cors, given.ssl_certificate, given.ssl_keyfile, given.ssl_password, given.auto_reload)


if __name__ == "__main__":
    main()
