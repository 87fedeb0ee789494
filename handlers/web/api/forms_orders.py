"""What the workshops' systems send: vehicles, repair orders, parts orders."""

from typing import Annotated

from pydantic import Field
from pydantic.functional_validators import AfterValidator

from handlers.web.api import forms
from handlers.web.api.forms import Body, Code, FreeForm, Opaque, Ref
from services.garage.mileage import MOST_KM
from services.repairs.models import Danger, Decision, LineKind, PartsStatus, Status

_PLAIN = r"^[^\x00]*$"
_WORDS = r"^[^\x00]*[^\x00\s][^\x00]*$"
_YEARS = range(1990, 2200)


def _sane(moment: forms.Moment) -> forms.Moment:
    if moment.year not in _YEARS:
        raise ValueError("not a time of our days")
    return moment


Moment = Annotated[forms.Moment, AfterValidator(_sane)]
Model = Annotated[str, Field(max_length=100, pattern=_WORDS)]
Title = Annotated[str, Field(max_length=300, pattern=_WORDS)]
ItemId = Annotated[str, Field(max_length=64, pattern=_WORDS)]
Note = Annotated[str, Field(max_length=4000, pattern=_PLAIN)]
VersionNumber = Annotated[int, Field(ge=0, le=2**63 - 1)]


class VehicleForm(Body):
    """PUT /vehicles/{ref}. A year, VIN or plate that is left out stays as it is; null removes it. `mileage_km`: read just now."""

    client_ref: Ref | None = None
    client_id: Opaque | None = None
    make: Model
    model: Model
    year: int | None = None
    vin: Annotated[str, Field(max_length=40, pattern=_PLAIN)] | None = None
    plate: Annotated[str, Field(max_length=40, pattern=_PLAIN)] | None = None
    mileage_km: Annotated[int, Field(ge=0, le=MOST_KM)] | None = None


class MoneyForm(Body):
    """An amount with at most two digits after the point, and its currency (ISO 4217)."""

    amount: Annotated[str, Field(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$")]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class LineForm(Body):
    """A work or a part; `price` is for one unit."""

    id: ItemId
    title: Title
    kind: LineKind
    quantity: Annotated[int | float, Field(ge=0, le=999_999_999, allow_inf_nan=False)] = 1
    price: MoneyForm
    minutes: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    danger: Danger | None = None
    decision: Decision = "open"


class RecommendationForm(Body):
    """Work advised and not done."""

    id: ItemId
    title: Title
    danger: Danger | None = None
    due_at: Moment | None = None


class RepairOrderForm(Body):
    """PUT /repair-orders/{ref}. What is left out stays as it is; null removes it. A `note` goes with its status."""

    client_ref: Ref | None = None
    client_id: Opaque | None = None
    vehicle_ref: Ref | None = None
    vehicle_id: Opaque | None = None
    unit: Code
    status: Status
    promised_at: Moment | None = None
    note: Note | None = None
    version: VersionNumber | None = None
    notify: bool = True
    lines: Annotated[list[LineForm], Field(max_length=500)] | None = None
    recommendations: Annotated[list[RecommendationForm], Field(max_length=500)] | None = None


class PartsOrderForm(Body):
    """PUT /parts-orders/{ref}. `items`: objects of the caller's own form; a `title`, `name` or `article` is shown to the client."""

    client_ref: Ref | None = None
    client_id: Opaque | None = None
    unit: Code
    status: PartsStatus
    expected_at: Moment | None = None
    items: Annotated[list[FreeForm], Field(max_length=200)] | None = None
    version: VersionNumber | None = None
    notify: bool = True
