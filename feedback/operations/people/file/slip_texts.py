"""The words of what is no fault of a people file, but may be a slip."""

from __future__ import annotations

from typing import Final

SLIPS: Final[dict[str, dict[str, str]]] = {
    "names-turned": {
        "sv": "Efternamnet stod först i {count} namn, och de är vända: ”{written}” är läst som "
        "{spoken}. Sätt citattecken om ett namn som ska stå som det är skrivet.",
        "en": "In {count} names the family name stood first, and they were turned round: "
        "“{written}” was read as {spoken}. Put quotation marks round a name to leave it as it is "
        "written.",
    },
    "names-comma": {
        "sv": "{count} namn har ett komma och är lästa som de står, som ”{written}”. Skriv "
        "förnamnet först om efternamnet står först, och titeln i en egen kolumn.",
        "en": "{count} names have a comma and were read as they stand, such as “{written}”. Write "
        "the given name first if the family name is, and a title in a column of its own.",
    },
    "two-names": {
        "sv": "Adressen {address} har två namn, ”{first}” och ”{second}”. Det första används. Är "
        "det samma person?",
        "en": "The address {address} has two names, “{first}” and “{second}”. The first is used. "
        "Is it the same person?",
    },
    "two-addresses": {
        "sv": "{name} har två adresser, {first} och {second}. Är det samma person får hen två "
        "länkar.",
        "en": "{name} has two addresses, {first} and {second}. If it is one person, they get two "
        "links.",
    },
    "two-languages": {
        "sv": "{rater} har två språk, ”{first}” och ”{second}”. Det första används.",
        "en": "{rater} has two languages, “{first}” and “{second}”. The first is used.",
    },
    "name-kept": {
        "sv": "{address} är med i en annan förvaltnings omgång som {name} och behåller det namnet. "
        "”{typed}” används inte. Är namnet fel? Be den som sköter systemet att ändra det.",
        "en": "{address} takes part in another department's campaign as {name} and keeps that "
        "name. “{typed}” is not used. Is the name wrong? Ask whoever runs the system to change it.",
    },
    "domain-accents": {
        "sv": "Adressen {address} har å, ä eller ö efter @, och mejl går till {kept}. Är det rätt? "
        "Utan prickar är det en annan adress.",
        "en": "The address {address} has accents after the @, and mail goes to {kept}. Is that "
        "right? Without them it is another address.",
    },
    "odd-domain": {
        "sv": "Adressen {address} liknar @{usual}, som de flesta har. Är den rätt?",
        "en": "The address {address} looks like @{usual}, which most have. Is it right?",
    },
}
