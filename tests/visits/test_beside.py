"""What a visit changes elsewhere: the timer of a ticket on site, and a site that is no more."""

from tests.conftest import Techday


def test_work_on_a_ticket_of_the_client_that_is_visited_is_on_site_work(techday: Techday) -> None:
    techday.did("client add Acme", "client add Globex", "add Switch --client acme", "add Phone --client globex")
    techday.did("visit start acme --at 7:30", "start L1")
    assert techday("timecard --json").json["entries"][-1]["work_type"] == "on-site"
    techday.did("start L2")
    assert techday("timecard --json").json["entries"][-1]["work_type"] == "remote"


def test_on_the_way_to_a_client_nobody_is_on_site(techday: Techday) -> None:
    techday.did("client add Acme", "add Switch --client acme", "visit go acme --at 7:30", "start L1")
    assert techday("timecard --json").json["entries"][-1]["work_type"] == "remote"


def test_a_site_that_was_visited_can_be_deleted(techday: Techday) -> None:
    techday.did("client add Acme", "client site add acme Depot", "visit start acme --site depot --at 7:30")
    techday.did("visit end --note looked", "client site delete acme Depot")
    visit = techday("visit list --json").json["visits"][0]
    assert (visit["client"]["code"], visit["site"]) == ("ACME", None)
    techday.did("undo")
    assert techday("visit list --json").json["visits"][0]["site"] == "Depot"
