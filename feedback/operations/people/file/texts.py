"""The words of notices about people files, in Swedish and English."""

from __future__ import annotations

from typing import Final

PLACE: Final = {
    "sv": {"cell": "Rad {row}, {column}", "row": "Rad {row}"},
    "en": {"cell": "Row {row}, {column}", "row": "Row {row}"},
}

TEXTS: Final[dict[str, dict[str, str]]] = {
    "not-a-table": {
        "sv": "Filen är ingen tabell utan {looks_like}. Spara listan som Excel (.xlsx) eller CSV.",
        "en": "The file is no table but {looks_like}. Save the list as Excel (.xlsx) or CSV.",
    },
    "too-large": {
        "sv": "Filen är för stor ({size} MB, högst {limit}). Ta bort bilder och andra blad, "
        "eller dela listan.",
        "en": "The file is too large ({size} MB, at most {limit}). Remove pictures and other "
        "sheets, or split the list.",
    },
    "unreadable": {
        "sv": "Filen är skadad eller skyddad och går inte att läsa. Öppna den i Excel, spara den "
        "på nytt utan lösenord och försök igen.",
        "en": "The file is damaged or protected and cannot be read. Open it in Excel, save it "
        "anew without a password and try again.",
    },
    "empty": {
        "sv": "Filen är tom. Överst ska rubrikerna stå, sedan en rad per person som ska svara.",
        "en": "The file is empty. Headings stand on top, then a row for each person to answer.",
    },
    "too-many-rows": {
        "sv": "Listan har fler än {limit} rader. Dela den på flera omgångar.",
        "en": "The list has more than {limit} rows. Split it into several campaigns.",
    },
    "too-many-columns": {
        "sv": "Tabellen har {count} kolumner, högst {limit} går att läsa. Ta bort dem som inte "
        "behövs.",
        "en": "The table has {count} columns; at most {limit} can be read. Remove those not "
        "needed.",
    },
    "column-missing": {
        "sv": "Kolumnen {column} saknas.{nearest} Rubriken kan heta {names}.",
        "en": "The column {column} is missing.{nearest} The heading may be {names}.",
    },
    "column-twice": {
        "sv": "Kolumnen {column} finns två gånger ({first} och {second}). Ta bort den ena.",
        "en": "The column {column} is there twice ({first} and {second}). Remove one.",
    },
    "column-unused": {
        "sv": "Dessa kolumner används inte: {columns}.",
        "en": "These columns are not used: {columns}.",
    },
    "merged": {
        "sv": "Cellerna {cells} är sammanfogade, så bara den första har ett värde. Dela dem och "
        "fyll i varje rad.",
        "en": "The cells {cells} are merged, so only the first has a value. Unmerge them and "
        "fill in each row.",
    },
    "formula": {
        "sv": "Cellen {cell} har en formel. Värdet som visas i Excel används: {value}.",
        "en": "The cell {cell} holds a formula. The value that Excel shows is used: {value}.",
    },
    "formula-empty": {
        "sv": "Cellen {cell} har en formel utan uträknat värde. Öppna filen i Excel och spara den, "
        "eller klistra in värdet.",
        "en": "The cell {cell} holds a formula with no computed value. Open the file in Excel and "
        "save it, or paste the value.",
    },
    "value-missing": {
        "sv": "Här ska något stå.",
        "en": "Something must stand here.",
    },
    "rater-unknown": {
        "sv": "Ange e-post till den som ska svara, eller ett eget nummer i rater_id "
        "(svarandes id) om personen får brev.",
        "en": "Give the address of whoever is to answer, or a number of their own in rater_id if "
        "they get a letter.",
    },
    "address-wrong": {
        "sv": "”{value}” är ingen e-postadress.{suggestion}",
        "en": "“{value}” is no e-mail address.{suggestion}",
    },
    "group-unknown": {
        "sv": "Gruppen ”{value}” finns inte i enkäten. Skriv {groups}.",
        "en": "The survey has no group “{value}”. Write {groups}.",
    },
    "language-unknown": {
        "sv": "Språket ”{value}” finns inte i enkäten. Skriv {languages}.",
        "en": "The survey is not in the language “{value}”. Write {languages}.",
    },
    "self-other": {
        "sv": "Gruppen är chefen själv, men adressen är en annan än chefens. Ta bort raden eller "
        "byt grupp; chefen själv läggs till automatiskt.",
        "en": "The group is the leader's own, but the address is not the leader's. Remove the row "
        "or change the group; leaders are added by themselves.",
    },
    "self-listed": {
        "sv": "Raden gäller chefen själv och behövs inte: alla chefer svarar också om sig själva.",
        "en": "The row is about the leader's own answers and not needed: every leader answers "
        "about themself too.",
    },
    "invited-twice": {
        "sv": "{rater} står redan på rad {first} för samma chef. Ta bort den ena raden.",
        "en": "{rater} already stands on row {first} for the same leader. Remove one of the rows.",
    },
    "leader-differs": {
        "sv": "Här står ”{value}”, men på rad {first} ”{earlier}” för samma chef ({leader}). "
        "Skriv lika på alla rader.",
        "en": "Here it says “{value}”, but on row {first} “{earlier}” for the same leader "
        "({leader}). Write the same on all rows.",
    },
    "leader-alone": {
        "sv": "{leader} har ingen som ska svara. Lägg till rader eller ta bort chefen.",
        "en": "{leader} has nobody to answer. Add rows, or remove the leader.",
    },
    "coach-is-leader": {
        "sv": "{leader} är sin egen coach. Ange någon annan.",
        "en": "{leader} is their own coach. Name somebody else.",
    },
    "approver-is-leader": {
        "sv": "{leader} kan inte godkänna sina egna förslag. Ange någon annan.",
        "en": "{leader} cannot approve their own proposals. Name somebody else.",
    },
    "leader-alone-yet": {
        "sv": "{leader} har ingen som ska svara ännu. Låt chefen föreslå själv, eller lägg till.",
        "en": "{leader} has nobody to answer yet. Let the leader propose raters, or add some.",
    },
    "example-row": {
        "sv": "Raden är mallens exempel och räknas inte.",
        "en": "The row is the template's example and does not count.",
    },
    "employee-twice": {
        "sv": "{address} står på flera rader. Behåll en av dem.",
        "en": "{address} stands on several rows. Keep one of them.",
    },
    "employee-unknown": {
        "sv": "Ange e-post, eller ett anställningsnummer om personen får brev.",
        "en": "Give an address, or an employee id if they get a letter.",
    },
    "manager-unknown": {
        "sv": "{address} är inte chef för någon i filen.",
        "en": "{address} is nobody's manager in the file.",
    },
    "manager-not-listed": {
        "sv": "{leader} är chef men har ingen egen rad, så namnet är gissat efter adressen.",
        "en": "{leader} is a manager without a row, so the name is guessed from the address.",
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
        "en": "{address} takes part in another unit's campaign as {name} and keeps that name. "
        "“{typed}” is not used. Is the name wrong? Ask whoever runs the system to change it.",
    },
    "odd-domain": {
        "sv": "Adressen {address} liknar @{usual}, som de flesta har. Är den rätt?",
        "en": "The address {address} looks like @{usual}, which most have. Is it right?",
    },
}
