"""What the template's second sheet says, column by column, in Swedish and English."""

from __future__ import annotations

from typing import Final

SHEETS: Final = {"sv": ("Personer", "Så fyller du i"), "en": ("People", "How to fill it in")}
"""The names of the template's sheets."""

INSTRUCTIONS: Final[dict[str, dict[str, str]]] = {
    "sv": {
        "": "En rad för varje person som ska svara. Chefen upprepas på varje rad. Chefen själv "
        "behöver ingen egen rad: alla chefer svarar också om sig själva. Exempelraden räknas "
        "inte. En tom cell ändrar ingenting som redan står i systemet.",
        "leader_email": "Chefens e-postadress. Krävs.",
        "leader_name": "Chefens för- och efternamn. Krävs. ”Lund, Karin” läses som Karin Lund.",
        "leader_title": "Till exempel rektor eller enhetschef.",
        "workplace": "Var chefen arbetar. Visas tillsammans med namnet.",
        "coach_email": "Den som går igenom rapporten med chefen. Kan lämnas tom.",
        "approver_email": "Den som godkänner chefens förslag på vilka som ska svara, oftast "
        "chefens chef. Tom: den som är ansvarig för omgången.",
        "rater_email": "Adressen till den som ska svara. Saknas adress: fyll i svarandes id.",
        "rater_name": "Namnet på den som ska svara.",
        "rater_workplace": "Var den som ska svara arbetar. Skiljer två med samma namn åt.",
        "rater_id": "Ett eget nummer för den som inte har någon e-post. Hen får länken på papper.",
        "group": "Hur den som ska svara hör ihop med chefen: {groups}.",
        "language": "{languages}. Tom: enkätens första språk.",
    },
    "en": {
        "": "One row for each person who is to answer. The leader is repeated on every row. "
        "Leaders need no row of their own: every leader answers about themself too. The example "
        "row does not count. An empty cell changes nothing that is already in the system.",
        "leader_email": "The leader's e-mail address. Required.",
        "leader_name": "The leader's full name. Required. “Lund, Karin” is read as Karin Lund.",
        "leader_title": "For example headteacher or unit manager.",
        "workplace": "Where the leader works. Shown together with the name.",
        "coach_email": "Who goes through the report with the leader. May be empty.",
        "approver_email": "Who approves whom the leader proposes, usually the leader's own "
        "manager. Empty: whoever runs the campaign.",
        "rater_email": "The address of whoever is to answer. Without one, fill in a rater id.",
        "rater_name": "The rater's name.",
        "rater_workplace": "Where the rater works. Tells two of the same name apart.",
        "rater_id": "A number of their own for somebody without e-mail, who gets a paper link.",
        "group": "How the rater relates to the leader: {groups}.",
        "language": "{languages}. Empty: the survey's first language.",
    },
}
