"""News agencies by their usual spellings.

Abbreviations are case-sensitive, because "Ani" and "Pap" are also names of people.
"""

from __future__ import annotations

_ABBREVIATIONS = {
    **{name: name for name in ("AFP", "AP", "EFE", "ANSA", "TASS", "UPI", "PTI", "ANI", "IANS", "APA", "AAP", "ANP")},
    **{name: name for name in ("NTB", "TT", "STT", "PAP", "CTK", "ČTK", "MTI", "BTA", "BELTA", "KCNA", "IRNA", "CNA")},
    **{name: name for name in ("KNA", "SID", "RFE/RL", "ТАСС", "УНІАН", "УНИАН", "UNIAN")},
    **{form: name for name in ("dpa", "epd", "sda") for form in (name, name.upper())},
    "PA": "PA Media",
}
_FULL_NAMES = {
    "agence france-presse": "AFP",
    "agence france presse": "AFP",
    "associated press": "AP",
    "deutsche presse-agentur": "dpa",
    "agencia efe": "EFE",
    "itar-tass": "TASS",
    "pa media": "PA Media",
    "press association": "PA Media",
    "united press international": "UPI",
    "thomson reuters": "Reuters",
    "bloomberg news": "Bloomberg",
    "press trust of india": "PTI",
    "australian associated press": "AAP",
    "радио свобода": "Радио Свобода",
    "радіо свобода": "Радіо Свобода",
    "риа новости": "РИА Новости",
    "укрінформ": "Укрінформ",
    "укринформ": "Укринформ",
    "unian": "UNIAN",
    "interfax-ukraine": "Interfax-Ukraine",
    "інтерфакс-україна": "Інтерфакс-Україна",
    "интерфакс": "Интерфакс",
    "интерфакс-украина": "Интерфакс-Украина",
    "рейтер": "Рейтер",
    "рейтерс": "Рейтерс",
    **{
        name.casefold(): name
        for name in (
            *(
                "Reuters",
                "Interfax",
                "Xinhua",
                "Bloomberg",
                "Ukrinform",
                "RIA Novosti",
                "Kyodo",
                "Jiji Press",
                "Yonhap",
            ),
            *("Anadolu Agency", "Belga", "Ritzau", "Tanjug", "Lusa", "Europa Press", "Agerpres", "Canadian Press"),
            *("Keystone-SDA", "Radio Free Europe/Radio Liberty"),
        )
    },
}


def agency(name: str) -> str:
    """Return the usual name of an agency; empty if it is not known."""
    name = name.strip()
    if name[:4].lower() == "the ":
        name = name[4:]
    if name[-6:].lower() == " staff":
        name = name[:-6]
    if name[-12:].lower() == " news agency":
        name = name[:-12]
    return _ABBREVIATIONS.get(name) or _FULL_NAMES.get(name.casefold(), "")
