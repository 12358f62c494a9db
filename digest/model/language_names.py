"""Language tags that are meant by names of languages, codes of countries and other codes, for suggestions in messages."""

from __future__ import annotations

_TABLE = """
ar arabic العربية ara
be belarusian беларуская by bel
bg bulgarian български bul
bn bengali বাংলা ben
ca catalan català cat
cs czech čeština cesky cz ces cze
da danish dansk dk dan
de german deutsch allemand ger deu germany
el greek ελληνικά gr ell gre
en english englisch anglais inglés inglese engels eng england
es spanish español espanol spanisch castellano spa spain
et estonian eesti ee est
fa persian farsi فارسی ir fas per
fi finnish suomi fin
fr french français francais französisch francés fra fre france
ga irish gaeilge gle
he hebrew עברית iw heb
hi hindi हिन्दी hin
hr croatian hrvatski hrv
hu hungarian magyar hun
id indonesian indonesia ind
is icelandic íslenska ice isl
it italian italiano italienisch ita italy
ja japanese 日本語 jp jpn
ka georgian ქართული geo kat
ko korean 한국어 kr kor
lt lithuanian lietuvių lit
lv latvian latviešu lav
mk macedonian македонски mac mkd
nb norwegian norsk nor bokmål bokmal
nl dutch nederlands flemish niederländisch nld dut
pl polish polski polnisch pol poland
pt portuguese português portugues por portugal
pt-BR brazilian br
ro romanian română romana ron rum
ru russian русский russisch rus russia
sk slovak slovenčina slovencina slk slo
sl slovenian slovene slovenščina si slv
sq albanian shqip sqi alb
sr serbian српски srpski rs srp
sv swedish svenska schwedisch swe sweden
th thai ไทย tha
tr turkish türkçe turkce tur
uk ukrainian українська ua ukr ukraine
vi vietnamese vn vie
zh chinese 中文 cn chi zho mandarin
"""
_TAGS = {name: line.split()[0] for line in _TABLE.strip().split("\n") for name in line.split()[1:]}


def suggested_tag(text: str) -> str:
    """Return the language tag that a name or another code means; empty if none is known."""
    return _TAGS.get(text.strip().lower(), "")
