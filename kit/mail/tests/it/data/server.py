"""A mail server: prints its port, then each mail that it takes as a line of JSON.

`tls` wants encryption and a sign-in; `mute` takes mails and never says so; `port=N` listens there.
"""

import asyncio
import json
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult

HERE = Path(__file__).parent


def tell(what):
    print(json.dumps(what), flush=True)


class Handler:
    def __init__(self, mute=False):
        self.mute = mute

    async def handle_DATA(self, server, session, envelope):
        content = envelope.content.decode("ascii")
        tell({"from": envelope.mail_from, "to": envelope.rcpt_tos, "content": content, "tls": session.ssl is not None})
        if self.mute:
            await asyncio.Event().wait()
        return "250 taken"


def authenticate(server, session, envelope, mechanism, login):
    known = (login.login, login.password) == (b"ann@exemple.fr", b"p:w/%")
    return AuthResult(success=known, handled=False)


def protocol(tls, mute):
    if not tls:
        return SMTP(Handler(mute))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(HERE / "localhost.pem", HERE / "localhost.key")
    return SMTP(
        Handler(), tls_context=context, require_starttls=True, authenticator=authenticate, auth_required=True
    )


async def main():
    tls, mute = "tls" in sys.argv, "mute" in sys.argv
    port = next((int(argument[5:]) for argument in sys.argv if argument.startswith("port=")), 0)
    server = await asyncio.get_running_loop().create_server(lambda: protocol(tls, mute), "127.0.0.1", port)
    tell(server.sockets[0].getsockname()[1])
    # The end of the standard input is the end of the test.
    await asyncio.to_thread(sys.stdin.read)


asyncio.run(main())
