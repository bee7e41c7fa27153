"""Countries and languages by their ISO codes, also where sources have codes of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..records import Word
from .text import clean

COUNTRY = re.compile(r"[A-Z]{2}")
LANGUAGE = re.compile(r"[a-z]{2}")

# Codes of TMDB. Its CS is Serbia and Montenegro, ours (as ISO's first) is Czechoslovakia.
TMDB_COUNTRIES = {"CS": ("RS", "Serbia"), "XC": ("CS", "Czechoslovakia"), "XG": ("DD", "")}
# Codes that are out of use, or of a dialect, and TMDB's for Cantonese; "xx" is no language.
LANGUAGES = {
    "cmn": "zh",
    "cn": "zh",
    "fil": "tl",
    "in": "id",
    "iw": "he",
    "ji": "yi",
    "mo": "ro",
    "nb": "no",
    "nn": "no",
    "xx": "",
    "yue": "zh",
}

ENGLISH: dict[str, str] = dict(
    re.findall(
        r"(\w\w)=([^;]+)",
        "aa=Afar;ab=Abkhazian;ae=Avestan;af=Afrikaans;ak=Akan;am=Amharic;an=Aragonese;ar=Arabic;"
        "as=Assamese;av=Avaric;ay=Aymara;az=Azerbaijani;ba=Bashkir;be=Belarusian;bg=Bulgarian;"
        "bi=Bislama;bm=Bambara;bn=Bengali;bo=Tibetan;br=Breton;bs=Bosnian;ca=Catalan;ce=Chechen;"
        "ch=Chamorro;co=Corsican;cr=Cree;cs=Czech;cu=Church Slavonic;cv=Chuvash;cy=Welsh;"
        "da=Danish;de=German;dv=Dhivehi;dz=Dzongkha;ee=Ewe;el=Greek;en=English;eo=Esperanto;"
        "es=Spanish;et=Estonian;eu=Basque;fa=Persian;ff=Fulah;fi=Finnish;fj=Fijian;fo=Faroese;"
        "fr=French;fy=West Frisian;ga=Irish;gd=Scottish Gaelic;gl=Galician;gn=Guarani;"
        "gu=Gujarati;gv=Manx;ha=Hausa;he=Hebrew;hi=Hindi;ho=Hiri Motu;hr=Croatian;"
        "ht=Haitian Creole;hu=Hungarian;hy=Armenian;hz=Herero;ia=Interlingua;id=Indonesian;"
        "ie=Interlingue;ig=Igbo;ii=Sichuan Yi;ik=Inupiaq;io=Ido;is=Icelandic;it=Italian;"
        "iu=Inuktitut;ja=Japanese;jv=Javanese;ka=Georgian;kg=Kongo;ki=Kikuyu;kj=Kuanyama;"
        "kk=Kazakh;kl=Greenlandic;km=Khmer;kn=Kannada;ko=Korean;kr=Kanuri;ks=Kashmiri;ku=Kurdish;"
        "kv=Komi;kw=Cornish;ky=Kyrgyz;la=Latin;lb=Luxembourgish;lg=Ganda;li=Limburgish;"
        "ln=Lingala;lo=Lao;lt=Lithuanian;lu=Luba-Katanga;lv=Latvian;mg=Malagasy;mh=Marshallese;"
        "mi=Maori;mk=Macedonian;ml=Malayalam;mn=Mongolian;mr=Marathi;ms=Malay;mt=Maltese;"
        "my=Burmese;na=Nauruan;nd=North Ndebele;ne=Nepali;ng=Ndonga;nl=Dutch;no=Norwegian;"
        "nr=South Ndebele;nv=Navajo;ny=Chichewa;oc=Occitan;oj=Ojibwe;om=Oromo;or=Odia;"
        "os=Ossetian;pa=Punjabi;pi=Pali;pl=Polish;ps=Pashto;pt=Portuguese;qu=Quechua;rm=Romansh;"
        "rn=Rundi;ro=Romanian;ru=Russian;rw=Kinyarwanda;sa=Sanskrit;sc=Sardinian;sd=Sindhi;"
        "se=Northern Sami;sg=Sango;sh=Serbo-Croatian;si=Sinhala;sk=Slovak;sl=Slovenian;sm=Samoan;"
        "sn=Shona;so=Somali;sq=Albanian;sr=Serbian;ss=Swati;st=Sotho;su=Sundanese;sv=Swedish;"
        "sw=Swahili;ta=Tamil;te=Telugu;tg=Tajik;th=Thai;ti=Tigrinya;tk=Turkmen;tl=Tagalog;"
        "tn=Tswana;to=Tongan;tr=Turkish;ts=Tsonga;tt=Tatar;tw=Twi;ty=Tahitian;ug=Uyghur;"
        "uk=Ukrainian;ur=Urdu;uz=Uzbek;ve=Venda;vi=Vietnamese;vo=Volapük;wa=Walloon;wo=Wolof;"
        "xh=Xhosa;yi=Yiddish;yo=Yoruba;za=Zhuang;zh=Chinese;zu=Zulu",
    )
)
BY_NAME = {name.casefold(): code for code, name in ENGLISH.items()}


def languages(codes: Iterable[object], what: str, remarks: list[str]) -> tuple[Word, ...]:
    """Return languages by their codes, with their English names; what is none is remarked upon."""
    found: dict[str, Word] = {}
    for code in map(clean, codes):
        ours = LANGUAGES.get(code, code)
        if LANGUAGE.fullmatch(ours):
            found[ours] = Word(ours, ENGLISH.get(ours, ""))
        elif ours:
            remarks.append(f"{what}: “{code[:40]}” is no code of a language")
    return tuple(found.values())


def tmdb_countries(
    named: Iterable[tuple[object, object]], what: str, remarks: list[str]
) -> tuple[Word, ...]:
    """Return countries by TMDB's code and name; what is none is remarked upon."""
    found: dict[str, Word] = {}
    for code, name in ((clean(code), clean(name)) for code, name in named):
        ours, called = TMDB_COUNTRIES.get(code, (code, name))
        if COUNTRY.fullmatch(ours):
            found.setdefault(ours, Word(ours, called or name))
        else:
            remarks.append(f"{what}: “{code[:40]}” is no code of a country")
    return tuple(found.values())
