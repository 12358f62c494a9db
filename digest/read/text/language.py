"""Detect the language of a text by its script, special letters and common words.

The candidates are the languages in config.yaml. With few candidates, this is faster and more reliable than a model of all
languages.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SAMPLE = 1200
"""Number of characters used to detect the language."""
_SCRIPT_SAMPLE = 300
"""Number of characters used to detect the script."""

_SCRIPTS = {
    "Latn": "[A-Za-zÀ-ɏ]",
    "Cyrl": "[Ѐ-ӿ]",
    "Arab": "[؀-ۿ]",
    "Hebr": "[֐-׿]",
    "Grek": "[Ͱ-Ͽ]",
    "Kana": "[぀-ヿ]",
    "Hani": "[一-鿿]",
    "Hang": "[가-힯]",
    "Deva": "[ऀ-ॿ]",
    "Beng": "[ঀ-৿]",
    "Thai": "[฀-๿]",
    "Armn": "[԰-֏]",
    "Geor": "[Ⴀ-ჿ]",
}
_SCRIPT_OF = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"), "Cyrl"),
    **dict.fromkeys(("ar", "fa", "ur", "ps"), "Arab"),
    **dict.fromkeys(("he", "yi"), "Hebr"),
    **dict.fromkeys(("hi", "mr", "ne"), "Deva"),
    "el": "Grek",
    "ja": "Kana",
    "zh": "Hani",
    "ko": "Hang",
    "bn": "Beng",
    "th": "Thai",
    "hy": "Armn",
    "ka": "Geor",
}

_OWN_LETTERS = {
    "uk": "іїєґІЇЄҐ",
    "ru": "ыэъёЫЭЪЁ",
    "be": "ўЎыэёі",
    "bg": "ъщЪЩ",
    "sr": "ђјљњћџЈЉЊ",
    "mk": "ѓѕјљњќ",
    "fa": "پچژگ",
    "ur": "ٹڈڑےں",
}
_FOREIGN_LETTERS = {
    "uk": "ыэъёўЫЭЪЁ",
    "ru": "іїєґўјљњІЇЄҐ",
    "be": "иїєґщъ",
    "bg": "іїєґыэёў",
    "sr": "йщъыьэёіїє",
    "mk": "йщъыьэёіїє",
    "ar": "پچژگٹڈڑے",
    "fa": "ٹڈڑے",
}

_COMMON = {
    "en": "the of and to in that is was for it with as his he on be at by had not are but from have they which said",
    "de": "der die und das den dem nicht von sie ist des sich mit ein eine auf für im auch es an werden aus er hat dass",
    "fr": "le la les et des est une dans que qui pour sur pas du au par plus avec ce sont ont cette aux il elle été",
    "es": "el la los las de que en y una por con para del se no es su al como más lo sus fue ha pero este",
    "it": "il di che è la per una non sono con del della alla nel gli anche più si da le dei ha ma come delle",
    "pt": "o que não uma para com os do da em no na por mais as dos foi são ao das é pelo também seu sua",
    "nl": "de het een van en dat niet is op te zijn voor met die hij aan er maar om ook bij naar heeft wordt",
    "pl": "i w nie na się z że do to jest jak o co po przez dla od był są oraz ale za tym które",
    "cs": "a se v na je že s z do to o i ve pro za by jako podle po jeho které však byl jsou",
    "sk": "a sa v na je že s z do to o aj vo pre za by ako podľa po jeho ktoré však bol sú",
    "sv": "och att det som en på är av för med den till inte har om ett de var jag sig men från",
    "da": "og at det som en på er af for med den til ikke har om et de var jeg sig men fra der",
    "nb": "og at det som en på er av for med den til ikke har om et de var jeg seg men fra ble",
    "fi": "ja on ei että se oli hän joka mutta ovat myös kun kuin niin tai sen mukaan olla ole",
    "ro": "și de în a la cu pe că din nu este pentru care o un mai sunt fi ale după prin",
    "hu": "a az és hogy nem is egy ez volt csak meg már de van azt mint ki el még szerint",
    "tr": "ve bir bu da de için ile olarak çok daha gibi olan sonra kadar ancak oldu ise en göre",
    "ru": "и в не на что с по как это к из у за от для о его но был было он она они при также который",
    "uk": "і в не на що з та до як це у за від для про його але був було він вона вони при також який",
    "be": "і ў не на што з да як гэта у за ад для пра яго але быў было ён яна яны пры таксама які",
    "bg": "и в не на че с за от по как това се да ще е са но който беше са при също",
    "sr": "и у не на да је се са за од као то су који био али о по из",
    "ar": "في من على إلى أن عن مع التي هذا الذي كان هذه بعد قد ما لا بين قال وقال",
    "fa": "در به از که این را با است برای آن یک خود تا کرد بر هم",
}
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=64)
def _common(base: str) -> frozenset[str]:
    """Return the common words of a language; empty if they are not known."""
    return frozenset(_COMMON.get("nb" if base in ("no", "nn") else base, "").split())


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(characters) for name, characters in _SCRIPTS.items()}


def detect_language(text: str, candidates: tuple[str, ...]) -> str:
    """Return the candidate that matches the language of a text; empty if unsure."""
    sample = text[:_SAMPLE]
    script = "Latn" if sample.isascii() else _script(sample[:_SCRIPT_SAMPLE])
    tags: dict[str, str] = {}
    for tag in candidates:
        base = tag.partition("-")[0].lower()
        if _script_of(tag, base) == script:
            tags.setdefault(base, tag)
    if script not in ("Latn", "Cyrl", "Arab"):
        return next(iter(tags.values())) if len(tags) == 1 else ""
    words = _WORD.findall(sample.lower())
    if not tags or len(words) < 4:
        return ""
    scores = sorted(((_score(base, sample, words), tag) for base, tag in tags.items()), key=lambda s: -s[0])
    best, tag = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0.0
    return tag if best >= (0.1 if script == "Latn" else 0.04) and best > second * 1.2 else ""


def _script(sample: str) -> str:
    """Return the script of most letters; empty without letters. Some kana suffice for Japanese, despite more Han."""
    counts = {name: len(pattern.findall(sample)) for name, pattern in _patterns().items()}
    if counts["Kana"] * 10 > counts["Hani"]:
        counts["Kana"] += counts["Hani"]
    name = max(counts, key=lambda n: counts[n])
    return name if counts[name] else ""


def _script_of(tag: str, base: str) -> str:
    """Return the script in a language tag (`sr-Latn`), or the usual script of the language."""
    for part in tag.split("-")[1:]:
        if part.title() in ("Latn", "Cyrl", "Arab"):
            return part.title()
    return _SCRIPT_OF.get(base, "Latn")


def _score(base: str, sample: str, words: list[str]) -> float:
    """Return the share of common words, increased by special letters of the language, reduced by letters it does not use."""
    common = _common(base)
    share = sum(1 for word in words if word in common) / len(words)
    own, foreign = _OWN_LETTERS.get(base, ""), _FOREIGN_LETTERS.get(base, "")
    if own and any(letter in sample for letter in own):
        share += 0.1
    if foreign:
        share -= 1.5 * sum(map(sample.count, foreign)) / len(words)
    return share
