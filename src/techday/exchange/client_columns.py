"""Which column of a list of clients or people is which field.

PSAs export companies and contacts apart; spreadsheets hold both in a row. `Name`, `Phone` and `Primary Contact` mean
something else in each of them, so what kind of list it is decides, told by columns that only people have.
"""

from collections.abc import Mapping, Sequence

from techday.exchange.columns import Columns, key
from techday.exchange.record_columns import find_columns, no_column

# What techday itself writes, in this order; each name is the first of its field below.
CLIENT_HEADER = {
    "client": "client",
    "code": "code",
    "phone": "phone",
    "area": "area",
    "level": "level",
    "calendar": "calendar",
    "zone": "zone",
    "every": "every",
    "billable": "billable",
    "starts": "starts",
    "paused": "paused",
    "paused_until": "paused until",
    "pause_reason": "pause reason",
}
SITE_HEADER = {
    "site": "site",
    "address": "address",
    "site_area": "site area",
    "site_phone": "site phone",
    "site_note": "site note",
}
PERSON_HEADER = {
    "person": "person",
    "role": "role",
    "person_phone": "person phone",
    "email": "email",
    "channel": "channel",
    "main": "main",
    "note": "note",
}

# The best name first.
NAMES: dict[str, tuple[str, ...]] = {
    "client": tuple(
        "client company clientname companyname account accountname customer customername organization organisation"
        " organizationname organisationname business businessname".split()
    ),
    "code": tuple(
        "code clientcode companycode accountcode customercode shortname shortcode abbreviation companyid"
        " companyidentifier identifier clientid accountid customerid clientnumber accountnumber customernumber".split()
    ),
    "person": tuple("person fullname contactname personname displayname contactfullname enduser employee".split()),
    "first": tuple("firstname givenname forename first contactfirstname".split()),
    "last": tuple("lastname surname familyname last contactlastname".split()),
    "email": tuple(
        "email emailaddress mail emailid primaryemail defaultemail contactemail workemail businessemail"
        " email1 emailaddress1".split()
    ),
    "mobile": tuple("mobile mobilephone mobilenumber cell cellphone cellnumber contactmobile".split()),
    "role": tuple("role jobtitle title position contacttitle jobrole".split()),
    "channel": tuple("channel preferredchannel preferredcontactmethod contactmethod contactby".split()),
    "main": tuple("main mainperson isprimary isprimarycontact ismain isdefault defaultflag".split()),
    "person_phone": tuple(
        "personphone directphone contactphone directline workphone businessphone phonedirect directdial".split()
    ),
    "note": tuple("note notes comment comments remarks contactnotes".split()),
    "phone": tuple(
        "clientphone companyphone accountphone mainphone mainphonenumber switchboard companymainphone".split()
    ),
    "site": tuple("site sitename location locationname branch mainsite".split()),
    "address": tuple("address siteaddress fulladdress address1 addressline1 addressline street streetaddress".split()),
    "address2": tuple("address2 addressline2 street2 suite".split()),
    "postcode": tuple("postcode postalcode zip zipcode plz".split()),
    "city": tuple("city town".split()),
    "state": tuple("state stateprovince province county".split()),
    "country": tuple("country countryname".split()),
    "area": tuple("area territory territoryname region".split()),
    "site_area": ("sitearea",),
    "site_phone": ("sitephone", "sitephonenumber"),
    "site_note": ("sitenote", "sitenotes"),
    "level": tuple("level servicelevel sla slaname".split()),
    "calendar": ("calendar",),
    "zone": ("zone", "timezone"),
    "every": tuple("every cadence cadencedays contactevery".split()),
    "billable": ("billable",),
    "starts": tuple("starts startson startdate clientsince customersince since".split()),
    "paused": ("paused",),
    "paused_until": ("pauseduntil",),
    "pause_reason": ("pausereason",),
}
DATE_FIELDS = ("starts", "paused", "paused_until")

PHONES = tuple("phone phonenumber telephone telephonenumber tel phone1".split())
PRIMARY = tuple("primarycontact maincontact defaultcontact primarycontactname maincontactname".split())
ANY_NAME = ("name",)
CONTACT = ("contact",)

PERSON_NAMED = ("person", "first", "last")
ONLY_PEOPLE = frozenset(name for field in (*PERSON_NAMED, "mobile", "person_phone") for name in NAMES[field])
OFTEN_PEOPLE = frozenset((*NAMES["email"], *NAMES["role"]))
A_CLIENT = frozenset((*NAMES["client"], *NAMES["code"]))

OWN_HEADERS = tuple(
    [key(name) for name in header.values()]
    for header in (CLIENT_HEADER | SITE_HEADER, CLIENT_HEADER | SITE_HEADER | PERSON_HEADER)
)


def is_own(header: Sequence[str]) -> bool:
    """Tell a file that techday wrote."""
    return list(map(key, header)) in OWN_HEADERS


def is_header(cells: Sequence[str], named: Sequence[str] = ()) -> bool:
    """Tell the header of such a list from a title above it: two of its fields, or all the columns of `named`."""
    keys = set(map(key, cells))
    if named and keys.issuperset(map(key, named)):
        return True
    return sum(not keys.isdisjoint(names) for names in (*NAMES.values(), PHONES, PRIMARY, ANY_NAME, CONTACT)) > 1


def client_columns(header: Sequence[str], chosen: Mapping[str, str], client_given: bool) -> Columns:
    """Find the columns of a list of clients, of people, or of both; `client_given` tells that --client names one.

    Raises BadUsage where no column names a client or, of a client that is given, a person; and as `find_columns`.
    """
    columns = find_columns(header, names_for(set(map(key, header)), set(chosen.values()), client_given), chosen)
    position = columns.position
    if not {"client", "code"} & position.keys() and not client_given:
        raise no_column("the client's name", header, 'Name it with --map "COLUMN=client", or the client with --client')
    if client_given and not {"person", "first", "last", "site", "client", "code"} & position.keys():
        raise no_column("a person's name", header, 'Name it with --map "COLUMN=person"')
    return columns


def names_for(keys: set[str], chosen: set[str], client_given: bool) -> dict[str, tuple[str, ...]]:
    """Give the names of every field in this kind of list, in the order in which columns are taken."""
    with_client = client_given or not keys.isdisjoint(A_CLIENT) or not chosen.isdisjoint(("client", "code"))
    of_people = (
        not keys.isdisjoint(ONLY_PEOPLE)
        or not chosen.isdisjoint(PERSON_NAMED)
        or (with_client and not keys.isdisjoint((*OFTEN_PEOPLE, *ANY_NAME)))
    )
    names = dict(NAMES)
    names["person" if with_client else "client"] += ANY_NAME
    names["person"] += CONTACT
    named = not keys.isdisjoint((*names["person"], *names["first"], *names["last"]))
    # Beside a person's name it tells who is rung first; in a list of companies it is the person.
    names["main" if named or not chosen.isdisjoint(PERSON_NAMED) else "person"] += PRIMARY
    if of_people:
        names["person_phone"] += PHONES
    names["phone"] += PHONES
    return names
