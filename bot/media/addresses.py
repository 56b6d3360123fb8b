"""Which network addresses a file may be fetched from.

The registries of special-purpose addresses (RFC 6890 and its updates) decide. The standard library
knows them as of its own release and takes addresses that wrap an IPv4 address for public ones, so
those are named here.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

Address = IPv4Address | IPv6Address

Resolver = Callable[[str, int], Awaitable[tuple[Address, ...]]]
"""Returns every address of a host name; raises OSError when it has none."""

AddressRule = Callable[[Address], bool]
"""Tells whether a connection to an address is allowed."""

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_SPECIAL_IPV4 = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments, NAT64 discovery among them
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
)
_SPECIAL_IPV6 = (
    IPv6Network("2001::/23"),  # protocol assignments; Teredo wraps an IPv4 address
    IPv6Network("2002::/16"),  # 6to4 wraps an IPv4 address
    IPv6Network("3fff::/20"),  # documentation
)
_PRIVATE = (
    IPv4Network("10.0.0.0/8"),
    IPv4Network("127.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
    IPv6Network("::1/128"),
    IPv6Network("fc00::/7"),
)


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to one host of the public internet.

    Private, shared, loopback, link-local, multicast, reserved and documentation addresses do not,
    nor do IPv6 addresses that stand for an IPv4 one (mapped, NAT64, 6to4, Teredo).
    """
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_IPV4)
    return address in _GLOBAL_UNICAST and not any(address in network for network in _SPECIAL_IPV6)


def is_public_or_private(address: Address) -> bool:
    """Tell whether an address is public, loopback or of a private network.

    Link-local addresses, where clouds serve their machines' credentials, are neither.
    """
    return is_public(address) or any(address in network for network in _PRIVATE)


async def resolve(host: str, port: int) -> tuple[Address, ...]:
    """Return every address that the system knows for a host name, in its order of preference.

    Raises:
        OSError: the name cannot be resolved.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(ip_address(entry[4][0]) for entry in found))
