"""What mails say in each language, unless the book's settings say something else."""

from collections.abc import Mapping

# what a text may hold, to be filled in
MAIL_PLACES = (
    "greeting",
    "contact",
    "client",
    "company",
    "what",
    "number",
    "date",
    "due",
    "total",
    "open",
    "ask",
)
REMIND_PLACES = (
    "greeting",
    "contact",
    "client",
    "company",
    "list",
    "open",
    "count",
    "number",
    "level",
    "credit",
)

_WORDS: dict[str, Mapping[str, str]] = {
    "en": {
        "hello": "Hello,",
        "dear": "Dear {contact},",
        "ask": "Please pay {open} by {due}.",
        "overdue": "{open} of it was due on {due}.",
        "item": "- {number} of {date}, due {due} ({days} days late): {open}",
        "credit": "Your credit of {credit} with us is not set against it yet.",
        "invoices": "{count} invoices",
        "mail.subject": "{what} {number} from {company}",
        "mail.body": "{greeting}\n\n{what} {number} of {date} for {total} is attached.\n{ask}\n\n"
        "Kind regards\n{company}",
        "remind.subject": "Reminder: {number}",
        "remind.body.1": "{greeting}\n\nthis may have escaped your attention: we have not seen payment of\n\n{list}\n\n"
        "Open in all: {open}. {credit}\n\nIf it is on its way already, please take this for thanks.\n\n"
        "Kind regards\n{company}",
        "remind.body.2": "{greeting}\n\nwe have written before, and this is still open:\n\n{list}\n\n"
        "Open in all: {open}. {credit}\n\nPlease pay within a week, or tell us what keeps you from it.\n\n"
        "Kind regards\n{company}",
        "remind.body.3": "{greeting}\n\nin spite of our reminders this has not been paid:\n\n{list}\n\n"
        "Open in all: {open}. {credit}\n\nThis is our last reminder. Please pay now, or call us today so that we find\n"
        "a way together.\n\nKind regards\n{company}",
    },
    "es": {
        "hello": "Buenos días:",
        "dear": "Hola, {contact}:",
        "ask": "Le rogamos el pago de {open} a más tardar el {due}.",
        "overdue": "De ella, {open} venció el {due}.",
        "item": "- {number} del {date}, con vencimiento el {due} ({days} días de retraso): {open}",
        "credit": "Su saldo a favor de {credit} aún no se ha compensado.",
        "invoices": "{count} facturas",
        "mail.subject": "{what} {number} de {company}",
        "mail.body": "{greeting}\n\nAdjuntamos: {what} {number}, de {date}, por {total}.\n{ask}\n\n"
        "Un cordial saludo,\n{company}",
        "remind.subject": "Recordatorio de pago: {number}",
        "remind.body.1": "{greeting}\n\nQuizá se le haya pasado: no nos consta el pago de\n\n{list}\n\n"
        "Total pendiente: {open}. {credit}\n\nSi ya lo ha enviado, no tenga en cuenta este mensaje, y gracias.\n\n"
        "Un cordial saludo,\n{company}",
        "remind.body.2": "{greeting}\n\nYa le escribimos, y sigue pendiente:\n\n{list}\n\n"
        "Total pendiente: {open}. {credit}\n\nLe rogamos el pago en una semana, o que nos cuente qué lo impide.\n\n"
        "Un cordial saludo,\n{company}",
        "remind.body.3": "{greeting}\n\nA pesar de nuestros recordatorios no se ha pagado:\n\n{list}\n\n"
        "Total pendiente: {open}. {credit}\n\nEste es el último recordatorio. Le rogamos el pago inmediato, o que nos\n"
        "llame hoy para encontrar juntos una solución.\n\nUn cordial saludo,\n{company}",
    },
}
LAST_TONE = 3  # levels beyond it sound like it


def mail_word(language: str, key: str) -> str:
    """A text of mails."""
    return _WORDS[language][key]


def remind_body(language: str, level: int) -> str:
    """What a reminder of that level says."""
    return _WORDS[language][f"remind.body.{min(level, LAST_TONE)}"]
