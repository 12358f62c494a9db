"""Find where the sentences of a text end, in many languages.

A full stop does not end a sentence after an abbreviation, an initial or an ordinal. In case of doubt, two sentences are
returned as one.
"""

from __future__ import annotations

from collections.abc import Iterator

from digest.model.lazy_regex import lazy_regex
from digest.read.markdown.quotes import primary

_END = lazy_regex("[.!?…؟۔।॥։።။។。！？]+[\"'”’»«“)\\]」』）]*")
_DOTTED = lazy_regex(r"(?:[^\W\d_]+\.)+[^\W\d_]+")
_CONTINUES = frozenset("—–-,;:")
_ROMAN = lazy_regex("[IVX]+")
_OPENING = "\"'“„‘(«»[¿¡*"

_COMMON = frozenset(
    """dr mr mrs ms prof st sr jr vs etc inc ltd co corp no nos nr vol pp fig approx ca cf al ed eds tel dipl ing mag
    jan feb mar apr jun jul aug sep sept oct okt nov dec dez""".split()
)
"""Abbreviations of names and months that occur in all languages."""
_BY_LANGUAGE = {
    "en": """rep reps sen sens gov gen col lt sgt capt cpl maj cmdr adm brig supt det insp hon rev fr pres messrs ph
    bros plc est dept univ assn intl ave blvd rd mt ft gal lb oz min max misc calif fla tex mass conn ariz ill wash pa va
    mich minn ga ala ark colo del kan ky la md mo mont neb nev okla ore tenn wis wyo mon tue tues wed thu thur thurs fri
    sat""",
    "de": """bzw usw ggf evtl bspw vgl inkl exkl zzgl abs art hr hrn fr str geb gest jh mio mrd min max mind rd sog u z d i
    v bzgl einschl gem gez allg entspr lt ugs urspr verh vorm nachm tsd std chr aufl bd kap ders ebd hl""",
    "fr": "m mm mme mmes mlle mlles me mgr art av bd chap env ex hab janv févr avr juil déc réf av apr stés éd p",
    "es": "sra sres srta dña d dª lic arq art av avda núm págs pág ee uu aprox ej cía admón gral tte cnel ene abr ago dic",
    "it": "sig sigg dott avv geom on art pag ecc es s spa prof gen cap avv arch n d",
    "pt": "sra srs d eng av art pág núm ex aprox exmo dra profa fev abr mai ago set out dez",
    "nl": "dhr mevr mw drs ir mr bijv bv nl o.a blz ong resp incl excl max min jl",
    "pl": "np tzn tj itd itp ul al godz r w tys mln mld zł gr str św im ks pl wg ok por dot inż hab mgr gen płk ppłk min",
    "cs": "např tj tzv tzn apod atd mj mil tis kč ul čl str sv odst písm mgr bc ing judr mudr phdr rndr r č hod",
    "sk": "napr tj tzv tzn apod atď mil tis ul čl str sv mgr bc ing judr mudr phdr r č hod",
    "hu": "kft zrt nyrt bt pl stb ill u.n ún kb dr id ifj özv u sz évf",
    "sv": "bl t.ex dvs osv kl kr milj mdr ca s.k jfr resp inkl exkl",
    "da": "bl f.eks dvs osv kl kr mio mia ca hhv inkl ekskl jf nr",
    "no": "bl f.eks dvs osv kl kr mill mrd ca jf inkl ekskl",
    "fi": "esim mm ym yms jne n s eaa klo nk mrd milj ts toim",
    "tr": "vb vs yy bkz sok cad mah doç yrd alb gen örn",
    "ru": """г гг в вв ул им руб коп млн млрд трлн тыс ст р п пп стр рис см ср др пр проф акад доц д кв обл н э т е к
    напр чел мин сек час тел""",
    "uk": """р рр ст вул ім грн коп млн млрд трлн тис м с стор мал див пор ін проф акад доц д кв обл н е т напр чол хв
    сек год тел смт""",
    "bg": "г гг в ул им лв ст млн млрд хил стр напр проф акад доц др т н е",
    "sr": "г год ул бр др проф акад тзв нпр итд god ul br tzv npr itd tj sv",
    "hr": "god ul br tzv npr itd tj sv str dr mr mil mlrd",
    "ro": "dl dna dr prof nr art str ș.a etc mil mld",
    "el": "κ κα κκ δρ καθ π χ κ.λπ αρ σελ",
}
_BY_LANGUAGE["nb"] = _BY_LANGUAGE["nn"] = _BY_LANGUAGE["no"]
_BY_LANGUAGE["be"] = _BY_LANGUAGE["ru"]
_ABBREVIATIONS = {language: _COMMON | frozenset(words.split()) for language, words in _BY_LANGUAGE.items()}

_ORDINALS = frozenset("de da no nb nn fi is fo et lv cs sk sl hr bs sr pl hu tr lb eu".split())
"""Languages that write ordinals with a full stop: `11. Mai`."""
_STARTS = frozenset(
    "The It He She They We But In On At A An This That These If As When While After And His Her".split()
)
"""Words that show that a sentence begins after `U.S.` or `p.m.`: a name would not begin with them."""


def sentence_ends(text: str, language: str) -> Iterator[int]:
    """Yield the index after each sentence of a text in one line. Text after the last sentence has no end."""
    language = primary(language)
    abbreviations = _ABBREVIATIONS.get(language, _COMMON)
    for match in _END.finditer(text):
        end = match.end()
        if _is_end(text, match.start(), end, language, abbreviations):
            yield end


def _is_end(text: str, at: int, end: int, language: str, abbreviations: frozenset[str]) -> bool:
    mark = text[at]
    following = text[end : end + 1]
    if not following or mark in "。！？":
        return True
    if following != " ":
        return False
    rest = text[end + 1 : end + 20]
    if rest[:1].islower() or rest[:1] in _CONTINUES or rest.lstrip(_OPENING)[:1].islower():
        return False
    if mark != "." or text[at : at + 2] == "..":
        return True
    word = text[max(0, at - 40) : at].rpartition(" ")[2].lstrip(_OPENING)
    if word.isdigit():
        return len(word) > 2 or language not in _ORDINALS
    if language in _ORDINALS and _ROMAN.fullmatch(word):
        return False
    if _DOTTED.fullmatch(word):
        return rest.partition(" ")[0] in _STARTS
    word = word.rpartition("-")[2].lower()
    return not (word in abbreviations or (len(word) == 1 and word.isalpha()))
