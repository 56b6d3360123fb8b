"""Which addresses of the network are outside, and which are inside: this machine and its net."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

_INSIDE: Final = (
    IPv4Network("10.0.0.0/8"),
    IPv4Network("127.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
    IPv6Network("::1/128"),
    IPv6Network("fc00::/7"),
)
_OUTSIDE_IPV6: Final = IPv6Network("2000::/3")
# Addresses that wrap one of IPv4, which the standard library takes for outside.
_WRAPPING: Final = (IPv6Network("2001::/23"), IPv6Network("2002::/16"))


def is_numeric(host: str) -> bool:
    """Whether a host is taken for an address, and not for a name to ask for."""
    return ":" in host or host.replace(".", "").isdigit()


def is_public(text: str) -> bool:
    """Whether this is the address of a host of the public internet."""
    address = _address(text)
    if address is None or not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return True
    return address in _OUTSIDE_IPV6 and not any(address in network for network in _WRAPPING)


def is_inside(text: str) -> bool:
    """Whether this is an address of this machine or of a private network.

    Link-local addresses, where clouds serve their machines' credentials, are none.
    """
    address = _address(text)
    return address is not None and any(address in network for network in _INSIDE)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
