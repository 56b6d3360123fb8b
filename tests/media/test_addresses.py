from ipaddress import ip_address

import pytest

from bot.media.addresses import is_public, is_public_or_private, resolve

PUBLIC = ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"]
PRIVATE = ["127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "::1", "fd12::1"]
NEVER = [
    "0.0.0.0",  # noqa: S104 - an address to refuse, nothing listens here
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1.2.3.4",
    "::ffff:1.1.1.1",
    "::ffff:127.0.0.1",
    "64:ff9b::1.1.1.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_hosts_of_the_internet_are_public(address: str) -> None:
    assert is_public(ip_address(address))
    assert is_public_or_private(ip_address(address))


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_need_permission(address: str) -> None:
    assert not is_public(ip_address(address))
    assert is_public_or_private(ip_address(address))


@pytest.mark.parametrize("address", NEVER)
def test_special_addresses_are_never_reached(address: str) -> None:
    assert not is_public(ip_address(address))
    assert not is_public_or_private(ip_address(address))


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "127.0.0.1"])
async def test_odd_ways_to_write_an_address_are_seen_through(host: str) -> None:
    addresses = await resolve(host, 443)
    assert addresses == (ip_address("127.0.0.1"),)
