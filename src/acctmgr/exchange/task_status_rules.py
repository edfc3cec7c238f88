"""Whether a task, a call or a meeting is done, by the word that another system has for it."""

from functools import lru_cache

from acctmgr.exchange.vocabulary_rules import meaning_of, vocabulary

DONE, TO_DO, OFF = "done", "to do", "called off"
_MEANING = vocabulary(
    {
        DONE: (
            "done|completed|complete|finished|closed|held|logged|sent|received|delivered|connected|answered|attended"
            "|no answer|busy|missed|left voicemail|left message|failed|no show|completada|completado|hecha|hecho"
            "|finalizada|finalizado|realizada|realizado|terminada|terminado|cerrada|cerrado|concluída|concluído|feito"
            "|terminée|terminé|effectuée|fait|erledigt|abgeschlossen|beendet"
        ),
        TO_DO: (
            "not started|in progress|open|planned|scheduled|pending|deferred|waiting|waiting on someone else|to do|todo"
            "|new|overdue|upcoming|queued|rescheduled|pendiente|en curso|abierta|abierto|no iniciada|no iniciado"
            "|programada|programado|en progreso|por hacer|pendente|em andamento|a fazer|planifiée|en cours|à faire"
            "|en attente|offen|geplant|in bearbeitung|ausstehend|nicht begonnen"
        ),
        OFF: (
            "cancelled|canceled|called off|declined|cancelada|cancelado|anulada|anulado|annulée|annulé|abgesagt"
            "|storniert"
        ),
    }
)


@lru_cache(1024)
def standing_of(text: str) -> str:
    """What a status says, empty for none; Refused for a word that is not known."""
    return meaning_of(text, _MEANING, "status", hint="--set status= leaves it out") if text.strip() else ""
