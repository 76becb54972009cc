"""What is looked at before a week is submitted: what review finds in it, and the rules by which time is billed."""

import typer

from techday.cards import screen
from techday.context import Context
from techday.core.weeks import card_name, read_week, week_of
from techday.core.work_types import rule_text
from techday.timecard.commands import WeekName

app = typer.Typer(add_completion=False)


@app.command("review", help="Show what keeps a week from being submitted")
def review(ctx: typer.Context, which: WeekName = None) -> None:
    """Show what keeps a week from being submitted"""
    from techday.cards.acts import open_card_name, week_to_submit
    from techday.cards.frozen import way_out
    from techday.cards.store import cards_of_week
    from techday.pages.timecard import card_view  # the types need no card

    context: Context = ctx.obj
    today = context.shift_day.day
    week = read_week(which, context.frame, today) if which else week_to_submit(context) or week_of(today)
    view = card_view(context, week)
    if context.out.json:
        context.out.document("techday.timecard/1", view)
        return
    cards = cards_of_week(context.db, week.name)
    frozen = [card for card in cards if card.is_frozen and week.part in (0, card.part)]
    name = card_name(week.name, week.part) if week.part else open_card_name(context.db, week)
    name = "" if any(card.name == name for card in frozen) else name
    ways_out = [(card.name, card.state, way_out(card)) for card in frozen]
    context.out.show(screen.review_page(view, name, ways_out, context.out.size()[0]))


@app.command("types", help="Show the types of work and how they are billed")
def types(ctx: typer.Context) -> None:
    """Show the types of work and how they are billed"""
    context: Context = ctx.obj
    found = context.settings.work_types
    if not context.out.json:
        context.out.show(screen.types_page(found, context.out.size()[0]))
        return
    told = [
        {
            "name": one.name,
            "billable": one.billable,
            "utilised": one.utilised,
            **one.rounding._asdict(),
            "per": one.per,
            "rule": rule_text(one),
        }
        for one in found
    ]
    context.out.document("techday.work-types/1", {"types": told})
