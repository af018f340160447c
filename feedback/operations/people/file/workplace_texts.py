"""The words of what may be wrong with a staff file that says where everybody works."""

from __future__ import annotations

from typing import Final

WORKPLACES: Final[dict[str, dict[str, str]]] = {
    "workplace-missing": {
        "sv": "Raden säger inte var personen arbetar.",
        "en": "The row does not say where the person works.",
    },
    "workplace-deep": {
        "sv": "Arbetsplatsen ligger djupare än {limit} nivåer. Ta bort nivåer som ingen läser.",
        "en": "The workplace lies deeper than {limit} levels. Remove levels that nobody reads.",
    },
    "workplace-code-twice": {
        "sv": "Koden {code} står också för {other}. En kod är en arbetsplats.",
        "en": "The code {code} stands for {other} as well. A code is one workplace.",
    },
    "workplace-two-codes": {
        "sv": "Arbetsplatsen har två koder, {other} och {code}. Behåll en av dem.",
        "en": "The workplace has two codes, {other} and {code}. Keep one of them.",
    },
    "workplace-two-places": {
        "sv": "Koden {code} står med ett annat namn, eller under en annan kod, än på en rad "
        "ovanför ({other}).",
        "en": "The code {code} stands with another name, or under another code, than on a row "
        "above ({other}).",
    },
    "workplace-above-unknown": {
        "sv": "Ovanför {code} står {parent}, som inte finns i filen eller ligger under {code} "
        "själv. Lägg till en rad för {parent}, eller lämna cellen tom för det som är överst.",
        "en": "Above {code} stands {parent}, which is not in the file or lies below {code} itself. "
        "Add a row for {parent}, or leave the cell empty for what is at the top.",
    },
    "heads-two": {
        "sv": "{workplace} har två chefer, {first} och {second}. Markera en av dem.",
        "en": "{workplace} has two heads, {first} and {second}. Mark one of them.",
    },
    "heads-not-marked": {
        "sv": "Kolumnen säger vem som är chef, inte om raden är chefens. Den läses inte: skriv ja "
        "i en kolumn ”Är chef” på chefens egen rad.",
        "en": "The column says who the head is, not whether the row is the head's. It is not "
        "read: write yes in a column “Is head” on the head's own row.",
    },
    "head-protected": {
        "sv": "En chef läser under sitt eget namn och kan inte stå här med skyddade "
        "personuppgifter. Låt någon annan läsa, eller ta bort markeringen som chef.",
        "en": "A head reads in their own name, and cannot stand here with a protected identity. "
        "Let somebody else read, or remove the mark of a head.",
    },
    "yes-or-no": {
        "sv": "”{value}” är varken ja eller nej. Skriv ja, eller lämna cellen tom.",
        "en": "“{value}” is neither yes nor no. Write yes, or leave the cell empty.",
    },
}
