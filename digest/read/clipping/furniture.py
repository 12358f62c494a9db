"""Words of lines around an article that are neither its title nor its byline: names of sections, and buttons."""

from __future__ import annotations

_WORDS = """
    news local politics political business economy world national international sport sports culture opinion analysis science
    technology tech health society travel lifestyle environment climate europe home breaking latest exclusive feature features
    share print comment comments save listen subscribe read read: advertisement menu photo photos video gallery live email
    copy link tweet facebook twitter whatsapp telegram
    lokales politik wirtschaft welt kultur meinung wissenschaft gesellschaft nachrichten panorama regional teilen drucken
    artikel kommentare merken vorlesen
    redaktion redacción redação redazione redactie redakcja rédaction редакция редакція newsroom
    actualités actualité politique économie monde culture société opinions sciences sports partager imprimer commentaires
    noticias política economía mundo cultura sociedad opinión deportes locales ciencia compartir imprimir comentarios
    cronaca politica economia mondo società opinioni scienza notizie condividi stampa commenti esteri
    notícias economia sociedade opinião esporte ciência compartilhar partilhar imprimir comentários
    nieuws politiek economie wereld cultuur wetenschap binnenland buitenland sport delen deel reacties
    nyheter politik ekonomi världen kultur inrikes utrikes dela kommentarer samhälle
    nyheder økonomi verden udland indland del debat samfund
    økonomi verden kultur innenriks utenriks meninger samfunn
    uutiset politiikka talous maailma kulttuuri kotimaa ulkomaat urheilu jaa tulosta mielipide
    wiadomości polityka gospodarka świat kultura kraj nauka udostępnij drukuj komentarze społeczeństwo
    zprávy politika ekonomika svět domácí zahraničí sdílet tisknout komentáře společnost
    správy svet domáce zahraničie zdieľať vytlačiť
    hírek belföld külföld gazdaság világ tudomány megosztás nyomtatás
    știri politică lume cultură societate distribuie tipărește comentarii
    новини новости политика політика экономика економіка икономика мир світ свят культура култура общество суспільство
    спорт наука сподели поделиться поділитися поділитись печать друк коментари комментарии коментарі вести друштво подели свет
    ειδήσεις πολιτική οικονομία κόσμος πολιτισμός κοινωνία αθλητικά κοινοποίηση μοιράσου εκτύπωση
    haberler gündem siyaset ekonomi dünya kültür toplum spor paylaş yazdır yorum
    vijesti vesti svijet gospodarstvo društvo podijeli podeli novice svet gospodarstvo družba deli
    naujienos lietuva pasaulis ekonomika kultūra dalintis spausdinti verslas
    ziņas pasaule ekonomika kultūra dalīties drukāt
    uudised maailm majandus kultuur jaga prindi
    أخبار سياسة اقتصاد العالم ثقافة رياضة مجتمع رأي شارك طباعة الأخبار المقال
    اخبار سیاست اقتصاد جهان فرهنگ ورزش جامعه چاپ اشتراک‌گذاری
    חדשות פוליטיקה כלכלה עולם תרבות ספורט חברה דעות שתפו הדפסה
    समाचार राजनीति देश दुनिया खेल शेयर मनोरंजन व्यापार
    খবর রাজনীতি অর্থনীতি বিশ্ব খেলা শেয়ার সংবাদ বাংলাদেশ
    ข่าว ข่าวท้องถิ่น การเมือง เศรษฐกิจ โลก กีฬา สังคม แชร์ พิมพ์
    tin tức thời sự kinh tế giới thể thao chia sẻ
    berita politik ekonomi dunia olahraga budaya bagikan cetak nasional
    新闻 新聞 政治 经济 經濟 国际 國際 社会 社會 文化 体育 體育 分享 打印 评论 ニュース 経済 国際 スポーツ シェアする シェア 印刷
    뉴스 정치 경제 사회 문화 국제 스포츠 공유 공유하기 인쇄 댓글
    """
FURNITURE = frozenset(_WORDS.split())


def is_furniture(line: str) -> bool:
    """Whether a short line names a section or a button: `Local news`, `Share`."""
    words = line.lower().strip(" :|*_").split()
    return 1 <= len(words) <= 4 and len(line) <= 40 and any(word in FURNITURE for word in words)
