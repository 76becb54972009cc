"""The door for what comes in bulk: what is no instant and no day does not pass it, whatever read it before."""

import pytest
from pydantic import ValidationError
from sqlmodel import SQLModel

from techday.exchange.models import TicketRow
from techday.exchange.party_models import ClientValues, WatchValues

MODELS: dict[type[SQLModel], dict[str, str]] = {
    TicketRow: {"external_id": "1"},
    ClientValues: {"name": "Acme"},
    WatchValues: {"name": "Nightly", "kind": "backup"},
}
FIELDS = [
    (model, field) for model in MODELS for field in model.model_fields if field.endswith(("_at", "_on", "paused_until"))
]


@pytest.mark.parametrize(("model", "field"), FIELDS)
@pytest.mark.parametrize("text", ["yesterday", "", "1999-1-1", "0001-01-01", "2026-11-23T08:00:00+01:00"])
def test_no_time_passes_that_the_store_does_not_write(model: type[SQLModel], field: str, text: str) -> None:
    with pytest.raises(ValidationError, match=field):
        model(**MODELS[model], **{field: text})


@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_a_time_as_the_store_writes_it_passes(model: type[SQLModel], field: str) -> None:
    day = field.endswith(("_on", "_until"))
    text = "2026-11-23" if day else "2026-11-23T08:00:00Z"
    assert getattr(model(**MODELS[model], **{field: text}), field) == text
