"""Every operation of the API: the router and the OpenAPI document are both made from this table."""

from handlers.web.api import actions, clients, clock, events, files, forms, requests, shapes, staff, units
from handlers.web.api.call import Route

_ALL = frozenset({"read", "source", "agent", "admin"})
_SYSTEMS = frozenset({"read", "source", "admin"})
_WRITERS = frozenset({"source", "admin"})
_AGENT = frozenset({"agent"})
_ADMIN = frozenset({"admin"})

ROUTES = (
    Route("GET", "/units", "listUnits", "Service stations", _ALL, {200: shapes.Units}, read=units.list_units, query=forms.ListQuery),
    Route("GET", "/works", "listWorks", "The catalogue of works", _ALL, {200: shapes.Works}, read=units.list_works,
          query=forms.ListQuery),
    Route("GET", "/clients", "findClients", "Clients, or the one with a phone", _SYSTEMS, {200: shapes.Clients},
          read=clients.find_clients, query=forms.ClientsQuery),
    Route("GET", "/clients/{ref}", "getClient", "A client's card", _SYSTEMS, {200: shapes.Client}, ("not-found",),
          read=clients.show_client),
    Route("PUT", "/clients/{ref}", "putClient", "Create or change a client's card", _WRITERS,
          {200: shapes.Client, 201: shapes.Client}, ("phone-taken",), write=clients.store_client, body=forms.ClientForm),
    Route("POST", "/requests", "openRequest", "A request from phone, site or another system", _WRITERS, {201: shapes.Request},
          write=requests.open_request, body=forms.RequestForm),
    Route("GET", "/requests", "listRequests", "Requests the caller may see", _ALL, {200: shapes.Requests},
          read=requests.list_requests, query=forms.RequestsQuery),
    Route("GET", "/requests/{number}", "getRequest", "A request with its conversation", _ALL, {200: shapes.Request},
          ("not-found",), read=requests.show_request),
    Route("POST", "/requests/next", "nextRequest", "The next request, chosen by the queue", _AGENT, {200: shapes.Request, 204: None},
          ("off-shift", "promise-overdue", "wip-limit"), write=actions.take_next, body=forms.Nothing),
    Route("POST", "/requests/{number}/messages", "sendMessage", "Answer the client, or leave a note", _AGENT, {201: shapes.Sent},
          ("not-found", "not-owner", "closed"), write=actions.write_message, body=forms.MessageForm),
    Route("POST", "/requests/{number}/promise", "promise", "Promise an answer by a time", _AGENT, {200: shapes.Request},
          ("not-found", "not-owner", "closed"), write=actions.make_promise, body=forms.PromiseForm),
    Route("POST", "/requests/{number}/transfer", "transfer", "Pass on to another type, unit or person", _AGENT,
          {200: shapes.Request}, ("not-found", "not-owner", "closed"), write=actions.pass_on, body=forms.TransferForm),
    Route("POST", "/requests/{number}/call", "recordCall", "Record a call to the client", _AGENT, {200: shapes.Request},
          ("not-found", "not-owner", "closed"), write=actions.note_call, body=forms.CallForm),
    Route("POST", "/requests/{number}/close", "closeRequest", "Close with outcome and summary", _AGENT, {200: shapes.Request},
          ("not-found", "not-owner", "closed", "wrap-up-incomplete"), write=actions.close_request, body=forms.CloseForm),
    Route("POST", "/files", "uploadFile", "Store a file, at most 20 MB", frozenset({"agent", "admin"}), {201: shapes.File},
          write=files.store_file, upload=True),
    Route("GET", "/files/{id}", "getFile", "A file's content", _ALL, {200: None, 206: None}, ("not-found",), read=files.send_file),
    Route("GET", "/agents/me/shift", "getShift", "The caller's shift", frozenset({"read", "agent", "admin"}), {200: shapes.Shift},
          ("not-found",), read=staff.show_shift),
    Route("PUT", "/agents/me/shift", "setShift", "Begin, interrupt or end the shift", _AGENT, {200: shapes.Shift},
          write=staff.change_shift, body=forms.ShiftForm),
    Route("GET", "/events", "listEvents", "What happened, append-only", _ALL, {200: shapes.Events}, read=events.list_events,
          query=forms.ListQuery),
    Route("GET", "/clock", "getClock", "The shift of business time", _ADMIN, {200: shapes.Clock}, ("not-found",),
          read=clock.show_clock),
    Route("PUT", "/clock", "moveClock", "Move business time forward", _ADMIN, {200: shapes.Clock}, ("not-found",),
          write=clock.move_clock, body=forms.ClockForm),
)  # fmt: skip
