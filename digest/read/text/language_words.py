"""Common words and letters of languages, by script, for `language.py`.

A word that few languages share counts more than one that many share, so lists may overlap. Relatives such as Danish and
Norwegian need the words in which they differ.
"""

from __future__ import annotations

from collections.abc import Mapping

LATIN: Mapping[str, str] = {
    "en": """the of and to in that is was for it with as his he on be at by had not are but from have they which said will
        has were been their this would its after who about more than when there also we you or an if all can over up out new
        no one into year people could first she her""",
    "de": """der die und das den dem nicht von sie ist des sich mit ein eine auf für im auch es an werden aus er hat dass
        wird bei sind zu noch nach wie einem über einen einer war haben nur oder aber vor zur bis mehr durch man sein
        wurde sei zum am vom keine seit unter gegen sagte teilte mitteilte uhr worden können soll laut wieder ersten""",
    "fr": """le la les et des est une dans que qui pour sur pas du au par plus avec ce sont ont cette aux il elle été se
        mais un en de ne comme son ses leur tout nous vous ou sans après entre selon aussi dont être fait deux même
        deux depuis lundi a très ces où avait premiers déclaré d'un d'une l'a qu'il c'est n'est""",
    "es": """el la los las de que en y una por con para del se no es su al como más lo sus fue ha pero este un está sin
        sobre entre ya también según años hasta desde son muy donde cuando todo esta ser dos hay dijo tras le les
        había año lunes primeros después había han hace contra""",
    "it": """il di che è la per una non sono con del della alla nel gli anche più si da le dei ha ma come delle un in lo
        al dal dalla nella sono stato degli ai questo questa essere dopo hanno se ad alle suo sua due tra anni ed i su
        dell l'ha secondo ancora è lunedì cui già nei sulla sul era dallo ogni""",
    "pt": """o que não uma para com os do da em no na por mais as dos foi são ao das é pelo também seu sua de se um
        como mas pela tem ser ter há está já até entre ou quando muito nos segundo sobre isso depois anos após ele ela
        ainda disse às foram este numa num sem só à segunda-feira nas""",
    "nl": """de het een van en dat niet is op te zijn voor met die hij aan er maar om ook bij naar heeft wordt in werd door
        uit nog als dan meer worden hun over tot ze zich kan geen deze na was had of dit volgens hebben jaar wel
        tegen moet zei onder eerste maandag twee zo waar moeten daar al""",
    "sv": """och att det som en på är av för med den till inte har om ett de var jag sig men från i vid kan så när efter
        ska nu också säger under hade han där blev skulle eller vi mot sin än över mellan varit sedan måndagen mycket
        enligt kommer många år fick alla ut första innan själv något genom vad""",
    "da": """og at det som en på er af for med den til ikke har om et de var jeg sig men fra der i kan så når efter skal
        nu også siger blev havde han hvor eller vi mod ved sin end over mellem været hvad have ud op år siden flere
        mere ifølge meget uge nogle mandag blandt andre gennem kommer første oplyser noget bliver efter være sagde
        blevet tilbage ud ind uger syd skib skibe skibene åbner åbnet åbnede borgmester regeringen formand penge sagen
        vores nogen kun lige får fået tager taget går gået gik fik bruger bruge indtil både værdi gyldig gyldigt ugen børn""",
    "nb": """og at det som en på er av for med den til ikke har om et de var jeg seg men fra ble i kan så når etter skal
        nå også sier hadde han hvor eller vi mot ved sin enn over mellom vært hva ha ut opp år siden flere mer ifølge
        mye uke noen mandag blant andre gjennom kommer første opplyser noe blir være sa bare skulle dette hun melder
        blitt tilbake inn uker sør skip skipene åpner åpnet ordfører regjeringen leder penger saken vår noen får fått tar
        tatt går gått gikk fikk bruker bruke inntil både verdi gyldig uken barn kun like opprettet""",
    "nn": """og at det som ein på er av for med den til ikkje har om eit dei var eg seg men frå vart i kan så når etter skal
        no også seier hadde han kvar eller vi mot ved sin enn mellom vore kva vere mykje fleire noko blir meir berre
        ho då kven korleis sjølv""",
    "fi": """ja on ei että se oli hän joka mutta ovat myös kun kuin niin tai sen mukaan olla ole ollut jotka tämä vuonna
        jo vain sekä he voi sitä noin ennen jälkeen hänen eivät nyt vielä mitä vuoden ollaan sanoo kertoo olivat
        maanantaina kanssa tämän niitä koska kuitenkin siitä en me paljon enemmän kaksi ensimmäiset uusi eikä""",
    "pl": """i w nie na się z że do to jest jak o co po przez dla od był są oraz ale za tym które a jego było też tego
        który ma już być przy ze tylko została został może roku lat czy jako ich która będzie pod w poniedziałek
        we jej podał powiedział przed bez również kiedy gdy jeszcze ten ta jednak więcej osób ponad pierwsze""",
    "cs": """a se v na je že s z do to o i ve pro za by jako podle po jeho které však byl jsou si k ale také který až jak
        už byla bylo jsem od jen než má při nebo tak není která uvedl řekl před jejich bude kteří ze roce další
        této mezi v pondělí lidí několik ještě korun jí ho kde první může více jeden""",
    "sk": """a sa v na je že s z do to o aj vo pre za by ako podľa po jeho ktoré však bol sú si k ale ktorý až už bola
        bolo som od len než má pri alebo tak nie ktorá uviedol povedal pred ich bude ktorí zo roku ďalšie medzi v
        pondelok ľudí niekoľko ešte eur kde prvé môže viac jeden tiež sme keď nad budú tento čo iba""",
    "hu": """a az és hogy nem is egy ez volt csak meg már de van azt mint ki el még szerint ezt ami akik vagy után lesz
        kell pedig majd nagyon sem lehet minden között ha így amely mert elnök mondta közölte hétfőn első több lett
        voltak ezért ott most illetve arra során amikor fel azonban be két kapcsolatban""",
    "ro": """și în de a la cu pe că din nu este pentru care o un mai sunt fi ale după prin a au fost s-a ca să dar sau
        lui mi ar al ei acest această iar le se cel către fără când lor două potrivit într-un luni primele până
        şi va declarat despre fiind ani toate între deja cele cei sub ori""",
    "tr": """ve bir bu da de için ile olarak çok daha gibi olan sonra kadar ancak oldu ise en göre ne ya olduğunu dedi
        değil var her iki ama o bunu mi yeni diye olduğu tarafından üzerinde pazartesi yıl şu açıkladı ilk önce hem
        edildi etti söyledi kendi içinde büyük ki yok yapılan belirtti onun karşı arasında""",
    "hr": """i je u na se da su za od koji s a što kako to će bi o nije iz do koja koje ali ne po ili bio više kao sve
        samo između tko gdje prije nakon te još bila tijekom već toga kod ako jer tome smo biti rekao vrijeme uz
        ponedjeljak tvrdi dvije ljudi svi uvijek vijesti prema ovaj nova siječnja veljače ožujka travnja svibnja lipnja
        srpnja kolovoza rujna listopada studenoga prosinca tisuća tjedan izjavio objavio moguće dio vlada cijena riječ
        dana kojih njihova mjesta mjesto htio vidjeti uopće""",
    "sr-Latn": """i je u na se da su za od koji s a što kako to će bi o nije iz do koja koje ali ne po ili bio više kao sve
        samo između ko gde pre nakon te još bila tokom već toga kod ako jer tome smo biti rekao vreme uz ponedeljak
        tvrdi dve ljudi svi uvek vesti prema ovaj nova januara februara marta aprila maja juna jula avgusta septembra
        oktobra novembra decembra hiljada nedelja izjavio objavio moguće deo vlada cena reč dana kojih mesta mesto hteo
        videti uopšte šta posle trebalo lepo""",
    "sl": """in je v na se da so za ki z s a kot pa tudi ne po bi ali če ter pri iz do od ni bil bila bilo še že lahko
        kar ko le so po njegovi leta pred med nad vse več tem jih ga svoje samo bo bodo prvi po sta kako zaradi
        ponedeljek povedal ljudi dve danes novo sporočil sporočila glede vendar zelo mora tako bolj sicer""",
    "lt": """ir kad yra į iš su bei tai buvo ne o ar apie bet už kaip dėl jau jis jo po metų pagal tik prie kurie taip
        nuo iki per dar pat gali savo labai bus kai ji jų šiuo tačiau sakė pirmadienį pranešė pirmieji metais daugiau
        taip pat kuris kuri kuriuos šis mes jei nėra turi vis be tarp prieš žmonių teigė""",
    "lv": """un ir ar no uz par ka kas kā to tas bija gada arī lai bet pēc vai jau nav tika pie viņš tā šo pirms ne tiek
        gan savu var līdz kuru kad būs latvijas ļoti tikai esot vēl viņa tad starp sacīja paziņoja pirmdien pirmie
        vairāk šī gadā kuri kopā vairs bez abi tie ap kur tomēr kopš darbu būtu aizvadīto pret""",
    "et": """ja on ei et see oli mis ka kui ta oma aga või kes ning mille seda selle siis juba kuid pärast tema nii
        järgi veel nad ole oleks välja aasta eest pole enam üks saab mida selles olla olid ütles esmaspäeval teatas
        esimesed rohkem ainult üle koos kõik meie sest nende vaid kuni eesti enne kus aastal vahel tuleb kohta seal""",
    "id": """yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke karena oleh ada adalah saat kata bisa
        sudah telah tersebut mereka atau seperti para menjadi hingga lebih secara dia kami kita namun tahun hari setelah
        sebagai bahwa antara masih hanya pun lalu senin pertama kapal warga satu dua banyak harus belum kepada usai
        mengatakan menurut pihak lagi serta""",
    "ms": """yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke kerana oleh ada adalah semasa kata boleh
        sudah telah tersebut mereka atau seperti para menjadi hingga lebih secara dia kami kita namun tahun hari selepas
        sebagai bahawa antara masih hanya pun lalu isnin pertama berkata beliau turut bagi daripada manakala ialah
        sebanyak kepada sahaja negara bandar""",
    "vi": """và của là có cho các những được trong không người với một này đã khi đến từ ra về để ông cũng vào năm như
        sau tại trên còn thì bị sẽ nhiều làm đó ngày theo nhưng nhất phải chỉ bà đang hai số lại nước tôi họ qua
        việc thứ đầu tiên nói hơn rằng mới cảng tàu""",
    "sq": """dhe të në një e i për me që nga është më se nuk u po si ka kjo do janë ky ishte por duke kanë edhe tha pas
        vetëm këtë mund deri ai tij ajo pa hënën parë parat sipas kur ndërsa ose sot gjatë tyre""",
    "ca": """el la els les de que en i una per amb del es no és al com més seu va ha però aquest un sense sobre entre ja
        també segons anys fins des són molt on quan tot aquesta ser dos dilluns després han dels pel als havia
        seva seus doncs primer fer vaixells nit""",
    "gl": """o a os as do da de que en e unha por con para dos das non é ao como máis no na seu súa foi pero este un está
        sen sobre entre xa tamén segundo anos ata desde son moi onde cando todo esta ser dous luns despois han pola
        polo nos nas porto dixo haberá""",
    "eu": """eta da ez du ere zen izan den dute bat egin dira hau baina baino oso dela zuen hori egun dituzte zituen izango
        urte arabera ondoren behar beste esan lehen astelehenean dago bere gabe hala bi nahi""",
    "is": """og að er í á sem það var við um til ekki með fyrir hann en af frá eru því þá þetta hafa hefur segir verið hún
        sé eftir þess verður mun þar eða þau sig mánudag fyrstu þeir nú sagði kom""",
    "ga": """agus an na ar go is ag le i a sé bhí sin tá don nach ach ní mar seo cé chun lena faoi ó dúirt siad iad
        tar éis ina raibh bhfuil atá leis""",
    "cy": """yr y i yn a o ar ei mae bod wedi am gan oedd ac hefyd nid sy fel hyn eu un er mewn nad dydd fod roedd dros
        cyntaf llun dywedodd ond ein""",
    "af": """die en van in het is nie dat wat vir met om te 'n hy was op sal aan ook ons hulle by kan as maar deur uit sy
        word tot oor geen toe na haar gesê maandag eerste daar""",
    "sw": """ya na wa kwa ni katika la za kuwa hiyo hii ambao baada cha alisema huo pia kama watu lakini mwaka wake hilo
        siku hivyo zaidi ili bila jumatatu kwanza vya serikali""",
    "fil": """ang ng sa na mga at ay si para ito niya hindi kung mula sila nang kay may isang rin siya pa ni ayon noong
        dahil sinabi lunes kanilang bago wala unang""",
    "mt": """li ta u l il fil għall minn ma huwa kien biex dan għal mill fuq hija kienet din qal wara bil tal aktar kif
        hemm jew tat meta mhux ġew dwar it-tnejn""",
    "az": """və bir bu da də üçün ilə olan sonra kimi ki daha ən edib olub görə deyil var hər ilə bildirib amma o isə qədər
        tərəfindən azərbaycan il ilk əvvəl""",
    "eo": "la de kaj en estas ke al por kun ne ankaŭ sed ĉi de li ŝi ĝi kiu kiuj post pri ĝis estis unuaj lundo",
}  # fmt: skip
"""Languages in Latin script."""

CYRILLIC: Mapping[str, str] = {
    "ru": """и в не на что с по как это к из у за от для о его но был было он она они при также который года а то все
        так же я мы чтобы или до если уже бы только том после во со года сообщил сообщила понедельник первые были
        будет еще ещё более этом об их лет может под того тем когда без где себя между""",
    "uk": """і в не на що з та до як це у за від для про його але був було він вона вони при також який року а то все
        так ж я ми щоб або якщо вже б лише тому після зі й повідомив повідомила понеділок перші були буде ще більше
        цьому їх років може під того тим коли без де себе між які яка є із через""",
    "be": """і ў не на што з да як гэта у за ад для пра яго але быў было ён яна яны пры таксама які года а то усе ўсе
        так жа я мы каб ці калі ўжо б толькі таму пасля са й паведаміў панядзелак першыя былі будзе яшчэ больш іх
        гадоў можа пад таго дзе""",
    "bg": """и в не на че с за от по как това се да ще са но който беше при също е до към из а със след има само като
        още са му ги бяха или бил тя той те ни си няма може година който която които през повече понеделник каза
        първите според заяви където те вече между бъде съобщи във преди ли много""",
    "sr": """и у не на да је се са за од као то су који био али о по из а што ће би није до која које или више све само
        између ко где пре након те још била током већ тога код ако јер смо бити рекао понедељак људи према овај прва
        године саопштио изјавио после шта али с""",
    "mk": """и во не на да е се со за од како што тоа го ги ќе кој беше но по до а ја сè се биле која кои или само му
        има при овој оваа повеќе година според рече изјави понеделник меѓу уште уште нема први бил бидат откако""",
    "kk": "және мен бұл да де үшін бір деп бар болып қазақстан ол деді еді жылы туралы кейін екі осы оның дейін емес қала",
    "ky": "жана бул менен да де үчүн бир деп бар болуп ал деди эле жылы тууралуу кийин эки ошол анын чейин эмес шаар",
    "mn": "нь байна ба энэ болон гэж юм тэр байсан улсын оны хийх бол өдөр монгол хэлэв дээр хүн гэсэн бүх",
    "tg": "ва дар аз ба ки ин бо барои аст он буд шуд тоҷикистон сол ҳам то як худ кард гуфт",
}  # fmt: skip
"""Languages in Cyrillic script."""

ARABIC: Mapping[str, str] = {
    "ar": """في من على إلى أن عن مع التي هذا الذي كان هذه بعد قد ما لا بين قال وقال لم أو كما كانت يوم هو هي ذلك خلال
        حتى أكد عام الى ان إن حيث منذ عند لن كل غير وفي""",
    "fa": """در به از که این را با است برای آن یک خود تا کرد بر هم شد می‌شود شده بود های می و او نیز کرده گفت پس دو
        روز نیست اما سال باید دارد ما اگر شود کند""",
    "ur": "کے کی میں ہے کا اور سے کو نے ہیں پر یہ اس کہ ایک بھی تھا کہا جو کر گیا نہیں ان ہو تھے وہ لیے بعد",
    "ps": "د په او چې کې له دا ته یو نه هم سره دی شوي وو لپاره چې يې پر هغه وروسته",
    "ckb": "لە بە و کە بۆ ئەو لەگەڵ ئەم هەر دەکات کرد هەبوو ئەوەی دەبێت نێوان پاش",
}  # fmt: skip
"""Languages in Arabic script."""

DEVANAGARI: Mapping[str, str] = {
    "hi": """के में की है और से को का ने पर हैं कि यह एक भी ही था इस लिए कर तो नहीं हो गया कहा साथ वह जो बाद रहे थे
        अपने किया थी या तक होने""",
    "mr": "आहे आणि या च्या हे ते मध्ये होते केले एक यांनी आहेत करण्यात नाही व तर की होता झाली असे त्या पण साठी येथे",
    "ne": "छ र को मा हो ले गरेको भएको छन् पनि लाई यो गर्ने एक नेपाल भने थियो का बाट तथा तर उनले गरी हुने पछि",
}  # fmt: skip
"""Languages in Devanagari script."""

LETTERS: Mapping[str, str] = {
    "en": "é", "de": "äöüß", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíñóúü", "it": "àèéìíîòóùú", "pt": "ãáàâçéêíõóôú",
    "nl": "ëïéèöüáóê", "sv": "åäöé", "da": "æøåé", "nb": "æøåéòôó", "nn": "æøåéòôó", "fi": "äöåšž", "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž", "hu": "áéíóöőúüű", "ro": "ăâîșțşţ", "tr": "çğıöşüâîû",
    "hr": "čćđšž", "sr-Latn": "čćđšž", "sl": "čšž", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž", "et": "äõöüšž", "id": "é",
    "ms": "é", "vi": "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ", "sq": "ëç",
    "ca": "àçéèíïóòúü·", "gl": "áéíñóúüï", "eu": "ñü", "is": "áæðéíóöþúý", "ga": "áéíóú", "cy": "âêîôûŵŷäëïö",
    "af": "êëéôûèîï", "fil": "ñ", "mt": "ċġħżàù", "az": "əçğıöşü", "eo": "ĉĝĥĵŝŭ",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя", "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш", "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "kk": "абвгдежзийклмнопрстуфхцчшщъыьэюяёәғқңөұүһі", "ky": "абвгдежзийклмнопрстуфхцчшщъыьэюяёңөү",
    "mn": "абвгдежзийклмнопрстуфхцчшщъыьэюяёөү", "tg": "абвгдежзийклмнопрстуфхцчшъэюяёғӣқӯҳҷ",
    "ar": "ةىأإؤئءآيك", "fa": "پچژگکیآئءأ", "ur": "پچژگٹڈڑےںہھکیآئ", "ps": "پچژگټډړښږڅځېۍئکیۀ", "ckb": "پچژگڕڵێۆەکی",
}  # fmt: skip
"""Letters beyond A to Z in Latin script; the alphabet in Cyrillic script; letters that languages do not share in Arabic."""

ENDINGS: Mapping[str, str] = {
    "fi": "ssa ssä sta stä lla llä lle lta ltä nen set sen ksi een tta ttä uun iin isi ään aan ttu tty vat vät mme itä",
    "et": "sse tud mine ise ste ust ses des tes ate tas tatud vad nud ega ist use ud",
    "tr": "lar ler arı eri nın nin dan den yor ası esi mak mek dır dir tır tir ığı iği ını ini nda nde cak cek mış miş",
    "az": "lar ler lər nın nin dan dən yir ası əsi maq mək dır dir ığı iyi ını ini nda ndə caq cək mış miş",
    "hu": "nak nek ban ben ság ség hoz hez ból ből tól től ról ről ért nál nél tak tek ott ett ják ni",
    "lt": "ius ias iai ija oje mas uose ėje ybė avo ėjo sis inė ių ti tų ąją jos",
    "lv": "jas ija ais ies šana iem iski tās ībā ību ētu jis oši nās ās",
    "id": "kan nya kan asi",
    "ms": "kan nya kan asi",
    "eu": "ren tik tzen eko tan ako ean aren zen tzea tik",
    "de": "ung gen lich ten isch tet ern",
    "sv": "ade ing rna het tes gen are",
    "da": "ing ede erne ens hed elser erer",
    "nb": "ing ene het ert lser ene erer",
    "nl": "ing den gen ijk ten lijk eerd",
    "fr": "ent ion aux eur ique eux ées ait",
    "es": "ión aba ado ada dad nte ron ero",
    "pt": "ção ões dade ado ada nte ram eiro",
    "it": "one ato ata ità ente are ndo gli",
    "ro": "lui lor rea ția ului ele tul ilor ată",
    "pl": "ego ych ach ość nia nie ski ów ami owy",
    "cs": "ého ích ost ání ové ými eho ech ech",
    "sk": "ého ých osť nie ové ými ach och iach",
    "hr": "nja ima ost ije nje ski oga ama nju ti",
    "sr-Latn": "nja ima ost nje ski oga ama nju ti",
    "sl": "nja ost nje ski ega ila ali ili imi anje",
    "en": "ing tion ed ion ity ers ment",
    "ru": "ого ых ость ние ями ить ать тся лся ной ых",
    "uk": "ого их ість ння ями ити ати ься ної ів",
    "bg": "ите ата ото ост ние ият ане ува та",
    "kk": "дың лар дер ның нің тар тер ған ген ды",
    "ky": "дын лар дер нын нин лор үүн ган ген ду",
    "mn": "ын ийн сан сэн оор ээр ууд үүд гүй аар",
}  # fmt: skip
"""Endings of words, of two to four letters. They help where words have many forms, so that few of them are common."""

RELATIVES = (
    "da nb nn sv",
    "hr sr-Latn sl",
    "id ms",
    "cs sk",
    "es ca gl pt",
    "ru uk be bg sr mk",
    "nl af",
    "tr az",
    "hi mr ne",
)
"""Languages that share most of their common words. If two of them are close, the first one in the tables above is as good."""
