"""The words of notices about people files, in Swedish and English."""

from __future__ import annotations

from typing import Final

from feedback.operations.people.file.slip_texts import SLIPS
from feedback.operations.people.file.workplace_texts import WORKPLACES

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
        "sv": "Filen är skadad och går inte att läsa. Öppna den i Excel, spara den på nytt och "
        "försök igen.",
        "en": "The file is damaged and cannot be read. Open it in Excel, save it anew and try "
        "again.",
    },
    "file-locked": {
        "sv": "Filen är skyddad med lösenord. Öppna den i Excel, ta bort lösenordet (Arkiv, Info, "
        "Skydda arbetsbok) och spara den på nytt.",
        "en": "The file has a password. Open it in Excel, remove the password (File, Info, Protect "
        "Workbook) and save it anew.",
    },
    "sheet-which": {
        "sv": "Flera blad ser ut som en lista. Vilket ska läsas?",
        "en": "Several sheets look like a list. Which one is to be read?",
    },
    "sheet-hidden": {
        "sv": "Bara dolda blad ser ut som en lista. Vilket ska läsas?",
        "en": "Only hidden sheets look like a list. Which one is to be read?",
    },
    "sheet-unknown": {
        "sv": "Filen har inget blad som heter ”{sheet}”. Bladen heter {names}.",
        "en": "The file has no sheet called “{sheet}”. Its sheets are {names}.",
    },
    "sheet-read": {
        "sv": "Bladet ”{sheet}” är läst. Inte lästa: {others}.",
        "en": "The sheet “{sheet}” was read. Not read: {others}.",
    },
    "leader-above": {
        "sv": "{count} rader säger inte vilken chef de gäller (rad {rows}). Är det chefen ovanför?",
        "en": "{count} rows do not say which leader they are about (row {rows}). Is it the leader "
        "above?",
    },
    "columns-which": {
        "sv": "Vilka kolumner är det? Rubrikerna säger det inte.",
        "en": "Which columns are these? Their headings do not say it.",
    },
    "rows-hidden": {
        "sv": "Dolda rader: {count}, för hand eller av ett filter (rad {rows}). Ska de vara med?",
        "en": "Hidden rows: {count}, by hand or by a filter (row {rows}). Are they to be taken?",
    },
    "columns-hidden": {
        "sv": "Dessa kolumner är dolda: {columns}. Ska de vara med?",
        "en": "These columns are hidden: {columns}. Are they to be taken?",
    },
    "encoding-which": {
        "sv": "Filen säger inte hur å, ä och ö är sparade. Vilket ser rätt ut?",
        "en": "The file does not say how letters such as å, ä and ö are saved. Which looks right?",
    },
    "encoding-wrong": {
        "sv": "Filen kan inte läsas som {encoding}. Spara den som ”CSV UTF-8” eller som Excel "
        "(.xlsx).",
        "en": "The file cannot be read as {encoding}. Save it as “CSV UTF-8” or as Excel (.xlsx).",
    },
    "encoding-read": {
        "sv": "Filen är läst som sparad i {encoding}. Ser orden rätt ut? {sample}",
        "en": "The file was read as saved on {encoding}. Do these words look right? {sample}",
    },
    "letters-mixed": {
        "sv": "Från den här raden är å, ä och ö sparade på ett annat sätt än ovanför. Spara listan "
        "som Excel (.xlsx).",
        "en": "From this row letters such as å, ä and ö are saved otherwise than above. Save the "
        "list as Excel (.xlsx).",
    },
    "letters-lost": {
        "sv": "I cell {cell} har bokstäver gått förlorade: ”{value}”. Skriv dem på nytt.",
        "en": "In cell {cell} letters were lost: “{value}”. Write them anew.",
    },
    "digits-lost": {
        "sv": "I cell {cell} har siffror gått förlorade: {value}. Formatera kolumnen som text och "
        "skriv numret på nytt.",
        "en": "In cell {cell} digits were lost: {value}. Format the column as text and write the "
        "number anew.",
    },
    "cell-error": {
        "sv": "I cell {cell} står felet {value} i stället för ett värde. Rätta formeln eller skriv "
        "värdet.",
        "en": "Cell {cell} holds the error {value} and no value. Mend the formula, or write the "
        "value.",
    },
    "cell-long": {
        "sv": "Cell {cell} har mer än {limit} tecken. Korta den.",
        "en": "Cell {cell} has more than {limit} characters. Shorten it.",
    },
    "quotes-open": {
        "sv": "Ett citattecken på raden avslutas inte, så raderna under hamnar i samma cell. Ta "
        "bort det.",
        "en": "A quotation mark in the row is never closed, so that the rows below fall into the "
        "same cell. Remove it.",
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
    "too-many-cells": {
        "sv": "Tabellen har fler än {limit} celler, de tomma inräknade. Kopiera bara listan till "
        "en ny arbetsbok, eller dela den.",
        "en": "The table has more than {limit} cells, empty ones included. Copy only the list to "
        "a new workbook, or split it.",
    },
    "too-many-parts": {
        "sv": "Filen består av fler än {limit} delar. Kopiera bara listan till en ny arbetsbok.",
        "en": "The file consists of more than {limit} parts. Copy only the list to a new workbook.",
    },
    "too-packed": {
        "sv": "Filen packas upp till {size} MB, nästan bara upprepningar. Kopiera bara listan till "
        "en ny arbetsbok.",
        "en": "The file unpacks to {size} MB of hardly anything but repetition. Copy only the list "
        "to a new workbook.",
    },
    "too-slow": {
        "sv": "Filen tar för lång tid att läsa. Kopiera bara listan till en ny arbetsbok, eller "
        "dela den.",
        "en": "The file takes too long to read. Copy only the list to a new workbook, or split it.",
    },
    "more-faults": {
        "sv": "Här visas de {told} första felen. Rätta dem först; då syns de som är kvar.",
        "en": "These are the first {told} faults. Put them right first; then the others show.",
    },
    "headings-unknown": {
        "sv": "Ingen rubrik känns igen: ”{headings}”. Överst ska rubrikerna stå, som i mallen, en "
        "i varje kolumn.",
        "en": "No heading is known: “{headings}”. Headings stand on top, as in the template, one "
        "in each column.",
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
    "formulas": {
        "sv": "Cellen {cell} och {more} till i kolumnen har formler. Värdena som visas i Excel "
        "används.",
        "en": "The cell {cell} and {more} more in the column hold formulas. The values that Excel "
        "shows are used.",
    },
    "formula-empty": {
        "sv": "Cellen {cell} har en formel utan uträknat värde. Öppna filen i Excel och spara den, "
        "eller klistra in värdet.",
        "en": "The cell {cell} holds a formula with no computed value. Open the file in Excel and "
        "save it, or paste the value.",
    },
    "name-none": {
        "sv": "I cell {cell} står ”{value}” i stället för ett namn. Skriv namnet.",
        "en": "Cell {cell} holds “{value}” and no name. Write the name.",
    },
    "row-nobody": {
        "sv": "Raden har ingen e-postadress: ”{value}”. Fyll i den, eller ta bort raden om den "
        "inte gäller någon.",
        "en": "The row has no e-mail address: “{value}”. Fill it in, or remove the row if it is "
        "about nobody.",
    },
    "row-summary": {
        "sv": "Raden gäller ingen person och är inte läst: ”{value}”.",
        "en": "The row is about nobody and was not read: “{value}”.",
    },
    "value-missing": {"sv": "Här ska något stå.", "en": "Something must stand here."},
    "rater-unknown": {
        "sv": "Ange e-post till den som ska svara, eller ett eget nummer (svarandes id) om "
        "personen får brev.",
        "en": "Give the address of whoever is to answer, or a number of their own (rater id) if "
        "they get a letter.",
    },
    "address-wrong": {
        "sv": "”{value}” är ingen e-postadress.{suggestion}",
        "en": "“{value}” is no e-mail address.{suggestion}",
    },
    "address-letters": {
        "sv": "”{value}” är ingen e-postadress. Den har tecken som inte kan stå i en: {odd}.",
        "en": "“{value}” is no e-mail address. It has characters that cannot stand in one: {odd}.",
    },
    "addresses-several": {
        "sv": "Här står flera adresser: {addresses}. Skriv en på varje rad.",
        "en": "Several addresses stand here: {addresses}. Write one in each row.",
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
    "protected": {
        "sv": "Kolumnen {heading} säger ”{value}”: personen kan ha skyddade uppgifter. Hoppa över "
        "raden om ni inte har bestämt hur personen ska tillfrågas.",
        "en": "The column {heading} says “{value}”: this person's data may be protected. Leave "
        "the row out unless it is settled how they are asked.",
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
    **SLIPS,
    **WORKPLACES,
}
