"""Words in date lines by language, beyond the names of months and weekdays (`cldr_dates.py`): labels and what is ignored.

Kinds: `date` and `updated` (labels), `-` (ignored), `month` (the next number is a month), `am` and `pm`.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "date": "veröffentlicht erschienen erstellt datum publiziert veröffentlichung stand",
        "updated": "aktualisiert geändert update aktualisierung überarbeitet",
        "-": "am um uhr den der vom ab zuletzt erstmals letzte letztes zeitpunkt zeit minuten",
    },
    "fr": {
        "date": "publié publiée paru parue posté diffusé écrit rédigé publication",
        "updated": "jour modifié modifiée actualisé actualisée",
        "-": "le la à a mis mise de du dernière date heure heures h et",
    },
    "es": {
        "date": "publicado publicada fecha publicación creado",
        "updated": "actualizado actualizada modificado actualización modificación",
        "-": "el la las los de del a día hora horas h hs hrs y última",
    },
    "it": {
        "date": "pubblicato pubblicata data pubblicazione creato",
        "updated": "aggiornato aggiornata modificato aggiornamento modifica",
        "-": "il lo la le l alle ore ora del di ultimo ultima",
    },
    "pt": {
        "date": "publicado publicada data publicação criado postado",
        "updated": "atualizado atualizada actualizado atualização modificado",
        "-": "em no na às as de do da há h última hora horas e",
    },
    "nl": {
        "date": "gepubliceerd geplaatst datum verschenen publicatie aangemaakt",
        "updated": "bijgewerkt gewijzigd aangepast geüpdatet update",
        "-": "op om uur de het laatst laatste voor het eerst van",
    },
    "sv": {
        "date": "publicerad publicerat publicerades datum skapad publicerad",
        "updated": "uppdaterad uppdaterat uppdaterades ändrad",
        "-": "den kl klockan senast i",
    },
    "da": {
        "date": "publiceret offentliggjort udgivet dato oprettet lagt",
        "updated": "opdateret ændret redigeret",
        "-": "den d kl klokken senest sidst i op",
    },
    "nb": {
        "date": "publisert offentliggjort dato utgitt lagt opprettet",
        "updated": "oppdatert endret redigert",
        "-": "den d kl klokken sist i ut",
    },
    "fi": {
        "date": "julkaistu julkaisuaika julkaistiin päivämäärä luotu",
        "updated": "päivitetty muokattu päivitettiin",
        "-": "klo kello viimeksi na",
    },
    "pl": {
        "date": "opublikowano opublikowany opublikowana data publikacji publikacja dodano utworzono",
        "updated": "aktualizacja zaktualizowano aktualizacji zmodyfikowano aktual",
        "-": "dnia o godz godzina godzinie r roku z ostatnia",
    },
    "cs": {
        "date": "publikováno zveřejněno vydáno datum vloženo vytvořeno",
        "updated": "aktualizováno upraveno změněno aktualizace",
        "-": "dne v ve hod hodin naposledy",
    },
    "sk": {
        "date": "publikované zverejnené vydané dátum vložené uverejnené",
        "updated": "aktualizované upravené zmenené aktualizácia",
        "-": "dňa o v hod hodín naposledy",
    },
    "hu": {
        "date": "közzétéve megjelent publikálva dátum létrehozva megjelenés",
        "updated": "frissítve módosítva frissült frissítés",
        "-": "kor órakor óra perc utoljára n án én utolsó",
    },
    "ro": {
        "date": "publicat publicată data postat publicării",
        "updated": "actualizat actualizată modificat actualizare",
        "-": "la pe de în ora orele ultima",
    },
    "bg": {
        "date": "публикувано публикувана дата публикуван",
        "updated": "обновена обновено актуализирано променено",
        "-": "на в от г година ч час часа последно",
    },
    "el": {
        "date": "δημοσιεύθηκε δημοσιεύτηκε δημοσίευση ημερομηνία δημοσιευμένο ανάρτηση",
        "updated": "ενημερώθηκε ενημέρωση τροποποιήθηκε τελευταία",
        "-": "στις την τη ώρα στη η",
        "am": "πμ",
        "pm": "μμ",
    },
    "tr": {
        "date": "yayınlanma yayınlandı yayın yayımlanma yayımlandı tarih tarihi giriş eklenme oluşturulma",
        "updated": "güncelleme güncellendi güncellenme",
        "-": "saat son saati",
        "am": "öö",
        "pm": "ös",
    },
    "ru": {
        "date": "опубликовано опубликован опубликована дата создано размещено публикации публикация",
        "updated": "обновлено обновлен обновлена изменено обновление",
        "-": "в во от г года год гг время мск ч час часов последнее",
    },
    "uk": {
        "date": "опубліковано опублікована опублікований створено дата розміщено публікації публікація",
        "updated": "оновлено змінено оновлення оновлена",
        "-": "о об в у від р року рік час год годині останнє",
    },
    "be": {
        "date": "апублікавана дата апублікаваны",
        "updated": "абноўлена зменена",
        "-": "у а г года гадзіне",
    },
    "sr": {
        "date": "објављено датум публиковано објављен постављено objavljeno datum postavljeno",
        "updated": "ажурирано измењено освежено ažurirano izmenjeno",
        "-": "у год године г ч сати h u god godine časova sati poslednje последње последњи",
    },
    "hr": {
        "date": "objavljeno datum objava postavljeno",
        "updated": "ažurirano izmijenjeno osvježeno zadnja izmjena",
        "-": "u h sati god godine dana zadnje posljednje",
    },
    "sl": {
        "date": "objavljeno datum objava",
        "updated": "posodobljeno spremenjeno osveženo",
        "-": "ob uri h dne zadnjič",
    },
    "lt": {
        "date": "paskelbta publikuota data skelbta įkelta",
        "updated": "atnaujinta pakeista redaguota",
        "-": "m d val min paskutinį kartą",
    },
    "lv": {
        "date": "publicēts publicēta datums ievietots",
        "updated": "atjaunots atjaunināts atjaunota labots",
        "-": "gada g plkst pulksten pēdējo reizi",
    },
    "et": {
        "date": "avaldatud kuupäev lisatud postitatud",
        "updated": "uuendatud muudetud täiendatud",
        "-": "kell kl a aasta viimati",
    },
    "ar": {
        "date": "نشر نُشر نشرت تاريخ النشر نُشرت نشرت",
        "updated": "تحديث آخر حدث حُدث تم التحديث عُدل",
        "-": "في يوم الساعة بتوقيت بتاريخ عند غرينتش غرينيتش",
        "am": "ص صباحا صباحاً",
        "pm": "م مساء مساءً",
    },
    "fa": {
        "date": "منتشر تاریخ انتشار منتشرشده زمان",
        "updated": "به‌روزرسانی بروزرسانی به‌روز بروز ویرایش",
        "-": "در شده شد ساعت روز آخرین رسانی",
        "am": "قظ صبح",
        "pm": "بظ بعدازظهر عصر",
    },
    "he": {
        "date": "פורסם פורסמה תאריך פרסום",
        "updated": "עודכן עודכנה עדכון",
        "-": "ב יום בשעה שעה אחרון לאחרונה",
        "day": "ראשון שני שלישי רביעי חמישי שישי שבת",
    },
    "hi": {
        "date": "प्रकाशित प्रकाशन दिनांक तिथि तारीख पब्लिश",
        "updated": "अपडेट अद्यतन संशोधित अपडेटेड",
        "-": "को बजे समय अंतिम किया गया पर",
        "am": "पूर्वाह्न सुबह",
        "pm": "अपराह्न शाम दोपहर",
    },
    "bn": {
        "date": "প্রকাশিত প্রকাশ তারিখ প্রকাশের",
        "updated": "আপডেট হালনাগাদ সর্বশেষ",
        "-": "সময় টা সাল",
        "am": "সকাল",
        "pm": "বিকেল দুপুর রাত সন্ধ্যা",
    },
    "th": {
        "date": "เผยแพร่ เผยแพร่เมื่อ วันที่เผยแพร่ โพสต์เมื่อ ลงวันที่ ตีพิมพ์เมื่อ",
        "updated": "อัปเดต อัปเดตล่าสุด อัพเดท ปรับปรุงล่าสุด แก้ไขล่าสุด อัปเดตเมื่อ ปรับปรุงเมื่อ แก้ไขเมื่อ",
        "-": "วันที่ เวลา น พศ เมื่อ ล่าสุด ที่ คศ",
    },
    "vi": {
        "date": "đăng ngày xuất bản phát hành",
        "updated": "cập nhật sửa",
        "-": "lúc năm vào giờ bản lần cuối được",
        "month": "tháng thg",
        "day": "thứ hai ba tư năm sáu bảy chủ nhật",
        "am": "sa sáng",
        "pm": "chiều ch tối",
    },
    "id": {
        "date": "diterbitkan terbit dipublikasikan tanggal dipublish tayang",
        "updated": "diperbarui diupdate pembaruan diperbaharui",
        "-": "pada pukul jam terakhir wib hari",
    },
    "ms": {
        "date": "diterbitkan tarikh disiarkan",
        "updated": "dikemaskini dikemas kini",
        "-": "pada pukul jam",
        "am": "pagi",
        "pm": "petang ptg malam",
    },
    "zh": {
        "date": """发布 发布时间 发布于 发表于 发表时间 发布日期 日期 时间 發布 發布時間 發布於 發佈 發佈時間 發表於 日期 時間
            刊登 刊登日期 出版 发表 發表""",
        "updated": "更新 更新时间 更新于 更新時間 更新於 最后更新 最後更新 最近更新",
        "-": "于 於 在 北京时间 北京時間 时间 時間",
        "am": "上午 早上 凌晨",
        "pm": "下午 晚上 傍晚",
    },
    "ja": {
        "date": "公開 公開日 公開日時 掲載 掲載日 配信 投稿 投稿日 発行 発表 日付 作成日 発行日 公開済み",
        "updated": "更新 更新日 更新日時 最終更新 最終更新日",
        "-": "付 付け に 日時 配信日時",
        "am": "午前",
        "pm": "午後",
    },
    "ko": {
        "date": "입력 등록 기사입력 게시 작성 발행 게재 등록일 작성일 게시일 발행일 입력시간 송고 승인",
        "updated": "수정 최종수정 업데이트 갱신 수정일 최종",
        "-": "시간 일시 에",
        "am": "오전",
        "pm": "오후",
    },
    "ca": {"date": "publicat publicada data", "updated": "actualitzat actualitzada", "-": "el a les de del d h hores"},
    "gl": {"date": "publicado data", "updated": "actualizado", "-": "o a ás de do as h"},
    "sq": {"date": "publikuar data botuar", "updated": "përditësuar", "-": "më në ora e"},
    "mk": {"date": "објавено датум", "updated": "ажурирано", "-": "на во година г часот"},
    "is": {"date": "birt dagsetning birtist", "updated": "uppfært", "-": "kl þann klukkan"},
    "eu": {"date": "argitaratua data argitaratuta", "updated": "eguneratua eguneratuta", "-": "ko e"},
    "ur": {"date": "شائع تاریخ", "updated": "اپڈیٹ", "-": "بجے ہوا کو"},
    "az": {"date": "dərc yayımlanıb tarix", "updated": "yenilənib", "-": "saat edilib"},
    "mr": {"date": "प्रकाशित दिनांक", "updated": "अद्यतनित अपडेट", "-": "रोजी वाजता"},
    "kk": {"date": "жарияланды", "updated": "жаңартылды", "-": "ж жылы сағат"},
}  # fmt: skip
