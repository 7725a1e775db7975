"""A small LDAP server for tests: TLS by StartTLS or from the start, binds and searches over real sockets. It tells nobody anything in the clear."""
from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from ldap3.protocol import rfc4511 as ldap
from pyasn1.codec.ber import decoder, encoder

PEOPLE = "ou=people,dc=example,dc=org"
SUCCESS, CONFIDENTIALITY_REQUIRED, INVALID_CREDENTIALS = 0, 13, 49


def certificate(folder: Path, *names: str) -> Path:
    """A key and a certificate for these names, signed by itself, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.datetime.now(datetime.UTC)
    alternatives = [x509.IPAddress(ipaddress.ip_address(one)) if one[0].isdigit() else x509.DNSName(one) for one in names]
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).add_extension(x509.SubjectAlternativeName(alternatives), critical=False).sign(key, hashes.SHA256()))
    path = folder / f"{names[0]}.pem"
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) + made.public_bytes(serialization.Encoding.PEM))
    return path


@dataclass
class Directory:
    """Entries by distinguished name, each with its attributes and a password."""

    pem: Path
    from_the_start: bool = False
    entries: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)          # binds and searches, as they came
    silent: bool = False                                    # takes connections, and never says a word
    port: int = 0

    def add(self, dn: str, password: str, **attributes: str) -> None:
        self.entries[dn.lower()] = {name: [value] for name, value in attributes.items()}
        self.passwords[dn.lower()] = password

    @contextlib.contextmanager
    def running(self) -> Iterator[Directory]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.port = listening.getsockname()[1]

            def accept() -> None:
                with contextlib.suppress(OSError):
                    while True:
                        threading.Thread(target=self._serve, args=(listening.accept()[0],), daemon=True).start()
            threading.Thread(target=accept, daemon=True).start()
            yield self
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.pem)
        return context

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, EOFError):
            safe = self.from_the_start
            if safe:
                connection = self._context().wrap_socket(connection, server_side=True)
            while True:
                if self.silent:
                    connection.recv(1 << 16, socket.MSG_WAITALL)
                    return
                message = decoder.decode(_message(connection), asn1Spec=ldap.LDAPMessage())[0]
                number, kind = int(message["messageID"]), message["protocolOp"].getName()
                asked = message["protocolOp"].getComponent()
                if kind == "extendedReq" and str(asked["requestName"]) == "1.3.6.1.4.1.1466.20037":
                    _send(connection, number, "extendedResp", _result(ldap.ExtendedResponse(), SUCCESS))
                    connection, safe = self._context().wrap_socket(connection, server_side=True), True
                elif kind == "bindRequest":
                    dn, password = str(asked["name"]), bytes(asked["authentication"]["simple"]).decode()
                    self.heard.append(f"bind {'in TLS' if safe else 'in the clear'} {dn}")
                    right = self.passwords.get(dn.lower()) == password
                    _send(connection, number, "bindResponse", _result(ldap.BindResponse(), CONFIDENTIALITY_REQUIRED if not safe else SUCCESS if right else INVALID_CREDENTIALS))
                elif kind == "searchRequest":
                    if str(asked["baseObject"]):
                        self.heard.append(f"search {_said(asked['filter'])}")
                    for dn, attributes in self.entries.items() if safe else ():
                        if dn.endswith(str(asked["baseObject"]).lower()) and str(asked["baseObject"]) and _matches(asked["filter"], attributes):
                            _send(connection, number, "searchResEntry", _entry(dn, attributes, [str(name) for name in asked["attributes"]]))
                    _send(connection, number, "searchResDone", _result(ldap.SearchResultDone(), SUCCESS))
                else:
                    return


def _message(connection: socket.socket) -> bytes:
    """One BER message off the wire."""
    def take(many: int) -> bytes:
        taken = b""
        while len(taken) < many:
            if not (more := connection.recv(many - len(taken))):
                raise EOFError
            taken += more
        return taken
    head = take(2)
    length = head[1]
    if length & 0x80:
        more = take(length & 0x7F)
        head, length = head + more, int.from_bytes(more)
    return head + take(length)


def _send(connection: socket.socket, number: int, kind: str, answer: Any) -> None:
    message = ldap.LDAPMessage()
    message["messageID"] = number
    message["protocolOp"] = ldap.ProtocolOp().setComponentByName(kind, answer)
    connection.sendall(encoder.encode(message))


def _result(answer: Any, code: int) -> Any:
    answer["resultCode"], answer["matchedDN"], answer["diagnosticMessage"] = code, "", ""
    return answer


def _entry(dn: str, attributes: dict[str, list[str]], wanted: list[str]) -> Any:
    listed = ldap.PartialAttributeList()
    for name, values in attributes.items():
        if name.lower() in {one.lower() for one in wanted}:
            one = ldap.PartialAttribute()
            one["type"] = name
            one["vals"] = ldap.Vals().setComponents(*values)
            listed.append(one)
    entry = ldap.SearchResultEntry()
    entry["object"], entry["attributes"] = dn, listed
    return entry


def _matches(wanted: Any, attributes: dict[str, list[str]]) -> bool:
    kind, what = wanted.getName(), wanted.getComponent()
    here = {name.lower(): [value.lower() for value in values] for name, values in attributes.items()}
    if kind == "equalityMatch":
        return str(what["assertionValue"]).lower() in here.get(str(what["attributeDesc"]).lower(), [])
    if kind == "present":
        return str(what).lower() in here
    if kind == "substringFilter":
        return str(what["type"]).lower() in here             # as wide as a wildcard can be
    return (all if kind == "and" else any)(_matches(one, attributes) for one in what) if kind in ("and", "or") else not _matches(what, attributes)


def _said(wanted: Any) -> str:
    kind, what = wanted.getName(), wanted.getComponent()
    return f"{what['attributeDesc']}={what['assertionValue']}" if kind == "equalityMatch" else kind
