"""Words of bylines in many languages: labels such as `Author:`, prepositions such as `by`, and conjunctions."""

from __future__ import annotations

_LABELS = """
    author authors writer byline reporter reporters reported_by written_by report editor edited_by by_line words_by
    story_by text_by interview contributor journalist posted_by published_by
    autor autorin autoren autor:in text redaktion verfasser verfasserin geschrieben_von bericht redakteur redakteurin
    auteur auteure auteurs autrice rédigé_par écrit_par texte rédaction par journaliste
    autora autores redacción escrito_por texto redactor redactora periodista publicado_por
    autore autori articolo_di scritto_da testo redazione a_cura_di servizio_di
    redação escrito_por jornalista reportagem redator
    geschreven_door tekst auteur(s) redactie verslaggever
    skribent skribenter reporter skriven_av journalist skrevet_af skrevet_av forfatter av_journalist journalister
    kirjoittaja kirjoittajat teksti toimittaja kirjoittanut
    autorka autorzy napisał napisała opracowanie opracował opracowała oprac tekst redaktor dziennikarz
    autoři napsal napsala redaktorka zdroj_textu připravil připravila
    napísal napísala pripravil pripravila
    írta szerző szerzők szöveg tudósító
    autori autoare text_de scris_de redactor jurnalist
    автор автори автора текст редактор журналист пише написа репортер автор_на_статията
    συντάκτης συντάκτρια κείμενο γράφει γράφει_ο γράφει_η ρεπορτάζ επιμέλεια του της των αρθρογράφος συγγραφέας
    yazan yazar haber muhabir editör kaynak_yazar
    авторы авторка авторка_статті текст_подготовил подготовил подготовила корреспондент журналіст журналістка підготував
    підготувала кореспондент записала записал
    аутор аутори новинар пише текст_написао piše pišu novinar novinarka autorica tekst napisao napisala priredio priredila
    avtor avtorica avtorji besedilo novinarka pripravil pripravila
    autorius autorė autoriai parengė parašė tekstas žurnalistas žurnalistė
    autors autore autori teksts žurnālists žurnāliste sagatavoja raksta
    autorid kirjutas toimetaja ajakirjanik
    الكاتب الكاتبة كتب كتبت بقلم تحرير إعداد المصدر_الكاتب المؤلف المحرر المراسل تقرير كتابة
    نویسنده نویسندگان گزارش خبرنگار به_قلم نوشته نوشتهٔ تهیه_و_تنظیم
    מאת כתבה כתב כתבת מחבר נכתב_על_ידי עורך כותב כותבת
    लेखक लेखिका द्वारा रिपोर्ट संवाददाता लेखन रिपोर्टर लेखक_का_नाम
    লেখক প্রতিবেদক লিখেছেন প্রতিবেদন নিজস্ব_প্রতিবেদক লেখা
    โดย ผู้เขียน เขียนโดย ผู้สื่อข่าว เรื่อง เรื่องโดย
    tác_giả bởi bài người_viết phóng_viên viết_bởi bài_viết
    penulis oleh reporter pewarta ditulis_oleh editor wartawan jurnalis pengarang
    作者 记者 記者 文 撰文 编辑 編輯 责任编辑 文字 采写 作者名 来源作者 報道 报道 撰稿 編集
    著者 執筆 筆者 取材・文 文責 執筆者 ライター
    기자 글 작성자 취재 저자 글쓴이 작성
    autor_de_l'article text_i_fotos höfundur blaðamaður autori autorja автор_текста kazeta egilea
    müəllif мүəllif автордың мақала údar awdur skrywer mwandishi may-akda kittieb
    """
LABELS = frozenset([label.replace("_", " ") for label in _LABELS.split()])
"""Labels that a colon follows: `Author: Ann Lee`. Without a colon, at least two words that can be a name must follow."""

PREPOSITIONS = {
    "it": "di da",
    "pt": "de",
    "es": "de",
    "fr": "de",
    "nl": "door",
    "sv": "av",
    "nb": "av",
    "nn": "av",
    "no": "av",
    "da": "af",
    "ro": "de",
    "bg": "от",
    "mk": "од",
    "el": "του της των από",
    "hr": "od",
    "sq": "nga",
    "ca": "per de",
    "gl": "por de",
    "is": "eftir",
    "id": "oleh",
    "ms": "oleh",
    "vi": "bởi theo",
    "th": "โดย",
    "ar": "بقلم كتب كتبت",
    "fa": "از",
    "he": "מאת",
    "af": "deur",
    "eu": "",
}
"""Words for "by" that also occur in names. They are recognized only in the languages of the article and of the site."""

SUFFIXES = ("기자", "記者", "记者", "द्वारा", "tarafından", "특파원", "논설위원", "編集委員")
"""Words for "by" or "reporter" after the name."""

_SOURCES = """source quelle fuente fonte bron källa kilde lähde źródło zdroj forrás sursa източник πηγή kaynak источник джерело
    извор izvor vir šaltinis avots allikas المصدر منبع מקור स्रोत সূত্র ที่มา nguồn sumber 来源 來源 출처 出典 font"""
SOURCES = frozenset(_SOURCES.split())
"""Labels of the publication: `Source: Reuters`."""

AND = """and und et y e и й та і oraz i a en och og ja és es și şi και ve ir un و और এবং ও และ và dan 和 與 与 및 와 과 & plus
    ja sekä samt sowie as well as o pa te dhe eta agus"""
"""Conjunctions between names, in lower case: `A` and `I` are initials."""
