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
    "added-moved": {
        "sv": "Flyttade till en senare omgång, så ingen läggs till om dem här: {names}.",
        "en": "Moved to a later campaign, so nobody is added about them here: {names}.",
    },
    "added-taken-out": {
        "sv": "Borttagna tidigare och läggs inte till igen av listan: {names}. Ska någon ändå "
        "tillfrågas gör du det på personens sida.",
        "en": "Taken out earlier and not added again by the list: {names}. If somebody is to be "
        "asked after all, do it on the person's page.",
    },
    "added-unchanged": {
        "sv": "Listan säger annat än omgången om några som redan är med. Det ändras inte: {names}.",
        "en": "The list differs from the campaign about some who are in it already. That is not "
        "changed: {names}.",
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
    "manager-not-listed": {
        "sv": "{leader} är chef men har ingen egen rad, så namnet är gissat efter adressen.",
        "en": "{leader} is a manager without a row, so the name is guessed from the address.",
    },
    "manager-named": {
        "sv": "{leader} är chef men har ingen egen rad; namnet {name} är hämtat från kolumnen för "
        "chefens namn.",
        "en": "{leader} is a manager without a row; the name {name} is taken from the column for "
        "the manager's name.",
    },
    "manager-asked": {
        "sv": "{name} ({leader}) är chef för chefer i listan men har ingen egen rad. {name} "
        "tillfrågas som närmaste chef och får ingen egen rapport.",
        "en": "{name} ({leader}) leads leaders in the list but has no row. {name} is asked as "
        "their manager and has no report.",
    },
    "manager-left-out": {
        "sv": "{name} ({leader}) har ingen egen rad och lämnas utanför: ingen tillfrågas som "
        "närmaste chef i det stället.",
        "en": "{name} ({leader}) has no row and is left out: nobody is asked as manager instead.",
    },
    "leader-without-manager": {
        "sv": "{name} har ingen chef i listan, så ingen tillfrågas som närmaste chef.",
        "en": "{name} has no manager in the list, so nobody is asked as their manager.",
    },
    "address-outside": {
        "sv": "Adressen {address} är inte kommunens. Är den privat? Byt den om det går.",
        "en": "The address {address} is not one of the municipality. Is it private? Change it if "
        "you can.",
    },
    "merged-filled": {
        "sv": "{count} områden med sammanfogade celler, först {cells}: värdet står nu på varje "
        "rad.",
        "en": "{count} areas of merged cells, first {cells}: their value now stands in each row.",
    },
}
