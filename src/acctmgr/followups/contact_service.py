"""Follow-ups and activities that name a contact who is merged into another, or removed."""

from sqlmodel import Session, col, select

from acctmgr.followups.tables import Activity, FollowUp


def pass_on(session: Session, contact_id: int, to: int | None = None) -> tuple[int, int]:
    """Let all that names a contact name another, or nobody; gives how many follow-ups and activities did."""
    follow_ups = session.exec(
        select(FollowUp).where(FollowUp.contact_id == contact_id).order_by(col(FollowUp.id))
    ).all()
    activities = session.exec(
        select(Activity).where(Activity.contact_id == contact_id).order_by(col(Activity.id))
    ).all()
    for row in (*follow_ups, *activities):
        row.contact_id = to
    session.flush()
    return len(follow_ups), len(activities)
