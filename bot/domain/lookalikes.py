"""Characters that look like a letter of the Latin alphabet.

After the confusables of Unicode's security data (UTS 39), for the scripts that are used to imitate
Latin words: Latin itself, Greek, Cyrillic, Armenian, Cherokee, Coptic and Lisu; with the letters in
boxes and flags that have no compatibility form. Characters that compatibility forms take care of,
such as full-width letters, are left out.
"""

from typing import Final

_LIKE: Final = {
    "a": "ɑαаᎪꓮᴀ",
    "b": "ƅβвьᏏᏴꓐꞵʙ",
    "c": "сᏟᴄⲥꓚ",
    "d": "ԁᎠᏧꓒꓓđᴅ",
    "e": "εеҽᎬꓰꬲᴇ",
    "f": "ϝքẝꓝꞙꬵꜰ",
    "g": "ƍɡԍցᏀᏳᶃꓖɢ",
    "h": "ηнһհᎻᏂⲏꓧħʜ",
    "i": "ıɩɪιіӏᎥꙇ",
    "j": "ʝϳјᎫꓙᴊ",
    "k": "κкᏦⲕꓗᴋ",
    "l": "ǀᏞⲓⳑꓡꓲłʟ",
    "m": "μϻмᎷⲙꓟᴍ",
    "n": "ոռⲛꓠɴ",
    "o": "οσоօᴏᴑⲟꓳꬽø",
    "p": "ρрᏢⲣꓑᴘ",
    "q": "ԛգզǫ",
    "r": "ʀгᎡᎱᏒᴦⲅꓣꭇꭈ",
    "s": "ƽѕտᏕᏚꓢꜱ",
    "t": "τтᎢⲧꓔᴛ",
    "u": "ʋυսᴜꓴꞟꭎꭒ",
    "v": "νѵᏙᴠꓦ",
    "w": "ɯѡԝաᎳᏔᴡꓪ",
    "x": "χхⲭꓫꭓ",
    "y": "ɣʏγуүᎩᎽᶌỿⲩꓬꭚ",
    "z": "ζᏃᴢꓜ",
}

_SHAPES_OF_A: Final = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
"""Where the letters in squares and circles, white on black ones and flags' letters begin."""

LATIN_LIKE: Final[dict[int, str]] = {
    ord(like): letter for letter, likes in _LIKE.items() for like in likes
} | {
    first + place: letter
    for first in _SHAPES_OF_A
    for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")
}
"""For `str.translate`, after case folding."""
