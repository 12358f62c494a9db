"""Names of large newspapers, broadcasters and news agencies by host, for sources without a name in config.yaml."""

from __future__ import annotations

_TABLE = """
themoscowtimes.com The Moscow Times
nytimes.com The New York Times
washingtonpost.com The Washington Post
wsj.com The Wall Street Journal
usatoday.com USA Today
latimes.com Los Angeles Times
chicagotribune.com Chicago Tribune
bostonglobe.com The Boston Globe
sfchronicle.com San Francisco Chronicle
seattletimes.com The Seattle Times
csmonitor.com The Christian Science Monitor
newyorker.com The New Yorker
theatlantic.com The Atlantic
time.com Time
newsweek.com Newsweek
politico.com Politico
politico.eu Politico Europe
axios.com Axios
vox.com Vox
slate.com Slate
npr.org NPR
pbs.org PBS
cnn.com CNN
edition.cnn.com CNN
cnbc.com CNBC
nbcnews.com NBC News
abcnews.go.com ABC News
cbsnews.com CBS News
foxnews.com Fox News
propublica.org ProPublica
foreignpolicy.com Foreign Policy
foreignaffairs.com Foreign Affairs
wired.com Wired
theverge.com The Verge
arstechnica.com Ars Technica
techcrunch.com TechCrunch
bloomberg.com Bloomberg
reuters.com Reuters
apnews.com AP News
afp.com AFP
upi.com UPI
bbc.co.uk BBC
bbc.com BBC
theguardian.com The Guardian
guardian.co.uk The Guardian
thetimes.co.uk The Times
thetimes.com The Times
telegraph.co.uk The Telegraph
independent.co.uk The Independent
ft.com Financial Times
economist.com The Economist
dailymail.co.uk Daily Mail
mirror.co.uk Daily Mirror
standard.co.uk Evening Standard
news.sky.com Sky News
scotsman.com The Scotsman
irishtimes.com The Irish Times
independent.ie Irish Independent
rte.ie RTÉ
theglobeandmail.com The Globe and Mail
thestar.com Toronto Star
nationalpost.com National Post
cbc.ca CBC
ledevoir.com Le Devoir
lapresse.ca La Presse
abc.net.au ABC News (Australia)
smh.com.au The Sydney Morning Herald
theage.com.au The Age
theaustralian.com.au The Australian
nzherald.co.nz The New Zealand Herald
rnz.co.nz RNZ
thehindu.com The Hindu
timesofindia.indiatimes.com The Times of India
hindustantimes.com Hindustan Times
indianexpress.com The Indian Express
dawn.com Dawn
thedailystar.net The Daily Star
straitstimes.com The Straits Times
scmp.com South China Morning Post
japantimes.co.jp The Japan Times
asahi.com The Asahi Shimbun
nikkei.com Nikkei
asia.nikkei.com Nikkei Asia
nhk.or.jp NHK
mainichi.jp The Mainichi
english.kyodonews.net Kyodo News
koreaherald.com The Korea Herald
koreatimes.co.kr The Korea Times
en.yna.co.kr Yonhap
chinadaily.com.cn China Daily
globaltimes.cn Global Times
xinhuanet.com Xinhua
bangkokpost.com Bangkok Post
thejakartapost.com The Jakarta Post
aljazeera.com Al Jazeera
haaretz.com Haaretz
timesofisrael.com The Times of Israel
jpost.com The Jerusalem Post
arabnews.com Arab News
thenationalnews.com The National
hurriyetdailynews.com Hürriyet Daily News
aa.com.tr Anadolu Agency
news24.com News24
mg.co.za Mail & Guardian
nation.africa Nation
allafrica.com AllAfrica
spiegel.de Der Spiegel
zeit.de Die Zeit
faz.net Frankfurter Allgemeine Zeitung
sueddeutsche.de Süddeutsche Zeitung
welt.de Die Welt
taz.de taz
handelsblatt.com Handelsblatt
tagesspiegel.de Der Tagesspiegel
tagesschau.de Tagesschau
bild.de Bild
dw.com Deutsche Welle
nzz.ch Neue Zürcher Zeitung
tagesanzeiger.ch Tages-Anzeiger
srf.ch SRF
derstandard.at Der Standard
diepresse.com Die Presse
orf.at ORF
swissinfo.ch SWI swissinfo.ch
lemonde.fr Le Monde
lefigaro.fr Le Figaro
liberation.fr Libération
lesechos.fr Les Échos
mediapart.fr Mediapart
france24.com France 24
rfi.fr RFI
letemps.ch Le Temps
lesoir.be Le Soir
standaard.be De Standaard
nrc.nl NRC
volkskrant.nl de Volkskrant
nos.nl NOS
elpais.com El País
elmundo.es El Mundo
abc.es ABC
lavanguardia.com La Vanguardia
clarin.com Clarín
lanacion.com.ar La Nación
eltiempo.com El Tiempo
publico.pt Público
folha.uol.com.br Folha de S.Paulo
corriere.it Corriere della Sera
repubblica.it la Repubblica
lastampa.it La Stampa
ansa.it ANSA
dn.se Dagens Nyheter
svd.se Svenska Dagbladet
aftenposten.no Aftenposten
nrk.no NRK
politiken.dk Politiken
dr.dk DR
hs.fi Helsingin Sanomat
yle.fi Yle
wyborcza.pl Gazeta Wyborcza
rp.pl Rzeczpospolita
notesfrompoland.com Notes from Poland
balkaninsight.com Balkan Insight
ekathimerini.com Kathimerini
kyivindependent.com The Kyiv Independent
kyivpost.com Kyiv Post
pravda.com.ua Українська правда
ukrinform.ua Укрінформ
ukrinform.net Ukrinform
unian.ua УНІАН
radiosvoboda.org Радіо Свобода
svoboda.org Радио Свобода
rferl.org RFE/RL
meduza.io Meduza
novayagazeta.eu Новая газета Европа
kommersant.ru Коммерсантъ
vedomosti.ru Ведомости
interfax.ru Интерфакс
tass.ru ТАСС
tass.com TASS
ria.ru РИА Новости
euronews.com Euronews
euobserver.com EUobserver
"""
_NAMES = dict(line.split(" ", 1) for line in _TABLE.strip().split("\n"))
SECTIONS = ("www.", "m.", "mobile.", "amp.", "news.", "edition.", "en.")
"""Beginnings of hosts that belong to the same newspaper."""


def newspaper_at(host: str) -> str:
    """Return the name of the newspaper at a host in lower case; empty if it is not in the table."""
    if name := _NAMES.get(host):
        return name
    section = next((section for section in SECTIONS if host.startswith(section)), "")
    return _NAMES.get(host[len(section) :], "") if section else ""
