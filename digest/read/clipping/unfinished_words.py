"""Words that cannot end a sentence, so that a paragraph that ends with one goes on after the next blank line."""

from __future__ import annotations

from collections.abc import Mapping

UNFINISHED: Mapping[str, str] = {
    "en": """the a an of to from with by for at in on into onto upon and or nor but as than that which who whose whom is
        are was were be been has have had its their his her our my your this these those between among against toward
        towards during under over about after before because although while if when where whether until since not""",
    "de": """der die das dem den des ein eine einer eines einem einen und oder aber sowie von vom zum zur im am beim ins
        für gegen ohne durch über unter zwischen seit als wie dass weil wenn dessen deren sein seine ihre ihr ihrer""",
    "fr": """le la les un une des du de au aux et ou mais dans par pour sur avec sans sous chez vers entre que qui dont
        son sa ses leur leurs ce cette ces à en""",
    "es": """el la los las un una unos unas de del al a y e o u pero en por para con sin sobre entre desde hasta que su
        sus este esta se""",
    "it": """il lo la i gli le un uno una di del della dei delle dello degli a al alla ai alle da dal dalla in nel nella
        su sul sulla per con tra fra e o ma che""",
    "pt": "o a os as um uma de do da dos das em no na nos nas por pelo pela para com sem sobre entre e ou mas que seu sua",
    "pl": "w we z ze na do od po przez dla i oraz a ale lub o u przy nad pod za że który która które",
    "nl": "de het een van en of maar in op te voor met aan door over onder tussen zonder dat die zijn haar hun",
    "ru": """и а но или что как чтобы в во на с со к ко о об от до из за под над при для без по у не между через после
        перед его её их который которая которое которые""",
    "uk": """і й та а але або що як щоб у в на з із зі до від для за під над при про по без не між через після перед його
        її їх який яка яке які""",
    "sv": """en ett den det de och eller men att som om i på av för till från med utan under över mellan hos vid mot genom efter
        innan när eftersom medan sin sitt sina är var har hade inte ska skulle kan""",
    "da": """en et den det de og eller men at som der om i på af for til fra med uden under over mellem hos ved mod gennem efter
        før når fordi mens sin sit sine er var har havde ikke skal skulle kan""",
    "nb": """en et ei den det de og eller men at som om i på av for til fra med uten under over mellom hos ved mot gjennom etter
        før når fordi mens sin sitt sine er var har hadde ikke skal skulle kan""",
    "fi": "ja tai mutta että kun jos koska sekä eli kuin jotka joka jonka ei on ovat oli olivat vaan sillä niin kuten",
    "cs": """a i nebo ale že aby v ve na z ze s se k ke o od do po pro při před za nad pod mezi bez u přes který která které
        když jako jeho její jejich než než""",
    "sk": """a aj alebo ale že aby v vo na z zo s so k ku o od do po pre pri pred za nad pod medzi bez u cez ktorý ktorá ktoré
        keď ako jeho jej ich než""",
    "hu": "a az egy és vagy de hogy mert ha mint amely amelyek aki akik ami nem is pedig illetve hanem",
    "ro": """un o al a ai ale și sau dar iar că să în la de din cu pe pentru prin fără spre către între sub peste care când
        cei cele cel lui este sunt nu mai după până""",
    "bg": """и или но че да в във на с със за от до по при през пред след без под над между към който която което които
        като а не се ще са е""",
    "el": """ο η το οι τα του της των τον την τους τις στο στη στην στον στις στους στα και ή αλλά ότι πως να με σε από για
        προς χωρίς κατά μετά που όταν αν δεν θα ένα μια ένας""",
    "tr": "ve veya ile ama fakat ki bir bu şu için gibi kadar olan çünkü hem ancak",
    "sr": """и или али да у на с са за од до по при кроз пред после без под над између ка који која које као а не се ће су је
        о из i ili ali da u na s sa za od do po pri kroz pred posle bez pod nad između koji koja koje kao a
        ne se će su je o iz""",
    "hr": """i ili ali da u na s sa za od do po pri kroz pred nakon bez pod nad između prema koji koja koje kao a ne se će su
        je o iz te što""",
    "sl": "in ali pa da v na z s za od do po pri skozi pred brez pod nad med k h ki kot ter se so je o iz ko če",
    "lt": "ir ar bet kad į iš su už nuo iki per po prie be dėl apie tarp prieš kuris kuri kurie kaip o ne nei",
    "lv": "un vai bet ka ar no uz par līdz pie pēc pirms bez starp zem virs caur kas kurš kura kuri kā ja jo nav ir",
    "et": "ja või aga et kui kuid ning mis kes ei on oli kuna sest nagu kuni ega",
    "ar": "في من على إلى عن مع أن إن التي الذي الذين أو ثم بين بعد قبل حتى كما لا لم لن هذا هذه كان كانت وفي وعلى",
    "fa": "و یا در از به با بر که را تا برای این آن هر یک اما اگر چون",
    "he": "של את על עם אל מן או כי אם גם אבל לא זה בין לפני אחרי כדי אשר הוא היא",
    "hi": "के का की में से को ने पर और या कि लेकिन तथा एवं लिए एक इस उस जो यह",
    "bn": "ও এবং বা কিন্তু যে এই সেই একটি জন্য থেকে",
    "vi": "và hoặc nhưng của ở tại trong ngoài với cho từ đến về để là các những một mà bị được do vì nếu khi",
    "id": "dan atau tetapi namun di ke dari pada dengan untuk oleh dalam yang bahwa karena serta para sebuah seorang itu",
}
"""Articles, prepositions and conjunctions by language, and verbs that an object follows."""
