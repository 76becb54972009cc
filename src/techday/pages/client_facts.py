"""The facts at the top of the page of one client: whom to ask for and where to go, and on what terms.

They are whole where the screen has room for them; else each is bounded, so that no name and no note, however long,
drives what is open off the screen. What reaches somebody stands before what is to be known of them.
"""

from collections.abc import Sequence
from datetime import date, tzinfo

from techday.clients.rules import billing_word, starts_later
from techday.core.instants import from_text
from techday.levels.store import LevelRow
from techday.pages.client_page import ClientPage
from techday.people.store import PersonRow
from techday.rotation.rules import RED_AT, style_of
from techday.sites.store import SiteRow
from techday.ui.dates import MONTHS, show_day
from techday.ui.grid import LEAST_ROOM, Line, Span, broken, cell_width, cut, fit, labelled, span, width_of

BETWEEN = " · "
# On a screen lower than this most facts have one line, and everywhere so many lines are left to what is below them.
LOW = 30
LEFT_BELOW = 10
FEW, FEWER = 3, 1
LABEL = 11  # cells of the name before a fact
MORE = 10  # cells of how many more there are
LIKES = {"phone": "prefers the phone", "email": "prefers mail", "visit": "prefers a visit", "chat": "prefers chat"}


def fact_lines(page: ClientPage, zone: tzinfo, width: int, height: int | None) -> list[Line]:
    """Draw the facts of a client on a screen of `width` by `height` cells; all of them where that is None."""
    if height is None:
        return Facts(page, zone, width).lines()
    shown = Facts(page, zone, width, bounded=True).lines()
    if height < LOW or len(shown) > height - 1 - LEFT_BELOW:
        return Facts(page, zone, width, bounded=True, low=True).lines()
    return shown


class Facts:
    """The facts of one client: whole, or each `bounded` to a few lines; `low` is for a screen with few of them."""

    def __init__(self, page: ClientPage, zone: tzinfo, width: int, *, bounded: bool = False, low: bool = False) -> None:
        self.page = page
        self.client = page.client
        self.zone = zone
        self.width = width
        self.bounded = bounded
        self.low = low
        self.most = FEWER if low else FEW  # people and sites
        self.room = max(LEAST_ROOM, width - LABEL)

    def lines(self) -> list[Line]:
        """Draw who and where the client is, and on what terms."""
        return [
            *self.head(),
            *self.first(self.fact("paused", self.paused(), "warning"), 2),
            *self.people(),
            *self.sites(),
            *self.first(self.contact(), 2),
            *self.first(self.brief("terms", self.terms()), 3),
        ]

    def head(self) -> list[Line]:
        """Draw the client's name with its telephone number and area, beside it where there is room, else below."""
        client = self.client
        head = labelled(span(client.code, "client"), span(client.name, "title"), self.width)
        beside = span(joined(client.phone, client.area))
        if len(head) == 1 and width_of(head[0]) + 2 + width_of([beside]) <= self.width:
            return [[*head[0], Span("  "), beside]] if beside.text else head
        below = self.brief("phone" if client.phone else "area", beside.text)
        return [*self.first(head, 1 if self.low else 2), *self.first(below, 2)]

    def first(self, lines: Sequence[Line], most: int) -> Sequence[Line]:
        """Give so many of the lines of a fact, with an ellipsis at the end where that is not all."""
        if not self.bounded or len(lines) <= most:
            return lines
        last = lines[most - 1]
        short = cut(last, self.width - 2)
        return [*lines[: most - 1], [*last, Span(" …")] if short is last else short]

    def fitted(self, text: str, room: int) -> str:
        """Cut a text to so many cells; whole where nothing is bounded."""
        return fit(span(text).text, room) if self.bounded else text

    def fact(self, name: str, text: str, style: str = "") -> list[Line]:
        """Draw a name and its value, whole; nothing where there is none. A telephone number stays on one line."""
        lines: list[Line] = []
        label = Span(f"  {name:<7}  ", "muted")
        for part in span(text).text.split(BETWEEN) if text else ():
            if lines and width_of([*lines[-1], Span(BETWEEN + part)]) <= self.width:
                lines[-1] = [*lines[-1], Span(BETWEEN + part, style)]
                continue
            for piece in broken(part, self.room):
                lines.append([Span(" " * len(label.text)) if lines else label, Span(piece, style)])
        return lines

    def brief(self, name: str, text: str, more: str = "") -> list[Line]:
        """Draw a name and its value, on a low screen in one line, with `more` at its end."""
        lines = self.fact(name, text)
        room = self.width - (2 + len(more) if more else 0)
        if self.low and lines:
            one = cut([lines[0][0], span(text)], room)
            return [[*one, Span("  "), span(more, "muted")] if more else one]
        if more and lines and width_of(lines[-1]) <= room:
            return [*lines[:-1], [*lines[-1], Span("  "), span(more, "muted")]]
        return [*lines, *self.fact("", more, "muted")]

    def paused(self) -> str:
        """Say since when the client is paused, until when and why; "" where it is not."""
        client, since = self.client, self.page.paused_on
        if since is None:
            return ""
        until = f" until {show_day(date.fromisoformat(client.paused_until))}" if client.paused_until else ""
        return f"since {show_day(since)}{until}: {client.pause_reason}"

    def people(self) -> list[Line]:
        """Draw whom to ask for first, and the others."""
        people, code = self.page.people, self.client.code
        if not people:
            return [] if self.client.placeholder else self.nobody()
        others = [self.person_words(one, 2) for one in people[1 : 1 + self.most]]
        left = self.page.people_total - 1 - len(others)
        more = self.more(left, f"techday client person list {code}")
        main = self.fact("ask for", self.person_words(people[0], 1), "title")
        return [*self.first(main, 3 if self.low else 4), *self.several("or", others, more)]

    def nobody(self) -> list[Line]:
        """Say that nobody is known at the client, and how to tell of somebody; the command stays in one piece."""
        command = f"techday client person add {self.client.code} NAME --main"
        text = f"nobody known: {command}"
        return self.fact("ask for", text if len(text) <= self.room else joined("nobody known", command), "muted")

    def person_words(self, one: PersonRow, part: int) -> str:
        """Give a person, the name on a part of a line, with what reaches them: the way that they like best is said."""
        name = self.fitted(f"{one.name}, {one.role}" if one.role else one.name, self.room // part)
        reached = [one.email, one.phone] if one.channel == "email" else [one.phone, one.email]
        return joined(name, *reached, LIKES.get(one.channel or "", ""), one.site or "", one.note)

    def sites(self) -> list[Line]:
        """Draw where the client is."""
        shown = [self.site_words(one) for one in self.page.sites[: self.most]]
        left = self.page.sites_total - len(shown)
        more = self.more(left, f"techday client site list {self.client.code}")
        return self.several("where", shown, more)

    def site_words(self, one: SiteRow) -> str:
        """Give a site with its address, its area, whom to ring there and what to know of it."""
        area = f"({one.area})" if one.area else ""
        place = " ".join(word for word in (one.address, area) if word)
        name = self.fitted(one.name, self.room // 3)
        beside = cell_width(joined(name, one.phone, BETWEEN)) + MORE if self.low else 0
        return joined(name, self.fitted(place, max(LEAST_ROOM, self.room - beside)), one.phone, one.note)

    def more(self, left: int, command: str) -> str:
        """Say how many more there are, and where they are listed; a low screen has no room for that."""
        if not left:
            return ""
        return f"{left} more" if self.low else f"{left} more: {command}"

    def several(self, name: str, texts: Sequence[str], more: str) -> list[Line]:
        """Draw values of one name, one below the other, and at the end how to see more of them."""
        lines: list[Line] = []
        for index, text in enumerate(texts):
            last = more if index == len(texts) - 1 else ""
            lines += self.first(self.brief("" if index else name, text, last), 3)
        return lines

    def contact(self) -> list[Line]:
        """Draw how often the client wants to hear from us, and for how long it has not."""
        client, silent = self.client, self.page.silence_days
        if client.placeholder:
            return self.fact("contact", "never: tickets without a client")
        text = f"every {days(client.cadence_days)}"
        if silent is None:
            return self.fact("contact", f"{text}, from {show_day(date.fromisoformat(str(client.starts_on)))} on")
        told = f"silent {days(silent)}" if self.page.contacts else f"never spoken to, {days(silent)} here"
        if silent == 0:
            told = "spoken to today" if self.page.contacts else "never spoken to"
        mark = " !" if silent >= RED_AT else ""
        return self.fact("contact", f"{text}, {told}{mark}", style_of(silent, client.cadence_days))

    def terms(self) -> str:
        """Say what was agreed: level, calendar, zone, how time is paid, since when."""
        client, level = self.client, self.page.level
        of_level = level.calendar if level is not None else None
        calendar = client.calendar or (f"{of_level} (its level's)" if of_level else "")
        created = from_text(client.created_at).astimezone(self.zone).date()
        since = date.fromisoformat(client.starts_on) if client.starts_on else created
        words = [
            level_words(client.level, level),
            f"calendar {calendar}" if calendar else "",
            client.zone,
            billing_word(client),
            "" if starts_later(client, self.page.today) else f"since {plain_day(since)}",
        ]
        return "; ".join(word for word in words if word)


def joined(*words: str) -> str:
    """Give words with a mark between them, without those that are not known."""
    return BETWEEN.join(word for word in words if word)


def level_words(name: str, level: LevelRow | None) -> str:
    """Give the level of a client, and whether it promises anything."""
    if not name:
        return "default targets"
    return f"level {level.name}" if level is not None else f"level {name}, which is not made yet: default targets"


def plain_day(day: date) -> str:
    """Give a day without its weekday: long ago nobody knows it by that."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def days(count: int) -> str:
    """Give a number of days in words."""
    return "1 day" if count == 1 else f"{count} days"
